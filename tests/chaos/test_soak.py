"""The soak in small, as a test: an hour of it is `python -m tests.chaos soak`."""

import pytest

from tests.chaos.soak import soak

pytestmark = pytest.mark.slow


def test_nothing_grows_when_questions_keep_coming() -> None:
    assert soak(minutes=1, seed=5).violations == ()
