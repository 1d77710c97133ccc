"""An office over an empty state, once on each database."""

from pathlib import Path

import pytest

from bot.state.database import Database
from tests.bot.plans.team import Office


@pytest.fixture
def office(state: Database, tmp_path: Path) -> Office:
    """The office at noon."""
    return Office(state, exports=tmp_path / "exports")
