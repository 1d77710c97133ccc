"""The questions a person asks most."""

from datetime import UTC, datetime

from bot.state import audit
from bot.state.audit import Entry
from bot.state.database import Database
from bot.state.favourites import favourites

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def asked(state: Database, *lines: str) -> list[str]:
    with state.writing() as tx:
        for line in lines:
            audit.append(tx, Entry(NOW, "asked", "slack", "C1", "U1", {"command": line}))
    with state.reading() as tx:
        return favourites(tx, "U1", 5, ("help",))


def test_the_most_frequent_comes_first_when_one_is_asked_again(state: Database) -> None:
    assert asked(state, "/target", "/gmv 7d", "/help", "/gmv 7d") == ["/gmv 7d", "/target"]


def test_a_question_about_certain_days_is_none_when_days_go_by(state: Database) -> None:
    lines = ("/gmv 2026-11-22 by channel", "/gmv 2026-11-16..2026-11-22", "/gmv 2026-11")
    assert asked(state, *lines) == ["/gmv 2026-11"]
