"""A tiny shop whose every number can be worked out by hand, and the means to build others.

Times are written as the shop's clock shows them (`"2026-11-02 09:00"`); they are stored as
instants. The rows of `TINY`, in the zone Asia/Shanghai:

| order | placed      | paid     | who | channel | gross | off | paid | back | lines              |
|-------|-------------|----------|-----|---------|-------|-----|------|------|--------------------|
| O1    | 02 09:00    | at once  | ann | 抖音    | 300   | 0   | 300  | 0    | coat 200, hat 2×50 |
| O2    | 02 21:00    | at once  | bob | 天猫    | 120   | 20  | 100  | 0    | hat 50, scarf 70   |
| O3    | 02 23:59:59 | at once  | –   | 抖音    | 50    | 0   | 50   | 0    | hat 50             |
| O4    | 03 00:00    | at once  | ann | 天猫    | 200   | 0   | 200  | 200  | coat 200           |
| O5    | 03 12:00    | never    | cid | (none)  | 80    | 0   | 0    | 0    | scarf 80           |
| O6    | 03 13:00    | 04 08:00 | bob | 抖音    | 60    | 0   | 60   | 0    | (not loaded)       |
| C1    | Dec 1       | –        | ann | 天猫    | 0     | 0   | 0    | 50   | −1 × hat 50        |

O3 is a guest's, C1 a credit note. Days are of November 2026 but for C1; coats are of the category
outer, hats and scarves accessory. Loads cover 2026-11-02..04 and 2026-12-01: nothing was placed
on 11-04, which is a zero, and nothing is known of 11-05..30.

|             | 11-02 | 11-03 | 11-04 | all three | Dec 01 |
|-------------|-------|-------|-------|-----------|--------|
| gmv         | 470   | 340   | 0     | 810       | 0      |
| paid_gmv    | 450   | 200   | 60    | 710       | 0      |
| refunds     | 0     | 200   | 0     | 200       | 50     |
| orders      | 3     | 3     | 0     | 6         | 0      |
| paid_orders | 3     | 1     | 1     | 5         | 0      |
| buyers      | 2     | 1     | 1     | 2         | 0      |
| new_buyers  | 2     | 0     | 0     | 2         | 0      |
| units       | 6     | 1     | 0     | 7         | 0      |
| visitors    | 4     | 3     | 0     | 5         | –      |

Visitors: v1 on 抖音 and 天猫 on the 2nd and again on the 3rd, v2 抖音 the 2nd, v3 天猫 both days
(a second before and at midnight), v4 without a channel the 3rd, v5 天猫 the 2nd: its agent reads
like a bot's, its flag says it is none. Left out: b1 (flag), b2 (agent), i1 and k1, who only saw
or clicked an advertisement.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analytics import marts
from analytics.catalog import catalogue
from analytics.model import Kind
from analytics.periods import Period
from analytics.shop import Shop
from analytics.tables import TABLES
from analytics.warehouse import DuckDBWarehouse, Limits, Writer

SHANGHAI = "Asia/Shanghai"
LONDON = "Europe/London"
NEW_YORK = "America/New_York"

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]
Span = tuple[date, date]


def order(order_id: str, ordered_at: str, gross: float, **columns: Any) -> Row:
    """A paid order of `gross` unless the columns say otherwise."""
    row = {"order_id": order_id, "ordered_at": ordered_at, "gross_amount": gross}
    return {**row, "paid_amount": gross, "status": "paid", **columns}


def line(order_id: str, sku: str, quantity: float, unit_price: float, **columns: Any) -> Row:
    """An order line."""
    row = {"order_id": order_id, "sku": sku, "quantity": quantity, "unit_price": unit_price}
    return {**row, **columns}


def event(visitor_id: str, event_at: str, event: str = "visit", **columns: Any) -> Row:
    """A behaviour event."""
    return {"visitor_id": visitor_id, "event_at": event_at, "event": event, **columns}


TINY: Tables = {
    "orders": [
        order("O1", "2026-11-02 09:00", 300, customer_id="ann", channel="抖音", campaign="kol-1"),
        {
            **order("O2", "2026-11-02 21:00", 120, customer_id="bob", channel="天猫"),
            "discount_amount": 20,
            "paid_amount": 100,
        },
        order("O3", "2026-11-02 23:59:59", 50, channel="抖音"),
        order("O4", "2026-11-03 00:00", 200, customer_id="ann", channel="天猫", refund_amount=200),
        order("O5", "2026-11-03 12:00", 80, customer_id="cid", paid_amount=0, status="created"),
        {
            **order("O6", "2026-11-03 13:00", 60, customer_id="bob", channel="抖音"),
            "paid_at": "2026-11-04 08:00",
        },
        order("C1", "2026-12-01 10:00", 0, customer_id="ann", channel="天猫", refund_amount=50),
    ],
    "order_items": [
        line("O1", "coat", 1, 200, category="outer"),
        line("O1", "hat", 2, 50, category="accessory"),
        line("O2", "hat", 1, 50, category="accessory"),
        line("O2", "scarf", 1, 70, category="accessory"),
        line("O3", "hat", 1, 50, category="accessory"),
        line("O4", "coat", 1, 200, category="outer"),
        line("O5", "scarf", 1, 80, category="accessory"),
        line("C1", "hat", -1, 50, category="accessory"),
    ],
    "events": [
        event("v1", "2026-11-02 10:00", channel="抖音"),
        event("v1", "2026-11-02 10:20", "view_item", channel="抖音", sku="coat"),
        event("v1", "2026-11-02 11:00", channel="天猫"),
        event("v1", "2026-11-03 09:00", channel="抖音"),
        event("v2", "2026-11-02 12:00", channel="抖音", user_agent="Mozilla/5.0"),
        event("v3", "2026-11-02 23:59:59", channel="天猫"),
        event("v3", "2026-11-03 00:00", channel="天猫"),
        event("v4", "2026-11-03 15:00", channel=""),
        event("v5", "2026-11-02 13:00", channel="天猫", is_bot=False, user_agent="Cubot X30"),
        event("b1", "2026-11-02 10:00", channel="抖音", is_bot=True),
        event("b2", "2026-11-02 10:00", channel="抖音", user_agent="Googlebot/2.1"),
        event("i1", "2026-11-02 10:00", "impression", channel="抖音"),
        event("k1", "2026-11-02 10:00", "click", channel="抖音"),
    ],
}

TINY_COVERED: Mapping[str, Sequence[Span]] = {
    "orders": [(date(2026, 11, 2), date(2026, 11, 4)), (date(2026, 12, 1), date(2026, 12, 1))],
    "order_items": [(date(2026, 11, 2), date(2026, 11, 4)), (date(2026, 12, 1), date(2026, 12, 1))],
    "events": [(date(2026, 11, 2), date(2026, 11, 4))],
}

MONDAY = Period(date(2026, 11, 2), date(2026, 11, 3))
TUESDAY = Period(date(2026, 11, 3), date(2026, 11, 4))
WEDNESDAY = Period(date(2026, 11, 4), date(2026, 11, 5))
THREE_DAYS = Period(date(2026, 11, 2), date(2026, 11, 5))
UNKNOWN_DAYS = Period(date(2026, 11, 10), date(2026, 11, 20))
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))


def tiny_shop() -> Shop:
    """The shop above, in memory."""
    return open_shop(TINY, covered=TINY_COVERED)


def open_shop(
    tables: Tables, zone: str = SHANGHAI, covered: Mapping[str, Sequence[Span]] | None = None
) -> Shop:
    """A shop in memory over these rows; each table covers its own days unless `covered` says."""
    return reading(stocked(tables, zone, covered), zone)


def reading(warehouse: DuckDBWarehouse, zone: str = SHANGHAI) -> Shop:
    """One reading of a stocked warehouse."""
    return Shop(warehouse, catalogue(), zone)


def stocked(
    tables: Tables, zone: str = SHANGHAI, covered: Mapping[str, Sequence[Span]] | None = None
) -> DuckDBWarehouse:
    """A warehouse in memory with these rows, its marts built."""
    warehouse = DuckDBWarehouse(None, Limits(memory="500MB"))
    with warehouse.writing() as writer:
        insert(writer, tables, zone)
        cover(writer, covered if covered is not None else _spans_of(tables, zone))
        marts.refresh(writer, zone)
    return warehouse


def insert(writer: Writer, tables: Tables, zone: str = SHANGHAI) -> None:
    """Put rows straight into the canonical tables; the marts stay as they are."""
    for table, rows in tables.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f"${name}" for name in row)
            writer.execute(
                f"INSERT INTO main.{table} ({names}, _load) VALUES ({values}, 1)",
                {name: _stored(table, name, value, zone) for name, value in row.items()},
            )


def cover(writer: Writer, covered: Mapping[str, Sequence[Span]]) -> None:
    """Say which days the tables speak for, to the end of the last one."""
    for table, spans in covered.items():
        for first, last in spans:
            end = datetime.combine(last, datetime.min.time()) + timedelta(hours=23, minutes=59)
            writer.execute(
                "INSERT INTO tidebell.coverage VALUES ($table, $first, $last, $end, 1)",
                {"table": table, "first": first, "last": last, "end": end},
            )


def _stored(table: str, name: str, value: Any, zone: str) -> Any:
    if TABLES[table].column(name).kind is Kind.INSTANT and isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone))
    return value


def _spans_of(tables: Tables, zone: str) -> dict[str, list[Span]]:
    """The days from each table's first row to its last; order lines cover those of the orders."""
    found: dict[str, list[Span]] = {}
    for name, rows in tables.items():
        column = TABLES[name].time or ""
        stored = [_stored(name, column, row[column], zone) for row in rows] if column else []
        days = [at.astimezone(ZoneInfo(zone)).date() for at in stored]
        if days:
            found[name] = [(min(days), max(days))]
    if "order_items" in tables and "orders" in found:
        found["order_items"] = found["orders"]
    return found
