"""What happened since a budget shift was applied, read from a shop."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from analytics.credits import CreditRule, daily_value
from analytics.occasions import Occasion
from analytics.periods import Period
from analytics.response_history import read_covariates
from analytics.shift_realised import Since
from analytics.shop import Shop

BEFORE_DAYS = 28
"""The curves stand for the demand of so many days before a plan."""

YEARS_DAYS = 730


def read_since(
    shop: Shop,
    rule: CreditRule,
    occasions: Sequence[Occasion],
    learnt_until: date,
    start: date,
    end: date,
) -> Since:
    """The whole days from `start` to `end`, half-open, against the four weeks before
    `learnt_until`, the day after the last one that the plan's curves know."""
    before = learnt_until - timedelta(days=BEFORE_DAYS)
    value = daily_value(shop, before, end, rule, ("channel",))
    channels = {str(key[0]): np.array(daily) for key, daily in value.items() if key[0]}
    first, known = (start - before).days, BEFORE_DAYS
    demand = _demand(shop, occasions, before, end)
    usual = demand[:known].mean()
    total = sum(channels.values(), np.zeros((end - before).days))
    level = total[:known] / np.maximum(demand[:known] / usual, 1e-9)
    spend = shop.split(("spend",), Period(start, end), ("channel",))
    days = (end - start).days
    return Since(
        days=days,
        spend={str(s.key[0]): float(s.values["spend"] or 0) / days for s in spend if s.key[0]},
        value={name: float(daily[first:].sum()) for name, daily in channels.items()},
        demand=float(demand[first:].mean() / usual),
        noise=float(level.std(ddof=1)),
    )


def _demand(
    shop: Shop, occasions: Sequence[Occasion], start: date, end: date
) -> "np.typing.NDArray[np.float64]":
    """What season and promos make of each day, relative to any one level."""
    first = shop.coverage("orders").first_day or start
    begin = max(first, end - timedelta(days=YEARS_DAYS))
    covariates = read_covariates(shop, min(begin, start), end, occasions)
    made = (covariates.promo * covariates.season)[-(end - start).days :]
    return np.where(np.isfinite(made) & (made > 0), made, 1.0)
