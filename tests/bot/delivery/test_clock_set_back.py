"""The machine's clock was ahead and is set back: nothing waits for the wrong time to come."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import SystemClock
from bot.state import outbox
from bot.state.schema import outbox as table
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.platform import draft, fail, now, wait_until


class WrongClock(SystemClock):
    """Ahead of the right time until it is set back."""

    ahead = timedelta(minutes=7)

    def now(self) -> datetime:
        return super().now() + self.ahead


def test_it_waits_no_hour_when_the_clock_was_set_back(post: Post) -> None:
    ahead = now() + timedelta(hours=1)
    with post.database.writing() as tx:
        outbox.put(tx, draft("a"), ahead)
        outbox.put(tx, draft("b", channel="C2"), ahead)
        tx.execute(update(table).where(table.c.key == "b").values(attempts=3))
    post.start()
    post.settle()
    assert sorted(post.platform.texts()) == ["a", "b"]


def test_it_is_tried_again_soon_when_the_clock_is_set_back_while_it_rests(post: Post) -> None:
    clock = WrongClock()
    post.platform.before["post"].append(fail(ConnectionError("away")))
    post.start(clock=clock)
    post.put(draft("a"), draft("b"))
    wait_until(lambda: post.row("a").attempts == 1)
    clock.ahead = timedelta(0)
    post.settle()
    assert post.platform.texts() == ["a", "b"]


def test_it_is_tried_again_at_once_when_the_clock_was_set_back_before_a_restart(
    post: Post,
) -> None:
    if post.database.is_shared:
        pytest.skip("another process may be at work: its rests are believed")
    with post.database.writing() as tx:
        outbox.put(tx, draft("a"), now())
        later = now() + timedelta(minutes=7)
        tx.execute(update(table).values(attempts=1, next_try_at=later))
    post.start()
    post.settle()
    assert post.platform.texts() == ["a"]
