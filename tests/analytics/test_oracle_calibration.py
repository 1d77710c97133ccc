"""The review of a plan after a week and after four, on a shop worked out by hand.

Feed and search spend 100 a day each, from November 1 on 70 and 130. Each unit of spend brings 1 on
feed and 3 on search; what comes by no channel brings 150 a day. Every other day of October 40 more
come by feed, on those between 40 less: a spread of 40 × √(28/27) a day.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from analytics.credits import CreditRule
from analytics.response import Fit, Refused
from analytics.shift_realised import Since, calibrate, realise
from analytics.shift_since import read_since
from tests.shop import Row, open_shop, order
from tests.straight import Straight

FIRST, APPLIED = date(2026, 10, 4), date(2026, 11, 1)
RULE = CreditRule("last", 14, 7)
OLD, PLANNED = {"feed": 100.0, "search": 100.0}, {"feed": 70.0, "search": 130.0}
SLOPES = {"feed": 1.0, "search": 3.0}


FITS: Mapping[str, Fit | Refused] = {
    name: Fit(name, Straight(slope), (), 100, 200, 0.0, 28) for name, slope in SLOPES.items()
}


@cache
def lived(
    days: int,
    *,
    short: float = 0.0,
    loose: tuple[float, float] = (150.0, 150.0),
    uneven: float = 0.0,
) -> Since:
    """What happened in the days since; `short` of search's sales a day are missing. `loose`: what
    no campaign brought a day, before and since, `uneven` more and less by turns."""
    orders, spend = list[Row](), list[Row]()
    for number in range(28 + days):
        day, after = FIRST + timedelta(days=number), number >= 28
        for name, slope in SLOPES.items():
            amount = (PLANNED if after else OLD)[name]
            wave = 0 if after or name == "search" else 40 * (-1) ** number
            value = slope * amount + wave - (short if after and name == "search" else 0)
            at = f"{day} 12:00"
            spend.append({"at": at, "channel": name, "campaign": name, "media_cost": amount})
            orders.append(order(f"{name}{number}", at, value, channel=name, campaign=name))
        orders.append(
            order(f"none{number}", f"{day} 13:00", loose[after] + uneven * (-1) ** number)
        )
    shop = open_shop({"orders": orders, "ad_spend": spend})
    return read_since(shop, RULE, (), APPLIED, APPLIED, APPLIED + timedelta(days=days))


@pytest.mark.parametrize("days", [7, 28])
def test_days_since_are_those_of_the_shop_when_it_is_read(days: int) -> None:
    found = lived(days)
    assert found.days == days
    assert found.spend == pytest.approx(PLANNED)
    assert found.value == pytest.approx({"feed": 70 * days, "search": 390 * days})
    assert found.demand == pytest.approx(1)
    assert found.noise == pytest.approx(40 * math.sqrt(28 / 27), rel=0.02)


@pytest.mark.parametrize("days", [7, 28])
def test_plan_came_as_predicted_when_everything_went_as_the_curves_say(days: int) -> None:
    found = realise(FITS, OLD, PLANNED, lived(days))
    assert found.predicted.mean == pytest.approx(60 * days)  # 30 × (3 − 1) a day
    assert found.realised.mean == pytest.approx(60 * days)
    half = 1.2816 * 40 * math.sqrt(28 / 27) * math.sqrt(days)  # the middle 80 % of a normal spread
    assert found.realised.high - found.realised.mean == pytest.approx(half, rel=0.02)
    assert found.as_predicted


@pytest.mark.parametrize(
    ("days", "short", "as_predicted"),
    [(7, 19, True), (7, 21, False), (28, 9, True), (28, 11, False)],
)
def test_four_weeks_tell_what_one_cannot_when_less_came(
    days: int, short: float, as_predicted: bool
) -> None:
    # A week's sum is unsure by 1.2816 × 40.7 × √7 = 138, 19.7 a day; that of four weeks by 276,
    # 9.9 a day.
    assert realise(FITS, OLD, PLANNED, lived(days, short=short)).as_predicted is as_predicted


def test_eight_plans_of_ten_come_as_predicted_when_the_curves_hold_what_is_true() -> None:
    random, days, noise = np.random.default_rng(11), 28, 60.0
    slopes = {name: slope * random.lognormal(0, 0.1, 200) for name, slope in SLOPES.items()}
    fits: dict[str, Fit | Refused] = {
        name: Fit(name, Straight(SLOPES[name]), tuple(Straight(x) for x in own), 100, 200, 0.0, 28)
        for name, own in slopes.items()
    }
    results = []
    for _ in range(250):
        true = random.integers(200)
        value = {name: PLANNED[name] * slopes[name][true] * days for name in SLOPES}
        value["search"] += random.normal(0, noise * math.sqrt(days))
        results.append(realise(fits, OLD, PLANNED, Since(days, PLANNED, value, 1.0, noise)))
    found = calibrate(results)
    assert found is not None
    assert found.plans == 250
    assert found.as_predicted / found.plans == pytest.approx(0.8, abs=0.06)
    assert found.realised == pytest.approx(found.predicted, rel=0.05)


def test_days_twice_as_good_count_for_no_gain_when_the_season_made_them() -> None:
    since = lived(7)
    good = replace(since, demand=2.0, value={name: 2 * each for name, each in since.value.items()})
    found = realise(FITS, OLD, PLANNED, good)
    assert found.realised.mean == pytest.approx(2 * 60 * 7)
    assert found.predicted.mean == pytest.approx(2 * 60 * 7)


def test_demand_is_that_of_sales_no_campaign_brought_when_there_are_enough() -> None:
    # Half as much again since the plan began; a level is smoothed, so that a jump is seen in part.
    assert 1.3 < lived(28, loose=(400.0, 600.0)).demand <= 1.5


def test_what_the_plan_brought_is_no_demand_when_campaigns_bring_nearly_everything() -> None:
    # 460 a day instead of 400 and a tenth of all sales by no campaign: the gain is the plan's.
    assert lived(28, loose=(50.0, 50.0)).demand == 1


@pytest.mark.parametrize("days", [7, 28])
def test_demand_is_as_doubtful_as_the_days_it_is_read_off_when_they_are_uneven(days: int) -> None:
    # 150 ± 30 a day: a spread of 20 % × √(28/27), of the mean of n days ÷ √n.
    doubt = 0.2 * math.sqrt(28 / 27) * math.sqrt(1 / 28 + 1 / days)
    assert lived(days, uneven=30.0).doubt == pytest.approx(doubt, rel=0.05)
    assert lived(days).doubt == 0


def test_eight_plans_of_ten_come_as_predicted_when_demand_is_read_off_unsure_days() -> None:
    random, days, noise, doubt = np.random.default_rng(13), 28, 60.0, 0.05
    hits = 0
    for _ in range(800):
        unsure = 1 + random.normal(0, doubt)  # what the days seem to be worth that are worth 1
        value = {name: PLANNED[name] * slope * days for name, slope in SLOPES.items()}
        value["search"] += random.normal(0, noise * math.sqrt(days))
        since = Since(days, PLANNED, value, unsure, noise, doubt)
        hits += realise(FITS, OLD, PLANNED, since).as_predicted
    assert hits / 800 == pytest.approx(0.8, abs=0.06)
