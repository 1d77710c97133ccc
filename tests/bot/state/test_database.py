"""Transactions of the durable state: whole or not at all, from several threads and processes."""

import subprocess
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.state import audit, outbox
from bot.state.audit_chain import keep_head
from bot.state.database import Database, StateError, open_state
from tests.bot.delivery.platform import draft
from tests.bot.state.databases import new_place

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
THREADS, EACH = 8, 20


def count(state: Database) -> int:
    with state.reading() as tx:
        return sum(outbox.backlog(tx).waiting.values())


def test_nothing_is_kept_when_the_block_fails(state: Database) -> None:
    def fail() -> None:
        with state.writing() as tx:
            outbox.put(tx, draft("a"), NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert count(state) == 0


def test_everything_is_kept_when_many_threads_write(state: Database) -> None:
    def write(number: int) -> None:
        for step in range(EACH):
            with state.writing() as tx:
                outbox.put(tx, draft(f"{number}:{step}"), NOON)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count(state) == THREADS * EACH


def test_the_urgent_goes_first_when_many_wait_to_write(tmp_path: Path) -> None:
    state, order, others = open_state(tmp_path), list[str](), 12

    def write(name: str, urgent: bool) -> None:
        with state.writing(urgent=urgent):
            order.append(name)

    asked = [("other", False)] * others + [("urgent", True)]
    threads = [threading.Thread(target=write, args=one) for one in asked]
    with state.writing():
        for thread in threads:
            thread.start()
            time.sleep(0.02)  # until it waits
    for thread in threads:
        thread.join(60)
    state.close()
    assert len(order) == others + 1
    assert order.index("urgent") <= 2


def test_one_message_results_when_two_transactions_put_the_same_key(state: Database) -> None:
    barrier = threading.Barrier(THREADS)

    def write(number: int) -> None:
        barrier.wait(60)
        with state.writing() as tx:
            outbox.put(tx, draft("a", str(number)), NOON)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with state.reading() as tx:
        held = outbox.get(tx, "a")
    assert held is not None
    assert (count(state), held.revision) == (1, THREADS)


def test_a_reader_keeps_no_writer_waiting_when_it_takes_its_time(state: Database) -> None:
    with state.reading() as slow:
        assert outbox.get(slow, "a") is None
        with state.writing() as tx:
            outbox.put(tx, draft("a"), NOON)


def test_what_was_written_is_there_when_the_process_was_killed(
    state_place: Path | str, tmp_path: Path
) -> None:
    program = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from tests.bot.state.test_database import NOON, draft, open_state, outbox\n"
        "state = open_state(sys.argv[1] if '://' in sys.argv[1] else Path(sys.argv[1]))\n"
        "with state.writing() as tx:\n"
        "    outbox.put(tx, draft('kept'), NOON)\n"
        "with state.writing() as tx:\n"
        "    outbox.put(tx, draft('cut off'), NOON)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(state_place)], cwd=ROOT, timeout=60)
    state = open_state(state_place)
    with state.reading() as tx:
        assert outbox.get(tx, "kept") is not None
        assert outbox.get(tx, "cut off") is None
    state.close()


def test_the_transaction_is_undone_when_the_disk_is_full(tmp_path: Path) -> None:
    def fill() -> None:
        with state.writing() as tx:
            pages = tx.execute(text("PRAGMA page_count")).scalar_one()
            tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            for number in range(1000):
                outbox.put(tx, draft(f"k{number}", "x" * 1000), NOON)

    state = open_state(tmp_path)
    with pytest.raises(StateError, match="full"):
        fill()
    assert count(state) == 0
    with state.writing() as tx:
        tx.exec_driver_sql("PRAGMA max_page_count = 1000000")
        outbox.put(tx, draft("a"), NOON)
    assert count(state) == 1
    state.close()


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("not a url", "not a URL"),
        ("mysql://somewhere/x", "nowhere else"),
        ("postgresql://someone:secret@127.0.0.1:1/x", r"someone:\*\*\*@.* cannot be opened"),
    ],
)
def test_a_sentence_says_why_when_the_state_cannot_be_opened(where: str, sentence: str) -> None:
    with pytest.raises(StateError, match=sentence):
        open_state(where)


def test_a_sentence_is_told_when_the_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("dear diary, " * 500)
    with pytest.raises(StateError, match="not a database"):
        open_state(tmp_path)


def test_a_reader_sees_one_moment_when_others_write_meanwhile(state: Database) -> None:
    with state.reading() as tx:
        before = outbox.get(tx, "a")
        with state.writing() as other:
            outbox.put(other, draft("a"), NOON)
        assert (before, outbox.get(tx, "a")) == (None, None)
    assert count(state) == 1


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bell:hunter2word@127.0.0.1:1/db",
        "postgresql://bell@127.0.0.1:1/db?password=hunter2word",
        "postgresql://bell@127.0.0.1:1/db?sslpassword=hunter2word",
        "postgresql://bell:hunter2word@127.0.0.1:54x/db",
        "postgresql://bell:x@hunter2word@127.0.0.1:1/db",
        "postgresql://bell:hunter2word@127.0.0.1:1/db?nonsense=1",
    ],
)
def test_the_password_is_nowhere_when_the_state_cannot_be_opened(url: str) -> None:
    with pytest.raises(StateError) as refused:
        open_state(url)
    assert "hunter2word" not in "".join(traceback.format_exception(refused.value))


def test_only_this_user_may_read_it_when_the_state_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    state = open_state(folder)
    with state.writing() as tx:
        audit.append(tx, audit.Entry(NOON, "started"))
    keep_head(state, folder)
    modes = {file.name: oct(file.stat().st_mode & 0o077) for file in (folder, *folder.iterdir())}
    state.close()
    assert {"data", "state.db", "state.db-wal", "audit.head"} <= modes.keys()
    assert set(modes.values()) == {"0o0"}


def test_its_locks_are_let_go_when_a_process_is_suspended_in_a_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = new_place("postgresql", tmp_path)
    open_state(place).close()  # its schema is made with time to spare
    monkeypatch.setattr("bot.state.database.IDLE_SECONDS", 1)
    state = open_state(place)

    def hang() -> None:
        with state.writing() as tx:
            audit.append(tx, audit.Entry(NOON, "started"))
            with state.writing() as other:  # waits for its turn at the log
                audit.append(other, audit.Entry(NOON, "stopped"))

    with pytest.raises(StateError):
        hang()
    with state.reading() as tx:
        assert [entry.kind for entry in audit.entries(tx)] == ["stopped"]
    state.close()
