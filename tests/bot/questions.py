"""What tests about questions share: a question, who asks, what reads back what came of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.base import Inbound, Person, Request
from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Message
from commands.kit.message import msg
from commands.kit.reply import Reply, Text
from commands.kit.values import Name

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LIN = Person("U1", "林悦", ("growth lead",), "zh-CN")


def question(key: str = "e1", **more: Any) -> Inbound:
    """A question Lin asks in a Slack channel."""
    asked = {"key": key, "platform": "slack", "channel": "C1", "text": "/gmv 7d", "person": "U1"}
    return Inbound.model_validate(asked | more)


def said(sentence: str, **more: Any) -> Reply:
    """A reply of one line."""
    line = Text(message=msg("{said}", said=Name(text=sentence)))
    return Reply(blocks=(line,)).model_copy(update=more)


def outgoing(state: Database, key: str = "re:e1") -> Message | None:
    """The message of that key as it shall stand."""
    with state.reading() as tx:
        return outbox.get(tx, key)


@dataclass
class Moving:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        """What it was set to."""
        return self.at

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass
class Team:
    """Knows Lin."""

    def person(self, person: str) -> Person:
        """Lin, or a stranger."""
        return LIN if person == LIN.id else Person(person, person)


@dataclass
class Chosen:
    """The languages people and channels chose."""

    people: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)

    def language_of(self, person: str) -> str | None:
        """What was chosen."""
        return self.people.get(person)

    def language_of_channel(self, channel: str) -> str | None:
        """What was chosen."""
        return self.channels.get(channel)


@dataclass
class Bot:
    """Answers what it is asked with `reply`, or with the question."""

    reply: Reply | None = None
    asked: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        """The answer."""
        self.asked.append(request)
        return self.reply or said(request.text)
