"""Where a row stands in time: by its own column, or through its order."""

from dataclasses import dataclass

from analytics.loading.expression import literal, quoted
from analytics.model import Kind, Table
from analytics.tables import TABLES


@dataclass(frozen=True)
class Span:
    """The shop days a replacing load covers, both ends included."""

    first: str
    last: str


def placed(table: Table) -> bool:
    """Whether rows of the table stand in time, by themselves or through their orders."""
    return time_column(table) is not None or "order_id" in table.group


def time_column(table: Table) -> str | None:
    """The column that places a row: its instant, or the first required day of its key."""
    days = (c.name for c in table.columns if c.kind is Kind.DAY and c.required)
    return table.time or next(days, None)


def shop_day(table: Table, zone: str, alias: str) -> str:
    """SQL of the shop day of a row."""
    time = time_column(table)
    assert time is not None
    if table.column(time).kind is Kind.DAY:
        return f"{alias}.{quoted(time)}"
    return f"CAST(timezone({literal(zone)}, {alias}.{quoted(time)}) AS DATE)"


def within(table: Table, zone: str, span: Span, alias: str) -> str:
    """SQL that is true for the rows of a span; lines and payments follow their orders' days."""
    between = f"BETWEEN DATE {literal(span.first)} AND DATE {literal(span.last)}"
    if time_column(table) is not None:
        return f"{shop_day(table, zone, alias)} {between}"
    day = shop_day(TABLES["orders"], zone, "o")
    return f"{alias}.order_id IN (SELECT o.order_id FROM main.orders o WHERE {day} {between})"
