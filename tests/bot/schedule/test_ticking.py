"""The thread that looks for what is due."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import FixedClock
from bot.state.database import Database
from bot.state.errors import StateError
from bot.state.schema import timers
from bot.ticking import LONGEST_SILENCE, Ticking
from tests.bot.schedule.reports import RHYTHM, Reports, at

SOON = 10


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rung = threading.Semaphore(0)

    def __call__(self) -> None:
        self.rung.release()


class Broken:
    """A state that cannot be used."""

    def reading(self) -> Iterator[None]:
        raise StateError("the disk is full")


def ticking(state: Database, text: str, bell: Bell | None = None) -> Ticking:
    return Ticking(state, FixedClock(at(text)), RHYTHM, bell or Bell())


def test_workers_are_woken_at_once_when_something_was_due_at_the_start(state: Database) -> None:
    reports, bell = Reports(state), Bell()
    reports.add()
    running = ticking(state, "2026-11-05T09:00", bell)
    running.start()
    assert bell.rung.acquire(timeout=SOON)
    assert running.stop(SOON)
    assert len(reports.asked()) == 1


def test_nobody_is_woken_when_nothing_is_due(state: Database) -> None:
    Reports(state).add()
    bell = Bell()
    ticking(state, "2026-11-05T08:00", bell).tick()
    assert not bell.rung.acquire(blocking=False)


def test_reports_are_asked_when_a_timer_cannot_be_read(
    state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    reports = Reports(state)
    reports.add()
    due = at("2026-11-05T08:59")
    with state.writing() as tx:
        unknown = {"key": "t", "due_at": due, "set_at": due, "inbound": {"later": 1}}
        tx.execute(timers.insert().values(unknown))
    ticking(state, "2026-11-05T09:00").tick()
    assert len(reports.asked()) == 1
    assert "cannot be read" in caplog.text


def test_it_ends_when_it_was_never_started(state: Database) -> None:
    assert ticking(state, "2026-11-05T08:00").stop(SOON)


def test_it_goes_on_when_the_state_cannot_be_used_for_a_while(
    state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ticking(Broken(), "2026-11-05T09:00").tick()
    assert "the disk is full" in caplog.text
    reports = Reports(state)
    reports.add()
    ticking(state, "2026-11-05T09:00").tick()
    assert len(reports.asked()) == 1


def test_looks_are_arranged_anew_when_the_machines_clock_is_set_back(
    state: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, bell = Reports(state), Bell()
    reports.add()
    running = ticking(state, "2026-11-05T09:00", bell)
    running._arrange()
    hours_back = datetime.now(UTC).astimezone().replace(tzinfo=None) - timedelta(hours=3)

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return hours_back

    monkeypatch.setattr("schedule.datetime.datetime", SetBack)
    assert running._jobs.idle_seconds > 3600
    running._turn()
    assert running._jobs.idle_seconds < 60


def test_a_complaint_is_made_when_nothing_was_looked_at_for_long(state: Database) -> None:
    found = ticking(state, "2026-11-05T09:00")
    assert found.complaint() is None
    found._looked_at -= LONGEST_SILENCE + 1
    assert "schedule" in (found.complaint() or "")
    found.tick()
    assert found.complaint() is None
