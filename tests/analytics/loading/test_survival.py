"""The machine fails in the middle: killed, or out of disk. The store is as it was before."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.analytics.loading.conftest import Store

ROOT = Path(__file__).parents[3]
HEADER = "order_id,ordered_at,gross_amount\n"

# Loads a file, then waits inside the transaction, so that it can be killed there for certain.
LOADER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from analytics.errors import AnalyticsError
from analytics.loading import load, read_mapping
from analytics.warehouse import DuckDBWarehouse

def wait(writer, days):
    if sys.argv[3] == "wait":
        print("inside", flush=True)
        time.sleep(60)

try:
    warehouse = DuckDBWarehouse(Path(sys.argv[1]))
    load(warehouse, read_mapping("canonical-orders"), [Path(sys.argv[2])],
         now=datetime(2026, 11, 22, tzinfo=UTC), after=wait)
except AnalyticsError as error:
    print(type(error).__name__, error)
    sys.exit(3)
"""


def orders(path: Path, count: int) -> Path:
    with path.open("w") as file:
        file.write(HEADER)
        file.writelines(
            f"order-{count}-{number:012d},2026-03-01 10:{number % 60:02d}:00,{number % 997}\n"
            for number in range(count)
        )
    return path


def start(folder: Path, file: Path, word: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", LOADER, str(folder), str(file), word],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_store_is_as_before_when_a_load_is_killed_inside_its_transaction(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    before = Store(folder)
    before.load("canonical-orders", orders(tmp_path / "first.csv", 10))
    before.warehouse.close()
    running = start(folder, orders(tmp_path / "second.csv", 50_000), "wait")
    assert running.stdout is not None
    assert running.stdout.readline() == "inside\n"
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    after = Store(folder)
    assert after.scalar("SELECT count(*) FROM orders") == 10
    assert after.scalar("SELECT count(*) FROM tidebell.loads") == 1
    after.warehouse.close()


def test_leftovers_are_removed_when_the_load_after_a_killed_one_runs(tmp_path: Path) -> None:
    store = Store(tmp_path / "shop")
    (store.warehouse.incoming / "000007.txt").write_text("left by a killed load")
    store.load("canonical-orders", orders(tmp_path / "orders.csv", 10))
    assert store.left_behind() == []
    store.warehouse.close()


def test_load_succeeds_whole_when_an_earlier_try_was_killed_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    file = orders(tmp_path / "orders.csv", 200_000)
    for wait in (0.3, 0.7, 1.1):
        running = start(folder, file, "go")
        time.sleep(wait)
        running.kill()
        running.communicate()
    store = Store(folder)
    assert store.scalar("SELECT count(*) FROM orders") in {0, 200_000}
    store.load("canonical-orders", file)
    assert store.scalar("SELECT count(*) FROM orders") == 200_000
    store.warehouse.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 32 MB of its own; skipped where it may not be made."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def leave_free(folder: Path, room: int) -> Path:
    """Fill the disk up to `room` bytes."""
    disk = os.statvfs(folder)
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, disk.f_bavail * disk.f_frsize - room)
    return ballast


@pytest.mark.parametrize("share", [1.1, 0.5], ids=["while-storing", "while-copying"])
def test_store_is_as_before_when_the_disk_fills(
    tmp_path: Path, small_disk: Path, share: float
) -> None:
    folder = small_disk / "shop"
    before = Store(folder)
    before.load("canonical-orders", orders(tmp_path / "first.csv", 10))
    before.warehouse.close()
    file = orders(tmp_path / "second.csv", 300_000)
    ballast = leave_free(folder, int(file.stat().st_size * share))
    running = start(folder, file, "go")
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 3, said
    assert "the disk is full" in said
    ballast.unlink()
    after = Store(folder)
    assert after.scalar("SELECT count(*) FROM orders") == 10
    after.load("canonical-orders", file)
    assert after.scalar("SELECT count(*) FROM orders") == 300_010
    after.warehouse.close()
