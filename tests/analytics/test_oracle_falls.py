"""R08 on shops read from rows: the change of a channel's ROI, and of its place beside the others.

Three channels over seventeen weeks; what is credited is what stands on the order. The fall is
that of 28 days against the 28 before, the slow one against 28 days twelve weeks ago.
"""

import math
from datetime import date, timedelta
from random import Random
from statistics import median

import pytest

from analytics.credits import CreditRule
from analytics.periods import Period
from analytics.roi_board import Facts
from analytics.roi_books import read_books
from analytics.roi_days import read_days
from analytics.roi_falls import Fall
from analytics.roi_subjects import Subject
from analytics.verdicts import Lines
from tests.shop import Row, open_shop, order

END, DAYS = date(2026, 11, 1), 119
RULE = CreditRule("last", 14, 7)
LINES = Lines(1.5, 2.0, 0.2, 0.15, 0.15, 0.85, 3)
CHANNELS = {"抖音": 1.0, "天猫": 0.8, "搜索": 1.2}
Daily = dict[tuple[str, int], float]


def made_up(seed: int) -> tuple[list[Row], list[Row], Daily, Daily]:
    """Orders and spend of each channel on most days; what they come to by days before the end."""
    pick, orders, spend = Random(seed), list[Row](), list[Row]()
    sold, spent = Daily(), Daily()
    for back in range(DAYS, 0, -1):
        at = f"{END - timedelta(days=back)} 12:00"
        for channel, size in CHANNELS.items():
            cost = round(pick.uniform(50, 90), 2)
            spend.append({"at": at, "channel": channel, "media_cost": cost})
            spent[channel, back] = cost
            fading = 0.5 if channel == "搜索" and back <= 56 else 1.0
            if pick.random() < 0.9 * fading:
                value = round(size * pick.uniform(100, 400), 2)
                orders.append(order(f"{channel}{back}", at, value, channel=channel))
                sold[channel, back] = value
    return orders, spend, sold, spent


def total(of: Daily, channel: str, first: int, last: int) -> float:
    """The sum from `first` to `last` days before the end, both counted."""
    return math.fsum(of.get((channel, back), 0.0) for back in range(last, first + 1))


def changes(sold: Daily, spent: Daily, channel: str, then: int) -> tuple[float, float, float]:
    """Of a channel: ROI's change, and ROI's and sales' beside the middle of the others."""

    def ratios(name: str) -> tuple[float, float]:
        sales = total(sold, name, 28, 1) / total(sold, name, then + 28, then + 1)
        costs = total(spent, name, 28, 1) / total(spent, name, then + 28, then + 1)
        return sales / costs, sales

    own, others = ratios(channel), [ratios(name) for name in CHANNELS if name != channel]
    middle = [math.exp(median(math.log(other[k]) for other in others)) for k in (0, 1)]
    return own[0] - 1, own[0] / middle[0] - 1, own[1] / middle[1] - 1


def told(fall: Fall | None) -> tuple[float, float, float]:
    assert fall is not None
    return fall.change, fall.against_others, fall.sales_against_others


@pytest.mark.parametrize("seed", range(2))
def test_falls_are_those_of_the_rows_when_shops_are_random(seed: int) -> None:
    orders, spend, sold, spent = made_up(seed)
    shop = open_shop({"orders": orders, "ad_spend": spend})
    period = Period(END - timedelta(days=28), END)
    facts = Facts(
        read_books(shop, period, RULE, ("last",)),
        read_days(shop, END - timedelta(days=DAYS), END, RULE),
        "last",
        lambda _: LINES,
        28,
        {},
        frozenset(),
    )
    for item in facts.judged([Subject("channel", name) for name in CHANNELS]):
        name, case = item.subject.name, item.case
        assert case.roi == pytest.approx(total(sold, name, 28, 1) / total(spent, name, 28, 1))
        assert told(case.fall) == pytest.approx(changes(sold, spent, name, 28))
        assert told(case.slow_fall) == pytest.approx(changes(sold, spent, name, 84))
        said = {verdict.action for verdict in item.verdicts}
        slow = changes(sold, spent, name, 84)
        assert "slow_fall" not in said or max(slow[1:]) <= -0.2
        assert "fall" not in said or changes(sold, spent, name, 28)[0] <= -0.2
