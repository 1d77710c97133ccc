"""What every benchmark writes: figures with their machine, as JSON and as a table."""

import json
import os
import platform
import resource
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

import duckdb
from rich.console import Console
from rich.table import Table

FOLDER = Path("build/bench")


def write(name: str, figures: Mapping[str, float]) -> None:
    """Write `build/bench/<name>.json` and print the figures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rounded = {key: round(value, 4) for key, value in figures.items()}
    content = {"name": name, "figures": rounded, "machine": machine()}
    (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2), "utf-8")
    table = Table("figure", "value", title=name, title_justify="left")
    for key, value in rounded.items():
        table.add_row(key, f"{value:,.4g}" if value < 1000 else f"{value:,.0f}")
    Console().print(table)


def machine() -> dict[str, float | str]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpus": os.cpu_count() or 0,
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    high = quantiles(ordered, n=20)[-1] if len(ordered) > 1 else ordered[0]
    return median(ordered) * 1000, high * 1000


def peak_mb() -> float:
    """The largest memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child_peak_mb() -> float:
    """The largest memory any finished child process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
