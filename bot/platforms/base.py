"""What a platform adapter and the rest of the bot say to each other."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.kit.message import Msg
from commands.kit.reply import Reply


@dataclass(frozen=True)
class Person:
    """Someone who speaks to the bot. `locale` is None until they choose a language."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    locale: str | None = None


@dataclass(frozen=True)
class Request:
    """One line of chat, already stripped of the platform's own syntax."""

    text: str
    person: Person
    channel: str
    locale: str
    thread: str | None = None


Answer = Callable[[Request], Reply]
"""Answers a request; never raises: what goes wrong is a reply too."""


@dataclass(frozen=True)
class CommandHint:
    """A command as completion shows it: `/gmv`, `[period] [by <dimension>]`, one line."""

    name: str
    usage: str
    summary: Msg
