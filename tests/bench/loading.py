"""How fast files become tables, as a ratio to the engine's bare reading of the same file."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from os import wait4
from pathlib import Path
from subprocess import DEVNULL, Popen

import duckdb

from analytics.loading import load, read_mapping
from analytics.warehouse import DuckDBWarehouse, Limits
from tests.bench.record import ROOT, timed, write

REFERENCE = ROOT.parent / "shared" / "data" / "uci_online_retail" / "online_retail.parquet"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
_ORDERS = """
    SELECT 'o' || i AS order_id,
        TIMESTAMP '2024-01-01' + to_seconds(i * 30) AS ordered_at,
        round(20 + hash(i) % 500 + (hash(i + 1) % 100) / 100, 2) AS gross_amount,
        'c' || (hash(i) % 300000) AS customer_id,
        ['抖音', '天猫', '微信', '搜索'][1 + (hash(i) % 4)::INTEGER] AS channel
    FROM range($rows) AS t(i)
"""


def run(rows: int) -> None:
    """Load `rows` orders in our own columns, and the reference shop where it is there."""
    with _scratch() as folder:
        figures = {"rows": float(rows)}
        for suffix in ("csv", "parquet"):
            file = _written(folder / f"orders.{suffix}", rows)
            figures |= _compared(f"orders_{suffix}", file, "canonical")
        if REFERENCE.exists():
            figures |= _compared("uci_parquet", REFERENCE, "uci-online-retail")
            figures["uci_load_peak_mb"] = _peak(REFERENCE)
        write("load", figures)


def _written(file: Path, rows: int) -> Path:
    duckdb.connect().execute(f"COPY ({_ORDERS.replace('$rows', str(rows))}) TO '{file}'")
    return file


def _compared(name: str, file: Path, mapping: str) -> dict[str, float]:
    bare, ours = _bare(file), _ours(file, mapping)
    return {
        f"{name}_bare_s": round(bare, 3),
        f"{name}_load_s": round(ours, 3),
        f"{name}_ratio": round(bare / ours, 3),
    }


def _bare(file: Path) -> float:
    reader = "read_csv" if file.suffix == ".csv" else "read_parquet"
    with _scratch() as folder:
        connection = duckdb.connect(str(folder / "bare.duckdb"), config={"threads": 2})
        with timed() as watch:
            connection.execute(f"CREATE TABLE bare AS SELECT * FROM {reader}('{file}')")
            connection.close()
    return watch.seconds


def _ours(file: Path, mapping: str) -> float:
    """Without the marts, which a bare reading does not have either."""
    found = read_mapping(mapping)
    with _scratch() as folder:
        warehouse = DuckDBWarehouse(folder, Limits())
        with timed() as watch:
            load(warehouse, found, [file], currency=found.currency or "CNY", now=NOW)
            warehouse.close()
    return watch.seconds


def _peak(file: Path) -> float:
    """Peak memory in MB of `tidebell load` of the file, marts included."""
    with _scratch() as folder:
        words = ["load", "uci-online-retail", str(file), "--data", str(folder / "shop")]
        process = Popen(
            [sys.executable, "-m", "bot", *words], cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL
        )
        _, status, usage = wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"tidebell load ended with {status}")
    return round(usage.ru_maxrss / 1024, 1)


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
