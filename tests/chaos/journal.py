"""Every message of the app in a workspace, as it came, changed and went."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.chaos.record import Message, Shown
from tests.doubles.slack import Fault, SlackDouble, messaging
from tests.doubles.slack.model import Channel, Json
from tests.doubles.slack.model import Message as Held
from tests.doubles.slack.workspace import Workspace

_READ = ("text", "alt_text", "value", "title", "fallback")


@dataclass
class Entry:
    """A message while it lives. `confirmed`: the answer to the call that posted it was sent."""

    held: Held
    shown: list[Shown]
    confirmed: bool
    reader: str | None = None
    gone: float | None = None


@dataclass
class Journal:
    """Kept under the workspace's lock, so that it has the workspace's order.

    `fault`: what goes wrong with the call that is being answered, empty for nothing.
    """

    world: Workspace
    fault: str = ""
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def add(self, channel: str, held: Held, reader: str | None = None) -> None:
        """A new message of the app."""
        if held.body.get("app_id") == self.world.app_id:
            shown = [Shown(monotonic(), words(held.body))]
            confirmed = self.fault != "reset_after"
            self.entries[channel, held.ts] = Entry(held, shown, confirmed, reader)

    def change(self, channel: str, held: Held) -> None:
        """A message of the app has another content."""
        if entry := self.entries.get((channel, held.ts)):
            entry.shown.append(Shown(monotonic(), words(held.body)))

    def remove(self, channel: str, held: Held) -> None:
        """A message of the app was taken away."""
        if entry := self.entries.get((channel, held.ts)):
            entry.gone = monotonic()

    def about(self, name: str) -> Iterator[tuple[str, Entry]]:
        """The places of public messages whose key ends with a name, as long as they stand."""
        with self.world.lock:
            found = list(self.entries.items())
        for (_, place), entry in found:
            is_public = entry.reader is None and entry.gone is None
            if is_public and (key_of(entry.held) or "").endswith(name):
                yield place, entry

    def pictured(self) -> int:
        """How many messages show a chart."""
        with self.world.lock:
            blocks = [entry.held.body.get("blocks", []) for entry in self.entries.values()]
        return sum(any(block.get("type") == "image" for block in each) for each in blocks)

    def messages(self, told: Callable[[Entry], bool]) -> tuple[Message, ...]:
        """All of them as a judge reads them; `told`: the bot learned that one was posted."""
        with self.world.lock:
            return tuple(
                Message(
                    channel=channel,
                    place=place,
                    shown=tuple(entry.shown),
                    key=key_of(entry.held),
                    thread=entry.held.root,
                    reader=entry.reader,
                    gone=entry.gone,
                    told=told(entry),
                )
                for (channel, place), entry in self.entries.items()
            )


@contextmanager
def keeping(slack: SlackDouble) -> Iterator[Journal]:
    """A journal of all that happens in a workspace meanwhile."""
    journal, take_call = Journal(slack.world), slack.faults.take_call

    def taking(name: str) -> Fault | None:
        # The server answers a call right after it has asked what goes wrong with it.
        fault = take_call(name)
        journal.fault = fault.kind if fault else ""
        return fault

    whole = {name: getattr(messaging, name) for name in ("post", "change", "remove", "whisper")}

    def post(place: Workspace, channel: Channel, *more: Any) -> Held:
        held: Held = whole["post"](place, channel, *more)
        journal.add(channel.id, held)
        return held

    def change(place: Workspace, channel: Channel, held: Held, body: Json) -> None:
        whole["change"](place, channel, held, body)
        journal.change(channel.id, held)

    def remove(place: Workspace, channel: Channel, held: Held) -> None:
        whole["remove"](place, channel, held)
        journal.remove(channel.id, held)

    def whisper(place: Workspace, channel: str, reader: str, body: Json) -> Held:
        held: Held = whole["whisper"](place, channel, reader, body)
        journal.add(channel, held, reader)
        return held

    slack.faults.take_call = taking  # type: ignore[method-assign]
    for ours in (post, change, remove, whisper):
        setattr(messaging, ours.__name__, ours)
    try:
        yield journal
    finally:
        slack.faults.take_call = take_call  # type: ignore[method-assign]
        for name, original in whole.items():
            setattr(messaging, name, original)


def words(body: Json) -> str:
    """All that a message says, and what its buttons would ask, in one text."""
    return "\n".join([str(body.get("text", "")), *_words(body.get("blocks", []))])


def _words(content: object) -> Iterator[str]:
    if isinstance(content, list):
        for each in content:
            yield from _words(each)
    if isinstance(content, dict):
        for name, each in content.items():
            if name in _READ and isinstance(each, str):
                yield each
            else:
                yield from _words(each)


def key_of(held: Held) -> str | None:
    """The bot's own name for the message."""
    payload = (held.metadata or {}).get("event_payload") or {}
    key = payload.get("key")
    return str(key) if key else None
