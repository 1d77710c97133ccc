"""Which shop days a load covers and which it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from analytics.loading.expression import literal, quoted
from analytics.loading.placing import Span, time_column
from analytics.model import Table
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer

_QUARTER = 900


@dataclass(frozen=True)
class Cover:
    """The shop days a table's rows in the files lie in, and the shop's clock at the last.

    `waiting`: the same of lines that stood in the store before their orders came with this load.
    """

    table: str
    first: date
    last: date
    last_at: datetime
    waiting: tuple["Cover", ...] = ()


def read_cover(writer: Writer, table: Table, zone: str, staged: Sequence[str]) -> Cover | None:
    """What `new_<table>` covers; None without rows or without a time.

    Order lines cover the days of their orders: those staged with them, or those stored.
    """
    if table.time is not None:
        source, time = f"new_{table.name}", quoted(table.time)
    elif "order_id" in table.group:
        time = "ordered_at"
        source = (
            "new_orders"
            if "orders" in staged
            else (
                f"(SELECT ordered_at FROM main.orders WHERE order_id IN"
                f" (SELECT order_id FROM new_{table.name}))"
            )
        )
    else:
        return None
    waiting = _waiting_lines(writer, zone, staged) if table.name == "orders" else ()
    return _cover(writer, table.name, zone, f"SELECT {time} AS t FROM {source}", waiting)


def _cover(
    writer: Writer, table: str, zone: str, times: str, waiting: tuple[Cover, ...] = ()
) -> Cover | None:
    local = [f"timezone({literal(zone)}, {how}(t))" for how in ("min", "max")]
    row = writer.fetch(Statement(f"SELECT {', '.join(local)} FROM ({times})")).rows[0]
    if row[0] is None:
        return None
    return Cover(table, row[0].date(), row[1].date(), row[1], waiting)


def _waiting_lines(writer: Writer, zone: str, staged: Sequence[str]) -> tuple[Cover, ...]:
    """The days of new orders whose lines were loaded before them: nobody knew them until now."""
    names = [
        name
        for name, table in TABLES.items()
        if table.time is None and "order_id" in table.group and name not in staged
    ]
    found = [
        _cover(
            writer,
            name,
            zone,
            f"SELECT ordered_at AS t FROM new_orders"
            f" WHERE order_id IN (SELECT order_id FROM main.{name})",
        )
        for name in names
    ]
    return tuple(cover for cover in found if cover is not None)


def read_span(writer: Writer, table: Table, covers: Sequence[Cover]) -> Span | None:
    """The days whose stored rows a replacing load takes out; None for rows without a time.

    Rows placed by a day of their own (targets, occasions) span the first to the last of them.
    """
    for cover in covers:
        if cover.table == table.name:
            return Span(cover.first.isoformat(), cover.last.isoformat())
    day = time_column(table)
    if day is None or table.time is not None:
        return None
    days = f"SELECT min({quoted(day)}), max({quoted(day)}) FROM new_{table.name}"
    first, last = writer.fetch(Statement(days)).rows[0]
    return None if first is None else Span(first.isoformat(), last.isoformat())


def record_cover(writer: Writer, covers: Sequence[Cover], load_id: int) -> None:
    """One row a table in `tidebell.coverage`."""
    for cover in [each for own in covers for each in (own, *own.waiting)]:
        writer.execute(
            "INSERT INTO tidebell.coverage VALUES ($table, $first, $last, $last_at, $load_id)",
            {
                "table": cover.table,
                "first": cover.first,
                "last": cover.last,
                "last_at": cover.last_at,
                "load_id": load_id,
            },
        )


def touched_days(writer: Writer, tables: Sequence[str], zone: str) -> frozenset[date]:
    """The shop days of every row in `new_…` and `old_…` of the tables that have days.

    Instants are thinned to quarter hours first: no zone's days begin between two of them.
    """
    sources = [
        f"SELECT {quoted(str(TABLES[name].time))} AS t FROM {side}_{name}"
        for name in tables
        if TABLES[name].time is not None
        for side in ("new", "old")
    ]
    sources += [
        f"SELECT ordered_at AS t FROM main.orders WHERE order_id IN"
        f" (SELECT order_id FROM new_{name} UNION ALL SELECT order_id FROM old_{name})"
        for name in tables
        if TABLES[name].time is None and "order_id" in TABLES[name].group
    ]
    if not sources:
        return frozenset()
    quarters = " UNION ".join(
        f"SELECT DISTINCT epoch_ms(t) // {_QUARTER * 1000} AS q FROM ({source})"
        for source in sources
    )
    sql = (
        f"SELECT DISTINCT CAST(timezone({literal(zone)}, to_timestamp(q * {_QUARTER})) AS DATE)"
        f" FROM ({quarters})"
    )
    return frozenset(row[0] for row in writer.fetch(Statement(sql)))
