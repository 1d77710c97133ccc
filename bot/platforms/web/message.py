"""One message of the browser chat."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.platforms.base import Inbound, Person
from commands.kit.reply import Reply

NOBODY = "-"
"""The reader of a message that was taken away; nobody has this id."""

MOST_READ = 300


@dataclass(frozen=True)
class Message:
    """One message as it is now.

    `written`: what it says, as `write` puts it; None while the bot is still working.
    `thread`: the key a request uses to speak in this message's thread.
    `root`: the message this one answers in a thread; None for a message of the channel.
    `reader`: the id of the only person who may read it; None for everyone.
    `revision` counts edits; `seq` numbers the last change, replies in the thread included.
    `key`: the bot's own name for it. `question`: what a message without words is to answer.
    """

    id: int
    seq: int
    channel: str
    author: Person
    at: datetime
    written: str | None
    thread: str
    root: int | None = None
    reader: str | None = None
    revision: int = 0
    key: str | None = None
    question: Inbound | None = None

    @property
    def said(self) -> str | Reply | None:
        """A person's text, the bot's reply, or None while the bot is still working."""
        return None if self.written is None else _read(self.written)

    def visible_to(self, person: str) -> bool:
        """Whether the person with this id may read it."""
        return self.reader is None or self.reader == person


def write(said: str | Reply) -> str:
    """What a message says, as it is kept: JSON.

    Thousands of messages are kept and few are looked at; as objects they would take five times
    the memory, and seconds to make at each start.
    """
    return json.dumps(said.model_dump(mode="json") if isinstance(said, Reply) else said)


@lru_cache(MOST_READ)
def _read(written: str) -> str | Reply:
    if written.startswith("{"):
        return Reply.model_validate_json(written)
    text: str = json.loads(written)
    return text
