"""Keep the marts equal to the canonical tables after a load.

A load names the shop days it touched; only those are rewritten, a month at a time so that memory
stays flat, plus the days of customers whose first paid order moved (their later orders turn from
new to returning).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from analytics.errors import StoreError
from analytics.statement import Statement
from analytics.warehouse import Warehouse, Writer

_PER_DAY = {"orders": "placed_day", "items": "placed_day"} | dict.fromkeys(
    ("visits", "traffic", "spend", "tickets", "posts", "payments"), "day"
)
_SOURCES = {
    "orders": "ordered_at",
    "events": "event_at",
    "traffic": '"at"',
    "ad_spend": '"at"',
    "tickets": "opened_at",
    "posts": "posted_at",
    "payments": '"at"',
}
_WIDEST = timedelta(days=31)

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Progress nobody follows."""


def refresh(
    writer: Writer,
    zone: str,
    days: Iterable[date] | None = None,
    progress: Progress = _silent,
) -> None:
    """Rewrite the marts for the shop days given; None rewrites everything.

    `progress` is told what is being worked out, before each part that may take long.
    """
    touched = None if days is None else set(days)
    progress("customers and their first orders")
    moved = _update_customers(writer, zone)
    spans = [*_spans(_all_days(writer, zone) if touched is None else touched | moved)]
    if touched is None:
        _empty(writer)
    if spans:
        was_paid = _first_paid(writer, spans[0][0])
        for number, (first, after) in enumerate(spans, 1):
            progress(f"daily figures from {first}, part {number} of {len(spans)}")
            _rewrite(writer, zone, first, after)
        progress("visitors and buyers who come again")
        _follow_people(writer, spans[0][0], was_paid)
    progress("figures of longer periods")
    _run(writer, "6_rollups", {})


def ensure(warehouse: Warehouse, zone: str, progress: Progress = _silent) -> None:
    """Rebuild everything when the marts were written by another recipe, engine or zone."""
    recipe = _recipe(zone, warehouse.engine)
    stored = warehouse.fetch(Statement("SELECT recipe FROM mart.built_by")).scalar()
    if stored == recipe:
        return
    with warehouse.writing() as writer:
        refresh(writer, zone, progress=progress)
        writer.execute("DELETE FROM mart.built_by")
        writer.execute("INSERT INTO mart.built_by VALUES ($recipe)", {"recipe": recipe})


def _recipe(zone: str, engine: str) -> str:
    digest = hashlib.sha256(f"{zone}|{engine}".encode())
    for name in ("0_customers", *_STEPS, "5_people", "6_rollups"):
        digest.update(_sql(name).encode())
    return digest.hexdigest()


_STEPS = ("1_orders", "2_items", "3_visits", "4_exports")


@cache
def _sql(name: str) -> str:
    return (files("analytics") / "sql" / "marts" / f"{name}.sql").read_text("utf-8")


def _statements(name: str) -> Iterator[str]:
    return (part for part in _sql(name).split(";\n") if part.strip())


def _update_customers(writer: Writer, zone: str) -> set[date]:
    """Bring mart.customers up to date; returns the days of orders whose customer moved."""
    writer.execute(f"CREATE OR REPLACE TEMP TABLE firsts AS {_sql('0_customers')}")
    moved = writer.fetch(
        Statement(
            """
            SELECT DISTINCT CAST(timezone($zone, o.ordered_at) AS DATE)
            FROM main.orders AS o
            WHERE o.customer_id IN (
                SELECT coalesce(n.customer_id, b.customer_id)
                FROM firsts AS n FULL JOIN mart.customers AS b USING (customer_id)
                WHERE n.first_paid_at IS DISTINCT FROM b.first_paid_at
            )
            """,
            {"zone": zone},
        )
    )
    writer.execute("DELETE FROM mart.customers")
    writer.execute("INSERT INTO mart.customers SELECT * FROM firsts")
    writer.execute("DROP TABLE firsts")
    return {row[0] for row in moved}


def _all_days(writer: Writer, zone: str) -> set[date]:
    """Every shop day from the first to the last row of any dated table.

    StoreError for a moment beyond all calendars: the engine tells its day as text.
    """
    found: set[date] = set()
    for table, column in _SOURCES.items():
        low, high = writer.fetch(
            Statement(
                f"SELECT CAST(timezone($zone, min({column})) AS DATE),"
                f" CAST(timezone($zone, max({column})) AS DATE) FROM main.{table}",
                {"zone": zone},
            )
        ).rows[0]
        if isinstance(low, str) or isinstance(high, str):
            raise StoreError(
                f"{table} holds a moment no calendar has, {low} to {high}: load it anew"
            )
        found |= {low, high} if low else set()
    if not found:
        return found
    first = min(found)
    return {first + timedelta(days=n) for n in range((max(found) - first).days + 1)}


def _spans(days: set[date]) -> Iterator[tuple[date, date]]:
    """Half-open runs of days, none longer than a month, small holes bridged."""
    ordered = sorted(days)
    while ordered:
        first = ordered[0]
        run = [day for day in ordered if day - first < _WIDEST]
        yield first, run[-1] + timedelta(days=1)
        ordered = ordered[len(run) :]


def _empty(writer: Writer) -> None:
    for table in (*_PER_DAY, "visitor_days", "buyer_days"):
        writer.execute(f"DELETE FROM mart.{table}")


def _rewrite(writer: Writer, zone: str, first: date, after: date) -> None:
    for table, column in _PER_DAY.items():
        writer.execute(
            f"DELETE FROM mart.{table} WHERE {column} >= $first AND {column} < $after",
            {"first": first, "after": after},
        )
    bounds = {
        "zone": zone,
        "from": _midnight(first, zone),
        "until": _midnight(after, zone),
        "first": first,
        "after": after,
    }
    for step in _STEPS:
        _run(writer, step, bounds)


def _run(writer: Writer, name: str, values: dict[str, Any]) -> None:
    """Run a file's statements, each with those of the values it names."""
    for statement in _statements(name):
        named = set(re.findall(r"\$(\w+)", statement))
        writer.execute(statement, {key: value for key, value in values.items() if key in named})


def _first_paid(writer: Writer, first: date) -> date:
    """The earliest payment day among the orders placed from `first` on, `first` at the latest."""
    low = writer.fetch(
        Statement(
            "SELECT min(paid_day) FROM mart.orders WHERE placed_day >= $first", {"first": first}
        )
    ).scalar()
    return min(first, low or first)


def _follow_people(writer: Writer, first: date, was_paid: date) -> None:
    """Tell from `first` on when each visitor and buyer was there before.

    Later days count too: their people may have been there on a day that has changed. `was_paid`
    is the first payment day of the orders that stood there, which may lie before `first`.
    """
    first_paid = min(was_paid, _first_paid(writer, first))
    _run(writer, "5_people", {"first": first, "first_paid": first_paid})


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
