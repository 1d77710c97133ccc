"""What a shop's daily numbers repeat: level, weekday, season of the year, promo phase day.

Everything here is causal: what is said about day `i` uses days before `i` only, so a forecast
made from any past day is the one that would have been made then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analytics.promo_factors import Floats, PromoFactors, is_quiet, learn_promos

Ints = NDArray[np.int64]

LEVEL_HALF_LIFE = 14.0
"""Days after which an ordinary day counts half towards the level."""

WEEKDAY_HALF_LIFE = 56.0
YEAR = 364
"""A year as whole weeks, so that weekdays meet."""

SEASON_WARM_UP = 28
"""Days needed before a day of last year to know the level it rose or fell from."""

SEASON_TRUST = 0.8
"""Exponent on last year's rise or fall: one year seen once is partly chance."""

LEAST_ORDINARY = 14
"""Known days outside promos under which promo days are learned from like any other."""

_NOTHING = 1e-9
_OUTLIER = 4.0
_CLOSED_AFTER = 3
_SMOOTHING = 14


@dataclass(frozen=True)
class DailySeries:
    """One number per day from `start` on: None where nothing is known, 0 where it is zero."""

    start: date
    values: tuple[float | None, ...]

    @property
    def end(self) -> date:
        """The day after the last one (half-open)."""
        return self.start + timedelta(days=len(self.values))

    def until(self, day: date) -> "DailySeries":
        """The part before `day`."""
        return DailySeries(self.start, self.values[: max(0, (day - self.start).days)])

    def between(self, start: date, end: date) -> tuple[float | None, ...]:
        """The values of a half-open period; None for days outside the series."""
        first = (start - self.start).days
        size = len(self.values)
        return tuple(
            self.values[i] if 0 <= i < size else None
            for i in range(first, first + (end - start).days)
        )


@dataclass(frozen=True)
class Pattern:
    """What can be said, on each day of a history of n days and on the day after, from the past.

    `level`: (n + 1,) an ordinary day's value, weekday taken out. `weekday`: (7, n + 1) weights
    around 1, Monday first, 0 for a weekday on which the shop is closed. `factor`: (n,) what each
    day's promo was known to be worth, 1 for ordinary days. `usual`: (n,) days that are known and
    in no promo of a kind never seen before. `season`: (n,) the level around a day, seen from
    later. `promo`: what promo days are worth as known at the end.
    """

    start: date
    values: Floats
    level: Floats
    weekday: Floats
    usual: NDArray[np.bool_]
    factor: Floats
    season: Floats
    promo: PromoFactors

    @property
    def size(self) -> int:
        """The number of days of history."""
        return len(self.values)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,) days that have a value."""
        return ~np.isnan(self.values)

    @property
    def never_negative(self) -> bool:
        """No day of the history is below zero."""
        return not bool((self.values < 0).any())

    @property
    def knows_a_year(self) -> bool:
        """The history reaches back far enough to show last year's season."""
        return self.size >= YEAR + SEASON_WARM_UP

    def ordinary_days(self, origins: Ints, days: Ints) -> Floats:
        """Expected values of days were they in no promo, (origins, days of each origin).

        `origins`: (k,) day numbers from which to look, the history before them is used.
        `days`: (k, m) day numbers to look at; they may lie past the end of the history.
        """
        weekdays = (days + self.start.weekday()) % 7
        weights = self.weekday[weekdays, origins[:, None]]
        product: Floats = self.level[origins][:, None] * weights * self._rise(origins, days)
        return product

    def _rise(self, origins: Ints, days: Ints) -> Floats:
        """Last year's level around each day over last year's level at the origin, dampened."""
        base = origins - YEAR
        seen = base >= SEASON_WARM_UP
        if not seen.any():
            return np.ones(days.shape)
        before = self.level[np.maximum(base, 0)][:, None]
        around = self.season[np.clip(days - YEAR, 0, self.size - 1)]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where((before > 0) & (around > 0), around / before, 1.0)
        dampened = np.clip(ratio, 1 / 3, 3.0) ** SEASON_TRUST
        return np.where(seen[:, None], dampened, 1.0)


def learn(history: DailySeries, promo: Mapping[date, str]) -> Pattern:
    """The pattern of a history. Gaps are skipped, promo days kept apart, outliers capped.

    Learned once for equal arguments: between two loads every question asks for the same ones.
    """
    return _learned(history, frozenset(promo.items()))


@lru_cache(maxsize=64)
def _learned(history: DailySeries, special: frozenset[tuple[date, str]]) -> Pattern:
    promo = dict(special)
    values = as_array(history.values)
    offsets = (np.arange(len(values)) + history.start.weekday()) % 7
    keys = _promo_days(history, promo)
    known = ~np.isnan(values)
    loud = np.zeros(len(values), dtype=bool)
    loud[[i for i, key in keys.items() if not is_quiet(key)]] = True
    plain = known & ~loud & ~_exceptional_closures(values, offsets, known & ~loud)
    weekday = _weekday_weights(np.where(plain, values, np.nan), offsets)
    expected = weekday[offsets, np.arange(len(values))]
    capped = _capped(values, expected, plain)
    level = _trailing_level(capped, expected, plain)
    factors, factor = learn_promos(values, level[:-1] * expected, keys, plain)
    told = ~np.isnan(factor)
    usable = told & (plain | (known & loud))
    adjusted, weight = np.where(loud, values, capped), expected * np.where(told, factor, 1.0)
    return Pattern(
        start=history.start,
        values=values,
        level=_trailing_level(adjusted, weight, usable),
        weekday=weekday,
        usual=known & told,
        factor=np.where(told, factor, 1.0),
        season=_centred_level(adjusted, weight, usable),
        promo=factors,
    )


def _capped(values: Floats, expected: Floats, plain: NDArray[np.bool_]) -> Floats:
    """Days far above the level before them (one giant order) count as four ordinary ones."""
    rough = _trailing_level(values, expected, plain)[:-1] * expected
    judged = (rough > 0) & (np.arange(len(values)) >= LEAST_ORDINARY)
    return np.where(judged, np.minimum(values, _OUTLIER * rough), values)


def _promo_days(history: DailySeries, promo: Mapping[date, str]) -> dict[int, str]:
    """Day number → key; none where too few ordinary days would be left to compare with."""
    days = {i: history.start + timedelta(days=i) for i in range(len(history.values))}
    known = [i for i, value in enumerate(history.values) if value is not None]
    keys = {i: promo[days[i]] for i in known if days[i] in promo}
    loud = sum(not is_quiet(key) for key in keys.values())
    return keys if len(known) - loud >= LEAST_ORDINARY else {}


def as_array(values: Iterable[float | None]) -> Floats:
    """Values as floats, gaps as NaN; what is below any currency's smallest coin is zero."""
    found = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    found[np.abs(found) < _NOTHING] = 0.0
    return found


def _trailing(amounts: Floats, half_life: float) -> Floats:
    """(…, n) → (…, n + 1): exponentially fading sums of the days before each day."""
    size = amounts.shape[-1]
    growth = np.exp2(np.arange(size + 1) / half_life)
    sums = np.cumsum(amounts * growth[:-1], axis=-1)
    padded = np.concatenate([np.zeros((*amounts.shape[:-1], 1)), sums], axis=-1)
    faded: Floats = padded / growth
    return faded


def _trailing_level(values: Floats, weight: Floats, usable: NDArray[np.bool_]) -> Floats:
    """Faded Σ value ÷ faded Σ expected weight: a total over a total, so a mean is kept."""
    open_days = usable & (weight > 0)
    top = _trailing(np.where(open_days, values, 0.0), LEVEL_HALF_LIFE)
    bottom = _trailing(np.where(open_days, weight, 0.0), LEVEL_HALF_LIFE)
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _centred_level(values: Floats, weight: Floats, usable: NDArray[np.bool_]) -> Floats:
    """The level in the four weeks around each day; bridged where none of them is usable."""
    open_days = usable & (weight > 0)
    window = np.ones(2 * _SMOOTHING + 1)
    top = _windowed(np.where(open_days, values, 0.0), window)
    bottom = _windowed(np.where(open_days, weight, 0.0), window)
    found = bottom > 1
    if not found.any():
        return np.zeros_like(values)
    where = np.flatnonzero(found)
    return np.interp(np.arange(len(values)), where, top[where] / bottom[where])


def _windowed(amounts: Floats, window: Floats) -> Floats:
    full = np.convolve(amounts, window)
    return full[_SMOOTHING : _SMOOTHING + len(amounts)]


def _weekday_weights(values: Floats, offsets: Ints) -> Floats:
    """(7, n + 1) weights of mean 1 over the open weekdays, pulled towards 1 while few are seen."""
    member = np.arange(7)[:, None] == offsets
    known = member & ~np.isnan(values)
    filled = np.where(known, np.nan_to_num(values), 0.0)
    count = _trailing(known.astype(np.float64), WEEKDAY_HALF_LIFE)
    total = _trailing(filled, WEEKDAY_HALF_LIFE)
    mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    closed = _closed_weekdays(known, filled)
    opened = (~closed & (count > 0)).sum(axis=0)
    overall = np.where(closed, 0.0, mean).sum(axis=0) / np.maximum(opened, 1)
    raw = np.divide(mean, overall, out=np.ones_like(mean), where=overall > 0)
    pulled = (np.clip(raw, 0.0, 7.0) * count + 1.0) / (count + 1.0)
    return np.where(closed, 0.0, pulled)


def _closed_weekdays(known: NDArray[np.bool_], filled: Floats) -> NDArray[np.bool_]:
    """Weekdays on which nothing was sold in eight weeks: three zeros, or never a value at all.

    Never a value tells only while the other weekdays have them and the shop is not just back
    from a gap: three weeks of six days.
    """
    sold, seen = _recent(known & (filled != 0)), _recent(known)
    silent = (seen == 0) & (seen.sum(axis=0) >= 18)
    selling = sold.sum(axis=0) > 0
    closed: NDArray[np.bool_] = (sold == 0) & ((seen >= _CLOSED_AFTER) | silent) & selling
    return closed


def _recent(flags: NDArray[np.bool_]) -> Ints:
    """(7, n) → (7, n + 1): how many in the eight weeks before each day."""
    counted = np.pad(np.cumsum(flags, axis=-1), ((0, 0), (1, 0)))
    earlier = np.pad(counted, ((0, 0), (8 * 7, 0)))[:, : counted.shape[1]]
    return counted - earlier


def _exceptional_closures(
    values: Floats, offsets: Ints, ordinary: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Zeros in a run of three or more open days, in a shop that otherwise sells every day."""
    zero = ordinary & (values == 0)
    usually = np.array([zero[offsets == d].mean() if (offsets == d).any() else 0 for d in range(7)])
    open_days = np.flatnonzero(ordinary & (usually[offsets] < 0.8))
    flags = zero[open_days].astype(np.int64)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags, [0]])))
    closures = np.zeros(len(values), dtype=bool)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first >= _CLOSED_AFTER:
            closures[open_days[first:last]] = True
    strays = flags.sum() - closures.sum()
    return closures if strays <= 0.05 * len(open_days) else np.zeros_like(closures)
