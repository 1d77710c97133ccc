"""`/roi` where one campaign's name stands in two channels, and where names are awkward.

Ten days to 2026-11-10, orders of 100 by new customers, `SALES` a day and `SPEND` a day. The table
of campaigns names sale of 抖音 only, with a budget of 2000; orders without a
channel are unattributed.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from commands.kit.reply import Reply
from commands.kit.values import Number
from tests.commands.asking import Asker, amount, figures, said
from tests.shop import open_shop, order

PERIOD = "2026-11-01..2026-11-10"
DAYS = [f"2026-11-{day:02d}" for day in range(1, 11)]
Place = tuple[str | None, str]
SALES: dict[Place, int] = {
    ("抖音", "sale"): 3, ("天猫", "sale"): 2, (None, "sale"): 1,
    ("搜索 50%", "a=b"): 2, ("it's", "x"): 1,
}  # fmt: skip
SPEND: dict[Place, float] = {
    ("抖音", "sale"): 100, ("天猫", "sale"): 200,
    ("搜索 50%", "a=b"): 40, ("it's", "x"): 30,
}  # fmt: skip
CAMPAIGN: dict[str, Any] = {
    "campaign": "sale",
    "channel": "抖音",
    "starts_on": date(2026, 11, 1),
    "ends_on": date(2026, 11, 30),
    "budget": 2000,
}


@pytest.fixture(scope="module")
def shop() -> Asker:
    orders = [
        order(f"{day}{place}{n}", f"{day} 12:00", 100, customer_id=f"{day}{place}{n}",
              channel=place[0], campaign=place[1])
        for day in DAYS for place, count in SALES.items() for n in range(count)
    ]  # fmt: skip
    spend = [
        {"at": f"{day} 00:00", "channel": place[0], "campaign": place[1], "media_cost": cost}
        for day in DAYS
        for place, cost in SPEND.items()
    ]
    tables = {"orders": orders, "ad_spend": spend, "campaigns": [CAMPAIGN]}
    return Asker(open_shop(tables), datetime(2026, 11, 11, 2, tzinfo=UTC))


def found(reply: Reply) -> tuple[float, float, float]:
    roi = figures(reply)["roi"].value
    assert isinstance(roi, Number)
    sums = (amount(figures(reply)[name].value) for name in ("attributed", "spend"))
    return (*map(float, sums), float(roi.number))  # type: ignore[return-value]


def test_every_channel_counts_when_a_campaign_is_loaded_of_one_only(shop: Asker) -> None:
    reply = shop.ask(f"/roi sale {PERIOD} model=last")
    assert found(reply) == pytest.approx((5000, 3000, 5 / 3))


def test_budget_is_held_against_its_own_channel_when_names_are_shared(shop: Asker) -> None:
    # 100 a day of 抖音 for 30 days: 3000 of 2000.
    assert "ends 50% over its budget of ¥2,000" in said(shop.ask(f"/roi sale {PERIOD}"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('channel="搜索 50%"', (2000, 400, 5)),
        ('"搜索 50%"', (2000, 400, 5)),
        ('channel="it\'s"', (1000, 300, 10 / 3)),
        ("campaign=a=b", (2000, 400, 5)),
    ],
)
def test_names_are_taken_as_they_are_when_they_hold_signs(
    shop: Asker, words: str, expected: tuple[float, float, float]
) -> None:
    assert found(shop.ask(f"/roi {words} {PERIOD} model=last")) == pytest.approx(expected)
