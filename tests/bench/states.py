"""Empty durable states to measure on, with the disk waited for as in earnest."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.state.database import Database, open_state
from tests.bot.state import databases

KINDS = ("sqlite", "postgresql")
# The tests' own server waits for no disk; set before it is started.
databases.SETTINGS.update(fsync="on", synchronous_commit="on", full_page_writes="on")


@contextmanager
def empty(kind: str) -> Iterator[Database]:
    """A new state of that kind. Raises pytest's Skipped where PostgreSQL is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        state = open_state(databases.new_place(kind, Path(folder)))
        try:
            yield state
        finally:
            state.close()
