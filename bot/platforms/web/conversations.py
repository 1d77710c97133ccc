"""What was said: channels, threads and edits, held in memory and watched by open browsers.

Any thread may post and edit; readers never see half a change. Every change gets the next
number of one sequence, and a message carries the number of its *last* change. A reader who has
seen everything up to n therefore catches up with `since(n)`: each changed message once, in its
present form, however long they were away.

With a journal the rooms outlive the process, and several processes may share them.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import tzinfo
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.clock import Clock, SystemClock
from bot.platforms.base import Inbound, Person
from bot.platforms.web.journal import Journal, Pages
from bot.platforms.web.message import NOBODY, Message, write
from bot.platforms.web.rooms import Rooms
from bot.state.errors import StateError
from commands.kit.reply import Reply

BOT = Person(id="tidebell", name="Tidebell")


class UnknownChannel(KeyError):
    """There is no channel of that name."""


class UnknownThread(KeyError):
    """The message a thread would hang from is not there, or not any more."""


class Conversations:
    """The rooms of one server: at most `limit` messages, those longest without a change
    dropped first (a thread goes with its root).

    Messages carry the time of `clock` as read in `zone`, the shop's own. `journal`: where they
    are kept; StateError from any change that could not be written there, which is then not
    made. None keeps them in memory.
    """

    def __init__(
        self,
        channels: Sequence[str],
        *,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
        limit: int = 10_000,
        journal: Journal | None = None,
    ) -> None:
        self.channels = tuple(channels)
        # Readers of an earlier run hold numbers that mean nothing here; this tells them apart.
        self.run = secrets.token_hex(8)
        self.closed = False
        self._clock, self._limit = clock or SystemClock(), limit
        self._zone = zone or ZoneInfo("Asia/Shanghai")
        self._journal = journal
        self._turn = threading.RLock()  # of whoever changes something, writing it down included
        self._lock = threading.RLock()  # of whoever looks; never held while the disk is waited for
        self._rooms = Rooms(limit)
        self._watchers: dict[object, Callable[[], None]] = {}
        self._is_changing = self._is_astray = False
        self.catch_up()

    @property
    def sequence(self) -> int:
        """The number of the latest change; 0 before the first."""
        with self._lock:
            return self._rooms.sequence

    @property
    def is_shared(self) -> bool:
        """Whether other processes may change the rooms, so that `catch_up` finds something."""
        return self._journal is not None and self._journal.is_shared

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Several changes kept together or not at all; others wait until they are written."""
        with self._turn:
            if self._is_changing:
                yield
                return
            self._is_changing = True
            try:
                yield from self._write_down()
            finally:
                self._is_changing = False
        self.wake()

    def post(
        self,
        channel: str,
        author: Person,
        said: str | Reply | None,
        thread: str | None = None,
        reader: str | None = None,
        *,
        key: str | None = None,
        question: Inbound | None = None,
    ) -> int:
        """Say something; returns the message's id.

        A `thread` key seen for the first time (`incident:42`) starts that thread here; later
        posts with the key join it wherever it lives. A numeric key is a message's id.
        Raises UnknownChannel, or UnknownThread for the id of a message that is not there.
        """
        if channel not in self.channels:
            raise UnknownChannel(channel)
        with self.changing(), self._lock:
            root = self._root(thread)
            number = self._rooms.last_id + 1
            message = Message(
                id=number,
                seq=0,
                channel=root.channel if root else channel,
                author=author,
                at=self._clock.now().astimezone(self._zone),
                written=None if said is None else write(said),
                thread=root.thread if root else thread or str(number),
                root=root.id if root else None,
                reader=reader,
                key=key,
                question=question,
            )
            self._rooms.add(message)
        return number

    def edit(
        self,
        number: int,
        said: Reply,
        reader: str | None = None,
        thread: str | None = None,
        *,
        key: str | None = None,
    ) -> bool:
        """Put `said` in the place of what message `number` says; False when it was dropped.

        `thread`: a key that from now on names the thread under this message.
        """
        with self.changing(), self._lock:
            message = self._rooms.messages.get(number)
            if message is None:
                return False
            if thread and message.root is None and self._rooms.root(thread) is None:
                message = replace(message, thread=thread)
            message = replace(message, written=write(said), reader=reader, key=key or message.key)
            self._rooms.change(replace(message, question=None, revision=message.revision + 1))
        return True

    def delete(self, number: int) -> None:
        """Take a message away from all readers; nothing happens when it is gone already."""
        with self.changing(), self._lock:
            if message := self._rooms.messages.get(number):
                gone = replace(message, written=write(""), reader=NOBODY, key=None, question=None)
                thread = message.thread if message.root else str(number)
                self._rooms.change(replace(gone, thread=thread))

    def get(self, number: int) -> Message | None:
        """The message, or None when there is none (any more)."""
        with self._lock:
            return self._rooms.messages.get(number)

    def root(self, thread: str) -> Message | None:
        """The message that heads the thread called `thread`; None when it is not there."""
        with self._lock:
            return self._rooms.root(thread)

    def named(self, key: str) -> Message | None:
        """The message the bot gave this key; None when it is not there."""
        with self._lock:
            return self._rooms.named(key)

    def messages(
        self, channel: str, *, person: str = "", before: int | None = None, limit: int = 100
    ) -> list[Message]:
        """The channel's latest `limit` messages `person` may read, oldest first, no replies.

        `before`: only those older than the message with this id.
        """
        with self._lock:
            found: list[Message] = []
            for message in reversed(self._rooms.messages.values()):
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
            return [reply for reply in self._rooms.replies(root) if reply.visible_to(person)]

    def latest(self, channel: str, *, person: str = "") -> int:
        """The id of the newest message there `person` may read, replies included; 0 if none."""
        with self._lock:
            for message in reversed(self._rooms.messages.values()):
                if message.channel == channel and message.visible_to(person):
                    return message.id
            return 0

    def since(self, sequence: int) -> list[Message]:
        """Every message changed after `sequence`, once, in the order of their last change."""
        with self._lock:
            newer = takewhile(lambda one: one.seq > sequence, self._rooms.latest_changes())
            return list(newer)[::-1]

    def unanswered(self) -> list[Message]:
        """The messages that wait for an answer and know their question, oldest first."""
        with self._lock:
            messages = self._rooms.messages.values()
            return [one for one in messages if one.written is None and one.question is not None]

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

    def wake(self) -> None:
        """Have every open stream look again; done after each change by itself."""
        with self._lock:
            watchers = tuple(self._watchers.values())
        for wake in watchers:
            wake()

    def catch_up(self) -> None:
        """Take in what other processes changed, or an earlier run of this one wrote down."""
        if self._journal is None:
            return
        with self._turn, self._journal.reading() as pages:
            seen = self.sequence
            self._read(pages)
        if self.sequence != seen:
            self.wake()

    def _write_down(self) -> Iterator[None]:
        """What happens at the `yield` is written down; what cannot be is read anew later."""
        if self._journal is None:
            yield
            self._rooms.forget_changes()
            return
        try:
            with self._journal.writing() as pages:
                if self._is_astray or self._journal.is_shared:
                    self._read(pages)
                yield
                pages.keep(self._rooms.touched(), self._rooms.dropped)
        except StateError:
            self._is_astray = True
            raise
        self._rooms.forget_changes()

    def _read(self, pages: Pages) -> None:
        rooms = Rooms(self._limit) if self._is_astray else self._rooms
        written = pages.after(rooms.sequence)
        found = [replace(one, at=one.at.astimezone(self._zone)) for one in written]
        with self._lock:
            rooms.take_in(found)
            self._rooms, self._is_astray = rooms, False

    def _forget(self, ticket: object) -> None:
        with self._lock:
            self._watchers.pop(ticket, None)

    def _root(self, thread: str | None) -> Message | None:
        if thread is None:
            return None
        found = self._rooms.root(thread)
        is_gone = found is None or found.reader == NOBODY
        if is_gone and thread.isdecimal():
            raise UnknownThread(thread)
        return found
