"""What a platform adapter and the rest of the bot say to each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict

from commands.kit.message import Msg
from commands.kit.reply import Reply


@dataclass(frozen=True)
class Person:
    """Someone who speaks to the bot. `locale` is None until they choose a language.

    `zone`: their own time zone as the platform knows it, None where it does not.
    `member`: one of the team, not a guest or somebody of another workspace in a shared channel.
    """

    id: str
    name: str
    roles: tuple[str, ...] = ()
    locale: str | None = None
    zone: str | None = None
    member: bool = True


@dataclass(frozen=True)
class Request:
    """One line of chat, already stripped of the platform's own syntax.

    `platform`: where it was said (`web`, `slack`, `console`); `channel` and `thread` are that
    platform's own ids, except that `thread` is a neutral key (`incident:42`) in a thread which
    the bot opened under one. `as_of`: answer as at this instant, None for the present.
    """

    text: str
    person: Person
    channel: str
    locale: str
    thread: str | None = None
    platform: str = "web"
    as_of: datetime | None = None


Answer = Callable[[Request], Reply]
"""Answers a request; never raises: what goes wrong is a reply too."""


@dataclass(frozen=True)
class CommandHint:
    """A command as completion shows it: `/gmv`, `[period] [by <dimension>]`, one line."""

    name: str
    usage: str
    summary: Msg


def well_formed(text: str) -> str:
    """The text with U+FFFD for each half of a character: neither JSON nor a terminal takes it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Inbound(BaseModel):
    """A question as it arrived, with the platform's own ids and nothing looked up yet.

    `key`: the event's own name, unique for ever: the same key again is the same event delivered
    twice. `person` is empty for what the schedule asks. `thread`: the platform's id of the
    thread it was said in. `direct`: the channel is a conversation with this person alone.
    `locale`: the language to answer in, None for the person's or the channel's.
    `opening`: sentences put before the answer (posted late, an earlier one was skipped).
    `hints`: what the adapter wants back when the answer is posted (a response address).
    `revises`: the key of the question that this one rewords, and whose answer its own takes the
    place of; this key is that one, a colon and something that sorts by time.
    `as_of`: the instant it is asked for where that is not when it arrives (a report posted late).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    platform: str
    channel: str
    text: Annotated[str, AfterValidator(well_formed)]
    person: str = ""
    thread: str | None = None
    direct: bool = False
    locale: str | None = None
    opening: tuple[Msg, ...] = ()
    hints: dict[str, str] = {}
    revises: str | None = None
    as_of: datetime | None = None

    @property
    def first_key(self) -> str:
        """The key under which the question was first asked: it names the answer."""
        return self.revises or self.key


Accept = Callable[[Inbound], bool]
"""Takes a question into durable state before it is acknowledged; False: it is there already.

Takes milliseconds and calls no network. What it raises means that nothing was kept.
"""


class Directory(Protocol):
    """Who is behind a platform's id."""

    def person(self, person: str) -> Person:
        """The person, as far as the platform tells; may ask it. An unknown one has only an id."""


def _forget(name: str, value: str) -> None:
    """Notes nothing."""


@dataclass(frozen=True)
class Outgoing:
    """A message of ours as it shall stand on the platform.

    `key`: our own name for it, unique for ever; it travels in the platform's message, so that
    a message whose fate is unknown can be looked for. `thread`: the platform's id of the thread
    to post in. `reader`: the platform's id of the only person who may see it.
    `hints`: what the adapter gave with the question. `notes`: what earlier attempts noted (the
    ids of pictures already uploaded); `note(name, value)` adds one durably, at once.
    """

    key: str
    channel: str
    reply: Reply
    locale: str
    thread: str | None = None
    reader: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    note: Callable[[str, str], None] = _forget


@dataclass(frozen=True)
class Posted:
    """Where a message now stands: the platform's ids of the message and of its channel.

    `place` is empty where the platform gives none (a message for one person's eyes): such a
    message can be neither edited nor found again.
    `warnings`: what the operator should know (a chart fell back to text, and why).
    """

    place: str
    channel: str
    warnings: tuple[str, ...] = ()


class Poster(Protocol):
    """Puts messages onto one platform. Each call is one attempt; whoever calls tries again.

    Raises TooFast, Unsure, Impossible; anything else is a failure that may pass.
    """

    def parts(self, reply: Reply, locale: str) -> tuple[Reply, ...]:
        """The reply in as many messages as the platform needs; the first heads the thread that
        holds the others. Pure; at least one."""

    def post(self, message: Outgoing) -> Posted:
        """Post a new message."""

    def edit(self, message: Outgoing, place: str) -> Posted:
        """Put `message` in the place of what is posted at `place`."""

    def delete(self, channel: str, place: str) -> None:
        """Take a message away; nothing happens when it is gone already."""

    def find(self, message: Outgoing, since: datetime) -> Posted | None:
        """The posted message that carries `message.key`, posted at `since` or later."""


class StartError(Exception):
    """A platform refuses what is in the settings; the text says what to mend."""


class PostError(Exception):
    """A message could not be posted, edited or deleted."""


class TooFast(PostError):
    """The platform wants us to wait. `everywhere`: in all channels, not only in this one."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(f"the platform wants {seconds:g} s of rest")
        self.seconds, self.everywhere = seconds, everywhere


class Unsure(PostError):
    """The connection broke after the message was sent: it may stand on the platform or not."""


class Impossible(PostError):
    """It will not work however often it is tried. `sentence` tells people, `mend` what to do.

    `code`: the platform's own word for it, for the operator's log.
    """

    def __init__(self, sentence: Msg, mend: Msg, code: str) -> None:
        super().__init__(f"{code}: {sentence.text}")
        self.sentence, self.mend, self.code = sentence, mend, code
