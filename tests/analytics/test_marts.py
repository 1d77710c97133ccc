"""What the marts make of canonical rows: days, credit notes, shares, bots, first orders."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics import marts
from analytics.periods import Period
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse
from tests.shop import (
    LONDON,
    MONDAY,
    SHANGHAI,
    THREE_DAYS,
    TINY,
    TINY_COVERED,
    TUESDAY,
    UNKNOWN_DAYS,
    Row,
    cover,
    event,
    insert,
    line,
    open_shop,
    order,
    reading,
    stocked,
)

AT = "2026-11-02 10:00"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def visitors(**columns: Any) -> Any:
    """How many visitors one event with these columns makes."""
    return open_shop({"events": [event("v", AT, **columns)]}).total(("visitors",), MONDAY)[
        "visitors"
    ]


def shares(rows: list[Row], amounts: Mapping[str, float], column: str = "gross_amount") -> Any:
    """One order's amount as spread over its lines, by sku."""
    warehouse = stocked({"orders": [{**order("A", AT, 0), **amounts}], "order_items": rows})
    found = warehouse.fetch(Statement(f"SELECT sku, sum({column}) FROM mart.items GROUP BY sku"))
    return dict(found.rows)


@pytest.mark.parametrize("kind", ["impression", "click"])
def test_an_advertisement_seen_is_no_visit_when_nothing_follows(kind: str) -> None:
    assert visitors(event=kind) == 0


@pytest.mark.parametrize("kind", ["visit", "view_item", "add_to_cart", "checkout", "pay_success"])
def test_anything_on_the_site_is_a_visit_when_it_is_the_only_event(kind: str) -> None:
    assert visitors(event=kind) == 1


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ({"is_bot": True}, 0),
        ({"is_bot": True, "user_agent": "Mozilla/5.0"}, 0),
        ({"is_bot": False, "user_agent": "Googlebot/2.1"}, 1),
        ({"user_agent": "Googlebot/2.1"}, 0),
        ({"user_agent": "Baiduspider"}, 0),
        ({"user_agent": "HeadlessChrome/140"}, 0),
        ({"user_agent": "Mozilla/5.0 (iPhone)"}, 1),
        ({}, 1),
    ],
)
def test_bots_are_left_out_when_flag_or_agent_tells(columns: dict[str, Any], count: int) -> None:
    assert visitors(**columns) == count


def test_a_credit_note_is_a_refund_on_its_own_day_when_nothing_was_sold() -> None:
    """Sold 80 in November, 30 given back by a note in December; the note is no order, ann no
    buyer of December."""
    shop = open_shop(
        {
            "orders": [
                order("A", "2026-11-30 10:00", 80, customer_id="ann"),
                order("C", "2026-12-01 10:00", 0, customer_id="ann", refund_amount=30),
            ]
        }
    )
    metrics = ("gmv", "paid_gmv", "refunds", "net_gmv", "orders", "paid_orders", "buyers")
    december = Period(date(2026, 12, 1), date(2026, 12, 2))
    assert tuple(shop.total(metrics, NOVEMBER).values()) == (80, 80, 0, 80, 1, 1, 1)
    assert tuple(shop.total(metrics, december).values()) == (0, 0, 30, -30, 0, 0, 0)


def test_a_refund_is_dated_by_its_order_when_the_order_tells_no_other_day() -> None:
    """The catalogue's word: refunds of the orders *paid* in the period, whenever given back."""
    rows = [order("A", "2026-10-31 10:00", 80, paid_at="2026-11-01 09:00", refund_amount=80)]
    shop = open_shop({"orders": [*rows, order("B", "2026-12-01 10:00", 5)]})
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    metrics = ("gmv", "refunds", "net_gmv")
    assert tuple(shop.total(metrics, october).values()) == (80, 0, 0)
    assert tuple(shop.total(metrics, NOVEMBER).values()) == (0, 80, 0)


@pytest.mark.parametrize(
    ("columns", "paid"),
    [
        ({"paid_amount": 1}, 1),
        ({"paid_amount": 0, "status": "paid"}, 0),
        ({"paid_amount": None, "status": "created"}, 0),
        ({"paid_amount": None, "status": "cancelled"}, 0),
        ({"paid_amount": None, "status": "completed"}, 1),
        ({"paid_amount": None, "status": "refunded"}, 1),
        ({"paid_amount": None, "status": None, "paid_at": "2026-11-02 11:00"}, 1),
    ],
)
def test_an_order_is_paid_when_its_amount_or_else_its_state_says_so(
    columns: dict[str, Any], paid: int
) -> None:
    shop = open_shop({"orders": [{**order("A", AT, 9, customer_id="ann"), **columns}]})
    assert shop.total(("paid_orders", "buyers"), MONDAY) == {"paid_orders": paid, "buyers": paid}


def test_an_order_keeps_its_amount_without_a_category_when_it_has_no_lines() -> None:
    shop = open_shop({**TINY, "order_items": [line("O1", "hat", 1, 9, category="accessory")]})
    slices = shop.split(("gmv",), MONDAY, ("category",))
    assert {s.key[0]: s.values["gmv"] for s in slices} == {"accessory": 300, None: 170}


def test_a_discount_is_shared_by_price_when_an_order_has_several_lines() -> None:
    """O2: 100 paid for a hat of 50 and a scarf of 70: 41.6667 and 58.3333."""
    warehouse = stocked({"orders": [TINY["orders"][1]], "order_items": TINY["order_items"][2:4]})
    found = warehouse.fetch(
        Statement("SELECT sku, paid_amount, discount_amount FROM mart.items ORDER BY sku")
    )
    assert found.rows == [
        ("hat", Decimal("41.6667"), Decimal("8.3333")),
        ("scarf", Decimal("58.3333"), Decimal("11.6667")),
    ]


def test_shares_are_even_when_all_lines_cost_nothing() -> None:
    rows = [line("A", sku, 1, 0) for sku in ("coat", "hat", "scarf")]
    assert shares(rows, {"gross_amount": 10}) == {
        "coat": Decimal("3.3333"),
        "hat": Decimal("3.3334"),
        "scarf": Decimal("3.3333"),
    }


def test_what_came_back_bears_the_refund_when_lines_have_both_signs() -> None:
    """Sold a coat (200) and a hat (50), took back a scarf (−70): sales by what was sold."""
    rows = [line("A", "coat", 1, 200), line("A", "hat", 1, 50), line("A", "scarf", -1, 70)]
    amounts = {"gross_amount": 250, "refund_amount": 70}
    assert shares(rows, amounts) == {"coat": 200, "hat": 50, "scarf": 0}
    assert shares(rows, amounts, "refund_amount") == {"coat": 0, "hat": 0, "scarf": 70}


def test_the_first_paid_order_makes_a_new_buyer_when_an_unpaid_one_came_before() -> None:
    rows = [
        order("U", "2026-11-02 10:00", 5, customer_id="ann", paid_amount=0),
        order("P", "2026-11-03 10:00", 5, customer_id="ann"),
        order("Q", "2026-11-04 10:00", 5, customer_id="ann"),
    ]
    shop = open_shop({"orders": rows})
    slices = shop.split(("orders",), THREE_DAYS, ("customer_type",))
    assert {s.key[0]: s.values["orders"] for s in slices} == {"new": 2, "returning": 1}
    assert shop.total(("new_buyers",), TUESDAY) == {"new_buyers": 1}


def test_a_customer_without_a_name_is_a_guest_when_the_field_is_empty() -> None:
    shop = open_shop({"orders": [order("A", AT, 5, customer_id=""), order("B", AT, 5)]})
    assert shop.total(("orders", "buyers"), MONDAY, {"customer_type": ("guest",)}) == {
        "orders": 2,
        "buyers": 0,
    }


def test_later_orders_turn_returning_when_an_older_one_is_loaded_afterwards() -> None:
    """Only the loaded day is named; the customer's later day is rewritten all the same."""
    warehouse = stocked({"orders": [order("B", "2026-11-03 10:00", 5, customer_id="ann")]})
    assert reading(warehouse).total(("new_buyers",), TUESDAY) == {"new_buyers": 1}
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("A", "2026-11-02 10:00", 5, customer_id="ann")]})
        marts.refresh(writer, SHANGHAI, [date(2026, 11, 2)])
    assert reading(warehouse).total(("new_buyers", "repeat_buyers"), TUESDAY) == {
        "new_buyers": 0,
        "repeat_buyers": 1,
    }


def test_orders_turn_new_again_when_the_older_one_is_taken_away() -> None:
    warehouse = stocked(TINY)
    with warehouse.writing() as writer:
        writer.execute("DELETE FROM main.orders WHERE order_id = 'O1'")
        marts.refresh(writer, SHANGHAI, [date(2026, 11, 2)])
    assert reading(warehouse).total(("new_buyers",), TUESDAY) == {"new_buyers": 1}


def test_an_unpaid_order_turns_new_when_the_only_paid_one_is_taken_away() -> None:
    rows = [
        order("A", "2026-11-02 10:00", 5, customer_id="ann"),
        order("B", "2026-11-03 10:00", 5, customer_id="ann", paid_amount=0),
    ]
    warehouse = stocked({"orders": rows})
    with warehouse.writing() as writer:
        writer.execute("DELETE FROM main.orders WHERE order_id = 'A'")
        marts.refresh(writer, SHANGHAI, [date(2026, 11, 2)])
    slices = reading(warehouse).split(("orders",), TUESDAY, ("customer_type",))
    assert [(s.key[0], s.values["orders"]) for s in slices] == [("new", 1)]


def test_spend_tickets_posts_and_payments_are_added_up_when_loaded() -> None:
    """Tickets answered after 6 and 4 minutes (a third never), closed after 3 hours."""
    tickets: list[Row] = [
        {"ticket_id": "1", "opened_at": AT, "first_response_at": "2026-11-02 10:06"},
        {"ticket_id": "2", "opened_at": AT, "first_response_at": "2026-11-02 10:04"},
        {"ticket_id": "3", "opened_at": AT, "resolved_at": "2026-11-02 13:00", "sentiment": -0.5},
    ]
    posts: list[Row] = [
        {
            "posted_at": AT,
            "platform": "抖音",
            "post_id": "p",
            "likes": 5,
            "comments": 2,
            "shares": 1,
        },
        {"posted_at": AT, "platform": "微信", "post_id": "q", "likes": 7},
    ]
    pay: Row = {"at": AT, "order_id": "A", "method": "alipay"}
    payments: list[Row] = [
        {**pay, "outcome": "success"},
        {**pay, "outcome": "Failed"},
        {**pay, "outcome": "error"},
        {**pay, "outcome": "unsure", "failure_code": "E1"},
    ]
    shop = open_shop({"tickets": tickets, "posts": posts, "payments": payments})
    found = shop.total(
        (
            *("tickets", "first_response_minutes", "resolution_hours", "sentiment"),
            *("interactions", "payment_attempts", "failed_payments", "payment_failure_rate"),
        ),
        MONDAY,
    )
    assert tuple(found.values()) == pytest.approx((3, 5, 3, -0.5, 15, 4, 3, 0.75))


def test_marts_are_built_anew_when_the_zone_of_the_shop_changes() -> None:
    """23:30 on the 2nd in Shanghai is 15:30 in London, where O4 (00:00) is on the 2nd too."""
    warehouse = stocked(TINY)
    marts.ensure(warehouse, LONDON)
    assert reading(warehouse, LONDON).total(("gmv",), MONDAY) == {"gmv": 810 - 80 - 60}


def test_marts_are_left_alone_when_nothing_they_depend_on_changed() -> None:
    warehouse = stocked(TINY)
    marts.ensure(warehouse, SHANGHAI)
    with warehouse.writing() as writer:
        writer.execute("DELETE FROM mart.orders")
    marts.ensure(warehouse, SHANGHAI)
    assert warehouse.fetch(Statement("SELECT count(*) FROM mart.orders")).scalar() == 0


def test_marts_are_empty_when_nothing_is_loaded() -> None:
    warehouse = DuckDBWarehouse(None)
    marts.ensure(warehouse, SHANGHAI)
    assert warehouse.fetch(Statement("SELECT count(*) FROM mart.days")).scalar() == 0


def test_progress_names_the_month_when_marts_are_rewritten() -> None:
    """Orders of 2026-11-02 and 2026-12-15: two runs of at most a month."""
    said: list[str] = []
    warehouse = DuckDBWarehouse(None)
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("A", AT, 5), order("B", "2026-12-15 10:00", 5)]})
        marts.refresh(writer, SHANGHAI, progress=said.append)
    assert [line for line in said if line.startswith("daily")] == [
        "daily figures from 2026-11-02, part 1 of 2",
        "daily figures from 2026-12-03, part 2 of 2",
    ]


def test_progress_is_told_when_opening_rebuilds_the_marts() -> None:
    said: list[str] = []
    warehouse = stocked({"orders": [order("A", AT, 5)]})
    marts.ensure(warehouse, LONDON, said.append)
    assert "daily figures from 2026-11-02, part 1 of 1" in said


def test_nothing_is_told_when_the_marts_stand_already() -> None:
    said: list[str] = []
    warehouse = DuckDBWarehouse(None)
    marts.ensure(warehouse, SHANGHAI)
    marts.ensure(warehouse, SHANGHAI, said.append)
    assert said == []


def test_untouched_days_stay_when_days_far_apart_are_refreshed() -> None:
    warehouse = stocked(TINY, covered=TINY_COVERED)
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("Z", "2027-03-01 10:00", 7)]})
        cover(writer, {"orders": [(date(2027, 3, 1), date(2027, 3, 1))]})
        marts.refresh(writer, SHANGHAI, [date(2026, 11, 2), date(2027, 3, 1)])
    shop = reading(warehouse)
    assert shop.total(("gmv",), THREE_DAYS) == {"gmv": 810}
    assert shop.total(("gmv",), Period(date(2027, 3, 1), date(2027, 3, 2))) == {"gmv": 7}
    assert shop.total(("gmv",), UNKNOWN_DAYS) == {"gmv": None}
