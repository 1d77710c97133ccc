"""Messages and the ways to find them; no locks, no disk."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.platforms.web.message import Message


class Rooms:
    """At most `limit` messages, those longest without a change dropped first (a thread goes
    with its root).

    `touched()` and `dropped` tell what changed since `forget_changes`.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.sequence = self.last_id = 0
        self.messages: dict[int, Message] = {}  # the oldest first
        self._touched: set[int] = set()
        self.dropped: set[int] = set()
        self._changed: dict[int, None] = {}  # message ids, the latest change last
        self._replies: dict[int, list[int]] = {}
        self._roots: dict[str, int] = {}
        self._keys: dict[str, int] = {}

    def root(self, thread: str) -> Message | None:
        """The message that heads the thread called `thread`."""
        return self.messages.get(self._roots.get(thread, 0))

    def named(self, key: str) -> Message | None:
        """The message with that key."""
        return self.messages.get(self._keys.get(key, 0))

    def replies(self, root: int) -> list[Message]:
        """What was said in the thread under `root`, oldest first."""
        return [self.messages[number] for number in self._replies.get(root, ())]

    def latest_changes(self) -> Iterator[Message]:
        """Every message, the one changed last first."""
        return (self.messages[number] for number in reversed(self._changed))

    def add(self, message: Message) -> None:
        """A new message. The line under its root counts replies, so that changes as well."""
        self.change(message)
        if message.root is not None:
            self.change(self.messages[message.root])
        self._shorten()

    def change(self, message: Message) -> None:
        """The message as it is now, under the next number."""
        self._unname(message)
        self._put(replace(message, seq=self.sequence + 1))
        self._touched.add(message.id)

    def take_in(self, messages: Iterable[Message]) -> None:
        """Messages as they were written down elsewhere, in the order of their numbers."""
        last = self.last_id
        taken = sorted(messages, key=lambda message: message.id)
        for message in taken:
            if message.root is None or message.root in self.messages:
                self._put(message)
        if taken and taken[0].id < last:
            self.messages = dict(sorted(self.messages.items()))
        order = sorted(taken, key=lambda message: message.seq)
        for number in (message.id for message in order if message.id in self.messages):
            del self._changed[number]
            self._changed[number] = None
        self._shorten()

    def touched(self) -> list[Message]:
        """The messages that changed, as they are now."""
        return [self.messages[number] for number in self._touched]

    def forget_changes(self) -> None:
        """They are written down."""
        self._touched.clear()
        self.dropped.clear()

    def _unname(self, message: Message) -> None:
        """Let go of the names the message had and has no longer."""
        before = self.messages.get(message.id)
        if before and before.key and before.key != message.key:
            del self._keys[before.key]
        if before and before.thread not in (message.thread, str(message.id)):
            self._roots.pop(before.thread, None)

    def _put(self, message: Message) -> None:
        is_new = message.id not in self.messages
        self.messages[message.id] = message
        self._changed.pop(message.id, None)
        self._changed[message.id] = None
        self.sequence = max(self.sequence, message.seq)
        self.last_id = max(self.last_id, message.id)
        if message.root is None:
            self._roots.setdefault(message.thread, message.id)
            self._roots[str(message.id)] = message.id
        elif is_new:
            self._replies.setdefault(message.root, []).append(message.id)
        if message.key:
            self._keys[message.key] = message.id

    def _shorten(self) -> None:
        while len(self.messages) > self._limit:
            self._drop(self.messages[next(iter(self._changed))])

    def _drop(self, message: Message) -> None:
        if message.root is not None:
            self._replies[message.root].remove(message.id)
        for number in (message.id, *self._replies.pop(message.id, ())):
            gone = self.messages.pop(number)
            del self._changed[number]
            self._keys.pop(gone.key or "", None)
            self._touched.discard(number)
            self.dropped.add(number)
        for key in (message.thread, str(message.id)) if message.root is None else ():
            self._roots.pop(key, None)
