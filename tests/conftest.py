"""What tests of every part share: the reference data, golden files, a small demo shop."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.config import spare_threads

spare_threads()  # before anything imports numpy

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared" / "data"
Golden = Callable[[str, str], None]


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
    """A demo shop of 120 days that ends on 2026-11-21, made once a run; do not write to it."""
    from bot.cli.demo_data import make_demo

    folder = tmp_path_factory.mktemp("demo") / "shop"
    make_demo(folder, seed=7, days=120, scale=0.05, end=date(2026, 11, 22))
    return folder
