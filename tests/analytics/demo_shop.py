"""A generated demo shop for tests, and what to ask of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from analytics.demo import Planted, Truth, generate
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse

END = date(2026, 11, 22)


class Demo:
    """A generated shop and its truth."""

    def __init__(self, truth: Truth, warehouse: DuckDBWarehouse) -> None:
        self.truth, self.warehouse = truth, warehouse

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.warehouse.fetch(Statement(sql)).rows

    def one(self, sql: str) -> Any:
        """The first cell of a query."""
        return self.warehouse.fetch(Statement(sql)).scalar()

    def during(self, event: Planted, sql: str, days_earlier: int = 0) -> Any:
        """One number; `$starts` and `$ends` are the event's span, moved back some days."""
        back = timedelta(days=days_earlier)
        values = {"starts": event.starts_at - back, "ends": event.ends_at - back}
        return self.warehouse.fetch(Statement(sql, values)).scalar()

    def planted(self, kind: str) -> Planted:
        """The planted event of that kind; it must be there."""
        event = self.truth.find(kind)
        assert event is not None
        return event


@contextmanager
def demo_shop(days: int, scale: float) -> Iterator[Demo]:
    """A demo shop in memory that ends on 2026-11-21."""
    warehouse = DuckDBWarehouse(None)
    yield Demo(generate(warehouse, days=days, scale=scale, end=END), warehouse)
    warehouse.close()
