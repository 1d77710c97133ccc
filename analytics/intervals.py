"""How wrong the same forecast has been from many past days: the width of an interval."""

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

    Promo days are left out: what is not known about a promo is added by the caller. Where the
    history is too short for the offsets, nearer days are asked and the width grows with the
    square root of how much farther the real ones are. The width is blended with a prior of
    ±20 % (at 80 %) worth two independent origins, so that few lucky ones do not narrow it.
    """
    prior = _PRIOR_SPREAD * scale(level)
    farthest = int(offsets.max())
    reach = min(farthest, (pattern.size - WARM_UP) // 2)
    asked = offsets[(offsets <= reach) & (offsets >= 0)]
    if reach < 0 or not len(asked):
        return PastErrors(2 * prior, 4 * prior)
    last = pattern.size - 1 - int(asked.max())
    # A forecast that knows last year's season is judged by others that did, if they are enough.
    first = YEAR + SEASON_WARM_UP
    first = first if last - first >= 3 * (int(asked.max()) + 1) else WARM_UP
    origins = np.unique(np.linspace(first, last, _MOST_ORIGINS).astype(np.int64))
    days = origins[:, None] + asked
    known = pattern.ordinary[days]
    forecast = np.where(known, pattern.ordinary_days(origins, days), 0.0)
    actual = np.where(known, pattern.values[days], 0.0)
    growth = ((farthest + 1) / (reach + 1)) ** 0.5
    independent = 1 + (last - first) / (int(asked.max()) + 1)
    total = _quantile(
        actual.sum(axis=1) - forecast.sum(axis=1), np.abs(forecast).sum(axis=1), level, independent
    )
    day = _quantile((actual - forecast).ravel(), np.abs(forecast).ravel(), level, known.sum())
    blend = np.hypot(total * independent**0.5, prior * _PRIOR_WEIGHT**0.5)
    return PastErrors(float(blend / (independent + _PRIOR_WEIGHT) ** 0.5 * growth), day)


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
