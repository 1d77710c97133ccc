"""What holds for any orders and any order of loading, tried on random ones."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import marts
from analytics.catalog import catalogue
from analytics.query import Question, build
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse
from tests.shop import SHANGHAI, Row, event, insert, line, order

FIRST = date(2026, 10, 20)
AMOUNTS = ("gross_amount", "paid_amount", "refund_amount", "discount_amount")
MARTS = ("orders", "items", "visits", "days", "customers", "words")

pytestmark = pytest.mark.slow
tried = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
money = st.decimals(-10_000_000, 10_000_000, places=4) | st.sampled_from(
    [Decimal(0), Decimal("0.01")]
)
quantities = st.integers(-6, 6) | st.sampled_from([0.5, 1.25, -0.333])
prices = st.decimals(0, 1000, places=3) | st.just(Decimal(0))
lines = st.lists(
    st.tuples(st.sampled_from(["coat", "hat", "scarf"]), quantities, prices), max_size=7
)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBWarehouse]:
    warehouse = DuckDBWarehouse(None)
    yield warehouse
    warehouse.close()


def restock(warehouse: DuckDBWarehouse, tables: dict[str, list[Row]]) -> None:
    with warehouse.writing() as writer:
        for table in ("orders", "order_items", "events"):
            writer.execute(f"DELETE FROM main.{table}")
        insert(writer, tables)
        marts.refresh(writer, SHANGHAI)


@tried
@given(
    orders=st.lists(st.tuples(st.tuples(money, money, money, money), lines), min_size=1, max_size=5)
)
def test_the_lines_of_an_order_add_up_to_it_exactly_when_its_amounts_are_spread(
    warehouse: DuckDBWarehouse,
    orders: list[tuple[tuple[Decimal, ...], list[tuple[str, float, Decimal]]]],
) -> None:
    rows = [
        {"order_id": str(n), "ordered_at": "2026-11-02 10:00"}
        | dict(zip(AMOUNTS, each, strict=True))
        for n, (each, _) in enumerate(orders)
    ]
    items = [
        line(str(n), sku, quantity, float(price))
        for n, (_, held) in enumerate(orders)
        for sku, quantity, price in held
    ]
    restock(warehouse, {"orders": rows, "order_items": items})
    sums = ", ".join(f"sum({column})" for column in AMOUNTS)
    per_order = f"SELECT order_key, {sums} FROM mart.{{}} GROUP BY order_key ORDER BY order_key"
    spread = warehouse.fetch(Statement(per_order.format("items"))).rows
    assert spread == warehouse.fetch(Statement(per_order.format("orders"))).rows
    assert len(spread) == len(orders)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, Row]]:
    """Orders of few customers on few days, each with the batch it is loaded in."""
    found = []
    for number in range(draw(st.integers(1, 10))):
        day = FIRST + timedelta(days=draw(st.sampled_from([0, 1, 2, 11, 12, 40, 75])))
        row = order(str(number), f"{day} {draw(st.sampled_from(['00:00', '12:00', '23:59']))}", 5)
        row["customer_id"] = draw(st.sampled_from([None, "", "ann", "bob", "cid"]))
        row["paid_amount"] = draw(st.sampled_from([5, 0, None]))
        row["status"] = draw(st.sampled_from(["paid", "created", None]))
        row["paid_at"] = draw(st.sampled_from([None, f"{day + timedelta(days=5)} 09:00"]))
        row["channel"] = draw(st.sampled_from(["抖音", "天猫", None]))
        found.append((draw(st.integers(0, 3)), row))
    return found


@tried
@given(history=histories(), taken_away=st.sets(st.integers(0, 9), max_size=2))
def test_marts_are_what_a_full_rebuild_makes_when_loaded_in_any_order(
    warehouse: DuckDBWarehouse, history: list[tuple[int, Row]], taken_away: set[int]
) -> None:
    restock(warehouse, {})
    for batch in range(4):
        load(warehouse, [row for number, row in history if number == batch])
    take_away(warehouse, [row for _, row in history if int(row["order_id"]) in taken_away])
    step_by_step = contents(warehouse)
    with warehouse.writing() as writer:
        marts.refresh(writer, SHANGHAI)
    assert step_by_step == contents(warehouse)


@tried
@given(history=histories(), taken_away=st.sets(st.integers(0, 9), max_size=2))
def test_people_are_counted_once_in_any_span_and_channel_when_loaded_in_any_order(
    warehouse: DuckDBWarehouse, history: list[tuple[int, Row]], taken_away: set[int]
) -> None:
    restock(warehouse, {})
    for batch in range(4):
        load(warehouse, [row for number, row in history if number == batch])
    take_away(warehouse, [row for _, row in history if int(row["order_id"]) in taken_away])
    left = [row for _, row in history if int(row["order_id"]) not in taken_away]
    days = [FIRST + timedelta(days=n) for n in (0, 1, 5, 6, 12, 16, 45, 90)]
    for start, end in combinations(days, 2):
        for words in (None, ("抖音",), (None,), ("抖音", "天猫"), ("天猫", None)):
            where = {} if words is None else {"channel": words}
            asked = Question(("buyers", "visitors"), start, end, where=where)
            buyers = {row["customer_id"] for row in left if bought(row, start, end, words)}
            visitors = {
                str(row["customer_id"])
                for _, row in history
                if start <= day_of(row["ordered_at"]) < end and within(row, words)
            }
            found = warehouse.fetch(build(asked, catalogue())).rows
            assert found == [(len(buyers), len(visitors))]


def bought(row: Row, start: date, end: date, words: tuple[str | None, ...] | None) -> bool:
    """Whether a named customer paid this order in the span on one of the channels."""
    paid = row["status"] == "paid" or row["paid_at"] is not None
    if row["paid_amount"] is not None:
        paid = row["paid_amount"] > 0
    paid_on = day_of(row["paid_at"] or row["ordered_at"])
    return bool(row["customer_id"]) and paid and start <= paid_on < end and within(row, words)


def within(row: Row, words: tuple[str | None, ...] | None) -> bool:
    return words is None or row["channel"] in words


def day_of(at: str) -> date:
    return date.fromisoformat(at[:10])


def load(warehouse: DuckDBWarehouse, rows: Sequence[Row]) -> None:
    items = [line(row["order_id"], sku, 1, 2) for row in rows for sku in ("coat", "hat")]
    seen = [
        event(str(row["customer_id"]), row["ordered_at"], channel=row["channel"]) for row in rows
    ]
    with warehouse.writing() as writer:
        insert(writer, {"orders": rows, "order_items": items, "events": seen})
        marts.refresh(writer, SHANGHAI, days_of(rows))


def take_away(warehouse: DuckDBWarehouse, rows: Sequence[Row]) -> None:
    with warehouse.writing() as writer:
        for row in rows:
            for table in ("orders", "order_items"):
                writer.execute(
                    f"DELETE FROM main.{table} WHERE order_id = $id", {"id": row["order_id"]}
                )
        marts.refresh(writer, SHANGHAI, days_of(rows))


def days_of(rows: Sequence[Row]) -> list[date]:
    return [date.fromisoformat(row["ordered_at"][:10]) for row in rows]


def contents(warehouse: DuckDBWarehouse) -> dict[str, list[tuple[str]]]:
    """Every row of every mart as text, in an order of its own."""
    return {
        table: sorted(
            warehouse.fetch(Statement(f"SELECT CAST(t AS VARCHAR) FROM mart.{table} AS t"))
        )
        for table in MARTS
    }
