"""What trouble with one message or platform does to the others: nothing."""

import threading
import time

import pytest
from sqlalchemy import update

from bot.platforms.base import PostError, TooFast, Unsure
from bot.state import outbox
from bot.state.schema import outbox as table
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.platform import Platform, draft, fail, hang, now, wait_until


def test_looking_rests_as_long_as_was_said_when_a_run_ended_in_the_middle(post: Post) -> None:
    with post.database.writing() as tx:
        outbox.put(tx, draft("a"), now())
        tx.execute(update(table).values(trying_since=now(), trying_revision=1, sent_channel="C1"))
    post.platform.before["find"].extend([fail(TooFast(30.0))] * 100)
    post.start()
    wait_until(lambda: post.platform.calls != [])
    time.sleep(0.3)
    assert post.platform.actions() == ["find"]


def test_others_are_posted_when_one_message_cannot_be_read(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with post.database.writing() as tx:
        outbox.put(tx, draft("a"), now())
        tx.execute(update(table).values(reply='{"blocks": [{"kind": "of a later version"}]}'))
        outbox.put(tx, draft("b", channel="C2"), now())
    post.start()
    wait_until(lambda: post.platform.texts() == ["b"])
    assert "cannot be read" in caplog.text
    with post.database.writing() as tx:
        tx.execute(update(table).where(table.c.key == "a").values(reply=None, revision=0))


def test_another_platform_goes_on_when_all_calls_to_one_hang(post: Post) -> None:
    hanging, wall = threading.Event(), Platform()
    post.platform.before["post"].extend([hang(hanging)] * 9)
    post.start(posters={"chat": post.platform, "wall": wall})
    post.put(*(draft(f"k{number}", channel=f"C{number}") for number in range(9)))
    wait_until(lambda: len(post.platform.calls) >= 5)
    post.put(draft("b", platform="wall"))
    wait_until(lambda: wall.texts() == ["b"])
    hanging.set()
    post.settle()


def test_it_is_not_posted_when_its_lease_was_lost_before(post: Post) -> None:
    def lose_lease() -> None:
        with post.database.writing() as tx:
            tx.execute(update(table).values(lease_owner="another", leased_until=now()))

    post.platform.before["upload"].append(lose_lease)
    post.start()
    post.put(draft("a", hints={"picture": "1"}))
    post.settle()
    assert post.platform.actions() == ["upload", "find", "upload", "post"]


def test_nothing_is_given_up_when_its_platform_is_long_out_of_reach(post: Post) -> None:
    post.platform.after["post"].append(fail(Unsure("reset")))
    post.platform.before["find"].extend([fail(PostError("away"))] * 20)
    post.start()
    post.put(draft("a"))
    post.settle()
    assert post.platform.texts() == ["a"]
    assert post.platform.actions().count("find") == 21


def test_one_is_given_up_when_it_alone_fails(post: Post) -> None:
    post.start()
    post.put(draft("first", channel="C2"))
    post.settle()
    post.platform.before["post"].extend([fail(PostError("500"))] * 6)
    post.put(draft("a"), draft("b"))
    post.settle()
    assert post.platform.texts() == ["first", "b"]
