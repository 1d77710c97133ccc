"""What is to be delivered is found without looking at what was delivered."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.state import inbox, leasing, outbox
from bot.state.database import Database
from bot.state.outbox import Draft, Transaction
from tests.bot.questions import NOW, said

STEPS = tuple(f"{how} {table}" for how in ("SCAN", "SEARCH") for table in ("outbox", "inbox"))


def put(state: Database, key: str, channel: str = "C1") -> None:
    with state.writing() as tx:
        outbox.put(tx, Draft(key, "slack", channel, "en", said("hello")), NOW)


def plans(tx: Transaction, do: Callable[[], object]) -> list[str]:
    """How SQLite goes about the statements of `do`."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, sql: str, values: Any, _context: Any, _many: bool) -> None:
        asked.append((sql, values))

    event.listen(tx, "before_cursor_execute", note)
    do()
    event.remove(tx, "before_cursor_execute", note)
    explained = [tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
    return [row[-1] for rows in explained for row in rows]


def test_only_the_first_of_each_channel_is_a_candidate_when_several_wait(state: Database) -> None:
    for key, channel in (("a", "C1"), ("b", "C1"), ("c", "C2")):
        put(state, key, channel)
    with state.reading() as tx:
        found = leasing.candidates(tx, ["slack"])
        assert leasing.candidates(tx, ["web"]) == []
    assert [(one.channel, one.is_post) for one in found] == [("C1", True), ("C2", True)]


@pytest.mark.parametrize("state_place", ["sqlite"], indirect=True)
def test_what_is_done_is_not_looked_at_when_work_is_looked_for(state: Database) -> None:
    put(state, "a")
    with state.writing() as tx:
        lines = plans(tx, lambda: leasing.candidates(tx, ["slack"]))
        lines += plans(tx, lambda: outbox.backlog(tx))
        lines += plans(tx, lambda: inbox.claim(tx, "me", NOW, leasing.FARTHEST))
    walked = [line for line in lines if line.startswith(STEPS)]
    indexes = ("ix_outbox_to", "ix_outbox_waiting", "ix_outbox_dead", "done_at=?", "PRIMARY KEY")
    assert walked
    assert [line for line in walked if not any(index in line for index in indexes)] == []
