"""The running bot, from a question taken in to its answer on the platform."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from bot import ticking
from bot.app import App
from bot.clock import SystemClock
from bot.config import Config
from bot.delivery import AT_ONCE
from bot.engine import Engine, Platform
from bot.metrics import Metrics
from bot.platforms.base import Outgoing, Posted, Request
from bot.state import audit
from bot.state.audit_chain import Head, kept_head
from bot.state.database import Database, open_state
from bot.state.people import StoredLanguages
from commands.kit.reply import Reply
from tests.bot.questions import Team, question, said
from tests.bot.web.waiting import until

ROOT = Path(__file__).parents[2]


class Wall:
    """A platform that keeps what is posted, in a file, so that a second process finds it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def posted(self) -> list[str]:
        return self.file.read_text("utf-8").split() if self.file.exists() else []

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        return (reply,)

    def post(self, message: Outgoing) -> Posted:
        with self.file.open("a", encoding="utf-8") as out:
            out.write(f"{message.key}\n")
        return Posted(str(len(self.posted)), message.channel)

    def edit(self, message: Outgoing, place: str) -> Posted:
        return Posted(place, message.channel)

    def delete(self, channel: str, place: str) -> None:
        raise AssertionError("nothing here is deleted")

    def find(self, message: Outgoing, since: object) -> Posted | None:
        posted = self.posted
        if message.key not in posted:
            return None
        return Posted(str(posted.index(message.key) + 1), message.channel)


class OpenShop:
    """Answers by echo; `/slow` takes until it is interrupted, `/die` ends the process."""

    def __init__(self, state: Database, data: Path) -> None:
        self.state, self.clock, self.metrics = state, SystemClock(), Metrics()
        self.config = Config(data=data, language="en")
        data.mkdir(exist_ok=True)
        self.languages = StoredLanguages(state)
        self.begun = threading.Event()
        self.interrupted = threading.Event()

    def answer(self, request: Request) -> Reply:
        self.begun.set()
        if request.text == "/slow":
            self.interrupted.wait(120)
            return said("broken off", failed=True, reference="7F3A21")
        if request.text == "/die":
            os.kill(os.getpid(), signal.SIGKILL)
        return said(request.text)

    def interrupt(self) -> None:
        self.interrupted.set()


@contextmanager
def running(shop: OpenShop, wall: Wall) -> Iterator[Engine]:
    engine = Engine(cast("App", shop), {"slack": Platform(wall, Team(), AT_ONCE)})
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path / "wall")


@pytest.fixture
def shop(state: Database, tmp_path: Path) -> OpenShop:
    return OpenShop(state, tmp_path)


def test_every_answer_is_posted_once_when_many_ask(shop: OpenShop, wall: Wall) -> None:
    keys = [f"e{number}" for number in range(30)]
    with running(shop, wall) as engine:
        for key in (*keys, *keys):
            engine.accept(question(key))
        until(lambda: len(wall.posted) >= 30)
    assert sorted(wall.posted) == sorted(f"re:{key}" for key in keys)


def test_the_end_does_not_wait_for_it_when_a_question_takes_long(
    shop: OpenShop, wall: Wall
) -> None:
    with running(shop, wall) as engine:
        engine.accept(question("e1", text="/slow"))
        until(shop.begun.is_set)
        began = time.monotonic()
    assert time.monotonic() - began < 60
    assert shop.interrupted.is_set()


def test_a_question_is_answered_after_the_start_when_the_end_broke_it_off(
    shop: OpenShop, wall: Wall, tmp_path: Path
) -> None:
    with running(shop, wall) as engine:
        engine.accept(question("e1", text="/slow", hints={"pending": "1"}))
        until(shop.begun.is_set)
    assert wall.posted == []
    with running(OpenShop(shop.state, tmp_path), wall) as engine:
        shop.interrupted.set()
        engine.accept(question("e2"))
        until(lambda: "re:e2" in wall.posted)
    with shop.state.reading() as tx:
        kinds = [entry.kind for entry in audit.entries(tx)]
    assert kinds == ["started", "stopped", "started", "asked", "stopped"]


def test_the_end_of_the_audit_log_is_kept_aside_when_the_bot_runs_on(
    shop: OpenShop, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "MINUTELY_SECONDS", 1)
    with running(shop, wall) as engine:
        engine.accept(question("e1"))
        until(lambda: (kept_head(shop.config.data) or Head()).seq == 2)


KILLED = """
import sys
from pathlib import Path
from bot.state.database import open_state
from tests.bot.questions import question
from tests.bot.test_engine import OpenShop, Wall, running

folder = Path(sys.argv[1])
with running(OpenShop(open_state(folder), folder), Wall(folder / "wall")) as engine:
    engine.accept(question("e1", text="/die", hints={"pending": "1"}))
    engine.workers.join(30)
"""


def test_one_answer_is_posted_after_the_restart_when_the_process_was_killed(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env=environment, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    state, wall = open_state(tmp_path), Wall(tmp_path / "wall")
    shop = OpenShop(state, tmp_path)
    shop.answer = lambda request: said(request.text)  # type: ignore[method-assign]
    with running(shop, wall):
        until(lambda: wall.posted)
    state.close()
    assert wall.posted == ["re:e1"]
