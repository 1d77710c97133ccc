"""Taking questions in: kept before anything else, once, with a note for who waits long."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.intake import PATIENCE, WORKING, Intake
from bot.metrics import Metrics
from bot.platforms.base import Inbound
from bot.state import inbox
from bot.state.database import Database, StateError, open_state
from bot.state.people import keep_person
from tests.bot.questions import LIN, NOW, Moving, outgoing, question


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def intake(state: Database, bell: Bell, metrics: Metrics) -> Intake:
    return Intake(state, Moving(), "en", metrics, bell)


def waiting(state: Database) -> int:
    with state.reading() as tx:
        return inbox.waiting(tx)


def test_a_question_is_kept_and_told_of_once_when_it_comes_twice(
    intake: Intake, state: Database, bell: Bell, metrics: Metrics
) -> None:
    assert [intake.accept(question()), intake.accept(question())] == [True, False]
    assert (waiting(state), bell.rung) == (1, 1)
    assert b'tidebell_duplicates_dropped_total{platform="slack"} 1.0' in metrics.text()


def test_a_note_is_shown_later_when_somebody_waits(intake: Intake, state: Database) -> None:
    intake.accept(question(thread="17.1", hints={"response_url": "x"}))
    note = outgoing(state)
    assert note is not None
    assert (note.reply, note.thread, note.hints) == (WORKING, "17.1", {"response_url": "x"})
    with state.reading() as tx:
        due = tx.exec_driver_sql("SELECT next_try_at FROM outbox").scalar_one()
    assert due == (NOW + PATIENCE).timestamp() * 1_000_000


@pytest.mark.parametrize("asked", [question(person=""), question(hints={"pending": "7"})], ids=str)
def test_no_note_is_shown_when_nobody_needs_it(
    intake: Intake, state: Database, asked: Inbound
) -> None:
    intake.accept(asked)
    assert outgoing(state) is None


def test_the_note_is_in_the_askers_language_when_they_are_known(
    intake: Intake, state: Database
) -> None:
    with state.writing() as tx:
        keep_person(tx, "slack", LIN, NOW)
    intake.accept(question("e1"))
    intake.accept(question("e2", person="U9"))
    assert [getattr(outgoing(state, key), "locale", "") for key in ("re:e1", "re:e2")] == [
        "zh-CN",
        "en",
    ]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Database]:
    """A state whose disk has no room left."""
    state = open_state(tmp_path / "full")
    with state.writing() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    yield state
    state.close()


def test_nothing_is_kept_when_the_disk_is_full(full: Database, bell: Bell) -> None:
    intake = Intake(full, Moving(), "en", Metrics(), bell)
    with pytest.raises(StateError, match="full"):
        intake.accept(question(text="/gmv " + "x" * 100_000))
    assert (waiting(full), bell.rung) == (0, 0)


def test_a_burst_of_many_people_is_kept_when_each_takes_a_connection(
    state: Database, bell: Bell, metrics: Metrics
) -> None:
    intake = Intake(state, Moving(), "en", metrics, bell)
    at_once = 64
    together = threading.Barrier(at_once)

    def ask(number: int) -> bool:
        together.wait(60)
        return intake.accept(question(f"e{number}", person=f"U{number}", channel=f"C{number}"))

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        assert all(threads.map(ask, range(at_once)))
    assert time.monotonic() - began < 25
