"""Shops to ask: the tiny one, worked out by hand, and a small demo shop."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.catalog import catalogue
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from tests.commands.asking import Asker
from tests.shop import SHANGHAI, tiny_shop


@pytest.fixture
def tiny() -> Asker:
    """The tiny shop on the morning of 2026-11-05; its data end with 2026-12-01."""
    return Asker(tiny_shop(), datetime(2026, 11, 5, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def demo(demo_folder: Path) -> Iterator[Asker]:
    """The small demo shop on the morning after its last day."""
    warehouse = DuckDBWarehouse(demo_folder)
    yield Asker(Shop(warehouse, catalogue(), SHANGHAI), datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    warehouse.close()
