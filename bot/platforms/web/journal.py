"""Where the rooms of the browser chat outlive their process: the durable state."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from bot.platforms.base import Inbound, Person
from bot.platforms.web.message import Message
from bot.state import chat
from bot.state.chat import Transaction
from bot.state.database import Database


class Pages:
    """The journal in one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def after(self, sequence: int) -> list[Message]:
        """What was changed after that number, by any process, in the order of the changes."""
        return [_message(row) for row in chat.changed_after(self._tx, sequence)]

    def keep(self, changed: Iterable[Message], dropped: Iterable[int]) -> None:
        """Write down messages as they are now, and forget others."""
        chat.keep(self._tx, [_row(message) for message in changed])
        chat.drop(self._tx, dropped)


class Journal:
    """The rooms as they are written down, shared by all processes that use the state."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_shared = database.is_shared

    @contextmanager
    def writing(self) -> Iterator[Pages]:
        """A change of the rooms: no other process changes them meanwhile."""
        with self._database.writing() as tx:
            chat.take_turn(tx)
            yield Pages(tx)

    @contextmanager
    def reading(self) -> Iterator[Pages]:
        """A look at what others changed."""
        with self._database.reading() as tx:
            yield Pages(tx)


def _row(message: Message) -> dict[str, Any]:
    question = message.question
    return {
        "id": message.id,
        "seq": message.seq,
        "channel": message.channel,
        "author": asdict(message.author),
        "at": message.at,
        "said": message.written,
        "thread": message.thread,
        "root": message.root,
        "reader": message.reader,
        "revision": message.revision,
        "key": message.key,
        "question": question.model_dump(mode="json") if question else None,
    }


def _message(row: Mapping[str, Any]) -> Message:
    held = dict(row)
    author, question = held.pop("author"), held.pop("question")
    return Message(
        author=Person(**author | {"roles": tuple(author["roles"])}),
        written=held.pop("said"),
        question=question and Inbound.model_validate(question),
        **held,
    )
