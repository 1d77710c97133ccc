"""How fast files are loaded, as a ratio to DuckDB's bare reader into a table in the same run.

The file is UCI Online Retail where it is at hand, and orders in canonical columns made here.
Each side is timed in a process of its own, so that the peak memory is its own too.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.bench.report import peak_mb, write

UCI = Path(__file__).parents[3] / "shared/data/uci_online_retail/online_retail.parquet"
ROWS = 2_000_000
ROUNDS = 3


def main() -> None:
    """Measure every file and form."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, mapping, file in _files(Path(folder)):
            bare = _best("bare", mapping, file)
            ours = _best("ours", mapping, file)
            figures[f"{name}_rows"] = bare["rows"]
            figures[f"{name}_bare_s"] = bare["seconds"]
            figures[f"{name}_load_s"] = ours["seconds"]
            figures[f"{name}_with_marts_s"] = ours["with_marts"]
            figures[f"{name}_ratio"] = bare["seconds"] / ours["seconds"]
            figures[f"{name}_cpu_ratio"] = bare["cpu"] / ours["cpu"]
            figures[f"{name}_peak_mb"] = ours["peak_mb"]
    write("load", figures)


def _files(folder: Path) -> list[tuple[str, str, Path]]:
    connection = duckdb.connect()
    made = []
    orders = f"""
        SELECT 'A' || i AS order_id, TIMESTAMP '2025-01-01' + to_seconds(i * 15) AS ordered_at,
            (10 + i % 9000 / 100)::DECIMAL(18, 2) AS gross_amount, 'C' || i % 300000 AS customer_id,
            ['抖音', '天猫', '微信'][i % 3 + 1] AS channel, 'paid' AS status,
            (9 + i % 9000 / 100)::DECIMAL(18, 2) AS paid_amount
        FROM range({ROWS}) AS r (i)"""
    for form in ("csv", "parquet"):
        file = folder / f"orders.{form}"
        connection.execute(f"COPY ({orders}) TO '{file}' (FORMAT {form})")
        made.append((f"orders_{form}", "canonical", file))
    if UCI.exists():
        file = folder / "online_retail.csv"
        connection.execute(f"COPY (FROM '{UCI}') TO '{file}' (FORMAT csv)")
        made += [("uci_csv", "uci-online-retail", file), ("uci_parquet", "uci-online-retail", UCI)]
    return made


def _best(side: str, mapping: str, file: Path) -> dict[str, float]:
    """The fastest of a few runs, each in a new process."""
    command = [sys.executable, "-m", "tests.bench.loads", side, mapping, str(file)]
    runs = []
    for _ in range(ROUNDS):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    found: dict[str, float] = min(runs, key=lambda run: run["seconds"])
    return found


def _bare(file: Path) -> dict[str, float]:
    reader = "read_csv" if file.suffix == ".csv" else "read_parquet"
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(f"{folder}/bare.duckdb", config={"threads": 2})
        started, cpu = time.perf_counter(), time.process_time()
        connection.execute(f"CREATE TABLE t AS SELECT * FROM {reader}('{file}')")
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        rows = connection.execute("SELECT count(*) FROM t").fetchall()[0][0]
        connection.close()
    return {"seconds": seconds, "cpu": cpu, "rows": rows}


def _ours(mapping: str, file: Path) -> dict[str, float]:
    from datetime import UTC, datetime

    from analytics import marts
    from analytics.loading import load, read_mapping
    from analytics.warehouse import DuckDBWarehouse

    found = read_mapping(mapping)
    zone, currency = found.zone or "Asia/Shanghai", found.currency or "CNY"
    with tempfile.TemporaryDirectory() as folder:
        warehouse = DuckDBWarehouse(Path(folder))
        marks, cpu = [time.perf_counter()], time.process_time()
        load(
            warehouse,
            found,
            [file],
            zone=zone,
            currency=currency,
            now=datetime(2026, 11, 22, tzinfo=UTC),
            after=lambda *_: marks.append(time.perf_counter()),
        )
        marks.append(time.perf_counter())
        cpu = time.process_time() - cpu
        with warehouse.writing() as writer:
            marts.refresh(writer, zone)
        marks.append(time.perf_counter())
        warehouse.close()
    return {
        "seconds": marks[2] - marks[0],
        "cpu": cpu,
        "with_marts": marks[3] - marks[0],
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _, side, mapping, file = sys.argv
        print(json.dumps(_bare(Path(file)) if side == "bare" else _ours(mapping, Path(file))))  # noqa: T201
    else:
        main()
