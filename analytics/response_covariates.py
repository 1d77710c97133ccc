"""What moves a shop's sales beside its spend, learned from sales that spend does not bring."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from analytics.curves import Floats
from analytics.response_days import PHASES, Covariates
from analytics.seasonality import DailySeries, Pattern, learn


def learn_covariates(sales: DailySeries, keys: Mapping[date, str]) -> Covariates:
    """Season and promos of a shop as its `sales` show them.

    `keys`: promo and holiday days as `双11/burst/-3` (analytics.phase_keys). `sales` should be
    those no campaign brought, where they can be told: then spend is not taken for demand.
    """
    pattern = learn(sales, keys)
    days = [sales.start + timedelta(days=n) for n in range(pattern.size)]
    promo = [pattern.promo.day(keys.get(day)).factor for day in days]
    return Covariates(
        start=sales.start,
        promo=np.array(promo),
        season=_season(pattern),
        phases=tuple(_phase(keys.get(day, "")) for day in days),
    )


def _season(pattern: Pattern) -> Floats:
    """The ordinary level around each day; 1 throughout where nothing was ever sold."""
    level = pattern.season
    if not (level > 0).any():
        return np.ones(pattern.size)
    return np.asarray(np.maximum(level, level[level > 0].min()), dtype=np.float64)


def _phase(key: str) -> str:
    found = key.split("/")[1] if key else ""
    return found if found in PHASES else ""
