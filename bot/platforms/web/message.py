"""One message of the browser chat."""

from dataclasses import dataclass
from datetime import datetime

from bot.platforms.base import Inbound, Person
from commands.kit.reply import Reply

NOBODY = "-"
"""The reader of a message that was taken away; nobody has this id."""


@dataclass(frozen=True)
class Message:
    """One message as it is now.

    `said`: a person's text, the bot's reply, or None while the bot is still working.
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
    said: str | Reply | None
    thread: str
    root: int | None = None
    reader: str | None = None
    revision: int = 0
    key: str | None = None
    question: Inbound | None = None

    def visible_to(self, person: str) -> bool:
        """Whether the person with this id may read it."""
        return self.reader is None or self.reader == person
