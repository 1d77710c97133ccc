"""The demo shop: the same from the same seed, consistent in itself, shaped as documented.

One shop of 120 days that ends before 2026-11-22 is made for the whole file and only read.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from analytics.demo import generate, orders
from analytics.errors import LoadRefused
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import DuckDBWarehouse, Limits
from tests.analytics.demo_shop import END, Demo, demo_shop

DAYS, SCALE = 120, 0.25
FIRST = END - timedelta(days=DAYS)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with demo_shop(DAYS, SCALE) as made:
        yield made


def fingerprint(threads: int = 2, **changes: Any) -> dict[str, Any]:
    """Every table's rows as one number, whatever order they stand in."""
    warehouse = DuckDBWarehouse(None, Limits(threads=threads))
    arguments: dict[str, Any] = {"days": 25, "scale": 0.1, "end": END}
    generate(warehouse, **(arguments | changes))
    found = {
        table: warehouse.fetch(
            Statement(f"SELECT count(*), bit_xor(hash(t)), sum(hash(t) % 1000003) FROM {table} t")
        ).rows[0]
        for table in TABLES
    }
    warehouse.close()
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return fingerprint()


def test_every_table_is_the_same_when_made_again_by_one_thread(made: dict[str, Any]) -> None:
    assert fingerprint(threads=1) == made


def test_orders_differ_when_the_seed_differs(made: dict[str, Any]) -> None:
    assert fingerprint(seed=8)["orders"] != made["orders"]


def test_no_table_is_empty_when_the_shop_is_made(demo: Demo) -> None:
    rows = {table: demo.one(f"SELECT count(*) FROM {table}") for table in TABLES}
    assert [table for table, count in rows.items() if not count] == []


def test_orders_are_as_many_as_said_when_counted(demo: Demo) -> None:
    assert demo.one("SELECT count(*) FROM orders") == pytest.approx(orders(SCALE, DAYS), rel=0.12)


def test_orders_grow_with_the_scale_when_it_is_five_times_as_large(made: dict[str, Any]) -> None:
    larger = fingerprint(scale=0.5, browsing=0.1)["orders"][0]
    assert larger / made["orders"][0] == pytest.approx(5, rel=0.25)


@pytest.mark.parametrize(
    ("table", "column"),
    [(table.name, table.time) for table in TABLES.values() if table.time],
)
def test_rows_stay_inside_the_shop_days_when_dated(demo: Demo, table: str, column: str) -> None:
    outside = demo.one(
        f"""
        SELECT count(*) FROM {table}
        WHERE CAST(timezone('Asia/Shanghai', "{column}") AS DATE)
            NOT BETWEEN '2026-07-25' AND '2026-11-21'
        """
    )
    assert outside == 0


def test_days_begin_at_four_in_the_afternoon_utc_when_the_shop_is_in_shanghai(demo: Demo) -> None:
    first = demo.one("""SELECT CAST(min(timezone('UTC', "at")) AS VARCHAR) FROM ad_spend""")
    assert first == "2026-07-24 16:00:00"


def test_the_night_is_quiet_when_hours_are_local(demo: Demo) -> None:
    by_hour = dict(
        demo.all(
            "SELECT hour(timezone('Asia/Shanghai', ordered_at)), count(*) FROM orders GROUP BY 1"
        )
    )
    assert by_hour.get(4, 0) * 5 < by_hour[21]


def test_days_keep_their_hours_when_clocks_change() -> None:
    warehouse = DuckDBWarehouse(None)
    generate(warehouse, days=3, scale=0.5, end=date(2026, 3, 31), zone="Europe/London")
    hours = dict(
        warehouse.fetch(
            Statement(
                """
                SELECT CAST(timezone('Europe/London', "at") AS DATE), count(DISTINCT "at")
                FROM traffic GROUP BY 1
                """
            )
        ).rows
    )
    warehouse.close()
    assert hours[date(2026, 3, 29)] == 23


def test_the_promotion_day_is_far_above_the_others_when_it_is_singles_day(demo: Demo) -> None:
    by_day = dict(
        demo.all(
            """
            SELECT CAST(timezone('Asia/Shanghai', ordered_at) AS DATE), count(*)
            FROM orders GROUP BY 1
            """
        )
    )
    usual = sorted(by_day.values())[len(by_day) // 2]
    assert by_day[date(2026, 11, 11)] > 2.5 * usual


def test_calendar_holds_the_promotion_phases_when_they_fall_into_the_days(demo: Demo) -> None:
    phases = demo.all("SELECT phase, ends_on FROM calendar WHERE name = '双11' ORDER BY ends_on")
    assert [phase for phase, _ in phases] == ["preheat", "burst", "review"]
    assert phases[1][1] == date(2026, 11, 11)


def test_forty_campaigns_run_in_six_channels_when_listed(demo: Demo) -> None:
    assert demo.all("SELECT count(*), count(DISTINCT channel) FROM campaigns") == [(40, 6)]


def test_orders_name_only_known_campaigns_when_they_came_by_one(demo: Demo) -> None:
    unknown = "SELECT count(*) FROM orders ANTI JOIN campaigns USING (campaign, channel)"
    assert demo.one(f"{unknown} WHERE campaign IS NOT NULL") == 0


def test_months_sum_to_the_year_when_targets_are_added(demo: Demo) -> None:
    by_length = dict(
        demo.all(
            """
            SELECT CASE WHEN period_end - period_start > 300 THEN 'year'
                WHEN period_end - period_start > 80 THEN 'quarter' ELSE 'month' END, sum(value)
            FROM targets WHERE scope IS NULL AND metric = 'gmv' AND year(period_start) = 2026
            GROUP BY 1
            """
        )
    )
    assert by_length["month"] == by_length["quarter"] == by_length["year"]


def test_targets_are_ambitious_but_near_when_a_covered_month_is_compared(demo: Demo) -> None:
    target = demo.one(
        "SELECT value FROM targets WHERE scope IS NULL AND metric = 'gmv'"
        " AND period_start = '2026-09-01' AND period_end = '2026-09-30'"
    )
    sold = demo.one(
        "SELECT CAST(sum(gross_amount) AS DOUBLE) FROM orders"
        " WHERE month(timezone('Asia/Shanghai', ordered_at)) = 9"
    )
    assert 0.75 < sold / target < 1.25


def test_every_table_is_covered_to_the_last_day_when_recorded(demo: Demo) -> None:
    covered = demo.all("SELECT table_name, first_day, last_day FROM tidebell.coverage ORDER BY 1")
    assert covered == [(name, FIRST, END - timedelta(days=1)) for name in sorted(TABLES)]
    assert demo.all("SELECT mapping FROM tidebell.loads") == [("demo",)]


def test_some_customers_are_loyal_lost_or_generous_when_segmented(demo: Demo) -> None:
    heavy = demo.one(
        """
        SELECT count(*) FROM (
            SELECT customer_id FROM orders WHERE customer_id IS NOT NULL
            GROUP BY customer_id, date_trunc('month', ordered_at) HAVING count(*) >= 5
        )
        """
    )
    back = demo.one("SELECT count(*) - count(DISTINCT customer_id) FROM orders")
    guests = demo.one("SELECT avg(CAST(customer_id IS NULL AS INTEGER)) FROM orders")
    assert heavy > 0
    assert back > 100
    assert 0.02 < guests < 0.09


def test_it_refuses_when_the_store_holds_data(demo: Demo) -> None:
    with pytest.raises(LoadRefused, match="empty folder"):
        generate(demo.warehouse, days=10, scale=0.1, end=END)


def test_left_overs_are_cleared_when_an_earlier_run_was_stopped() -> None:
    warehouse = DuckDBWarehouse(None)
    with warehouse.writing() as writer:
        writer.execute("INSERT INTO benchmarks VALUES ('old', '2020', 1, NULL, 1)")
    generate(warehouse, days=10, scale=0.1, end=END)
    old = warehouse.fetch(Statement("SELECT count(*) FROM benchmarks WHERE metric = 'old'"))
    warehouse.close()
    assert old.scalar() == 0


@pytest.mark.parametrize("wrong", [{"days": 0}, {"scale": 0.0}, {"browsing": 1.5}])
def test_it_refuses_when_the_span_cannot_be(wrong: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {"days": 10, "end": END}
    with pytest.raises(ValueError, match="above zero"):
        generate(DuckDBWarehouse(None), **(arguments | wrong))
