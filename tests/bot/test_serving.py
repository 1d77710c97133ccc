"""The browser chat on the engine: reports, answers in place, restarts, two servers on one state."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from bot.app import App
from bot.engine import Engine
from bot.platforms.base import Inbound, Person
from bot.platforms.web import Conversations, ask_again
from bot.platforms.web.asking import say
from bot.platforms.web.reader import Reader
from bot.serving import open_rooms, put_together
from bot.state.database import Database
from tests.bot.questions import question, said
from tests.bot.test_engine import OpenShop
from tests.bot.web.waiting import until

ME = Reader(Person("me", "Me", ("growth lead",)), "en")


@contextmanager
def served(state: Database, data: Path) -> Iterator[tuple[Engine, Conversations]]:
    shop = cast("App", OpenShop(state, data))
    rooms = open_rooms(shop)
    engine, sources = put_together(shop, rooms)
    engine.start(sources)
    try:
        ask_again(rooms, engine.accept)
        yield engine, rooms
    finally:
        engine.stop()


def words(rooms: Conversations, channel: str = "growth") -> list[object]:
    return [message.said for message in rooms.messages(channel, person="me")]


def test_the_answer_takes_the_place_of_the_wait_when_a_question_is_asked(
    state: Database, tmp_path: Path
) -> None:
    with served(state, tmp_path) as (engine, rooms):
        say(rooms, engine.accept, ME, "growth", "/gmv", None)
        until(lambda: words(rooms) == ["/gmv", said("/gmv")])


def test_the_answer_stands_in_the_thread_when_asked_there(state: Database, tmp_path: Path) -> None:
    with served(state, tmp_path) as (engine, rooms):
        root = rooms.post("growth", ME.person, "look")
        say(rooms, engine.accept, ME, "growth", "/why", str(root))
        until(lambda: [found.said for found in rooms.replies(root)] == ["/why", said("/why")])


def test_a_report_stands_in_its_room_when_the_schedule_asked(
    state: Database, tmp_path: Path
) -> None:
    with served(state, tmp_path) as (engine, rooms):
        engine.accept(question("slot:1", platform="web", channel="standup", person=""))
        until(lambda: words(rooms, "standup") == [said("/gmv 7d")])


def refuse(inbound: Inbound) -> bool:
    raise InterruptedError("the process ended here")


def test_a_question_is_put_again_when_the_process_ended_before_it_was_put(
    state: Database, tmp_path: Path
) -> None:
    rooms = open_rooms(cast("App", OpenShop(state, tmp_path)))
    with pytest.raises(InterruptedError):
        say(rooms, refuse, ME, "growth", "/gmv", None)
    with served(state, tmp_path) as (_, rooms):
        until(lambda: words(rooms) == ["/gmv", said("/gmv")])


def test_both_pages_show_it_once_when_two_servers_share_the_state(
    state: Database, tmp_path: Path
) -> None:
    if not state.is_shared:
        pytest.skip("one process alone uses a state in a folder")
    with (
        served(state, tmp_path / "one") as (engine, rooms),
        served(state, tmp_path / "two") as (_, others),
    ):
        for number in range(10):
            say(rooms, engine.accept, ME, "growth", f"/gmv {number}", None)
        until(lambda: len(words(rooms)) == 20 and None not in words(rooms))
        until(lambda: words(others) == words(rooms))
    assert words(rooms)[1::2] == [said(f"/gmv {number}") for number in range(10)]
