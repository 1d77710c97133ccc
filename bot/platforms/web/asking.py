"""From a line somebody typed to a question, and "working on it" where its answer will stand."""

import logging
import re
import secrets

from bot.platforms.base import Accept, Inbound
from bot.platforms.web.conversations import BOT, Conversations
from bot.platforms.web.reader import Reader
from bot.state.errors import StateError
from commands.kit.message import msg
from commands.kit.reply import Note, Reply

PLATFORM = "web"
PENDING = "pending"
"""The hint that names the message the answer takes the place of."""

NOT_KEPT = Reply(
    blocks=(
        Note(message=msg("The question could not be kept; ask again in a moment."), tone="error"),
    ),
    failed=True,
)

logger = logging.getLogger(__name__)

_MENTION = re.compile(r"@tidebell\b[\s,，:：]*", re.IGNORECASE)


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
    store: Conversations,
    accept: Accept,
    reader: Reader,
    channel: str,
    text: str,
    thread: str | None,
) -> None:
    """Post `text` as the reader, and put the question it holds, if any, to the bot.

    Raises UnknownChannel and UnknownThread; StateError where the line could not be kept.
    """
    line = line_for_bot(text)
    with store.changing():
        store.post(channel, reader.person, text, thread)
        if line is None:
            return
        question = Inbound(
            key=f"{PLATFORM}:{secrets.token_hex(8)}",
            platform=PLATFORM,
            channel=channel,
            text=line,
            person=reader.person.id,
            thread=thread,
            locale=reader.locale,
        )
        pending = store.post(channel, BOT, None, thread, question=question)
    try:
        accept(_pointing_at(pending, question))
    except StateError as error:
        logger.error("question %s was not kept: %s", question.key, error)
        store.edit(pending, NOT_KEPT)


def ask_again(store: Conversations, accept: Accept) -> None:
    """Put every question that still waits to the bot; those it has already are not asked twice.

    For the start: a process may have ended between showing a question and putting it.
    """
    for message in store.unanswered():
        if message.question is not None:
            accept(_pointing_at(message.id, message.question))


def _pointing_at(pending: int, question: Inbound) -> Inbound:
    return question.model_copy(update={"hints": {PENDING: str(pending)}})
