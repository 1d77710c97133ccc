"""Workers: each question answered once, whoever dies over it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import update

from bot.clock import SystemClock
from bot.state import inbox
from bot.state.database import Database, StateError, open_state
from bot.state.inbox import Claimed
from bot.state.schema import inbox as table
from bot.workers import Workers
from tests.bot.questions import NOW, Moving, question
from tests.bot.web.waiting import until

ROOT = Path(__file__).parents[2]


class Settling:
    """Marks questions as done; `held` keeps it busy, `failures` go first."""

    def __init__(self, state: Database, failures: int = 0) -> None:
        self.state, self.failures = state, failures
        self.begun: list[str] = []
        self.done: list[str] = []
        self.held = threading.Event()
        self.held.set()

    def __call__(self, claimed: Claimed) -> None:
        self.begun.append(claimed.inbound.key)
        self.held.wait(120)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the directory broke")
        with self.state.writing() as tx:
            if inbox.finish(tx, claimed, NOW):
                self.done.append(claimed.inbound.key)


@pytest.fixture
def settling(state: Database) -> Iterator[Settling]:
    found = Settling(state)
    yield found
    found.held.set()


@contextmanager
def working(state: Database, settle: Callable[[Claimed], None], **how: object) -> Iterator[Workers]:
    workers = Workers(state, SystemClock(), settle, look_seconds=0.02, **how)  # type: ignore[arg-type]
    workers.start()
    try:
        yield workers
    finally:
        workers.stop(60)


def keep(state: Database, *keys: str) -> None:
    with state.writing() as tx:
        for key in keys:
            inbox.accept(tx, question(key), NOW)


def waiting(state: Database) -> int:
    with state.reading() as tx:
        return inbox.waiting(tx)


def test_every_question_is_settled_once_when_many_wait(state: Database, settling: Settling) -> None:
    keys = [str(number) for number in range(50)]
    keep(state, *keys)
    with working(state, settling):
        until(lambda: waiting(state) == 0)
    assert sorted(settling.begun, key=int) == keys


def test_a_question_is_taken_up_at_once_when_workers_are_called(
    state: Database, settling: Settling
) -> None:
    workers = Workers(state, SystemClock(), settling, look_seconds=60)
    workers.start()
    keep(state, "e1")
    workers.wake()
    until(lambda: settling.done == ["e1"])
    assert workers.stop(60)


def test_a_question_is_tried_again_when_settling_it_failed(
    state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    settling = Settling(state, failures=1)
    keep(state, "e1")
    with working(state, settling):
        until(lambda: settling.done)
    assert settling.begun == ["e1", "e1"]
    assert "the directory broke" in caplog.text


def test_the_worker_goes_on_when_a_question_failed_very_often(state: Database) -> None:
    settling = Settling(state, failures=1)
    keep(state, "e1")
    with state.writing() as tx:
        tx.execute(update(table).values(attempts=10_000))
    with working(state, settling, at_once=1):
        until(lambda: settling.begun == ["e1"])
        keep(state, "e2")
        until(lambda: settling.done == ["e2"])


def test_the_failure_is_not_the_questions_when_the_state_cannot_be_written(
    state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[int] = []

    def settle(claimed: Claimed) -> None:
        attempts.append(claimed.attempts)
        if len(attempts) == 1:
            raise StateError("the durable state cannot be used now: disk full")
        with state.writing() as tx:
            inbox.finish(tx, claimed, NOW)

    keep(state, "e1")
    with working(state, settle):
        until(lambda: waiting(state) == 0)
    assert attempts == [1, 1]
    assert "Traceback" not in caplog.text


def test_a_question_stays_in_its_hands_when_the_clock_is_set_forward(
    state: Database, settling: Settling
) -> None:
    clock = Moving()
    settling.held.clear()
    keep(state, "e1")
    workers = Workers(state, clock, settling, look_seconds=0.02)
    workers.start()
    until(lambda: settling.begun == ["e1"])
    clock.move(minutes=5)
    sleep(0.3)
    settling.held.set()
    until(lambda: settling.done == ["e1"])
    assert workers.stop(60)
    assert settling.begun == ["e1"]


def test_a_question_stays_in_its_hands_when_it_takes_longer_than_the_lease(
    state: Database, settling: Settling
) -> None:
    settling.held.clear()
    short = timedelta(seconds=2)
    with working(state, settling, lease=short), working(state, settling, lease=short):
        keep(state, "e1")
        until(lambda: settling.begun)
        threading.Event().wait(3)
        assert settling.begun == ["e1"]
        settling.held.set()
        until(lambda: settling.done)
    assert settling.begun == ["e1"]


def test_nothing_is_kept_of_it_when_the_workers_were_stopped_meanwhile(
    state: Database, settling: Settling
) -> None:
    settling.held.clear()
    keep(state, "e1")
    workers = Workers(state, Moving(), settling)
    workers.start()
    workers.wake()
    until(lambda: settling.begun)
    assert not workers.stop(0.05)
    settling.held.set()
    assert workers.join(60)
    assert (settling.done, waiting(state)) == ([], 1)
    with working(state, settling):
        until(lambda: settling.done == ["e1"])


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from bot.clock import SystemClock
from bot.state.database import open_state
from bot.workers import Workers

def die(claimed):
    os.kill(os.getpid(), signal.SIGKILL)

workers = Workers(open_state(Path(sys.argv[1])), SystemClock(), die)
workers.start()
workers.wake()
workers.join(60)
"""


def test_a_question_is_answered_after_the_restart_when_its_process_was_killed(
    tmp_path: Path,
) -> None:
    state = open_state(tmp_path)
    keep(state, "e1")
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env=environment, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    settling = Settling(state)
    with working(state, settling):
        until(lambda: settling.done == ["e1"])
    state.close()
