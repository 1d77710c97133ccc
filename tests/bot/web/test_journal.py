"""What was said outlives the process, and processes that share the state share the rooms."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from bot.platforms.web import BOT, Conversations, Journal
from bot.state.database import Database, StateError
from bot.state.schema import chat
from tests.bot.questions import question
from tests.bot.web.canned import ALEX, LIN, RICH, Ticking, said

ROOMS = ("growth", "incidents")


def opened(state: Database, limit: int = 10_000) -> Conversations:
    """The rooms as a process finds them that starts now."""
    return Conversations(ROOMS, clock=Ticking(), limit=limit, journal=Journal(state))


@pytest.fixture
def store(state: Database) -> Conversations:
    return opened(state)


def test_everything_stands_as_before_when_the_server_was_restarted(
    store: Conversations, state: Database
) -> None:
    root = store.post("growth", LIN, "look")
    store.post("growth", ALEX, "looking", thread=str(root))
    store.post("growth", BOT, RICH)
    store.post("growth", BOT, said("yours"), reader=ALEX.id)
    again = opened(state)
    for person in (LIN.id, ALEX.id):
        assert again.messages("growth", person=person) == store.messages("growth", person=person)
    assert again.replies(root) == store.replies(root)
    assert again.since(0) == store.since(0)


def test_times_are_the_shops_when_the_server_was_restarted(
    store: Conversations, state: Database
) -> None:
    number = store.post("growth", LIN, "one")
    found = opened(state).get(number)
    assert found is not None
    assert found.at.isoformat() == "2026-11-14T16:01:00+08:00"


def test_no_message_is_read_when_only_the_rooms_are_opened(
    store: Conversations, state: Database
) -> None:
    store.post("growth", BOT, RICH)
    with state.writing() as tx:
        tx.execute(update(chat).values(said="{not read yet"))
    assert opened(state).sequence == 1


def test_numbers_go_on_when_the_server_was_restarted(store: Conversations, state: Database) -> None:
    store.post("growth", LIN, "one")
    again = opened(state)
    assert (again.post("growth", LIN, "two"), again.sequence) == (2, 2)


def test_a_named_thread_is_found_when_the_server_was_restarted(
    store: Conversations, state: Database
) -> None:
    waiting = store.post("growth", BOT, None)
    store.edit(waiting, said("opened"), thread="incident:42")
    again = opened(state)
    reply = again.get(again.post("growth", LIN, "on it", thread="incident:42"))
    assert reply is not None
    assert reply.root == waiting


def test_the_question_is_known_when_its_answer_was_cut_off(
    store: Conversations, state: Database
) -> None:
    store.edit(store.post("growth", BOT, None, question=question("e1")), said("done"))
    waiting = store.post("growth", BOT, None, question=question("e2"))
    (message,) = opened(state).unanswered()
    assert (message.id, message.question) == (waiting, question("e2"))


def test_only_the_last_messages_are_kept_when_there_are_more_than_the_limit(
    state: Database,
) -> None:
    store = opened(state, limit=3)
    for text in "abcde":
        store.post("growth", LIN, text)
    assert [message.said for message in opened(state).messages("growth")] == ["c", "d", "e"]


def test_a_message_stays_away_when_it_was_deleted(store: Conversations, state: Database) -> None:
    number = store.post("growth", BOT, said("oops"), thread="incident:42", key="k")
    store.delete(number)
    for rooms in (store, opened(state)):
        assert (rooms.messages("growth"), rooms.named("k"), rooms.root("incident:42")) == (
            [], None, None,
        )  # fmt: skip


@pytest.fixture
def other(state: Database, store: Conversations) -> Conversations:
    """The rooms of a second process, open at the same time."""
    if not state.is_shared:
        pytest.skip("one process alone uses a state in a folder")
    return opened(state)


def test_each_sees_what_the_other_said_when_two_share_the_state(
    store: Conversations, other: Conversations
) -> None:
    first = store.post("growth", LIN, "one")
    second = other.post("growth", ALEX, "two")
    other.edit(first, said("changed"))
    store.catch_up()
    assert second == first + 1
    assert store.messages("growth") == other.messages("growth")


def test_watchers_are_woken_when_another_process_said_something(
    store: Conversations, other: Conversations
) -> None:
    woken: list[int] = []
    other.subscribe(lambda: woken.append(1))
    other.catch_up()
    assert woken == []
    store.post("growth", LIN, "one")
    other.catch_up()
    assert woken == [1]


def test_nothing_is_lost_or_mixed_up_when_two_talk_at_once(
    store: Conversations, other: Conversations
) -> None:
    def chatter(rooms: Conversations) -> None:
        for number in range(25):
            rooms.edit(rooms.post("growth", BOT, None), said(str(number)))

    threads = [threading.Thread(target=chatter, args=(rooms,)) for rooms in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    store.catch_up()
    other.catch_up()
    assert [message.id for message in store.messages("growth")] == list(range(1, 51))
    assert store.since(0) == other.since(0)


@pytest.fixture
def full(state: Database) -> Iterator[Database]:
    if state.is_shared:
        pytest.skip("PostgreSQL's disk is not ours to fill")
    with state.writing() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
    yield state
    with state.writing() as tx:
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 10_000}")


def test_it_was_never_said_when_it_could_not_be_written_down(full: Database) -> None:
    store = opened(full)
    store.post("growth", LIN, "before")
    with full.writing() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StateError):
        store.post("growth", LIN, "x" * 100_000)
    store.catch_up()
    assert [message.said for message in store.messages("growth")] == ["before"]
