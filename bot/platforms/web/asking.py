"""From a line somebody typed to the answer that takes the place of "working on it"."""

import re
from dataclasses import dataclass

from bot.platforms.base import Answer, Request
from bot.platforms.web.conversations import BOT, Conversations
from bot.platforms.web.reader import Reader
from commands.kit.message import msg
from commands.kit.reply import Note, Reply, Text

_MENTION = re.compile(r"@tidebell\b[\s,，:：]*", re.IGNORECASE)

BROKEN = Reply(
    blocks=(Note(message=msg("Something broke before there was an answer."), tone="error"),),
    failed=True,
)


@dataclass(frozen=True)
class Question:
    """A line put to the bot, and the message its answer will take the place of."""

    request: Request
    pending: int
    asked_in: str | None


def line_for_bot(text: str) -> str | None:
    """The line the bot is asked by `text`, or None where people talk among themselves.

    A command starts with / (or the full-width ／); anything may be asked after @Tidebell.
    """
    line = " ".join(text.split())
    mention = _MENTION.match(line)
    if mention:
        return line[mention.end() :] or "/help"
    return line if line.startswith(("/", "／")) else None


def say(
    store: Conversations, reader: Reader, channel: str, text: str, thread: str | None
) -> Question | None:
    """Post `text` as the reader; returns the question it puts to the bot, if it does.

    Raises UnknownChannel and UnknownThread.
    """
    store.post(channel, reader.person, text, thread)
    line = line_for_bot(text)
    if line is None:
        return None
    pending = store.post(channel, BOT, None, thread)
    request = Request(line, reader.person, channel, reader.locale, thread)
    return Question(request, pending, thread)


def settle(store: Conversations, answer: Answer, question: Question) -> None:
    """Ask, and put the answer where the question waits; runs in a worker thread.

    Should `answer` raise against its promise, the wait still ends, and the error goes on.
    """
    reply = BROKEN
    try:
        reply = answer(question.request)
    finally:
        _place(store, question, reply)


def _place(store: Conversations, question: Question, reply: Reply) -> None:
    reader = question.request.person.id if reply.audience == "person" else None
    root = store.root(reply.thread) if reply.thread else None
    if root is None or reply.thread == question.asked_in:
        store.edit(question.pending, reply, reader, thread=reply.thread)
        return
    # The matter already has its thread elsewhere: everything about it stays together there.
    store.post(root.channel, BOT, reply, reply.thread, reader)
    elsewhere = Text(message=msg("Answered in the thread of this matter."))
    store.edit(question.pending, Reply(blocks=(elsewhere,), command=reply.command), reader)
