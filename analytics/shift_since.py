"""What happened since a budget shift was applied, read from a shop."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt

import numpy as np

from analytics.credits import CreditRule
from analytics.curves import Floats
from analytics.occasions import Occasion
from analytics.periods import Period
from analytics.response_history import (
    has_own_sales,
    read_covariates,
    read_histories,
    read_sales,
)
from analytics.seasonality import DailySeries
from analytics.shift_reading import read_demand
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
    `learnt_until`, the day after the last one that the plan's curves know.

    Demand is what sales that no campaign brought show of those days. Where there are hardly any,
    what the plan itself brings would look like demand, so that it is what was to be expected.
    """
    before = learnt_until - timedelta(days=BEFORE_DAYS)
    first, days = (start - before).days, (end - start).days
    histories = read_histories(shop, before, end, rule)
    demand = _demand(shop, occasions, before, end)
    usual, told = demand[:BEFORE_DAYS].mean(), has_own_sales(shop, before, end)
    expected = read_demand(shop, occasions, Period(before, learnt_until), Period(start, end))
    total = np.sum([np.nan_to_num(each.value) for each in histories], axis=0)
    level = total[:BEFORE_DAYS] / np.maximum(demand[:BEFORE_DAYS] / usual, 1e-9)
    return Since(
        days=days,
        spend={each.name: float(np.nansum(each.spend[first:])) / days for each in histories},
        value={each.name: float(np.nansum(each.value[first:])) for each in histories},
        demand=float(demand[first:].mean() / usual) if told else expected,
        noise=float(level.std(ddof=1)),
        doubt=_doubt(read_sales(shop, before, learnt_until), demand[:BEFORE_DAYS], days),
    )


def _doubt(sales: DailySeries, demand: Floats, days: int) -> float:
    """The standard error of the demand of `days` days against these ones, as a share.

    It is read off sums of daily sales, each as unsure as a day's spread about its season.
    """
    level = np.array(sales.values, dtype=np.float64) / np.maximum(demand / demand.mean(), 1e-9)
    known = level[np.isfinite(level)]
    if len(known) < 2 or known.mean() <= 0:
        return 0.0
    return float(known.std(ddof=1) / known.mean() * sqrt(1 / len(known) + 1 / days))


def _demand(shop: Shop, occasions: Sequence[Occasion], start: date, end: date) -> Floats:
    """What season and promos make of each day, relative to any one level."""
    first = shop.coverage("orders").first_day or start
    begin = max(first, end - timedelta(days=YEARS_DAYS))
    covariates = read_covariates(shop, min(begin, start), end, occasions)
    made = (covariates.promo * covariates.season)[-(end - start).days :]
    return np.where(np.isfinite(made) & (made > 0), made, 1.0)
