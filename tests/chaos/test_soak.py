"""The soak in small, as a test: an hour of it is `python -m tests.chaos soak`."""

from pathlib import Path

import pytest

from tests.chaos.soak import soak

pytestmark = pytest.mark.slow


def test_nothing_grows_when_questions_keep_coming(demo_folder: Path) -> None:
    assert soak(minutes=1, seed=5, shop=demo_folder).violations == ()
