"""Two processes and one store: the second is told, and a killed one leaves nothing half done."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics.errors import StoreBusy
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse
from tests.conftest import ROOT
from tests.shop import insert, order

COUNT = Statement("SELECT count(*) FROM main.orders")
HOLD = """
import sys, time
from pathlib import Path
from analytics.warehouse import DuckDBWarehouse
warehouse = DuckDBWarehouse(Path(sys.argv[1]))
"""
HOLD_OPEN = HOLD + "print('ready', flush=True); time.sleep(60)"
WRITE = (
    HOLD
    + """
with warehouse.writing() as writer:
    for n in range(3):
        writer.execute(
            "INSERT INTO main.orders (order_id, ordered_at, gross_amount, _load)"
            " SELECT 'x' || range, TIMESTAMPTZ '2026-11-02 10:00:00+08', 1, 2 FROM range(50000)"
        )
    print('ready', flush=True)
    time.sleep(60)
"""
)


@contextmanager
def running(program: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The program in a process of its own, from when it says that it is ready; killed after."""
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def test_the_second_process_is_told_when_the_store_is_held(tmp_path: Path) -> None:
    with running(HOLD_OPEN, tmp_path), pytest.raises(StoreBusy, match="another process holds"):
        DuckDBWarehouse(tmp_path)


def test_the_store_is_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    with running(HOLD_OPEN, tmp_path):
        pass
    DuckDBWarehouse(tmp_path).close()


def test_committed_rows_stay_and_others_do_not_when_a_writer_is_killed(tmp_path: Path) -> None:
    warehouse = DuckDBWarehouse(tmp_path)
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("A", "2026-11-02 10:00", 5)]})
    warehouse.close()
    with running(WRITE, tmp_path):
        pass
    again = DuckDBWarehouse(tmp_path)
    assert again.fetch(COUNT).scalar() == 1
    with again.writing() as writer:
        insert(writer, {"orders": [order("B", "2026-11-02 10:00", 5)]})
    assert again.fetch(COUNT).scalar() == 2
    again.close()


def test_a_commit_survives_when_its_process_is_killed_before_closing(tmp_path: Path) -> None:
    committed = WRITE.replace("    print('ready', flush=True)\n    time.sleep(60)\n", "")
    with running(committed + "print('ready', flush=True); time.sleep(60)", tmp_path):
        pass
    again = DuckDBWarehouse(tmp_path)
    assert again.fetch(COUNT).scalar() == 150_000
    again.close()
