"""How many plans a review finds as predicted, where the curves are right and all should be.

Two channels of known, straight curves whose plan moves a tenth of the money; a season, weekdays,
and orders of varying value by chance. The demand of the four weeks since is read off the sales
that no campaign brought, as `/budget-shift review` does: the fewer, the more doubtful.
"""

from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from analytics.curves import Floats
from analytics.response import Fit
from analytics.response_covariates import learn_covariates
from analytics.seasonality import DailySeries
from analytics.shift_realised import Realised, Since, realise
from tests.straight import Straight

DAYS, SINCE, BEFORE = 400, 28, 28
OLD, PLANNED = {"feed": 1_000.0, "search": 1_000.0}, {"feed": 800.0, "search": 1_200.0}
SLOPES = {"feed": 2.0, "search": 4.0}
VALUE, SPREAD, SEASON = 200.0, 0.7, 0.25
WEEK = np.array([0.9, 0.9, 0.95, 0.95, 1.05, 1.15, 1.1])
OWN = (5.0, 20.0, 80.0)
"""Orders a day that no campaign brings."""


@dataclass(frozen=True)
class Lived:
    """A shop with a plan in force for its last days, (days,) each: true demand, what each channel
    brought, and what no campaign did."""

    demand: Floats
    brought: dict[str, Floats]
    loose: Floats


def live(seed: int, own: float) -> Lived:
    """A shop by chance, with `own` orders a day that no campaign brings."""
    random, day = np.random.default_rng(seed), np.arange(DAYS)
    season = 1 + SEASON * np.sin(2 * np.pi * (day + random.uniform(0, 365)) / 365)
    demand = season * WEEK[day % 7]

    def sell(mean: Floats) -> Floats:
        orders = random.poisson(mean * demand)
        value: Floats = VALUE * (orders + SPREAD * np.sqrt(orders) * random.normal(size=DAYS))
        return value

    spent = {name: np.where(day < DAYS - SINCE, OLD[name], PLANNED[name]) for name in OLD}
    brought = {name: sell(SLOPES[name] * spent[name] / VALUE) for name in OLD}
    return Lived(demand, brought, sell(np.full(DAYS, own)))


def review(seed: int, own: float, *, doubting: bool = True) -> Realised:
    """The review of one plan; not `doubting`, the demand is taken for certain."""
    shop, begin = live(seed, own), DAYS - SINCE
    made = learn_covariates(DailySeries(date(2025, 10, 1), tuple(shop.loose.tolist())), {})
    seen, before = made.promo * made.season, slice(begin - BEFORE, begin)
    level = seen[before] / seen[before].mean()
    usual = shop.loose[before] / level
    total = np.sum([value[before] for value in shop.brought.values()], axis=0) / level
    doubt = usual.std(ddof=1) / usual.mean() * sqrt(1 / BEFORE + 1 / SINCE)
    since = Since(
        days=SINCE,
        spend=PLANNED,
        value={name: float(value[begin:].sum()) for name, value in shop.brought.items()},
        demand=float(seen[begin:].mean() / seen[before].mean()),
        noise=float(total.std(ddof=1)),
        doubt=float(doubt) if doubting else 0.0,
    )
    then = shop.demand[before].mean()  # what the curves stand for
    fits = {
        name: Fit(name, Straight(slope * then), (), 1_000, 2_000, 0.0, 365)
        for name, slope in SLOPES.items()
    }
    return realise(fits, OLD, PLANNED, since)


def review_table(seeds: range) -> str:
    """By orders a day that no campaign brings: how many plans come as predicted, of 80 %."""
    lines = [
        "| orders a day by no campaign | as predicted | with demand taken for certain"
        " | predicted, realised |",
        "|---|---|---|---|",
    ]
    for own in OWN:
        found = [review(seed, own) for seed in seeds]
        certain = [review(seed, own, doubting=False) for seed in seeds]
        shares = [np.mean([each.as_predicted for each in some]) for some in (found, certain)]
        predicted = np.mean([each.predicted.mean for each in found])
        realised = np.mean([each.realised.mean for each in found])
        lines.append(
            f"| {own:g} | {shares[0]:.0%} | {shares[1]:.0%} | {predicted:,.0f}, {realised:,.0f} |"
        )
    return "\n".join(lines) + "\n"
