"""Rooms: order, threads, edits, catching up, and what is forgotten."""

import threading

import pytest

from bot.platforms.web import BOT, Conversations, UnknownChannel, UnknownThread
from tests.bot.web.canned import ALEX, LIN, Ticking, said


@pytest.fixture
def store() -> Conversations:
    return Conversations(("growth", "incidents"), clock=Ticking(), limit=5)


def texts(store: Conversations, channel: str = "growth") -> list[object]:
    return [message.said for message in store.messages(channel)]


def test_messages_come_oldest_first_when_several_were_posted(store: Conversations) -> None:
    store.post("growth", ALEX, "one")
    store.post("growth", LIN, "two")
    assert texts(store) == ["one", "two"]


def test_time_is_read_in_the_shops_zone_when_a_message_is_posted(store: Conversations) -> None:
    number = store.post("growth", ALEX, "one")
    message = store.get(number)
    assert message is not None
    assert message.at.isoformat() == "2026-11-14T16:01:00+08:00"


def test_only_the_newest_are_given_when_a_limit_is_asked_for(store: Conversations) -> None:
    for text in "abc":
        store.post("growth", ALEX, text)
    assert [message.said for message in store.messages("growth", limit=2)] == ["b", "c"]


def test_older_ones_are_given_when_asked_before_a_message(store: Conversations) -> None:
    first, second = store.post("growth", ALEX, "a"), store.post("growth", ALEX, "b")
    assert [message.id for message in store.messages("growth", before=second)] == [first]


def test_post_is_refused_when_the_channel_is_unknown(store: Conversations) -> None:
    with pytest.raises(UnknownChannel):
        store.post("attic", ALEX, "hello")


def test_reply_stays_out_of_the_channel_when_it_is_in_a_thread(store: Conversations) -> None:
    root = store.post("growth", ALEX, "root")
    store.post("growth", LIN, "reply", thread=str(root))
    assert texts(store) == ["root"]
    assert [reply.said for reply in store.replies(root)] == ["reply"]


def test_reply_joins_the_thread_where_it_lives_when_posted_from_elsewhere(
    store: Conversations,
) -> None:
    root = store.post("incidents", BOT, "opened", thread="incident:42")
    reply = store.get(store.post("growth", ALEX, "on it", thread="incident:42"))
    assert reply is not None
    assert (reply.channel, reply.root) == ("incidents", root)


def test_post_is_refused_when_its_thread_is_gone(store: Conversations) -> None:
    with pytest.raises(UnknownThread):
        store.post("growth", ALEX, "late", thread="77")


def test_answer_takes_the_place_of_the_wait_when_it_is_edited_in(store: Conversations) -> None:
    number = store.post("growth", BOT, None)
    assert store.edit(number, said("done"))
    assert texts(store) == [said("done")]


def test_edit_reports_it_when_the_message_was_dropped(store: Conversations) -> None:
    assert not store.edit(99, said("done"))


def test_thread_gets_a_name_when_an_edit_brings_one(store: Conversations) -> None:
    number = store.post("growth", BOT, None)
    store.edit(number, said("opened"), thread="incident:42")
    root = store.root("incident:42")
    assert root is not None
    assert root.id == number


def test_others_do_not_get_it_when_a_message_is_for_one_reader(store: Conversations) -> None:
    store.post("growth", BOT, said("yours"), reader=ALEX.id)
    assert store.messages("growth", person=LIN.id) == []
    assert len(store.messages("growth", person=ALEX.id)) == 1


def test_each_change_is_given_once_when_somebody_catches_up(store: Conversations) -> None:
    first = store.post("growth", ALEX, "one")
    seen = store.sequence
    waiting = store.post("growth", BOT, None)
    store.edit(waiting, said("done"))
    assert [message.id for message in store.since(seen)] == [waiting]
    assert [message.id for message in store.since(0)] == [first, waiting]


def test_root_changes_too_when_its_thread_grows(store: Conversations) -> None:
    root = store.post("growth", ALEX, "root")
    seen = store.sequence
    reply = store.post("growth", LIN, "reply", thread=str(root))
    assert [message.id for message in store.since(seen)] == [reply, root]


def test_oldest_goes_when_there_are_more_than_the_limit(store: Conversations) -> None:
    for number in range(6):
        store.post("growth", ALEX, str(number))
    assert texts(store) == ["1", "2", "3", "4", "5"]


def test_root_outlives_younger_messages_when_its_thread_is_alive(store: Conversations) -> None:
    root = store.post("incidents", BOT, "opened", thread="incident:42")
    for number in range(8):
        store.post("growth", ALEX, str(number))
        store.post("incidents", ALEX, f"note {number}", thread="incident:42")
    assert store.get(root) is not None
    assert len(texts(store)) + 1 + len(store.replies(root)) == 5


def test_thread_key_is_free_again_when_its_root_was_dropped(store: Conversations) -> None:
    store.post("growth", BOT, "old", thread="incident:42")
    for number in range(5):
        store.post("growth", ALEX, str(number))
    again = store.get(store.post("growth", BOT, "new", thread="incident:42"))
    assert again is not None
    assert again.root is None


def test_newest_message_counts_when_it_is_a_reply(store: Conversations) -> None:
    root = store.post("growth", ALEX, "root")
    reply = store.post("growth", LIN, "reply", thread=str(root))
    assert (store.latest("growth"), store.latest("incidents")) == (reply, 0)


def test_message_does_not_count_when_it_is_for_somebody_else(store: Conversations) -> None:
    number = store.post("growth", BOT, said("yours"), reader=ALEX.id)
    assert store.latest("growth", person=LIN.id) == 0
    assert store.latest("growth", person=ALEX.id) == number


def test_watcher_is_woken_until_it_leaves_when_things_are_said(store: Conversations) -> None:
    calls: list[int] = []
    leave = store.subscribe(lambda: calls.append(1))
    store.post("growth", ALEX, "one")
    leave()
    store.post("growth", ALEX, "two")
    assert calls == [1]


def test_nothing_is_lost_when_many_threads_post_at_once() -> None:
    store = Conversations(("growth",), clock=Ticking())

    def chatter() -> None:
        for number in range(200):
            store.edit(store.post("growth", ALEX, str(number)), said("x"))

    threads = [threading.Thread(target=chatter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    changed = store.since(0)
    assert len(changed) == 1600
    assert [message.seq for message in changed] == sorted({message.seq for message in changed})
