"""The fault run in small, as a test: the whole one is `make chaos`."""

from pathlib import Path

import pytest

from tests.chaos.run import run
from tests.chaos.script import QUICK

pytestmark = pytest.mark.slow


def test_every_promise_is_kept_when_everything_goes_wrong_at_random(demo_folder: Path) -> None:
    outcome = run(seed=11, size=QUICK, transports=("socket", "http"), shop=demo_folder)
    assert outcome.verdict.violations == (), f"see {outcome.folder}"
    assert outcome.verdict.counts["kill -9"] == QUICK.kills
