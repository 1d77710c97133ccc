"""What the bot's own database says, read from beside it while it runs or is dead."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.chaos.record import Kept

UNANSWERED = "SELECT count(*) FROM inbox WHERE done_at IS NULL"
UNDELIVERED = "SELECT count(*) FROM outbox WHERE sent_revision < revision AND dead_at IS NULL"
DEAD = "SELECT key, last_error FROM outbox WHERE dead_at IS NOT NULL"
AUDITED = "SELECT body FROM audit WHERE kind = 'asked'"
SLOTS = "SELECT subscription, slot, outcome FROM slots"
NUMBERS = "SELECT time, id FROM subscriptions"


def backlog(state: Path) -> int:
    """How many questions and messages are still to be seen to."""
    with _reading(state) as database:
        return sum(int(database.execute(one).fetchone()[0]) for one in (UNANSWERED, UNDELIVERED))


def read_kept(state: Path) -> Kept:
    """All that is judged of the state."""
    with _reading(state) as database:
        lines = (json.loads(body)["line"] for (body,) in database.execute(AUDITED))
        return Kept(
            unanswered=int(database.execute(UNANSWERED).fetchone()[0]),
            undelivered=int(database.execute(UNDELIVERED).fetchone()[0]),
            dead={str(key): str(error) for key, error in database.execute(DEAD)},
            audited=Counter(line.removeprefix("/") for line in lines),
        )


def read_slots(state: Path) -> dict[tuple[int, str], str]:
    """The outcome of each settled slot, by subscription and local time."""
    with _reading(state) as database:
        rows = database.execute(SLOTS).fetchall()
    return {(int(subscription), str(slot)): str(outcome) for subscription, slot, outcome in rows}


def read_numbers(state: Path) -> dict[str, int]:
    """The number of the report due at each time of day."""
    with _reading(state) as database:
        return {str(at): int(number) for at, number in database.execute(NUMBERS)}


@contextmanager
def _reading(state: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{state.as_uri()}?mode=ro", uri=True, timeout=10)) as database:
        yield database
