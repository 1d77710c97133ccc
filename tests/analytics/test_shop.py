"""Totals, splits and series of the tiny shop against the figures in `tests/shop.py`."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.errors import MissingTable
from analytics.periods import Period
from analytics.shop import Shop, parse_scope
from analytics.targets import Target
from tests.shop import (
    DECEMBER,
    MONDAY,
    THREE_DAYS,
    TINY,
    TUESDAY,
    UNKNOWN_DAYS,
    WEDNESDAY,
    line,
    open_shop,
    order,
    tiny_shop,
)

COUNTED = ("gmv", "paid_gmv", "refunds", "orders", "paid_orders", "buyers", "new_buyers", "units")


@pytest.fixture(scope="module")
def shop() -> Shop:
    return tiny_shop()


@pytest.mark.parametrize(
    ("period", "figures"),
    [
        (MONDAY, (470, 450, 0, 3, 3, 2, 2, 6)),
        (TUESDAY, (340, 200, 200, 3, 1, 1, 0, 1)),
        (WEDNESDAY, (0, 60, 0, 0, 1, 1, 0, 0)),
        (THREE_DAYS, (810, 710, 200, 6, 5, 2, 2, 7)),
        (DECEMBER, (0, 0, 50, 0, 0, 0, 0, 0)),
    ],
    ids=["monday", "tuesday", "wednesday", "three days", "december"],
)
def test_totals_are_the_worked_figures_when_all_are_asked_together(
    shop: Shop, period: Period, figures: tuple[int, ...]
) -> None:
    assert shop.total(COUNTED, period) == dict(zip(COUNTED, figures, strict=True))


def test_a_total_is_unknown_when_no_load_covers_the_period(shop: Shop) -> None:
    assert shop.total(COUNTED, UNKNOWN_DAYS) == dict.fromkeys(COUNTED)


def test_a_total_is_unknown_for_visitors_when_only_orders_cover_the_period(shop: Shop) -> None:
    assert shop.total(("orders", "visitors"), DECEMBER) == {"orders": 0, "visitors": None}


def test_a_ratio_is_undefined_when_nobody_bought_on_a_covered_day(shop: Shop) -> None:
    assert shop.total(("aov", "refund_rate"), DECEMBER) == {"aov": None, "refund_rate": None}


def test_guests_count_in_sales_and_orders_when_buyers_leave_them_out(shop: Shop) -> None:
    """O3 alone: 50 of the 450, one of the three orders, none of the two buyers."""
    found = shop.total(
        ("gmv", "orders", "buyers", "guest_paid_gmv"), MONDAY, {"customer_type": ("guest",)}
    )
    assert found == {"gmv": 50, "orders": 1, "buyers": 0, "guest_paid_gmv": 50}


def test_an_unpaid_order_counts_in_gmv_when_paid_gmv_leaves_it_out(shop: Shop) -> None:
    """O5 is the only order without a channel."""
    found = shop.total(("gmv", "paid_gmv", "paid_orders"), TUESDAY, {"channel": (None,)})
    assert found == {"gmv": 80, "paid_gmv": 0, "paid_orders": 0}


def test_an_order_counts_on_two_days_when_it_is_paid_the_day_after(shop: Shop) -> None:
    """O6: placed on Tuesday, paid on Wednesday."""
    only = {"channel": ("抖音",)}
    assert shop.total(("gmv", "paid_gmv"), TUESDAY, only) == {"gmv": 60, "paid_gmv": 0}
    assert shop.total(("gmv", "paid_gmv"), WEDNESDAY, only) == {"gmv": 0, "paid_gmv": 60}


def test_a_series_has_gaps_and_zeros_when_loads_leave_days_out(shop: Shop) -> None:
    series = shop.series("gmv", date(2026, 11, 1), date(2026, 11, 7))
    assert series.start == date(2026, 11, 1)
    assert series.values == (None, 470.0, 340.0, 0.0, None, None)


def test_a_series_of_distinct_buyers_is_zero_when_a_covered_day_has_none(shop: Shop) -> None:
    series = shop.series("buyers", date(2026, 11, 30), date(2026, 12, 2))
    assert series.values == (None, 0.0)


def test_a_series_of_visitors_is_zero_when_a_covered_day_has_none(shop: Shop) -> None:
    series = shop.series("visitors", date(2026, 11, 2), date(2026, 11, 6))
    assert series.values == (4.0, 3.0, 0.0, None)


def test_a_series_of_a_ratio_is_unknown_when_a_covered_day_has_nothing_to_divide(
    shop: Shop,
) -> None:
    """Monday 450 / 2, Tuesday 200 / 1, Wednesday 60 / 1; December 0 / 0."""
    assert shop.series("aov", date(2026, 11, 2), date(2026, 11, 5)).values == (225.0, 200.0, 60.0)
    assert shop.series("aov", date(2026, 12, 1), date(2026, 12, 2)).values == (None,)


def test_a_series_counts_the_slice_alone_when_it_is_filtered(shop: Shop) -> None:
    series = shop.series("paid_gmv", MONDAY.start, WEDNESDAY.end, {"channel": ("天猫",)})
    assert series.values == (100.0, 200.0, 0.0)


def test_sales_by_hour_add_up_to_the_day_when_it_is_split_by_hour(shop: Shop) -> None:
    assert shop.hours("gmv", MONDAY) == {"09": 300, "21": 120, "23": 50}


def test_only_the_first_hours_of_the_last_day_count_when_it_is_running(shop: Shop) -> None:
    """Until Tuesday 13:00: Monday's 470, O4 and O5, not O6."""
    running = Period(MONDAY.start, TUESDAY.end, hours=13)
    assert shop.total(("gmv", "orders"), running) == {"gmv": 750, "orders": 5}


def test_nothing_counts_when_the_only_day_has_just_begun(shop: Shop) -> None:
    just_begun = Period(TUESDAY.start, TUESDAY.end, hours=0)
    assert shop.total(("gmv", "orders"), just_begun) == {"gmv": 0, "orders": 0}


def test_a_metric_is_refused_with_its_table_when_that_is_not_loaded(shop: Shop) -> None:
    with pytest.raises(MissingTable) as refusal:
        shop.total(("spend",), MONDAY)
    assert refusal.value.table == "ad_spend"


def test_a_filter_is_refused_with_its_table_when_order_lines_are_not_loaded() -> None:
    """Not a zero: without lines nobody knows what was sold of a category."""
    shop = open_shop({"orders": TINY["orders"]})
    with pytest.raises(MissingTable) as refusal:
        shop.total(("gmv",), MONDAY, {"category": ("outer",)})
    assert refusal.value.table == "order_items"


def test_a_series_is_refused_with_its_table_when_order_lines_are_not_loaded() -> None:
    shop = open_shop({"orders": TINY["orders"]})
    with pytest.raises(MissingTable):
        shop.series("gmv", MONDAY.start, MONDAY.end, {"sku": ("coat",)})


def test_words_come_most_used_first_when_a_dimension_is_listed(shop: Shop) -> None:
    """Categories by order lines: accessory 6 (C1's too), outer 2."""
    assert shop.words("category") == ("accessory", "outer")


def test_a_dimension_is_known_when_the_data_hold_a_word_of_it(shop: Shop) -> None:
    assert {"channel", "campaign", "category", "sku", "hour", "weekday"} <= shop.dimensions
    assert "region" not in shop.dimensions


def test_a_word_is_found_in_its_dimension_when_its_case_differs(shop: Shop) -> None:
    assert shop.find_word("KOL-1") == ("campaign", "kol-1")
    assert shop.find_word("kol-1", "channel") is None


def test_coverage_says_which_days_are_known_when_two_loads_lie_apart(shop: Shop) -> None:
    coverage = shop.coverage("orders")
    assert (coverage.first_day, coverage.last_day) == (date(2026, 11, 2), date(2026, 12, 1))
    assert date(2026, 11, 4) in coverage
    assert date(2026, 11, 5) not in coverage


def test_a_shop_is_empty_when_nothing_was_loaded() -> None:
    shop = open_shop({})
    assert not shop.has("orders")
    assert shop.coverages == {}
    assert shop.words("channel") == ()
    with pytest.raises(MissingTable):
        shop.coverage("orders")


def test_a_target_is_half_open_with_its_scope_when_it_is_read() -> None:
    row = {"period_start": date(2026, 11, 1), "period_end": date(2026, 11, 30), "metric": "gmv"}
    shop = open_shop({"targets": [{**row, "value": 9.5, "scope": "channel=抖音"}]})
    scope = (("channel", "抖音"),)
    assert shop.targets() == (Target(date(2026, 11, 1), date(2026, 12, 1), "gmv", 9.5, scope),)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("", ()),
        ("channel=抖音", (("channel", "抖音"),)),
        ("channel=a; category = b", (("category", "b"), ("channel", "a"))),
        ("channel=a,category=b", (("category", "b"), ("channel", "a"))),
    ],
)
def test_a_scope_is_pairs_in_order_when_it_is_parsed(
    text: str, scope: tuple[tuple[str, str], ...]
) -> None:
    assert parse_scope(text) == scope


def test_a_shop_calendar_is_read_when_it_has_rows() -> None:
    row = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 11), "name": "双11"}
    shop = open_shop({"calendar": [{**row, "kind": "promo"}]})
    assert shop.occasions() == [{**row, "kind": "promo", "phase": None, "note": None}]


def test_money_is_decimal_when_it_is_summed(shop: Shop) -> None:
    total = shop.total(("paid_gmv",), THREE_DAYS)["paid_gmv"]
    assert isinstance(total, Decimal)


def test_a_metric_over_lines_is_unknown_when_only_orders_cover_the_days() -> None:
    """Lines are known for the 2nd alone; orders for the 2nd and the 3rd."""
    days = [(date(2026, 11, 2), date(2026, 11, 2))]
    shop = open_shop(
        {
            "orders": [order("A", "2026-11-02 10:00", 5), order("B", "2026-11-03 10:00", 7)],
            "order_items": [line("A", "hat", 1, 5)],
        },
        covered={"orders": [(date(2026, 11, 2), date(2026, 11, 3))], "order_items": days},
    )
    assert shop.total(("paid_gmv", "units"), TUESDAY) == {"paid_gmv": 7, "units": None}
    assert shop.series("units", MONDAY.start, TUESDAY.end).values == (1.0, None)


def test_sales_paid_are_unknown_when_the_export_says_nothing_of_payments() -> None:
    """Only the required columns: GMV is known, paid GMV is not zero but unknown."""
    row = {"order_id": "A", "ordered_at": "2026-11-02 10:00", "gross_amount": 5}
    shop = open_shop({"orders": [row]})
    found = shop.total(("gmv", "paid_gmv", "buyers", "net_gmv"), MONDAY)
    assert found == {"gmv": 5, "paid_gmv": None, "buyers": None, "net_gmv": None}
    assert shop.series("paid_gmv", MONDAY.start, MONDAY.end).values == (None,)
    assert not shop.knows("paid_gmv")


def test_buyers_are_known_when_the_export_says_who_paid_but_not_how_much() -> None:
    row = {"order_id": "A", "ordered_at": "2026-11-02 10:00", "gross_amount": 5}
    shop = open_shop({"orders": [{**row, "status": "paid", "customer_id": "ann"}]})
    found = shop.total(("paid_gmv", "buyers", "paid_orders", "refunds"), MONDAY)
    assert found == {"paid_gmv": None, "buyers": 1, "paid_orders": 1, "refunds": 0}
