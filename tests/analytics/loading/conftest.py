"""A store in a temporary folder, and the shortest way to load into it and look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.loading import LoadSummary, load, read_mapping
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse, Limits

DATA = Path(__file__).parents[2] / "data"
REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "uci_online_retail"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Store:
    """A warehouse with a shop's settings around it."""

    def __init__(self, folder: Path, zone: str = "Asia/Shanghai", currency: str = "CNY") -> None:
        self.folder = folder
        self.warehouse = DuckDBWarehouse(folder, Limits(threads=2))
        self.zone, self.currency = zone, currency

    def load(self, mapping: str, *files: Path, **options: Any) -> LoadSummary:
        settings = {"zone": self.zone, "currency": self.currency, "now": NOW} | options
        return load(self.warehouse, read_mapping(mapping), files, **settings)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.warehouse.fetch(Statement(sql)).rows

    def scalar(self, sql: str) -> Any:
        return self.warehouse.fetch(Statement(sql)).scalar()

    def left_behind(self) -> list[str]:
        return sorted(entry.name for entry in self.warehouse.incoming.iterdir())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "shop")
    yield made
    made.warehouse.close()


@pytest.fixture
def dollars(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "shop", "America/New_York", "USD")
    yield made
    made.warehouse.close()


@pytest.fixture
def pounds(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "shop", "Europe/London", "GBP")
    yield made
    made.warehouse.close()
