"""What a promo phase day is worth in ordinary days, learned from the promos seen so far."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SEEN_DOUBT = 0.3
_SIMILAR_DOUBT = 0.5
_UNSEEN_DOUBT = 1.0
_PRIOR_PROMOS = 2.0


@dataclass
class _Tally:
    total: float = 0.0
    count: int = 0

    def add(self, value: float) -> None:
        self.total, self.count = self.total + value, self.count + 1

    @property
    def mean(self) -> float:
        return max(self.total / self.count, 0.0)


@dataclass(frozen=True)
class PromoDay:
    """`factor`: the day over an ordinary one. `doubt`: half-width at 80 %, as a ratio to the day.

    `unseen`: no promo like it is in the history, the factor is a plain 1.
    """

    factor: float
    doubt: float
    unseen: bool = False


@dataclass(frozen=True)
class PromoFactors:
    """Factors by key `promo/phase/day`.

    A day not seen before takes its phase of the same promo, then that phase of any promo.
    `misses`: how far each whole promo ended from what earlier ones promised, as a ratio.
    """

    tallies: Mapping[str, _Tally] = field(default_factory=dict)
    misses: tuple[float, ...] = ()

    def day(self, key: str | None) -> PromoDay:
        """What is known about a phase day; None is an ordinary day and has no doubt."""
        if key is None:
            return PromoDay(1.0, 0.0)
        for name in _widening(key):
            if name in self.tallies:
                doubt = self._seen_doubt() if name == key else _SIMILAR_DOUBT
                return PromoDay(self.tallies[name].mean, doubt)
        return PromoDay(1.0, _UNSEEN_DOUBT, unseen=True)

    def _seen_doubt(self) -> float:
        """The promos' own misses, blended with ±30 % worth two promos while they are few.

        1.28 makes a half-width at 80 % of their root mean square, were they normal.
        """
        squares = math.fsum((1.28 * miss) ** 2 for miss in self.misses)
        weight = len(self.misses) + _PRIOR_PROMOS
        return math.sqrt((squares + _PRIOR_PROMOS * _SEEN_DOUBT**2) / weight)


def learn_promos(
    values: Floats, ordinary: Floats, keys: Mapping[int, str]
) -> tuple[PromoFactors, Floats]:
    """The factors after the last day, and for each day what its key was worth before it.

    `ordinary`: (n,) what each day would have been in no promo. `keys`: day number → key. The
    second result is (n,), 0 where the day is in no promo or its key had not been seen.
    """
    tallies: dict[str, _Tally] = {}
    known = np.zeros(len(values))
    for i, key in sorted(keys.items()):
        if ordinary[i] <= 0:
            continue
        if key in tallies:
            known[i] = tallies[key].mean
        for name in _widening(key):
            tallies.setdefault(name, _Tally()).add(values[i] / ordinary[i])
    return PromoFactors(tallies, _misses(values, known * ordinary, keys)), known


def _misses(values: Floats, promised: Floats, keys: Mapping[int, str]) -> tuple[float, ...]:
    """Per promo (days of one name, at most 90 days long): |actual − promised| ÷ promised."""
    sums: dict[tuple[str, int], list[float]] = {}
    opened: dict[str, int] = {}
    for i, key in sorted(keys.items()):
        if promised[i] <= 0:
            continue
        name = key.partition("/")[0]
        if i - opened.setdefault(name, i) > 90:
            opened[name] = i
        pair = sums.setdefault((name, opened[name]), [0.0, 0.0])
        pair[0], pair[1] = pair[0] + values[i], pair[1] + promised[i]
    return tuple(abs(actual - expected) / expected for actual, expected in sums.values())


def _widening(key: str) -> tuple[str, ...]:
    """A phase day, its phase, and the same phase of any promo."""
    name, _, rest = key.partition("/")
    phase = rest.partition("/")[0]
    return (key, f"{name}/{phase}", f"*/{phase}")
