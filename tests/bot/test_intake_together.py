"""Questions that come at once: kept together, each for itself where one of them cannot be kept."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

import pytest

from bot.intake import Intake
from bot.metrics import Metrics
from bot.platforms.base import Inbound
from bot.state import inbox
from bot.state.database import Database, StateError
from bot.state.people import StoredLanguages, keep_person
from tests.bot.questions import LIN, NOW, outgoing, question

FIRST = question("first")
UNKEPT = question("e1", channel="\ud800")
"""What no database can write down."""


@dataclass
class Looked:
    """A clock that is looked at once for each transaction, which waits until it is `let_go`."""

    let_go: Event = field(default_factory=Event)
    times: int = 0

    def now(self) -> datetime:
        """Always the same moment."""
        self.times += 1
        assert self.let_go.wait(120)
        return NOW


class Brought:
    """Questions that all come while the transaction of a first one is being written.

    `kept`: for each whether it was new, or why it was not kept. `transactions`: how many it took.
    """

    def __init__(self, state: Database, questions: Sequence[Inbound]) -> None:
        clock = Looked()
        self._intake = Intake(state, clock, "en", Metrics(), lambda: None)
        with ThreadPoolExecutor(len(questions) + 1) as threads:
            threads.submit(self._kept, FIRST)
            _wait_for(lambda: clock.times == 1)
            brought = [threads.submit(self._kept, one) for one in questions]
            _wait_for(lambda: len(_waiting_to_go_in(self._intake)) == len(questions))
            clock.let_go.set()
            self.kept = [one.result(60) for one in brought]
        self.transactions = clock.times - 1

    def _kept(self, asked: Inbound) -> bool | type[Exception]:
        try:
            return self._intake.accept(asked)
        except Exception as error:
            return type(error)


def _wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.001)


def _waiting_to_go_in(intake: Intake) -> Sequence[Inbound]:
    batch = intake._waiting
    return batch.asked if batch else ()


def _waiting(state: Database) -> int:
    with state.reading() as tx:
        return inbox.waiting(tx)


def test_all_are_kept_in_one_transaction_when_they_come_at_once(state: Database) -> None:
    brought = Brought(state, [question(f"e{number}") for number in range(20)])
    assert (brought.kept, brought.transactions) == ([True] * 20, 1)
    assert _waiting(state) == 21
    assert all(outgoing(state, f"re:e{number}") for number in range(20))


def test_one_is_new_when_the_same_question_comes_several_times_at_once(state: Database) -> None:
    brought = Brought(state, [question("e1"), question("e2"), question("e1"), question("e1")])
    assert brought.kept == [True, True, False, False]
    assert _waiting(state) == 3


def test_its_neighbours_are_kept_when_one_cannot_be(state: Database) -> None:
    brought = Brought(state, [question("e0"), UNKEPT, question("e2")])
    assert brought.kept == [True, UnicodeEncodeError, True]
    assert _waiting(state) == 3


def test_nobody_is_told_that_theirs_is_kept_when_the_state_cannot_be_written(
    state: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StateError("the disk is full")

    monkeypatch.setattr(inbox, "accept_all", full)
    brought = Brought(state, [question("e1"), question("e2")])
    assert (brought.kept, brought.transactions) == ([StateError, StateError], 1)


def test_each_note_is_in_its_askers_language_when_several_ask_at_once(state: Database) -> None:
    chosen = StoredLanguages(state)
    chosen.set_language("U2", "zh-CN")
    chosen.set_channel_language("C7", "zh-CN")
    with state.writing() as tx:
        keep_person(tx, "slack", LIN, NOW)
    asked = [
        question("own"),
        question("chosen", person="U2"),
        question("channel", person="U3", channel="C7"),
        question("default", person="U3"),
    ]
    Brought(state, asked)
    notes = {one.key: outgoing(state, f"re:{one.key}") for one in asked}
    spoken = {key: note.locale for key, note in notes.items() if note}
    expected = {"own": "zh-CN", "chosen": "zh-CN", "channel": "zh-CN", "default": "en"}
    assert spoken == expected
