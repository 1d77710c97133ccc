"""Days that no calendar has are refused by the name of their table."""

import pytest

from analytics import marts
from analytics.errors import StoreError
from tests.shop import SHANGHAI, order, stocked


def test_table_is_named_when_it_holds_a_moment_beyond_all_calendars() -> None:
    warehouse = stocked({"orders": [order("A", "2026-11-02 10:00", 5)]})
    with warehouse.writing() as writer:
        writer.execute("UPDATE main.orders SET ordered_at = ordered_at + INTERVAL 98000 YEAR")
        with pytest.raises(StoreError, match=r"orders .* 100026-11-02 to 100026-11-02"):
            marts.refresh(writer, SHANGHAI)
