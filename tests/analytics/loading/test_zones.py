"""Local times become instants alike, whether by subtraction or by the zone's rules."""

from datetime import timedelta

import pytest

from analytics.loading.zones import instant_sql, steady_offset
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse


def test_an_offset_is_steady_when_the_zone_has_no_summer_time() -> None:
    assert steady_offset("Asia/Shanghai") == timedelta(hours=8)
    assert steady_offset("Asia/Kolkata") == timedelta(hours=5, minutes=30)


def test_no_offset_is_steady_when_the_zone_has_summer_time() -> None:
    assert steady_offset("Europe/London") is None


@pytest.mark.parametrize("local", ["1991-07-01 12:00", "2026-07-01 12:00", "2150-07-01 12:00"])
def test_an_instant_is_the_engines_when_its_zone_had_summer_time_once(local: str) -> None:
    """Shanghai kept summer time until 1991: 12:00 on 1 July was 03:00 in UTC then, 04:00 since."""
    hour = 3 if local.startswith("1991") else 4
    sql = instant_sql(f"TIMESTAMP '{local}'", "Asia/Shanghai")
    found = DuckDBWarehouse(None).fetch(Statement(f"SELECT hour(timezone('UTC', {sql}))"))
    assert found.scalar() == hour
