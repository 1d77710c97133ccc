"""A chat platform in memory, with faults on demand, and what tests put onto it."""

import itertools
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.delivery import Pace, Timing
from bot.platforms.base import Outgoing, Posted
from bot.state.outbox import Draft
from commands.kit.message import msg
from commands.kit.reply import Note, Reply, Text

QUICK = Timing(
    lease=timedelta(seconds=2),
    settle=timedelta(seconds=0.01),
    head=timedelta(seconds=0.01),
    first_rest=timedelta(seconds=0.01),
    longest_rest=timedelta(seconds=0.05),
    poll=timedelta(seconds=0.02),
    trouble=timedelta(seconds=0.02),
    attempts=6,
)
AT_ONCE = Pace(per_second=1e6, burst=1000, edit_seconds=0.0)


@dataclass(frozen=True)
class Shown:
    """A message as people see it."""

    place: str
    key: str
    channel: str
    text: str
    thread: str | None
    reader: str | None
    edits: int = 0
    remarks: int = 0


Fault = Callable[[], None]


class Platform:
    """Keeps what is posted. A message for one reader has no place and is not found.

    `before` and `after` hold faults by action, each used once: before the call takes effect, or
    when it has. What has the hint `picture` is uploaded, and that noted, before it is posted.
    """

    def __init__(self) -> None:
        self.shown: dict[str, Shown] = {}
        self.calls: list[tuple[str, str]] = []
        self.before: dict[str, deque[Fault]] = defaultdict(deque)
        self.after: dict[str, deque[Fault]] = defaultdict(deque)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        """Every block is a message of its own."""
        return tuple(Reply(blocks=(block,)) for block in reply.blocks) or (reply,)

    def post(self, message: Outgoing) -> Posted:
        if "picture" in message.hints:
            self._enter("upload", message.key)
            message.note("file", "F1")
        self._enter("post", message.key)
        with self._lock:
            number = f"{next(self._numbers)}.0"
            self.shown[number] = Shown(
                number,
                message.key,
                message.channel,
                text_of(message.reply),
                message.thread,
                message.reader,
                remarks=sum(isinstance(block, Note) for block in message.reply.blocks),
            )
        self._leave("post")
        return Posted("" if message.reader else number, message.channel)

    def edit(self, message: Outgoing, place: str) -> Posted:
        self._enter("edit", message.key)
        with self._lock:
            if place in self.shown:
                old = self.shown[place]
                self.shown[place] = replace(old, text=text_of(message.reply), edits=old.edits + 1)
        self._leave("edit")
        return Posted(place, message.channel)

    def delete(self, channel: str, place: str) -> None:
        self._enter("delete", place)
        with self._lock:
            self.shown.pop(place, None)
        self._leave("delete")

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        self._enter("find", message.key)
        with self._lock:
            found = [
                one for one in self.shown.values() if one.key == message.key and not one.reader
            ]
        self._leave("find")
        return Posted(found[0].place, found[0].channel) if found else None

    def texts(self) -> list[str]:
        """What stands there, in the order it was posted."""
        with self._lock:
            return [one.text for one in self.shown.values()]

    def one(self, text: str) -> Shown:
        """The only message with this text."""
        with self._lock:
            (found,) = [one for one in self.shown.values() if one.text == text]
        return found

    def actions(self) -> list[str]:
        """What was called, in order."""
        return [action for action, _ in self.calls]

    def _enter(self, action: str, about: str) -> None:
        with self._lock:
            self.calls.append((action, about))
            fault = self.before[action].popleft() if self.before[action] else None
        if fault:
            fault()

    def _leave(self, action: str) -> None:
        with self._lock:
            fault = self.after[action].popleft() if self.after[action] else None
        if fault:
            fault()


def fail(error: Exception) -> Fault:
    """A fault that raises."""

    def raising() -> None:
        raise error

    return raising


def hang(until: threading.Event) -> Fault:
    """A fault that takes until the event, two minutes at most."""

    def hanging() -> None:
        until.wait(120)

    return hanging


def text_of(reply: Reply) -> str:
    """All its text."""
    return " ".join(block.message.text for block in reply.blocks if isinstance(block, Text))


def reply(*texts: str) -> Reply:
    """A reply with a block for each text."""
    return Reply(blocks=tuple(Text(message=msg(text)) for text in texts))


def draft(key: str, *texts: str, **more: object) -> Draft:
    """A message to channel C1."""
    values: dict[str, object] = {"platform": "chat", "channel": "C1", "locale": "en"} | more
    return Draft(key=key, reply=reply(*(texts or (key,))), **values)  # type: ignore[arg-type]


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until it holds; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.005)
