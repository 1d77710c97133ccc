"""A bot that delivers one message and is killed at a named point: run as a program by the tests.

`python -m tests.bot.delivery.killed <state> <file of the platform> [<point>]`. The platform is a
file, so it outlives the bot; without a point the bot ends by itself once all is delivered.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.platforms.base import Outgoing, Posted
from bot.state import outbox
from bot.state.database import Database, open_state
from commands.kit.reply import Reply
from tests.bot.delivery.platform import QUICK, wait_until

POINTS = ("before upload", "after upload", "after post", "after recording")


def die_at(point: str) -> None:
    """The end, without any tidying, when this is the point."""
    if sys.argv[3:] == [point]:
        os.kill(os.getpid(), signal.SIGKILL)


class FilePlatform:
    """Posts by adding lines to a file; a picture is uploaded before, once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        return (reply,)

    def post(self, message: Outgoing) -> Posted:
        die_at("before upload")
        if "file" not in message.notes:
            self._add("upload", message.key)
            message.note("file", "F1")
        die_at("after upload")
        number = self._add("post", message.key)
        die_at("after post")
        return Posted(str(number), message.channel)

    def edit(self, message: Outgoing, place: str) -> Posted:
        self._add("edit", message.key)
        return Posted(place, message.channel)

    def delete(self, channel: str, place: str) -> None:
        self._add("delete", place)

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        for number, line in enumerate(self._lines(), 1):
            if line == {"did": "post", "key": message.key}:
                return Posted(str(number), message.channel)
        return None

    def _add(self, did: str, key: str) -> int:
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"did": did, "key": key}) + "\n")
        return len(self._lines())

    def _lines(self) -> list[Any]:
        text = self._file.read_text("utf-8") if self._file.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


def dying(database: Database) -> Any:
    """The database, whose process dies right after the transaction that records the post."""

    @contextmanager
    def writing() -> Iterator[outbox.Transaction]:
        with database.writing() as tx:
            yield tx
        with database.reading() as tx:
            held = outbox.get(tx, "a")
        if held and held.place:
            die_at("after recording")

    return SimpleNamespace(writing=writing, reading=database.reading, is_shared=database.is_shared)


def main() -> None:
    state = open_state(sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1]))
    platform = FilePlatform(Path(sys.argv[2]))
    delivery = Delivery(dying(state), {"chat": platform}, SystemClock(), timing=QUICK)
    delivery.start()

    def is_delivered() -> bool:
        with state.reading() as tx:
            return not outbox.backlog(tx).waiting

    wait_until(is_delivered)
    delivery.stop()
    state.close()


if __name__ == "__main__":
    main()
