"""What a promo phase day is worth in ordinary days, learned from the promos seen so far.

Shops differ: for one 双11 is ten ordinary days, another never noticed it, and one day seen once
is mostly noise. So factors are shrunk towards 1 by how much promos have mattered in this very
shop (empirical Bayes: B. Efron & C. Morris, JASA 70, 1975), on logarithms: first the mean of a
promo's phase, then the deviation of a day within the phase.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUIET_PHASES = ("preheat", "review")
"""Phases in which a shop sells nearly as ever: ordinary until shown otherwise."""

_SEEN_DOUBT = 0.3
_SIMILAR_DOUBT = 0.5
_UNSEEN_DOUBT = 0.6
_PRIOR_PROMOS = 2.0
_LEVEL_NOISE = 0.01
_NEW_EDITION = 90


def name_of(key: str) -> str:
    """The promo of a key `promo/phase/day`."""
    return key.split("/")[0]


def is_quiet(key: str) -> bool:
    """The key's phase is one of `QUIET_PHASES`."""
    return key.split("/")[1:2] in ([phase] for phase in QUIET_PHASES)


@dataclass(frozen=True)
class PromoDay:
    """`factor`: the day over an ordinary one. `doubt`: half-width at 80 %, as a ratio to the day.

    `unseen`: no promo phase like it is in the history, the factor is a plain 1.
    """

    factor: float
    doubt: float
    unseen: bool = False


@dataclass
class _Mean:
    total: float = 0.0
    count: int = 0

    def add(self, value: float, times: int = 1) -> None:
        self.total, self.count = self.total + value, self.count + times

    @property
    def value(self) -> float:
        return self.total / self.count if self.count else 0.0


def _means() -> defaultdict[str, _Mean]:
    return defaultdict(_Mean)


@dataclass
class PromoFactors:
    """Factors by key `promo/phase/day`, from log ratios to an ordinary day of noise `noise`².

    A day not seen before takes that phase day of any promo; a promo not seen, its phase in any.
    `misses`: how far each promo ended from what earlier editions promised, as a ratio.
    """

    noise: float = 0.1
    phases: defaultdict[str, _Mean] = field(default_factory=_means)
    days: defaultdict[str, _Mean] = field(default_factory=_means)
    spread_of_phases: _Mean = field(default_factory=_Mean)
    spread_in_phase: defaultdict[str, _Mean] = field(default_factory=_means)
    misses: list[float] = field(default_factory=list)

    def day(self, key: str | None) -> PromoDay:
        """What is known about a phase day; None is an ordinary day and has no doubt."""
        if key is None:
            return PromoDay(1.0, 0.0)
        exact, similar = _phase_names(key)
        if similar not in self.phases:
            return PromoDay(1.0, 0.0 if is_quiet(key) else _UNSEEN_DOUBT, unseen=not is_quiet(key))
        seen = exact in self.phases
        factor = math.exp(self._phase(exact if seen else similar) + self._deviation(key, similar))
        doubt = self._seen_doubt() if seen else _SIMILAR_DOUBT
        return PromoDay(factor, doubt * abs(factor - 1) / max(factor, 1.0))

    def add_edition(self, ratios: Mapping[str, float]) -> None:
        """Learn from one edition of a promo: key → log ratio of the day to an ordinary one."""
        by_phase: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for key, ratio in ratios.items():
            by_phase[_phase_names(key)[0]][key] = ratio
        for exact, found in by_phase.items():
            self._add_phase(exact, found)

    def _add_phase(self, exact: str, found: Mapping[str, float]) -> None:
        total, count = math.fsum(found.values()), len(found)
        mean, similar = total / count, f"*/{exact.partition('/')[2]}"
        self.phases[exact].add(total, count)
        self.phases[similar].add(total, count)
        self.spread_of_phases.add(mean**2 - self.noise / count - _LEVEL_NOISE)
        for key, ratio in found.items():
            for name in (key, f"*/{key.partition('/')[2]}"):
                self.days[name].add(ratio - mean)
        within = math.fsum((ratio - mean) ** 2 for ratio in found.values())
        self.spread_in_phase[similar].add(within, max(count - 1, 0))

    def _phase(self, name: str) -> float:
        mean = self.phases[name]
        spread = max(self.spread_of_phases.value, 0.0)
        return mean.value * spread / (spread + self.noise / mean.count + _LEVEL_NOISE)

    def _deviation(self, key: str, similar: str) -> float:
        name = key if key in self.days else f"*/{key.partition('/')[2]}"
        if name not in self.days:
            return 0.0
        mean = self.days[name]
        spread = max(self.spread_in_phase[similar].value - self.noise, 0.0)
        return mean.value * spread / (spread + self.noise / mean.count)

    def _seen_doubt(self) -> float:
        """The promos' own misses, blended with ±30 % worth two promos while they are few.

        1.28 makes a half-width at 80 % of their root mean square, were they normal.
        """
        squares = math.fsum((1.28 * miss) ** 2 for miss in self.misses)
        weight = len(self.misses) + _PRIOR_PROMOS
        return math.sqrt((squares + _PRIOR_PROMOS * _SEEN_DOUBT**2) / weight)


def learn_promos(
    values: Floats, ordinary: Floats, keys: Mapping[int, str], plain: NDArray[np.bool_]
) -> tuple[PromoFactors, Floats]:
    """The factors after the last day, and for each day its factor as known before its promo.

    `ordinary`: (n,) what each day would have been in no promo. `keys`: day number → key.
    `plain`: (n,) days in no promo or a quiet phase. The second result is (n,): 1 for ordinary
    days, NaN where nothing like the day had been seen.
    """
    ratios = _log_ratios(values, ordinary)
    usual = ratios[plain & (ordinary > 0) & (values > 0)]
    middle = float(np.mean(usual)) if len(usual) else 0.0
    spread = float(np.median(np.abs(usual - np.median(usual)))) if len(usual) else 0.3
    factors = PromoFactors(noise=max((1.4826 * spread) ** 2, 1e-4))
    known = np.ones(len(values))
    for edition in _editions(keys):
        promised = [factors.day(keys[i]) for i in edition]
        known[edition] = [np.nan if each.unseen else each.factor for each in promised]
        factors.misses.extend(_miss(values[edition], ordinary[edition], known[edition]))
        # A shut shop says nothing about the promo.
        sold = [i for i in edition if ordinary[i] > 0 and values[i] > 0]
        factors.add_edition({keys[i]: float(ratios[i]) - middle for i in sold})
    return factors, known


def _log_ratios(values: Floats, ordinary: Floats) -> Floats:
    """ln(value ÷ ordinary), from a twentieth to the hundredfold; 0 where nothing is ordinary."""
    ratio = np.divide(values, ordinary, out=np.ones_like(values), where=ordinary > 0)
    logs: Floats = np.log(np.clip(np.nan_to_num(ratio, nan=1.0), 0.05, 100.0))
    return logs


def _editions(keys: Mapping[int, str]) -> Iterator[list[int]]:
    """Day numbers of each edition of each promo, in the order in which editions begin."""
    editions: list[list[int]] = []
    latest: dict[str, list[int]] = {}
    for i, key in sorted(keys.items()):
        name = name_of(key)
        if name not in latest or i - latest[name][-1] > _NEW_EDITION:
            latest[name] = []
            editions.append(latest[name])
        latest[name].append(i)
    return iter(editions)


def _miss(values: Floats, ordinary: Floats, factor: Floats) -> list[float]:
    """|actual − promised| ÷ promised of an edition that was promised more than usual."""
    told = ~np.isnan(factor)
    promised = float((ordinary * factor)[told].sum())
    if promised <= 1.2 * float(ordinary[told].sum()) or promised <= 0:
        return []
    return [abs(float(values[told].sum()) - promised) / promised]


def _phase_names(key: str) -> tuple[str, str]:
    """A key's phase of its promo, and that phase of any promo."""
    name, _, rest = key.partition("/")
    phase = rest.partition("/")[0]
    return f"{name}/{phase}", f"*/{phase}"
