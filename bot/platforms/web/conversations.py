"""What was said: channels, threads and edits, kept in memory and watched by open browsers.

Any thread may post and edit; readers never see half a change. Every change gets the next
number of one sequence, and a message carries the number of its *last* change. A reader who has
seen everything up to n therefore catches up with `since(n)`: each changed message once, in its
present form, however long they were away.
"""

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.clock import Clock, SystemClock
from bot.platforms.base import Person
from commands.kit.reply import Reply

BOT = Person(id="tidebell", name="Tidebell")


class UnknownChannel(KeyError):
    """There is no channel of that name."""


class UnknownThread(KeyError):
    """The message a thread would hang from is not there, or not any more."""


@dataclass(frozen=True)
class Message:
    """One message as it is now.

    `said`: a person's text, the bot's reply, or None while the bot is still working.
    `thread`: the key a request uses to speak in this message's thread.
    `root`: the message this one answers in a thread; None for a message of the channel.
    `reader`: the id of the only person who may read it; None for everyone.
    `revision` counts edits; `seq` numbers the last change, replies in the thread included.
    """

    id: int
    seq: int
    channel: str
    author: Person
    at: datetime
    said: str | Reply | None
    thread: str
    root: int | None = None
    reader: str | None = None
    revision: int = 0

    def visible_to(self, person: str) -> bool:
        """Whether the person with this id may read it."""
        return self.reader is None or self.reader == person


class Conversations:
    """The rooms of one server: at most `limit` messages, those longest without a change
    dropped first (a thread goes with its root).

    Messages carry the time of `clock` as read in `zone`, the shop's own.
    """

    def __init__(
        self,
        channels: Sequence[str],
        *,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        limit: int = 10_000,
    ) -> None:
        self.channels = tuple(channels)
        # Readers of an earlier run hold numbers that mean nothing here; this tells them apart.
        self.run = secrets.token_hex(8)
        self.closed = False
        self._clock, self._limit = clock or SystemClock(), limit
        self._zone = zone or ZoneInfo("Asia/Shanghai")
        self._lock = threading.RLock()
        self._sequence = self._last_id = 0
        self._messages: dict[int, Message] = {}
        self._changed: dict[int, None] = {}  # message ids, the latest change last
        self._replies: dict[int, list[int]] = {}
        self._roots: dict[str, int] = {}
        self._watchers: dict[object, Callable[[], None]] = {}

    @property
    def sequence(self) -> int:
        """The number of the latest change; 0 before the first."""
        with self._lock:
            return self._sequence

    def post(
        self,
        channel: str,
        author: Person,
        said: str | Reply | None,
        thread: str | None = None,
        reader: str | None = None,
    ) -> int:
        """Say something; returns the message's id.

        A `thread` key seen for the first time (`incident:42`) starts that thread here; later
        posts with the key join it wherever it lives. A numeric key is a message's id.
        Raises UnknownChannel, or UnknownThread for the id of a message that is not there.
        """
        if channel not in self.channels:
            raise UnknownChannel(channel)
        with self._lock:
            root = self._root(thread)
            self._last_id += 1
            key = root.thread if root else thread or str(self._last_id)
            home = root.channel if root else channel
            at = self._clock.now().astimezone(self._zone)
            message = Message(self._last_id, 0, home, author, at, said, key)
            self._keep(replace(message, root=root.id if root else None, reader=reader))
        self.wake()
        return message.id

    def edit(
        self, number: int, said: Reply, reader: str | None = None, thread: str | None = None
    ) -> bool:
        """Put `said` in the place of what message `number` says; False when it was dropped.

        `thread`: a key that from now on names the thread under this message.
        """
        with self._lock:
            message = self._messages.get(number)
            if message is None:
                return False
            if thread and message.root is None and thread not in self._roots:
                self._roots[thread] = number
                message = replace(message, thread=thread)
            self._change(replace(message, said=said, reader=reader, revision=message.revision + 1))
        self.wake()
        return True

    def get(self, number: int) -> Message | None:
        """The message, or None when there is none (any more)."""
        with self._lock:
            return self._messages.get(number)

    def root(self, thread: str) -> Message | None:
        """The message that heads the thread called `thread`; None when it is not there."""
        with self._lock:
            return self._messages.get(self._roots.get(thread, 0))

    def messages(
        self, channel: str, *, person: str = "", before: int | None = None, limit: int = 100
    ) -> list[Message]:
        """The channel's latest `limit` messages `person` may read, oldest first, no replies.

        `before`: only those older than the message with this id.
        """
        with self._lock:
            found: list[Message] = []
            for message in reversed(self._messages.values()):
                if len(found) == limit:
                    break
                placed = message.channel == channel and message.root is None
                wanted = before is None or message.id < before
                if placed and wanted and message.visible_to(person):
                    found.append(message)
            return found[::-1]

    def replies(self, root: int, *, person: str = "") -> list[Message]:
        """What was said in the thread under `root`, oldest first, as far as `person` may read."""
        with self._lock:
            said = (self._messages[number] for number in self._replies.get(root, ()))
            return [message for message in said if message.visible_to(person)]

    def latest(self, channel: str, *, person: str = "") -> int:
        """The id of the newest message there `person` may read, replies included; 0 if none."""
        with self._lock:
            for message in reversed(self._messages.values()):
                if message.channel == channel and message.visible_to(person):
                    return message.id
            return 0

    def since(self, sequence: int) -> list[Message]:
        """Every message changed after `sequence`, once, in the order of their last change."""
        with self._lock:
            changed: list[Message] = []
            for number in reversed(self._changed):
                message = self._messages[number]
                if message.seq <= sequence:
                    break
                changed.append(message)
            return changed[::-1]

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` after every change, from the thread that made it; returns the way out."""
        ticket = object()
        with self._lock:
            self._watchers[ticket] = wake
        return lambda: self._forget(ticket)

    def close(self) -> None:
        """Let every open stream end, so that a server can stop without waiting for browsers."""
        self.closed = True
        self.wake()

    def _forget(self, ticket: object) -> None:
        with self._lock:
            self._watchers.pop(ticket, None)

    def wake(self) -> None:
        """Have every open stream look again; done after each change by itself."""
        with self._lock:
            watchers = tuple(self._watchers.values())
        for wake in watchers:
            wake()

    def _root(self, thread: str | None) -> Message | None:
        if thread is None:
            return None
        found = self._messages.get(self._roots.get(thread, 0))
        if found is None and thread.isdecimal():
            raise UnknownThread(thread)
        return found

    def _keep(self, message: Message) -> None:
        self._change(message)
        if message.root is None:
            self._roots[message.thread] = self._roots[str(message.id)] = message.id
        else:
            self._replies.setdefault(message.root, []).append(message.id)
            # The line under the root counts its replies, so the root has changed as well.
            self._change(self._messages[message.root])
        while len(self._messages) > self._limit:
            self._drop(self._messages[next(iter(self._changed))])

    def _change(self, message: Message) -> None:
        self._sequence += 1
        self._messages[message.id] = replace(message, seq=self._sequence)
        self._changed.pop(message.id, None)
        self._changed[message.id] = None

    def _drop(self, message: Message) -> None:
        if message.root is not None:
            self._replies[message.root].remove(message.id)
        for key in (message.thread, str(message.id)) if message.root is None else ():
            self._roots.pop(key, None)
        self._discard([message.id, *self._replies.pop(message.id, ())])

    def _discard(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            del self._messages[number]
            del self._changed[number]
