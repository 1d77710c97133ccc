"""What the platform saw of a run: the questions it took to the bot, and the bot's messages.

Moments are seconds on one steady clock, which no step of a wall clock moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """Something a person asked.

    `name`: the platform's own for it (a message's ts, a trigger id); the bot's keys contain it.
    `holds`: texts of which its answer has one, in whichever language, and no other answer.
    `accepted`: when an acknowledgement reached the platform; None: none ever did.
    `refused`: the platform itself told the person that the bot did not answer.
    """

    name: str
    line: str
    person: str
    channel: str
    holds: tuple[str, ...]
    asked: float
    accepted: float | None
    refused: bool = False


@dataclass(frozen=True)
class Shown:
    """What a message said from a moment on."""

    at: float
    text: str


@dataclass(frozen=True)
class Message:
    """A message of the bot. `reader`: the only one who sees it, None when all do.

    `key`: the bot's own name in the message's metadata; a message for one reader has none.
    `gone`: when it was taken away. `told`: the bot learned that it was posted.
    """

    channel: str
    place: str
    shown: tuple[Shown, ...]
    key: str | None = None
    thread: str | None = None
    reader: str | None = None
    gone: float | None = None
    told: bool = True

    @property
    def began(self) -> float:
        """When it was first seen."""
        return self.shown[0].at

    @property
    def text(self) -> str:
        """What it says now."""
        return self.shown[-1].text


@dataclass(frozen=True)
class Slot:
    """A time at which a report was due. `outcome`: as the bot wrote it down, None if it did not."""

    key: str
    due: str
    outcome: str | None


@dataclass(frozen=True)
class Kept:
    """What the bot's own database says once all is quiet.

    `dead`: what was given up and why, by the message's key. `audited`: how often the audit log
    has each line that was asked, without its slash.
    """

    unanswered: int = 0
    undelivered: int = 0
    dead: Mapping[str, str] = field(default_factory=dict)
    audited: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """How the bot says, in each language, what a judge has to tell apart from an answer."""

    working: tuple[str, ...]
    apologies: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """All of a run that is judged."""

    questions: tuple[Question, ...]
    messages: tuple[Message, ...]
    slots: tuple[Slot, ...]
    words: Words
    kept: Kept = Kept()
