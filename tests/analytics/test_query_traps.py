"""The ways in which an answer over joined, split or repeated rows goes wrong, one test each."""

from datetime import date

import pytest

from analytics import marts
from analytics.errors import Unsplittable
from analytics.periods import Period
from analytics.shop import Filters, Quantity, Shop
from tests.shop import (
    MONDAY,
    SHANGHAI,
    THREE_DAYS,
    TINY,
    TUESDAY,
    insert,
    line,
    open_shop,
    order,
    reading,
    stocked,
    tiny_shop,
)

SUMS = ("gmv", "paid_gmv", "refunds", "net_gmv", "orders", "paid_orders", "discount")
NASTY = (
    "抖音'; DROP TABLE main.orders; --",
    "' OR '1'='1",
    "抖音') OR ('1'='1",
    "%",
    "$start",
    "\\'; ATTACH 'other.db'; --",
)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return tiny_shop()


def by(
    shop: Shop, metrics: tuple[str, ...], dimension: str, period: Period = THREE_DAYS
) -> dict[str | None, tuple[Quantity, ...]]:
    """Each slice's metrics in the order asked."""
    slices = shop.split(metrics, period, (dimension,))
    return {each.key[0]: tuple(each.values[name] for name in metrics) for each in slices}


def test_an_order_counts_once_when_it_has_many_lines() -> None:
    """One order of 3 lines, asked for sales, pieces, orders, buyers and visitors together."""
    shop = open_shop(
        {
            "orders": [order("A", "2026-11-02 10:00", 90, customer_id="ann")],
            "order_items": [line("A", sku, 1, 30) for sku in ("coat", "hat", "scarf")],
            "events": [{"visitor_id": "v", "event_at": "2026-11-02 09:00", "event": "visit"}],
        }
    )
    found = shop.total(("gmv", "units", "orders", "buyers", "visitors"), MONDAY)
    assert found == {"gmv": 90, "units": 3, "orders": 1, "buyers": 1, "visitors": 1}


def test_an_order_counts_in_each_of_its_categories_when_split_by_category(shop: Shop) -> None:
    """O1 has a coat and hats: 200 outer, 100 accessory, one order in either."""
    found = by(shop, ("gmv", "paid_gmv", "orders", "buyers", "units"), "category")
    assert found == {
        "outer": (400, 400, 2, 1, 2),
        "accessory": (350, 250, 4, 2, 5),
        None: (60, 60, 1, 1, None),
    }


def test_money_adds_up_and_orders_do_not_when_split_by_category(shop: Shop) -> None:
    """810 and 710 again; the 6 orders stand in 7 category rows."""
    found = by(shop, ("gmv", "paid_gmv", "orders"), "category")
    sums = [sum(filter(None, column)) for column in zip(*found.values(), strict=True)]
    assert sums == [810, 710, 7]


def test_a_visitor_counts_once_when_seen_on_two_channels_and_two_days(shop: Shop) -> None:
    """v1 is on 抖音 and 天猫; 5 people, though the channels show 6 and the days 7."""
    channels = by(shop, ("visitors",), "channel")
    assert channels == {"抖音": (2,), "天猫": (3,), None: (1,)}
    days = [shop.total(("visitors",), day)["visitors"] for day in (MONDAY, TUESDAY)]
    assert days == [4, 3]
    assert shop.total(("visitors",), THREE_DAYS) == {"visitors": 5}


def test_buyers_count_once_when_they_buy_on_two_days(shop: Shop) -> None:
    """ann on Monday and Tuesday, bob on Monday and Wednesday: 2 + 1 + 1 days, 2 people."""
    series = shop.series("buyers", THREE_DAYS.start, THREE_DAYS.end)
    assert series.values == (2.0, 1.0, 1.0)
    assert shop.total(("buyers",), THREE_DAYS) == {"buyers": 2}


def test_ratios_divide_sums_when_the_days_differ(shop: Shop) -> None:
    """710 / 2 = 355, not the days' mean of 225, 200 and 60; 2 / 5, not the mean of 1/2 and 1/3."""
    found = shop.total(("aov", "cvr", "order_value", "refund_rate"), THREE_DAYS)
    assert found == pytest.approx(
        {"aov": 355, "cvr": 0.4, "order_value": 142, "refund_rate": 200 / 710}
    )


def test_ratios_divide_sums_when_the_exports_differ_in_size() -> None:
    """(10 + 9) / (1000 + 100), not the mean of 1 % and 9 %; (40 + 9) / (100 + 10) bounced."""
    at = "2026-11-02 10:00"
    first = {"at": at, "channel": "抖音", "impressions": 1000, "clicks": 10, "sessions": 100}
    second = {"at": at, "channel": "天猫", "impressions": 100, "clicks": 9, "sessions": 10}
    shop = open_shop({"traffic": [{**first, "bounces": 40}, {**second, "bounces": 9}]})
    found = shop.total(("ctr", "bounce_rate"), MONDAY)
    assert found == pytest.approx({"ctr": 19 / 1100, "bounce_rate": 49 / 110})


def test_costs_are_not_repeated_when_a_channel_has_many_orders() -> None:
    """True cost 100 + 10 + 5 + 5 over two new buyers, not over the three orders' rows."""
    at, later = "2026-11-02 10:00", "2026-11-02 11:00"
    cost = {"labor_cost": 10, "creative_cost": 5, "commission": 5, "impressions": 4000}
    shop = open_shop(
        {
            "orders": [
                order("A", at, 50, customer_id="ann", channel="抖音"),
                order("B", later, 50, customer_id="ann", channel="抖音"),
                order("C", at, 50, customer_id="bob", channel="抖音"),
            ],
            "ad_spend": [{"at": at, "channel": "抖音", "media_cost": 100, **cost}],
        }
    )
    found = by(shop, ("spend", "media_spend", "cac", "cpm"), "channel", MONDAY)
    assert found == {"抖音": (120, 100, 60, 30)}


def test_a_slice_stays_when_only_one_of_the_metrics_knows_it(shop: Shop) -> None:
    """v4 came without a channel and O5 was placed without one, but nobody paid there."""
    found = by(shop, ("paid_gmv", "visitors", "cvr"), "channel", TUESDAY)
    assert found[None] == (None, 1, None)


def test_net_sales_fall_below_zero_when_a_slice_only_gives_back() -> None:
    """A credit note that leaves its payment empty instead of writing 0."""
    note = order("C", "2026-11-02 10:00", 0, refund_amount=50, channel="抖音", paid_amount=None)
    sale = order("A", "2026-11-02 11:00", 80, channel="天猫")
    shop = open_shop({"orders": [{**note, "status": "cancelled"}, sale]})
    assert by(shop, ("net_gmv",), "channel", MONDAY) == {"抖音": (-50,), "天猫": (80,)}


@pytest.mark.parametrize("dimension", ["channel", "weekday"])
def test_day_sums_say_what_the_rows_say_when_both_can_answer(shop: Shop, dimension: str) -> None:
    """Every row has a customer type, so naming all of them changes nothing but the table read."""
    every: Filters = {"customer_type": ("new", "returning", "guest")}
    period = Period(date(2026, 11, 1), date(2026, 12, 31))
    from_sums = shop.split(SUMS, period, (dimension,))
    from_rows = shop.split(SUMS, period, (dimension,), every)
    assert from_sums == from_rows
    assert len(from_sums) > 1


def test_day_sums_say_what_the_rows_say_when_a_channel_is_asked(shop: Shop) -> None:
    every: Filters = {"customer_type": ("new", "returning", "guest")}
    for channel in ("抖音", "天猫", None):
        only: Filters = {"channel": (channel,)}
        assert shop.total(SUMS, THREE_DAYS, only) == shop.total(SUMS, THREE_DAYS, {**only, **every})


def test_an_order_given_back_unpaid_is_no_paid_order_when_day_sums_answer() -> None:
    """A cancelled order whose export shows a refund has a day of payment, but was not paid."""
    row = order("A", "2026-11-02 10:00", 5, paid_amount=0, refund_amount=5, channel="抖音")
    shop = open_shop({"orders": [row]})
    assert by(shop, ("orders", "paid_orders", "refunds"), "channel", MONDAY) == {"抖音": (1, 0, 5)}


def test_order_lines_say_what_orders_say_when_all_categories_are_asked(shop: Shop) -> None:
    every: Filters = {"category": ("outer", "accessory", None)}
    for period in (MONDAY, TUESDAY, THREE_DAYS, Period(date(2026, 12, 1), date(2026, 12, 2))):
        assert shop.total(SUMS, period) == shop.total(SUMS, period, every)


@pytest.mark.parametrize("word", NASTY)
def test_a_word_of_sql_matches_nothing_when_it_filters(shop: Shop, word: str) -> None:
    assert shop.total(("gmv", "orders"), MONDAY, {"channel": (word,)}) == {"gmv": 0, "orders": 0}
    assert shop.find_word(word) is None
    assert shop.total(("gmv",), MONDAY) == {"gmv": 470}


def test_a_word_with_quotes_is_found_when_the_data_hold_it() -> None:
    name = 'l\'été "21"; --'
    shop = open_shop({"orders": [order("A", "2026-11-02 10:00", 5, channel=name)]})
    assert shop.total(("gmv",), MONDAY, {"channel": (name,)}) == {"gmv": 5}
    assert by(shop, ("gmv",), "channel", MONDAY) == {name: (5,)}


def test_rows_without_a_word_are_one_slice_when_some_are_empty_and_some_missing() -> None:
    rows = [order(str(n), "2026-11-02 10:00", 5, channel=word) for n, word in enumerate(["", None])]
    shop = open_shop({"orders": rows})
    assert by(shop, ("gmv", "orders"), "channel", MONDAY) == {None: (10, 2)}
    assert shop.total(("gmv",), MONDAY, {"channel": (None,)}) == {"gmv": 10}
    assert shop.words("channel") == ()


def test_several_words_are_either_of_them_when_they_filter(shop: Shop) -> None:
    assert shop.total(("gmv",), THREE_DAYS, {"channel": ("天猫", None)}) == {"gmv": 400}


def test_filters_all_hold_when_there_are_several(shop: Shop) -> None:
    """抖音 and hats: 100 of O1, 50 of O3; O6 is on 抖音 but has no lines."""
    where: Filters = {"channel": ("抖音",), "sku": ("hat",)}
    assert shop.total(("gmv", "units"), THREE_DAYS, where) == {"gmv": 150, "units": 3}


def test_two_dimensions_cross_when_both_are_asked(shop: Shop) -> None:
    slices = shop.split(("paid_gmv",), MONDAY, ("channel", "category"))
    assert {each.key: each.values["paid_gmv"] for each in slices} == {
        ("抖音", "outer"): 200,
        ("抖音", "accessory"): 150,
        ("天猫", "accessory"): 100,
    }


def test_visitors_cannot_be_split_when_asked_by_category(shop: Shop) -> None:
    with pytest.raises(Unsplittable) as refusal:
        shop.split(("visitors", "cvr"), MONDAY, ("category",))
    assert refusal.value.metric == "visitors"


def test_a_reading_sees_new_rows_when_the_marts_have_caught_up() -> None:
    warehouse = stocked(TINY)
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("N", "2026-11-02 12:00", 30)]}, SHANGHAI)
        marts.refresh(writer, SHANGHAI, [date(2026, 11, 2)])
    assert reading(warehouse).total(("gmv", "orders"), MONDAY) == {"gmv": 500, "orders": 4}
