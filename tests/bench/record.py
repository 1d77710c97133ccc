"""What every benchmark shares: timing, percentiles, and the file its figures go to."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "bench"


@dataclass
class Stopwatch:
    """Seconds from entering `timed()` to leaving it."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time the block."""
    watch, start = Stopwatch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - start


def repeated(times: int, work: Callable[[], object]) -> list[float]:
    """Seconds of each run after one to warm up."""
    work()
    return [_seconds(work) for _ in range(times)]


def percentile(seconds: Sequence[float], share: float) -> float:
    """The smallest measured value that `share` of the runs did not exceed."""
    ranked = sorted(seconds)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def milliseconds(name: str, seconds: Sequence[float]) -> dict[str, float]:
    """`<name>_p50_ms` and `<name>_p95_ms`."""
    return {
        f"{name}_p{share}_ms": round(percentile(seconds, share / 100) * 1000, 1)
        for share in (50, 95)
    }


def write(name: str, figures: dict[str, float]) -> None:
    """Keep the figures in `build/bench/<name>.json` and print them."""
    BUILD.mkdir(parents=True, exist_ok=True)
    found = {"name": name, "figures": figures, "machine": machine()}
    (BUILD / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    width = max(map(len, figures), default=0)
    lines = [f"  {figure:<{width}}  {value:>12,.2f}" for figure, value in figures.items()]
    os.write(1, "\n".join([name, *lines, ""]).encode())


def machine() -> dict[str, float | str]:
    """Where the figures come from."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cpus": os.cpu_count() or 0,
        "memory_gb": round(memory / (1 << 30), 1),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
    }


def _seconds(work: Callable[[], object]) -> float:
    with timed() as watch:
        work()
    return watch.seconds
