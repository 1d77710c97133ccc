"""The running bot while its state is out of reach: nothing is lost, nothing comes twice."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.engine import Engine
from bot.state import audit_chain
from bot.state.database import Database, StateError, open_state
from tests.bot.questions import question, said
from tests.bot.state.databases import cluster, new_place
from tests.bot.test_engine import OpenShop, Wall, running
from tests.bot.web.waiting import until

pytestmark = pytest.mark.slow

ASKED = 150


def kept(engine: Engine, numbers: range) -> list[str]:
    """Ask that many questions, one after another; those that the bot says it kept."""

    def is_kept(number: int) -> bool:
        threading.Event().wait(0.01)
        try:
            # No note is put, so what is posted is the answer.
            return engine.accept(question(f"e{number}", hints={"pending": "1"}))
        except StateError:
            return False

    return [f"re:e{number}" for number in numbers if is_kept(number)]


def judge(state: Database, folder: Path, fail: Callable[[], None], mend: Callable[[], None]) -> int:
    """Ask before, during and after an outage; how many questions were not kept."""
    shop, wall = OpenShop(state, folder), Wall(folder / "wall")
    shop.answer = lambda request: said("x" * 3000)  # type: ignore[method-assign]
    with running(shop, wall) as engine:
        asked = kept(engine, range(ASKED))
        fail()
        asked += kept(engine, range(ASKED, 2 * ASKED))
        mend()
        asked += kept(engine, range(2 * ASKED, 3 * ASKED))
        until(lambda: len(wall.posted) >= len(asked), 240)
    assert sorted(wall.posted) == sorted(asked)
    assert audit_chain.verify(state).whole
    return 3 * ASKED - len(asked)


def test_every_kept_question_is_answered_once_when_the_server_of_the_state_went_away(
    tmp_path: Path,
) -> None:
    state = open_state(new_place("postgresql", tmp_path))
    server = cluster()
    assert server is not None
    not_kept = judge(state, tmp_path, server.stop, server.start)
    state.close()
    assert not_kept == ASKED


def test_every_kept_question_is_answered_once_when_the_disk_was_full(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state")
    is_full = threading.Event()

    @event.listens_for(state._engine, "checkout")
    def limit(connection, _record, _proxy) -> None:  # type: ignore[no-untyped-def]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        most = pages if is_full.is_set() else 2**20
        connection.execute(f"PRAGMA max_page_count = {most}")

    not_kept = judge(state, tmp_path, is_full.set, is_full.clear)
    state.close()
    assert not_kept > 0
