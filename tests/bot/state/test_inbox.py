"""Questions taken in: kept once, held by one, answered once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from bot.platforms.base import Inbound
from bot.state import inbox
from bot.state.database import Database
from bot.state.inbox import Claimed
from bot.state.schema import inbox as table

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
LATER = NOW + LEASE


def question(key: str) -> Inbound:
    return Inbound(key=key, platform="slack", channel="C1", text="/gmv", person="U1")


def keep(state: Database, *keys: str) -> list[bool]:
    with state.writing() as tx:
        return [inbox.accept(tx, question(key), NOW) for key in keys]


def take(state: Database, owner: str = "one", now: datetime = NOW) -> Claimed | None:
    with state.writing() as tx:
        return inbox.claim(tx, owner, now, LEASE)


def held(state: Database, owner: str = "one", now: datetime = NOW) -> Claimed:
    found = take(state, owner, now)
    assert found is not None
    return found


def test_a_question_is_kept_once_when_it_is_delivered_twice(state: Database) -> None:
    assert keep(state, "a", "b", "a") == [True, True, False]
    with state.reading() as tx:
        assert inbox.waiting(tx) == 2


def test_the_longest_wait_is_known_when_questions_wait(state: Database) -> None:
    with state.writing() as tx:
        assert inbox.oldest(tx) is None
        inbox.accept(tx, question("a"), NOW)
        inbox.accept(tx, question("b"), LATER)
        assert inbox.oldest(tx) == NOW


def test_a_question_comes_out_as_it_went_in_when_it_is_taken_up(state: Database) -> None:
    asked = question("a").model_copy(update={"thread": "17.1", "hints": {"url": "x"}})
    with state.writing() as tx:
        inbox.accept(tx, asked, NOW)
    claimed = held(state)
    assert (claimed.inbound, claimed.attempts, claimed.received_at) == (asked, 1, NOW)


def test_the_oldest_comes_first_when_several_wait(state: Database) -> None:
    keep(state, "a", "b")
    assert [held(state).inbound.key for _ in "ab"] == ["a", "b"]
    assert take(state) is None


def test_a_question_is_taken_over_when_its_lease_has_run_out(state: Database) -> None:
    keep(state, "a")
    first, second = held(state), held(state, "two", LATER)
    assert second.attempts == 2
    with state.writing() as tx:
        assert not inbox.finish(tx, first, LATER)
        assert inbox.finish(tx, second, LATER)


def test_a_question_stays_in_its_hands_when_the_lease_was_extended(state: Database) -> None:
    keep(state, "a")
    claimed = held(state)
    with state.writing() as tx:
        inbox.extend(tx, "one", [claimed.id], LATER + LEASE)
    assert take(state, "two", LATER) is None


def test_a_lost_question_stays_lost_when_its_first_holder_extends_it(state: Database) -> None:
    keep(state, "a")
    claimed = held(state)
    held(state, "two", LATER)
    with state.writing() as tx:
        inbox.extend(tx, "one", [claimed.id], LATER + 10 * LEASE)
    assert take(state, "three", LATER + LEASE) is not None


def test_a_question_rests_when_it_was_put_back(state: Database) -> None:
    keep(state, "a")
    with state.writing() as tx:
        inbox.put_back(tx, held_in(tx), LATER)
    assert take(state) is None
    assert held(state, now=LATER).attempts == 2


def held_in(tx: Connection) -> Claimed:
    found = inbox.claim(tx, "one", NOW, LEASE)
    assert found is not None
    return found


def test_no_attempt_is_counted_when_a_holder_gives_it_back_itself(state: Database) -> None:
    keep(state, "a")
    held(state)
    with state.writing() as tx:
        inbox.release(tx, "one")
    assert held(state, "two").attempts == 1


def test_the_attempt_is_counted_when_its_holder_died(state: Database) -> None:
    keep(state, "a")
    held(state)
    with state.writing() as tx:
        inbox.release(tx)
    assert held(state, "two").attempts == 2


def test_an_answered_question_is_known_for_a_week_when_it_comes_again(state: Database) -> None:
    keep(state, "a")
    claimed = held(state)
    with state.writing() as tx:
        inbox.finish(tx, claimed, NOW)
        assert inbox.forget(tx, NOW + inbox.KEPT) == 0
    assert keep(state, "a") == [False]
    with state.writing() as tx:
        assert inbox.forget(tx, NOW + inbox.KEPT + LEASE) == 1
    assert keep(state, "a") == [True]


def test_nobody_gets_what_another_has_when_many_take_at_once(state: Database) -> None:
    keep(state, *(str(number) for number in range(40)))
    taken: list[str] = []

    def work(owner: str) -> None:
        while claimed := take(state, owner):
            taken.append(claimed.inbound.key)

    workers = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(taken, key=int) == [str(number) for number in range(40)]


def test_only_questions_of_its_platforms_are_taken_when_some_are_named(state: Database) -> None:
    keep(state, "a")
    with state.writing() as tx:
        assert inbox.claim(tx, "one", NOW, LEASE, ["web"]) is None
        assert inbox.claim(tx, "one", NOW, LEASE, ["web", "slack"]) is not None


def test_a_question_is_taken_over_when_the_clock_was_set_back(state: Database) -> None:
    keep(state, "a")
    held(state, now=NOW + timedelta(hours=1))
    assert held(state, "two").attempts == 2


def test_others_are_taken_up_when_one_cannot_be_read(
    state: Database, caplog: pytest.LogCaptureFixture
) -> None:
    keep(state, "a")
    with state.writing() as tx:
        tx.execute(update(table).values(inbound={"key": "a", "asked": "by a later version"}))
    keep(state, "b")
    assert take(state) is None
    assert held(state).inbound.key == "b"
    assert "cannot be read" in caplog.text
