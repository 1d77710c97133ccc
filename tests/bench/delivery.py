"""How fast the outbox is emptied onto a platform that takes everything at once.

Ten thousand messages wait in two hundred channels, alone and beside a hundred thousand that
were sent: `python -m tests.bench delivery`.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event, Lock

from sqlalchemy import update

from bot.clock import SystemClock
from bot.delivery import AT_ONCE, Delivery
from bot.platforms.base import Outgoing, Posted
from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Draft
from bot.state.schema import outbox as table
from commands.kit.reply import Reply
from tests.bench.report import write
from tests.bench.states import KINDS, empty
from tests.bot.questions import said

WAITING, CHANNELS, SENT = 10_000, 200, 100_000
PLATFORM = "chat"
AT_MOST_SECONDS = 900
REPLY = said("成交总额 GMV ¥1.23亿")


class Taking:
    """A platform that takes every message at once, and says when it has `expected`."""

    def __init__(self, expected: int) -> None:
        self._left, self._lock, self.is_done = expected, Lock(), Event()

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        """The reply in one message."""
        return (reply,)

    def post(self, message: Outgoing) -> Posted:
        """Take it."""
        with self._lock:
            self._left -= 1
            if not self._left:
                self.is_done.set()
        return Posted(message.key, message.channel)

    def edit(self, message: Outgoing, place: str) -> Posted:
        """Take it."""
        return Posted(place, message.channel)

    def delete(self, channel: str, place: str) -> None:
        """Nothing is deleted here."""

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        """Nothing gets lost here."""
        return None


def main() -> None:
    """Measure both databases, with and without a past."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        for name, past in (("new", 0), ("old", SENT)):
            with empty(kind) as state:
                _put_sent(state, past)
                found = _measured(state)
            figures |= {f"{kind}_{name}_{figure}": value for figure, value in found.items()}
    write("delivery", figures)


def _put_sent(state: Database, count: int) -> None:
    _put(state, count, "sent")
    with state.writing() as tx:
        tx.execute(update(table).values(sent_revision=1, place="1", sent_channel=table.c.channel))


def _put(state: Database, count: int, prefix: str) -> None:
    now = SystemClock().now()
    with state.writing() as tx:
        for draft in _drafts(count, prefix):
            outbox.put(tx, draft, now - timedelta(hours=1))


def _drafts(count: int, prefix: str) -> Iterator[Draft]:
    for number in range(count):
        channel = f"C{number % CHANNELS}"
        yield Draft(f"{prefix}:{number}", PLATFORM, channel, "zh-CN", REPLY)


def _measured(state: Database) -> dict[str, float]:
    _put(state, WAITING, "new")
    platform = Taking(WAITING)
    delivery = Delivery(state, {PLATFORM: platform}, SystemClock(), paces={PLATFORM: AT_ONCE})
    started, worked = time.perf_counter(), time.process_time()
    delivery.start()
    if not platform.is_done.wait(AT_MOST_SECONDS):
        raise SystemExit("the outbox was not emptied")
    took, cost = time.perf_counter() - started, time.process_time() - worked
    delivery.stop()
    return {"per_second": WAITING / took, "cpu_ms": cost / WAITING * 1000}


if __name__ == "__main__":
    main()
