"""The event stream: nothing lost, nothing twice, the right language, and an end."""

import contextlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.web import BOT, Conversations
from tests.bot.web.canned import ALEX, LIN, RICH, Chosen, said
from tests.bot.web.server import serving


class Events:
    """One open stream, read event by event."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def next(self) -> dict[str, str]:
        """The next event's fields; {} when the stream has ended."""
        event: dict[str, str] = {}
        for line in self._lines:
            if not line and "data" in event:
                return event
            name, _, value = line.partition(": ")
            event[name] = value
        return {}

    def change(self) -> dict[str, Any]:
        """The next change."""
        found: dict[str, Any] = json.loads(self.next()["data"])
        return found


@contextmanager
def listening(client: httpx.Client, after: str, **query: str) -> Iterator[Events]:
    last = {"last-event-id": query.pop("last")} if "last" in query else {}
    with client.stream("GET", "/events", params={"after": after, **query}, headers=last) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        yield Events(stream)


def test_message_arrives_when_somebody_posts(client: httpx.Client, store: Conversations) -> None:
    with listening(client, f"{store.run}-0", locale="en") as events:
        number = store.post("growth", LIN, "hello")
        change = events.change()
    assert (change["id"], change["channel"], change["root"]) == (number, "growth", None)
    assert "hello" in change["html"]


def test_same_message_changes_when_the_answer_replaces_the_wait(
    client: httpx.Client, store: Conversations
) -> None:
    with listening(client, f"{store.run}-0", locale="en") as events:
        number = store.post("growth", BOT, None)
        assert "Working on it…" in events.change()["html"]
        store.edit(number, said("done"))
        change = events.change()
    assert change["id"] == number
    assert "Answer to done" in change["html"]


def test_missed_changes_come_once_when_the_connection_is_back(
    client: httpx.Client, store: Conversations
) -> None:
    with listening(client, f"{store.run}-0") as events:
        store.post("growth", LIN, "seen")
        last = events.next()["id"]
    waiting = store.post("growth", BOT, None)
    store.edit(waiting, said("done"))
    store.post("growth", LIN, "after")
    with listening(client, f"{store.run}-0", last=last) as events:
        changes = [events.change(), events.change()]
    assert [change["id"] for change in changes] == [waiting, waiting + 1]


def test_page_is_told_to_start_over_when_the_server_was_restarted(
    client: httpx.Client,
) -> None:
    with listening(client, "another-7") as events:
        assert events.next()["event"] == "forgotten"


@pytest.mark.parametrize("after", ["", "x", "{run}", "{run}-x", "{run}--1"])
def test_page_is_told_to_start_over_when_its_place_makes_no_sense(
    client: httpx.Client, store: Conversations, after: str
) -> None:
    with listening(client, after.format(run=store.run)) as events:
        assert events.next()["event"] == "forgotten"


def test_page_is_told_to_start_over_when_it_missed_very_much(
    client: httpx.Client, store: Conversations
) -> None:
    for number in range(301):
        store.post("growth", LIN, str(number))
    with listening(client, f"{store.run}-0") as events:
        event = events.next()
    assert event["event"] == "forgotten"


def test_each_page_gets_its_language_when_several_are_open(
    client: httpx.Client, store: Conversations
) -> None:
    start = f"{store.run}-0"
    with (
        listening(client, start, **{"as": "alex"}) as english,
        listening(client, start, **{"as": "linyue"}) as chinese,
    ):
        store.post("growth", BOT, RICH)
        assert "¥5.09M" in english.change()["html"]
        assert "¥508.54万" in chinese.change()["html"]


def test_page_is_told_to_change_language_when_its_reader_chose_another_elsewhere(
    client: httpx.Client, store: Conversations, languages: Chosen
) -> None:
    with listening(client, f"{store.run}-0", locale="en") as events:
        languages.set_language("alex", "zh-CN")
        store.post("growth", BOT, RICH)
        assert events.next()["event"] == "language"


def test_page_is_told_to_change_language_when_another_page_of_its_reader_did(
    client: httpx.Client, store: Conversations
) -> None:
    with listening(client, f"{store.run}-0", locale="en") as events:
        client.post("/reader", data={"locale": "zh-CN"})
        assert events.next()["event"] == "language"


def test_wait_disappears_for_others_when_the_answer_is_for_the_asker(
    client: httpx.Client, store: Conversations
) -> None:
    waiting = store.post("growth", BOT, None)
    start = f"{store.run}-{store.sequence}"
    with (
        listening(client, start, **{"as": "alex"}) as mine,
        listening(client, start, **{"as": "linyue"}) as theirs,
    ):
        store.edit(waiting, said("secret"), reader=ALEX.id)
        assert "secret" in mine.change()["html"]
        assert theirs.change()["html"] is None


def test_stream_ends_when_the_store_is_closed(client: httpx.Client, store: Conversations) -> None:
    with listening(client, f"{store.run}-0") as events:
        store.close()
        assert events.next() == {}


def test_post_does_not_fail_when_the_server_is_gone(app: Starlette, store: Conversations) -> None:
    with (
        serving(app, store) as address,
        httpx.Client(base_url=address) as client,
        listening(client, f"{store.run}-0") as events,
    ):
        store.post("growth", LIN, "before")
        events.change()
    store.post("growth", LIN, "after")
    assert len(store.messages("growth")) == 2


def test_server_stops_at_once_when_a_browser_still_listens(
    app: Starlette, store: Conversations
) -> None:
    with contextlib.ExitStack() as server:
        address = server.enter_context(serving(app, store))
        with (
            httpx.Client(base_url=address) as client,
            listening(client, f"{store.run}-0") as events,
        ):
            began = time.monotonic()
            server.close()
            assert events.next() == {}
    assert time.monotonic() - began < 30
