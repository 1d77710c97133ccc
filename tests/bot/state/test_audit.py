"""The audit log: added to by many at once, refused any change, and every damage noticed."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from bot.state import audit
from bot.state.audit import Entry, append, entries
from bot.state.audit_chain import HEAD_FILE, Head, keep_head, kept_head, verify
from bot.state.database import Database, open_state

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
UNLOCK = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
    "postgresql": ["DROP TRIGGER audit_no_change ON audit"],
}


def add(state: Database, count: int = 1, person: str = "U1") -> None:
    for minute in range(count):
        with state.writing() as tx:
            at = NOON + timedelta(minutes=minute)
            append(tx, Entry(at, "asked", "slack", "C1", person, {"line": "/gmv 昨天"}))


def tamper(state: Database, *statements: str) -> None:
    """Change the log as someone who may do anything with the database."""
    with state.writing() as tx:
        for statement in (*UNLOCK[tx.dialect.name], *statements):
            tx.exec_driver_sql(statement)


def forge(state: Database, seq: int, line: str) -> None:
    """Replace an entry by another whose own hash is right."""
    with state.reading() as tx:
        old = next(link for link in entries(tx) if link.seq == seq)
    new = audit.Link(**(vars(old) | {"body": json.dumps({"line": line})}))
    tamper(state, f"UPDATE audit SET body='{new.body}', hash='{new.hashed()}' WHERE seq={seq}")


def test_log_is_whole_when_nothing_was_ever_added(state: Database) -> None:
    assert verify(state).whole
    assert verify(state).head == Head()


def test_log_is_whole_when_it_was_only_added_to(state: Database) -> None:
    add(state, 5)
    found = verify(state)
    assert (found.whole, found.entries, found.head.seq) == (True, 5, 5)


def test_entry_is_read_as_it_was_added_when_asked_for(state: Database) -> None:
    add(state)
    with state.reading() as tx:
        (link,) = entries(tx)
    assert (link.at, link.kind, link.platform, link.channel, link.person) == (
        NOON,
        "asked",
        "slack",
        "C1",
        "U1",
    )
    assert json.loads(link.body) == {"line": "/gmv 昨天"}


def test_nothing_is_added_when_the_callers_transaction_fails(state: Database) -> None:
    def fail() -> None:
        with state.writing() as tx:
            append(tx, Entry(NOON, "changed"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert verify(state).entries == 0


def test_entry_is_kept_when_it_holds_what_columns_do_not(state: Database) -> None:
    body = {"line": "a\0b\ud800", "ratio": float("nan")}
    with state.writing() as tx:
        append(tx, Entry(NOON, "asked", "p" * 99, "c\0" * 99, "u" * 99, body))
    assert verify(state).whole


def test_chain_is_whole_when_many_add_at_once(state: Database) -> None:
    threads = [threading.Thread(target=add, args=(state, 20)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (verify(state).entries, verify(state).why) == (120, "")


def test_chain_is_whole_when_two_replicas_add_at_once(state_place: Path | str) -> None:
    replicas = [open_state(state_place), open_state(state_place)]
    threads = [threading.Thread(target=add, args=(one, 20)) for one in replicas * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (verify(replicas[0]).entries, verify(replicas[0]).why) == (80, "")
    for one in replicas:
        one.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET person = 'U2'", "DELETE FROM audit WHERE seq = 2"]
)
def test_database_refuses_when_an_entry_is_to_be_changed(state: Database, statement: str) -> None:
    add(state, 3)
    with pytest.raises(DatabaseError, match="only ever added to"), state.writing() as tx:
        tx.exec_driver_sql(statement)
    assert verify(state).entries == 3


@pytest.mark.parametrize(
    ("statements", "broken", "why"),
    [
        (["UPDATE audit SET body = '{}' WHERE seq = 3"], 3, "entry 3 was changed"),
        (["UPDATE audit SET at = at + 1 WHERE seq = 1"], 1, "entry 1 was changed"),
        (["UPDATE audit SET person = 'U2' WHERE seq = 5"], 5, "entry 5 was changed"),
        (["DELETE FROM audit WHERE seq = 1"], 2, "entries 1 to 1 are missing"),
        (["DELETE FROM audit WHERE seq IN (2, 3)"], 4, "entries 2 to 3 are missing"),
        (
            [
                "UPDATE audit SET seq = 99 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 99",
            ],
            2,
            "entry 2 was changed",
        ),
    ],
)
def test_first_broken_entry_is_named_when_the_log_was_tampered_with(
    state: Database, statements: list[str], broken: int, why: str
) -> None:
    add(state, 5)
    tamper(state, *statements)
    found = verify(state)
    assert (found.broken, found.why, found.whole) == (broken, why, False)


def test_replacement_is_noticed_when_its_own_hash_is_right(state: Database) -> None:
    add(state, 5)
    forge(state, 3, "/gmv today")
    assert verify(state).why == "entry 4 does not follow entry 3: one of them was replaced"


def cut_off(state: Database) -> None:
    tamper(state, "DELETE FROM audit WHERE seq > 3")


def cut_off_and_go_on(state: Database) -> None:
    cut_off(state)
    add(state, 4, "U2")


def forge_the_last(state: Database) -> None:
    forge(state, 5, "/gmv today")


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (cut_off, "the end is cut off: it once reached entry 5"),
        (cut_off_and_go_on, f"entry 5 is not the one it was when {HEAD_FILE} was written"),
        (forge_the_last, f"entry 5 is not the one it was when {HEAD_FILE} was written"),
    ],
)
def test_end_is_missed_when_it_was_kept_aside(
    state: Database, tmp_path: Path, harm: Callable[[Database], None], why: str
) -> None:
    add(state, 5)
    assert keep_head(state, tmp_path) == ""
    harm(state)
    assert verify(state, kept_head(tmp_path)).why == why
    assert verify(state).whole  # the chain alone cannot tell


def test_kept_end_stays_when_the_log_no_longer_holds_it(state: Database, tmp_path: Path) -> None:
    add(state, 5)
    keep_head(state, tmp_path)
    before = kept_head(tmp_path)
    cut_off_and_go_on(state)
    assert "does not hold entry 5" in keep_head(state, tmp_path)
    assert kept_head(tmp_path) == before


def test_kept_end_moves_on_when_the_log_grows(state: Database, tmp_path: Path) -> None:
    for _ in range(2):
        add(state, 2)
        assert keep_head(state, tmp_path) == ""
    assert kept_head(tmp_path) == verify(state).head


def test_damage_is_told_when_the_kept_end_cannot_be_read(state: Database, tmp_path: Path) -> None:
    (tmp_path / HEAD_FILE).write_text('{"seq": 3', "utf-8")
    with pytest.raises(ValueError, match="is damaged"):
        kept_head(tmp_path)
    assert "is damaged" in keep_head(state, tmp_path)


def test_entries_of_one_person_are_read_when_asked_for(state: Database) -> None:
    add(state, 3, "U1")
    add(state, 2, "U2")
    with state.reading() as tx:
        late = entries(tx, person="U1", since=NOON + timedelta(minutes=1))
        assert [link.seq for link in late] == [2, 3]
