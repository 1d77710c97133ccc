"""Every slot of a quarter is settled once and as expected, whatever happens."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.bot.state.databases import new_place
from tests.simulations.expected import first_shown, works
from tests.simulations.quarter import simulate
from tests.simulations.world import AUTUMN, SPRING, Quarter, utc


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quarter", "kind", "replicas"),
    [(AUTUMN, "postgresql", 2), (SPRING, "sqlite", 1)],
    ids=["autumn-postgresql", "spring-sqlite"],
)
def test_every_slot_is_settled_once_when_a_quarter_goes_wrong(
    quarter: Quarter, kind: str, replicas: int, tmp_path: Path
) -> None:
    result = simulate(quarter, new_place(kind, tmp_path), replicas, seed=7, idle_hours=4)
    assert result.wrong == []
    assert result.settled["asked"] > 500
    assert result.settled["late"] > 3
    assert result.settled["skipped"] > 1
    assert result.deaths > 10


def test_the_expectation_knows_the_calendar_when_it_counts() -> None:
    october = [day for day in range(1, 32) if works(date(2026, 10, day))]
    assert october == [8, 9, 10, *range(12, 17), *range(19, 24), *range(26, 31)]


@pytest.mark.parametrize(
    ("day", "instant"),
    [(date(2026, 3, 29), "2026-03-29T01:00"), (date(2026, 10, 25), "2026-10-25T00:30")],
)
def test_the_expectation_knows_summer_time_when_it_begins_and_ends(day: date, instant: str) -> None:
    found: datetime = first_shown(day, time(1, 30), ZoneInfo("Europe/London"))
    assert found == utc(instant)
