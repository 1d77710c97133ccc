"""What tests of every part share: the reference data, golden files, a small demo shop."""

import fcntl
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.config import spare_threads

spare_threads()  # before anything imports numpy

# A slow machine is no failure, and the same commit passes or fails each time it is tried;
# `pytest --hypothesis-profile=default` looks for examples nobody has tried yet.
settings.register_profile(
    "tidebell", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tidebell")

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared" / "data"
Golden = Callable[[str, str], None]

LONGEST = (
    "tests/chaos/test_quick.py",
    "tests/chaos/test_soak.py",
    "tests/simulations/test_quarter.py",
    "tests/bot/test_outages.py",
    "tests/chaos/test_kill_points.py",
    "tests/simulations/responses/test_responses.py",
    "tests/analytics/test_marts_properties.py",
    "tests/bot/test_serve.py",
    "tests/bot/web/test_browser.py",
)
"""Files that take more than half a minute: begun first, so that no worker is left alone with one
at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, then those with a slow test, then the rest; each in its order."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    rank = {ROOT / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(LONGEST) + (item.path not in slow)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--goldens", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data; tests that need it skip where it is absent."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference data (../shared/data) are not here")
    return REFERENCE


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)`: the text must equal `goldens/<name>` beside the test.

    With `--goldens` the file is written instead.
    """
    folder = request.path.parent / "goldens"

    def compare(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--goldens"):
            folder.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.exists(), f"{file.name} is not there: make goldens, then read it"
        assert text == file.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo shop of 120 days that ends on 2026-11-21; do not write to it.

    It is made once a run: workers beside each other copy what the first one made.
    """
    from bot.cli.demo_data import make_demo

    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo-shop"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            make_demo(shared, seed=7, days=120, scale=0.05, end=date(2026, 11, 22))
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("demo") / "shop"))
