"""What goes wrong on the way: nothing is lost, nothing stands twice, nothing waits for others."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery import Pace
from bot.platforms.base import Impossible, TooFast, Unsure
from bot.state import outbox
from bot.state.errors import StateError
from bot.state.schema import outbox as table
from commands.kit.message import msg
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.platform import draft, fail, hang, now, wait_until

REFUSED = Impossible(msg("I am not in that channel."), msg("Invite me."), "not_in_channel")


def test_it_is_not_posted_again_when_the_connection_broke_after_it_was_taken(post: Post) -> None:
    post.platform.after["post"].append(fail(Unsure("reset")))
    post.start()
    post.put(draft("a"), draft("b"))
    post.settle()
    assert post.platform.texts() == ["a", "b"]
    assert post.platform.actions() == ["post", "find", "post"]


def test_it_is_posted_again_when_it_is_not_found(post: Post) -> None:
    post.platform.before["post"].append(fail(Unsure("reset")))
    post.start()
    post.put(draft("a"), draft("b"))
    post.settle()
    assert post.platform.texts() == ["a", "b"]
    assert post.platform.actions() == ["post", "find", "post", "post"]


def test_it_is_not_posted_when_looking_for_it_fails_too(post: Post) -> None:
    post.platform.after["post"].append(fail(Unsure("reset")))
    post.platform.before["find"].extend([fail(ConnectionError("away")), fail(TooFast(0.01))])
    post.start()
    post.put(draft("a"))
    post.settle()
    assert post.platform.texts() == ["a"]
    assert post.platform.actions() == ["post", "find", "find", "find"]


def test_it_is_looked_for_when_an_unforeseen_error_followed_the_post(post: Post) -> None:
    post.platform.after["post"].append(fail(KeyError("ts")))
    post.start()
    post.put(draft("a"))
    post.settle()
    assert post.platform.texts() == ["a"]


def test_it_is_not_looked_for_when_the_platform_said_no(post: Post) -> None:
    post.platform.before["post"].append(fail(TooFast(0.01)))
    post.start()
    post.put(draft("a"))
    post.settle()
    assert post.platform.actions() == ["post", "post"]


def test_a_private_message_is_posted_once_more_when_its_outcome_is_unknown(post: Post) -> None:
    post.platform.before["post"].append(fail(Unsure("reset")))
    post.start()
    post.put(draft("a", reader="U1"))
    post.settle()
    assert post.platform.texts() == ["a"]


def test_the_reader_is_told_why_when_a_private_message_may_be_there_twice(post: Post) -> None:
    post.platform.after["post"].append(fail(Unsure("reset")))
    post.start()
    post.put(draft("a", reader="U1"))
    post.settle()
    assert [one.remarks for one in post.platform.shown.values()] == [0, 1]


def test_a_private_message_is_given_up_when_its_outcome_is_unknown_twice(post: Post) -> None:
    told: list[str] = []
    post.platform.after["post"].extend([fail(Unsure("reset")), fail(Unsure("reset"))])
    post.start(on_dead=lambda tx, message, error: told.append(type(error).__name__))
    post.put(draft("a", reader="U1"))
    post.settle()
    assert (post.platform.texts(), told) == (["a", "a"], ["FateUnknown"])


def test_a_private_message_is_tried_on_when_it_surely_was_not_posted(post: Post) -> None:
    refused = [fail(ConnectionError("refused"))] * 3
    post.platform.before["post"].extend([*refused, fail(TooFast(0.01))])
    post.start()
    post.put(draft("a", reader="U1"))
    post.settle()
    assert post.platform.texts() == ["a"]


def test_other_channels_go_on_when_one_is_to_rest(post: Post) -> None:
    post.platform.before["post"].append(fail(TooFast(1.0)))
    post.start()
    post.put(draft("a"), draft("a2"))
    wait_until(lambda: not post.platform.before["post"])
    post.put(draft("b", channel="C2"))
    post.settle()
    assert post.platform.texts() == ["b", "a", "a2"]


def test_all_posts_rest_and_edits_go_on_when_the_platform_wants_no_posts(post: Post) -> None:
    post.start()
    post.put(draft("a"))
    post.settle()
    post.platform.before["post"].append(fail(TooFast(1.0, everywhere=True)))
    post.put(draft("b"))
    wait_until(lambda: not post.platform.before["post"] and not post.row("b").lease_owner)
    post.put(draft("c", channel="C2"))
    post.put(draft("a", "edited"))
    post.settle()
    assert post.platform.actions() == ["post", "post", "edit", "post", "post"]


def test_other_channels_go_on_when_looking_is_to_rest_everywhere(post: Post) -> None:
    post.platform.after["post"].append(fail(Unsure("reset")))
    post.platform.before["find"].append(fail(TooFast(1.0, everywhere=True)))
    post.start()
    post.put(draft("a"))
    wait_until(lambda: post.platform.actions() == ["post", "find"])
    post.put(draft("b", channel="C2"))
    post.settle()
    assert post.platform.actions() == ["post", "find", "post", "find"]


def test_the_asker_and_the_operator_are_told_when_it_is_impossible(post: Post) -> None:
    def apologise(tx: outbox.Transaction, message: outbox.Message, error: Exception) -> None:
        assert isinstance(error, Impossible)
        outbox.put(tx, draft(f"sorry:{message.key}", error.sentence.text, channel="D1"), now())

    post.platform.before["post"].append(fail(REFUSED))
    post.start(on_dead=apologise)
    post.put(draft("a"), draft("b"))
    post.settle()
    assert sorted(post.platform.texts()) == ["I am not in that channel.", "b"]
    with post.database.reading() as tx:
        (given_up,) = outbox.dead(tx)
        assert outbox.backlog(tx).dead == 1
    assert (given_up.key, given_up.last_error) == (
        "a",
        "Impossible: not_in_channel: I am not in that channel.",
    )


def test_it_is_not_given_up_when_it_was_revised_during_the_attempt(post: Post) -> None:
    def revise_and_refuse() -> None:
        with post.database.writing() as tx:
            outbox.put(tx, draft("a", "shorter"), now())
        raise REFUSED

    post.platform.before["post"].append(revise_and_refuse)
    post.start()
    post.put(draft("a", "too long"))
    post.settle()
    assert post.platform.texts() == ["shorter"]


def test_it_is_delivered_after_all_when_the_operator_has_mended_it(post: Post) -> None:
    post.platform.before["post"].append(fail(REFUSED))
    post.start()
    post.put(draft("a"))
    post.settle()
    with post.database.writing() as tx:
        assert outbox.retry_dead(tx, now()) == 1
    post.wake()
    post.settle()
    assert post.platform.texts() == ["a"]


def test_it_is_given_up_when_it_fails_too_often(post: Post) -> None:
    told: list[str] = []
    post.platform.before["post"].extend([fail(ConnectionError("refused"))] * 6)
    post.start(on_dead=lambda tx, message, error: told.append(message.key))
    post.put(draft("a"), draft("b"))
    post.settle()
    assert (told, post.platform.texts()) == (["a"], ["b"])


def test_a_later_message_waits_when_an_earlier_one_of_its_channel_is_tried_again(
    post: Post,
) -> None:
    post.platform.before["post"].extend([fail(ConnectionError("refused"))] * 3)
    post.start()
    post.put(draft("a"), draft("b"))
    post.settle()
    assert post.platform.texts() == ["a", "b"]


def test_a_message_is_posted_slower_when_its_channel_had_its_burst(post: Post) -> None:
    post.start(paces={"chat": Pace(per_second=10, burst=2, edit_seconds=0)})
    began = time.monotonic()
    post.put(*(draft(f"k{number}") for number in range(4)))
    post.settle()
    assert time.monotonic() - began >= 0.19


def test_edits_of_one_message_come_apart_and_the_latest_wins(post: Post) -> None:
    post.start(paces={"chat": Pace(per_second=1e6, burst=9, edit_seconds=0.2)})
    post.put(draft("a", "0"))
    post.settle()
    began = time.monotonic()
    for number in range(1, 20):
        post.put(draft("a", str(number)))
        time.sleep(0.005)
    post.settle()
    took = time.monotonic() - began
    assert post.platform.texts() == ["19"]
    assert post.platform.actions().count("edit") <= took / 0.2 + 1


def test_one_message_of_a_channel_is_posted_at_a_time_when_many_wait(post: Post) -> None:
    alone: list[bool] = []
    turn = threading.Lock()

    def watch() -> None:
        is_mine = turn.acquire(blocking=False)
        alone.append(is_mine)
        time.sleep(0.002)
        if is_mine:
            turn.release()

    post.platform.before["post"].extend([watch] * 20)
    post.start()
    post.put(*(draft(f"k{number}") for number in range(20)))
    post.settle()
    assert alone == [True] * 20


def test_it_goes_on_when_the_database_failed_for_a_while(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [StateError("the state cannot be used now: disk is full")] * 3
    writing = post.database.writing

    def sometimes():  # type: ignore[no-untyped-def]
        if failing:
            raise failing.pop()
        return writing()

    post.start()
    post.put(draft("a"))
    post.settle()
    monkeypatch.setattr(post.database, "writing", sometimes)
    with writing() as tx:
        outbox.put(tx, draft("b"), now())
    post.wake()
    post.settle()
    assert post.platform.texts() == ["a", "b"]


def test_sent_messages_are_forgotten_when_they_are_old(post: Post) -> None:
    post.start()
    post.put(draft("old"), draft("new"), draft("dead"))
    post.settle()
    post.stop()
    long_ago = now() - timedelta(days=31)
    with post.database.writing() as tx:
        old = update(table).where(table.c.key != "new")
        tx.execute(old.values(created_at=long_ago, sent_at=long_ago))
        tx.execute(update(table).where(table.c.key == "dead").values(dead_at=now()))
    post.start()

    def kept() -> set[str]:
        with post.database.reading() as tx:
            return {key for key in ("old", "new", "dead") if outbox.get(tx, key)}

    wait_until(lambda: kept() == {"new", "dead"})


def test_stopping_is_bounded_when_a_call_hangs(post: Post) -> None:
    hanging = threading.Event()
    post.platform.before["post"].append(hang(hanging))
    delivery = post.start()
    post.put(draft("a"))
    wait_until(lambda: post.platform.calls != [])
    began = time.monotonic()
    assert not delivery.stop(0.2)
    assert time.monotonic() - began < 30
    hanging.set()
    assert delivery.stop()


def test_a_long_call_keeps_its_message_when_it_outlasts_the_lease(post: Post) -> None:
    if not post.database.is_shared:
        pytest.skip("one process holds a SQLite state")
    release = threading.Event()
    post.platform.before["post"].append(hang(release))
    post.start()
    post.start()
    post.put(draft("a"))
    time.sleep(3)
    release.set()
    post.settle()
    assert post.platform.actions() == ["post"]
