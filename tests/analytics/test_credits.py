"""Credit for a shop's orders, worked out by hand.

Journeys of November 2026, look-back 14 days, half-life 7 days. All orders are placed at noon.

| order | placed | who | stands on it    | paid | touches before it                          |
|-------|--------|-----|-----------------|------|--------------------------------------------|
| A     | 10     | ann | 天猫            | 100  | 抖音/kol-1 the 3rd (7 days), 天猫 the 10th |
| B     | 20     | ann | 搜索/brand      | 60   | 抖音 the 6th (led to A), 小红书 the 13th   |
| C     | 11     | bob | direct          | 40   | 抖音 the 11th (same day)                   |
| D     | 12     | –   | (none)          | 30   | none                                       |
| E     | 12     | –   | 天猫            | 20   | 抖音 the 12th, which names E               |
| F     | 25     | cid | 搜索            | 10   | 抖音 the 1st: too old                      |

A's steps are 抖音/kol-1 (7 days old), 抖音 (4 days old), 天猫 (two hours old: it is A's own). B's
are 小红书 (7 days old) and what stands on it. C's own is direct and gives way. F has its own
channel only.
"""

from datetime import date

import pytest

from analytics.credits import (
    MODELS,
    Credited,
    CreditRule,
    Model,
    credit,
    credit_models,
    daily_value,
)
from analytics.errors import MissingTable, Unsplittable
from analytics.periods import Period
from analytics.shop import Shop
from tests.shop import Row, Tables, event, open_shop, order, tiny_shop

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def touch(person: str, at: str, channel: str, **columns: str) -> Row:
    """A marketing touch."""
    return {"person_id": person, "at": f"2026-11-{at}", "channel": channel, **columns}


ORDERS = [
    order("A", "2026-11-10 12:00", 100, customer_id="ann", channel="天猫"),
    order("B", "2026-11-20 12:00", 60, customer_id="ann", channel="搜索", campaign="brand"),
    order("C", "2026-11-11 12:00", 40, customer_id="bob", channel="direct", refund_amount=8),
    order("D", "2026-11-12 12:00", 30),
    order("E", "2026-11-12 12:00", 20, channel="天猫"),
    order("F", "2026-11-25 12:00", 10, customer_id="cid", channel="搜索"),
]
TOUCHES = [
    touch("ann", "03 12:00", "抖音", campaign="kol-1"),
    touch("ann", "06 12:00", "抖音"),
    touch("ann", "10 10:00", "天猫"),
    touch("ann", "13 12:00", "小红书"),
    touch("bob", "11 10:00", "抖音"),
    touch("visitor", "12 11:00", "抖音", converted_order_id="E"),
    touch("cid", "01 12:00", "抖音"),
    touch("dan", "15 12:00", "小红书"),
    touch("dan", "16 12:00", "搜索"),
]
SHOP: Tables = {"orders": ORDERS, "touchpoints": TOUCHES}


@pytest.fixture(scope="module")
def shop() -> Shop:
    return open_shop(SHOP)


def rule(model: Model) -> CreditRule:
    return CreditRule(model, window_days=14, half_life_days=7)


def values(shop: Shop, model: Model, by: tuple[str, ...] = ("channel",)) -> dict[object, float]:
    rows = credit(shop, NOVEMBER, rule(model), by).rows
    return {key if len(by) > 1 else key[0]: round(each.value, 6) for key, each in rows.items()}


def test_last_touch_is_what_stands_on_the_order_when_it_says_so(shop: Shop) -> None:
    assert values(shop, "last") == {"天猫": 120, "搜索": 70, "抖音": 40}


def test_first_touch_goes_to_the_oldest_within_the_window_when_orders_follow(shop: Shop) -> None:
    assert values(shop, "first") == {"抖音": 160, "小红书": 60, "搜索": 10}


def test_each_step_gets_the_same_when_linear(shop: Shop) -> None:
    # A: 100/3 each; B: 30 each; E: 10 each.
    assert values(shop, "linear") == {
        "抖音": round(200 / 3 + 40 + 10, 6),
        "天猫": round(100 / 3 + 10, 6),
        "小红书": 30,
        "搜索": 40,
    }


def test_ends_get_forty_percent_when_by_position(shop: Shop) -> None:
    assert values(shop, "position") == {"抖音": 60 + 40 + 10, "天猫": 50, "小红书": 30, "搜索": 40}


def test_a_touch_counts_half_when_it_is_a_half_life_older(shop: Shop) -> None:
    # B: its own step has the order's time, 小红书 is 7 days older: 2^-1 against 1.
    found = values(shop, "time_decay")
    assert found["小红书"] == 20
    assert found["搜索"] == 40 + 10


def test_order_is_unattributed_when_nothing_is_known_of_its_source(shop: Shop) -> None:
    for found in credit_models(shop, NOVEMBER, rule("last")).values():
        assert found.unattributed == Credited(1, 30, 0, 0)


def test_share_of_orders_with_journeys_is_told_when_touches_led_to_some(shop: Shop) -> None:
    found = credit(shop, NOVEMBER, rule("last"))
    assert found.journeys_share == pytest.approx(4 / 6)
    assert found.source == "touchpoints"


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("by", [("channel",), ("campaign",), ("channel", "campaign")])
def test_rows_add_up_to_what_was_paid_when_credited(
    shop: Shop, model: Model, by: tuple[str, ...]
) -> None:
    found = credit(shop, NOVEMBER, rule(model), by)
    whole = sum(found.rows.values(), found.unattributed)
    assert whole.value == pytest.approx(260)
    assert (whole.orders, whole.refunds) == pytest.approx((6, 8))
    assert whole.new_buyers == pytest.approx(3)
    assert found.total.value == pytest.approx(260)


def test_campaign_comes_from_the_touch_when_the_order_names_none(shop: Shop) -> None:
    assert values(shop, "first", ("channel", "campaign")) == {
        ("抖音", "kol-1"): 100,
        ("抖音", None): 60,
        ("小红书", None): 60,
        ("搜索", None): 10,
    }


def test_traffic_outside_campaigns_is_credited_when_split_by_campaign(shop: Shop) -> None:
    assert values(shop, "last", ("campaign",)) == {None: 170, "brand": 60}


def test_markov_follows_its_closed_form_when_worked_out_by_hand(shop: Shop) -> None:
    """Journeys: 抖音>抖音>天猫 (100), 小红书>搜索 (60), 抖音 (40), 抖音>天猫 (20), and null
    抖音 (cid's, too old for F) and 小红书>搜索 (dan's). F and D stand as they are.

    Of six journeys four start at 抖音 and two at 小红书. Of 抖音's five touches one is followed by
    抖音, two by 天猫, one converts, one ends: it leads to 天猫 ½ and converts ¼, its self-loop
    aside. 天猫 always converts, 小红书 leads to 搜索, which converts ½. P(conversion) =
    ⅔ · ¾ + ⅓ · ½ = ⅔. Without 抖音 ⅙, without 天猫 ⅔ · ¼ + ⅙ = ⅓, without 小红书 or 搜索 ½:
    effects ¾, ½, ¼, ¼; of four orders 12/7, 8/7, 4/7, 4/7.
    """
    rows = credit(shop, NOVEMBER, rule("markov")).rows
    orders = {key[0]: each.orders for key, each in rows.items()}
    expected = {"抖音": 12 / 7, "天猫": 8 / 7, "小红书": 4 / 7, "搜索": 4 / 7 + 1}
    assert orders == pytest.approx(expected)


def test_only_days_of_payment_count_when_asked_by_day(shop: Shop) -> None:
    found = daily_value(shop, date(2026, 11, 10), date(2026, 11, 13), rule("last"))
    assert found == {("天猫",): (100, 0, 20), ("抖音",): (0, 40, 0)}


def test_days_keep_their_sums_when_credited_by_markov(shop: Shop) -> None:
    found = daily_value(shop, NOVEMBER.start, NOVEMBER.end, rule("markov"))
    by_day = [sum(day) for day in zip(*found.values(), strict=True)]
    assert by_day[9:12] == pytest.approx([100, 40, 20])
    whole = credit(shop, NOVEMBER, rule("markov")).rows
    assert sum(found["抖音",]) == pytest.approx(whole["抖音",].value)


def test_days_and_keys_keep_their_sums_when_credit_notes_outweigh_the_sales() -> None:
    notes = [
        order("N1", "2026-11-10 15:00", 0, channel="抖音", paid_amount=-700, status="refunded"),
        order("N2", "2026-11-20 15:00", 0, channel="天猫", paid_amount=-900, status="refunded"),
        order("N3", "2026-11-21 15:00", 0, channel="搜索", paid_amount=-50, status="refunded"),
    ]
    shop = open_shop({"orders": [*ORDERS, *notes], "touchpoints": TOUCHES})
    found = daily_value(shop, NOVEMBER.start, NOVEMBER.end, rule("markov"))
    by_day = [sum(day) for day in zip(*found.values(), strict=True)]
    assert by_day[9:12] == pytest.approx([100 - 700, 40, 20])
    assert by_day[19:21] == pytest.approx([60 - 900, -50])
    whole = credit(shop, NOVEMBER, rule("markov")).rows
    assert {key: sum(days) for key, days in found.items()} == pytest.approx(
        {key: each.value for key, each in whole.items()}
    )


def test_visits_are_touches_when_no_touchpoints_are_loaded() -> None:
    visits = [
        event("v1", "2026-11-01 10:00", channel="抖音"),
        event("v1", "2026-11-01 10:20", "view_item", channel="天猫"),  # the same visit
        event("v1", "2026-11-01 11:00", channel="小红书"),
        event("v1", "2026-11-02 09:00", channel="", customer_id="ann"),
        event("v1", "2026-11-02 08:00", channel="天猫", is_bot=True),
        event("v1", "2026-11-02 08:00", "impression", channel="天猫"),
    ]
    bought = [order("A", "2026-11-02 10:00", 90, customer_id="ann", channel="搜索")]
    found = credit(open_shop({"orders": bought, "events": visits}), NOVEMBER, rule("linear"))
    assert found.source == "events"
    assert {key[0]: each.value for key, each in found.rows.items()} == pytest.approx(
        {"抖音": 30, "小红书": 30, "搜索": 30}
    )


def test_orders_stand_as_they_are_when_nothing_tells_of_touches() -> None:
    found = credit(open_shop({"orders": ORDERS}), NOVEMBER, rule("markov"))
    assert found.source == "orders"
    assert found.journeys_share == 0
    assert {key[0]: each.value for key, each in found.rows.items()} == {
        "天猫": 120, "搜索": 70, "direct": 40,
    }  # fmt: skip


def test_nothing_is_credited_when_nothing_was_paid() -> None:
    found = credit(tiny_shop(), Period(date(2026, 11, 10), date(2026, 11, 12)), rule("markov"))
    assert (dict(found.rows), found.total, found.journeys_share) == ({}, Credited(), 0)


def test_missing_table_is_named_when_there_are_no_orders() -> None:
    with pytest.raises(MissingTable):
        credit(open_shop({"touchpoints": TOUCHES}), NOVEMBER, rule("last"))


def test_dimension_is_refused_when_touches_do_not_know_it(shop: Shop) -> None:
    with pytest.raises(Unsplittable):
        credit(shop, NOVEMBER, rule("last"), ("region",))
