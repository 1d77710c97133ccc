"""Where neutral threads hang."""

from bot.state import threads
from bot.state.database import Database
from bot.state.threads import Hanging

HERE, THERE = Hanging("C1", "1.1"), Hanging("C2", "2.2")


def test_a_thread_hangs_where_it_was_first_opened_when_it_is_remembered_twice(
    state: Database,
) -> None:
    with state.writing() as tx:
        threads.remember(tx, "slack", "incident:42", HERE)
        threads.remember(tx, "slack", "incident:42", THERE)
        assert threads.find(tx, "slack", "incident:42") == HERE
        assert threads.find(tx, "web", "incident:42") is None


def test_its_key_is_found_when_only_the_place_is_known(state: Database) -> None:
    with state.writing() as tx:
        threads.remember(tx, "slack", "incident:42", HERE)
        assert threads.key_of(tx, "slack", "C1", "1.1") == "incident:42"
        assert threads.key_of(tx, "slack", "C2", "1.1") is None


def test_it_can_be_opened_anew_when_its_message_is_gone(state: Database) -> None:
    with state.writing() as tx:
        threads.remember(tx, "slack", "incident:42", HERE)
        threads.forget(tx, "slack", HERE)
        threads.remember(tx, "slack", "incident:42", THERE)
        assert threads.find(tx, "slack", "incident:42") == THERE


def test_only_keys_of_ours_are_neutral_when_ids_are_told_apart() -> None:
    assert threads.is_neutral("incident:42")
    assert not threads.is_neutral("1699999999.000100")
