"""What a plan stands on, read from a shop of sixty days that end on 2026-10-30.

Each campaign spends 100 a day on 抖音 while it runs, and each order of 300 a day is on it:
old all the time, with 20 more a day outside campaigns; young in the last ten days; ended until
2026-10-15; closed all the time, but its last day was 2026-10-30 by the table of campaigns; weak
brings 100 a day only; through a creator, kol brings 180 a day. A campaign of 天猫 that is over is
called old too.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from analytics.credits import CreditRule
from analytics.errors import MissingTable
from analytics.shift_reading import Ground, data_until, read_budget, read_ground
from analytics.shop import Shop
from tests.shop import Row, Tables, open_shop, order, tiny_shop

FIRST, UNTIL = date(2026, 9, 1), date(2026, 10, 31)
SHORT = {"young": date(2026, 10, 21), "old": FIRST}
RULE = CreditRule("last", 14, 7)


def _days(campaign: str) -> Iterator[date]:
    first = SHORT.get(campaign, FIRST)
    last = date(2026, 10, 15) if campaign == "ended" else UNTIL - timedelta(days=1)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _spend(day: date, campaign: str | None, cost: float) -> Row:
    at = f"{day} 00:00"
    return {"at": at, "channel": "抖音", "campaign": campaign, "media_cost": cost}


def _shop() -> Shop:
    brought = {"old": 300, "young": 300, "ended": 300, "closed": 300, "weak": 100, "kol": 180}
    spend = [_spend(day, name, 100) for name in brought for day in _days(name)]
    spend += [_spend(day, None, 20) for day in _days("old")]
    orders = [
        order(f"{name}{day}", f"{day} 12:00", value, channel="抖音", campaign=name)
        for name, value in brought.items()
        for day in _days(name)
    ]
    campaigns: list[Row] = [
        {"campaign": "closed", "channel": "抖音", "ends_on": date(2026, 10, 30)},
        {"campaign": "kol", "channel": "抖音", "creator": "阿梨"},
        {"campaign": "old", "channel": "天猫", "ends_on": date(2026, 9, 30), "creator": "阿梨"},
    ]
    targets: list[Row] = [
        {
            "period_start": date(2026, 11, 1),
            "period_end": date(2026, 11, 30),
            "metric": "spend",
            "value": 30_000,
        }
    ]
    tables: Tables = {
        "ad_spend": spend,
        "orders": orders,
        "campaigns": campaigns,
        "targets": targets,
    }
    days = [(FIRST, UNTIL - timedelta(days=1))]
    return open_shop(tables, covered={"ad_spend": days, "orders": days, "targets": days})


@pytest.fixture(scope="module")
def ground() -> Ground:
    return read_ground(_shop(), RULE, (), lambda channel, creator: 2.0 if creator else 1.5)


def test_campaigns_stand_as_their_days_and_returns_say_when_they_are_read(ground: Ground) -> None:
    assert {campaign: how for (_, campaign), how in ground.standing.items()} == {
        "old": "running",
        "young": "trial",
        "ended": "over",
        "closed": "over",
        "weak": "weak",  # 1.0 is below 1.5
        "kol": "weak",  # 1.8 is below a creator's 2.0
        None: "over",
    }


def test_spend_of_a_day_is_the_mean_of_28_when_it_is_read(ground: Ground) -> None:
    assert ground.daily["抖音", "old"] == pytest.approx(100)
    assert ground.daily["抖音", "young"] == pytest.approx(100 * 10 / 28)
    assert ground.daily["抖音", "ended"] == pytest.approx(100 * 13 / 28)


def test_ended_money_is_the_channels_own_when_a_plan_goes_on(ground: Ground) -> None:
    spent = {one.campaign: one.now for one in ground.over(28)}
    assert spent == {"old": 2800, "young": 1000, "weak": 2800, "kol": 2800, None: 4660}


def test_budget_is_that_of_the_targets_when_there_are_some() -> None:
    assert read_budget(_shop(), date(2026, 11, 5), date(2026, 11, 15)) == pytest.approx(10_000)
    assert read_budget(_shop(), date(2026, 11, 25), date(2026, 12, 5)) is None


def test_data_end_with_the_last_day_of_both_when_spend_is_late() -> None:
    spend = [_spend(date(2026, 10, 1), "old", 1.0)]
    orders = [order("a", "2026-10-05 21:00", 1.0)]
    assert data_until(open_shop({"ad_spend": spend, "orders": orders})) == date(2026, 10, 2)


def test_table_is_named_when_spend_is_not_loaded() -> None:
    with pytest.raises(MissingTable) as missing:
        data_until(tiny_shop())
    assert missing.value.table == "ad_spend"
