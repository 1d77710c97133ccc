"""One-off questions, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.platforms.base import Inbound
from bot.state.database import Database
from bot.state.schema import inbox
from bot.state.timers import are_due, cancel_timer, ring, set_timer

NOW = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
REMINDER = Inbound(key="timer:42", platform="web", channel="incidents", text="/target")


def set_at(state: Database, due_at: datetime, inbound: Inbound = REMINDER) -> bool:
    with state.writing() as tx:
        return set_timer(tx, due_at, inbound, NOW)


def cancel(state: Database) -> bool:
    with state.writing() as tx:
        return cancel_timer(tx, REMINDER.key)


def ring_at(state: Database, now: datetime) -> int:
    with state.writing() as tx:
        return ring(tx, now)


def asked(state: Database) -> list[str]:
    with state.reading() as tx:
        return [Inbound.model_validate(row).text for row in tx.scalars(select(inbox.c.inbound))]


def test_a_timer_rings_once_when_its_moment_comes(state: Database) -> None:
    set_at(state, NOW + HOUR)
    assert ring_at(state, NOW + HOUR - timedelta(seconds=1)) == 0
    assert ring_at(state, NOW + HOUR) == 1
    assert ring_at(state, NOW + 2 * HOUR) == 0
    assert asked(state) == ["/target"]


def test_a_timer_rings_at_once_when_its_moment_was_missed(state: Database) -> None:
    set_at(state, NOW - 100 * HOUR)
    assert ring_at(state, NOW) == 1


def test_a_timer_is_moved_when_it_is_set_again(state: Database) -> None:
    set_at(state, NOW + HOUR)
    assert set_at(state, NOW + 2 * HOUR, REMINDER.model_copy(update={"text": "/gmv"}))
    assert ring_at(state, NOW + HOUR) == 0
    assert ring_at(state, NOW + 2 * HOUR) == 1
    assert asked(state) == ["/gmv"]


def test_a_timer_stays_rung_when_it_is_set_again(state: Database) -> None:
    set_at(state, NOW)
    ring_at(state, NOW)
    assert not set_at(state, NOW + HOUR)
    assert ring_at(state, NOW + HOUR) == 0


def test_a_timer_is_silent_when_it_was_cancelled(state: Database) -> None:
    set_at(state, NOW)
    assert cancel(state)
    assert not cancel(state)
    assert ring_at(state, NOW + HOUR) == 0


def test_all_ring_in_the_end_when_more_are_due_than_ring_at_once(state: Database) -> None:
    for number in range(120):
        set_at(state, NOW, REMINDER.model_copy(update={"key": f"timer:{number}"}))
    assert [ring_at(state, NOW), ring_at(state, NOW), ring_at(state, NOW)] == [100, 20, 0]


def test_what_waits_is_known_when_asked(state: Database) -> None:
    set_at(state, NOW)
    with state.reading() as tx:
        assert not are_due(tx, NOW - HOUR)
        assert are_due(tx, NOW)
    ring_at(state, NOW)
    with state.reading() as tx:
        assert not are_due(tx, NOW)
