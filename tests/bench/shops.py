"""Demo shops to measure on, kept under `build/bench/shops` so that a second run is quick."""

import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics import marts
from analytics.demo import generate, orders
from analytics.warehouse import DuckDBWarehouse, Limits
from bot.config import Shop, write_shop
from tests.bench.report import FOLDER

END = date(2026, 11, 22)
SIZES = {"0.1m": 100_000, "1m": 1_000_000, "10m": 10_000_000}
ROOMY = Limits(memory="12GB")
FIVE_EVENTS_AN_ORDER = 0.0135
"""The share of visits without an order to write, for about five events an order."""


@dataclass(frozen=True)
class BenchShop:
    """A folder with a demo shop; `seconds` is what making it took, None when it stood there."""

    folder: Path
    seconds: float | None


def sized(name: str) -> BenchShop:
    """The shop of a size in orders, with about five events an order."""
    return _shop(name, SIZES[name] / orders(1.0), FIVE_EVENTS_AN_ORDER)


def demo() -> BenchShop:
    """The shop a newcomer gets, but ending on a fixed day."""
    return _shop("demo", 1.0, None)


def _shop(name: str, scale: float, browsing: float | None) -> BenchShop:
    folder = FOLDER / "shops" / name
    if (folder / "made").exists():
        return BenchShop(folder, None)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.perf_counter()
    with closing(DuckDBWarehouse(folder, ROOMY)) as warehouse:
        generate(warehouse, seed=7, days=730, scale=scale, end=END, browsing=browsing)
        marts.ensure(warehouse, Shop().zone)
    write_shop(folder, Shop(name=f"bench {name}"))
    (folder / "made").touch()
    return BenchShop(folder, time.perf_counter() - started)
