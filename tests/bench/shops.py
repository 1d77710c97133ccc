"""Demo shops of three sizes, kept under `build/bench/shops` so that a second run is quick."""

import shutil
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.demo import orders
from bot.cli.demo_data import make_demo
from tests.bench.report import FOLDER

END = date(2026, 11, 22)
SIZES = {"0.1m": 100_000, "1m": 1_000_000, "10m": 10_000_000}


@dataclass(frozen=True)
class BenchShop:
    """A folder with a demo shop; `seconds` is what making it took, None when it stood there."""

    name: str
    folder: Path
    seconds: float | None


def shop(name: str) -> BenchShop:
    """The shop of a size, made if it is not there yet."""
    folder = FOLDER / "shops" / name
    if (folder / "truth.json").exists():
        return BenchShop(name, folder, None)
    shutil.rmtree(folder, ignore_errors=True)
    started = time.perf_counter()
    make_demo(folder, seed=7, days=730, scale=SIZES[name] / orders(1.0), end=END)
    return BenchShop(name, folder, time.perf_counter() - started)
