"""How wrong the same forecast has been from many past days: the width of an interval."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from analytics.promo_factors import Floats
from analytics.seasonality import SEASON_WARM_UP, YEAR, Ints, Pattern

WARM_UP = 21
"""Days a past forecast must have behind it to be asked."""

_MOST_ORIGINS = 60
_PRIOR_SPREAD = 0.2
_PRIOR_WEIGHT = 2.0


@dataclass(frozen=True)
class PastErrors:
    """Half-widths at the asked level, as ratios to the size of what is forecast.

    `total`: of the sum over the asked days. `day`: of a single day.
    """

    total: float
    day: float


def past_errors(pattern: Pattern, offsets: Ints, level: float) -> PastErrors:
    """Errors of forecasts made from past days for the days at `offsets` (0: the day itself).

    Days in a promo of a kind not seen before are left out: that doubt the caller adds. Where the
    history is too short for the offsets, nearer days are asked and the width grows with the
    square root of how much farther the real ones are. The width is blended with a prior of
    ±20 % (at 80 %) worth two independent origins, so that few lucky ones do not narrow it. Past
    forecasts of which less than half can be judged are not counted.
    """
    prior = _PRIOR_SPREAD * scale(level)
    asked, growth = _within_reach(offsets, pattern.size)
    if not len(asked):
        return PastErrors(2 * prior, 4 * prior)
    origins = _origins(pattern.size, int(asked.max()))
    days = origins[:, None] + asked
    expected = pattern.ordinary_days(origins, days) * pattern.factor[days]
    usual = pattern.usual[days] & (expected != 0)
    miss = np.where(usual, pattern.values[days] - expected, 0.0)
    size = np.where(usual, np.abs(expected), 0.0)
    told = usual.sum(axis=1) * 2 >= (expected != 0).sum(axis=1)
    apart = 1 + (origins[-1] - origins[0]) / (int(asked.max()) + 1)
    independent = max(1.0, apart * float(told.mean()))
    total = _quantile(miss[told].sum(axis=1), size[told].sum(axis=1), level, independent)
    day = _quantile(miss.ravel(), size.ravel(), level, max(1, usual.sum()))
    blend = math.hypot(total * independent**0.5, prior * _PRIOR_WEIGHT**0.5)
    return PastErrors(blend / (independent + _PRIOR_WEIGHT) ** 0.5 * growth, day)


def _within_reach(offsets: Ints, size: int) -> tuple[Ints, float]:
    """The offsets that half of the history can judge, and how much wider the others make it."""
    farthest = int(offsets.max())
    reach = min(farthest, (size - 1 - WARM_UP) // 2)
    if reach < 0:
        return offsets[:0], 1.0
    asked = offsets[(offsets <= reach) & (offsets >= 0)]
    return asked, math.sqrt((farthest + 1) / (reach + 1))


def _origins(size: int, ahead: int) -> Ints:
    """Past days to forecast from, evenly spread.

    A forecast that knows last year's season is judged by others that did, if they are enough.
    """
    last = size - 1 - ahead
    first = YEAR + SEASON_WARM_UP
    first = first if last - first >= 3 * (ahead + 1) else WARM_UP
    return np.unique(np.linspace(first, last, _MOST_ORIGINS).astype(np.int64))


def scale(level: float) -> float:
    """How much wider an interval at `level` is than one at 80 %, were errors normal."""
    return NormalDist().inv_cdf((1 + level) / 2) / NormalDist().inv_cdf(0.9)


def _quantile(errors: Floats, size: Floats, level: float, independent: float) -> float:
    """The relative error that `level` of the cases stayed within, for one more case to come."""
    counted = size > 0
    if not counted.any():
        return 0.0
    relative = np.abs(errors[counted]) / size[counted]
    return float(np.quantile(relative, min(1.0, level * (1 + 1 / independent))))
