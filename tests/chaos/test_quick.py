"""The fault run in small, as a test: the whole one is `make chaos`."""

import pytest

from tests.chaos.run import run
from tests.chaos.script import QUICK

pytestmark = pytest.mark.slow


def test_every_promise_is_kept_when_everything_goes_wrong_at_random() -> None:
    outcome = run(seed=11, size=QUICK, transports=("socket", "http"))
    assert outcome.verdict.violations == (), f"see {outcome.folder}"
    assert outcome.verdict.counts["kill -9"] == QUICK.kills
