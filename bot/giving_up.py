"""What is said when a message could not be delivered: to the asker, the operator and the log."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.clock import Clock
from bot.config import Config
from bot.delivery import FateUnknown
from bot.intake import question_key
from bot.masking import masked_reply
from bot.platforms.base import Impossible
from bot.state import audit, inbox, outbox
from bot.state.audit import Entry
from bot.state.outbox import Draft, Message, Transaction
from commands.kit.message import Msg, msg
from commands.kit.reply import Note, Reply
from commands.kit.values import Name

APOLOGY, WARNING = "sorry:", "warning:"
CHAT = "slack"
"""The platform on which a person's id is also the channel of a conversation with them."""


@dataclass(frozen=True)
class GivingUp:
    """Called when delivery gives a message up, in the transaction that notes it.

    The asker is told in a direct message where the platform has such, the operator where the
    settings name a channel for that. What is given up of these is only written into the log.
    """

    config: Config
    clock: Clock
    platforms: tuple[str, ...]

    def __call__(self, tx: Transaction, message: Message, error: Exception) -> None:
        """Put an apology and a warning into the outbox, and an entry into the audit log."""
        now = self.clock.now()
        if not message.key.startswith((APOLOGY, WARNING)):
            for draft in (*self._apology(tx, message, error), *self._warning(message, error)):
                outbox.put(tx, draft, now)
        body = {"key": message.key, "error": str(error)[:500]}
        entry = Entry(now, "delivered-dead", message.platform, message.channel, body=body)
        audit.append(tx, entry)

    def _apology(self, tx: Transaction, message: Message, error: Exception) -> Iterator[Draft]:
        key = question_key(message.key)
        asked = inbox.find(tx, key) if key else None
        if asked is None or not asked.person or asked.direct or asked.platform != CHAT:
            return
        line = Name(text=asked.text[:200])
        sorry = (
            msg("I could not see whether the answer to {line} was shown to you.", line=line)
            if isinstance(error, FateUnknown)
            else msg("I could not post the answer to {line}.", line=line)
        )
        yield Draft(
            key=APOLOGY + message.key,
            platform=asked.platform,
            channel=asked.person,
            locale=message.locale,
            reply=masked_reply(_noted(sorry, *_explained(error))),
        )

    def _warning(self, message: Message, error: Exception) -> Iterator[Draft]:
        operators = self.config.slack.operators
        if operators is None or CHAT not in self.platforms:
            return
        given_up = msg(
            "A message for {channel} was given up: {key}.",
            channel=Name(text=message.channel),
            key=Name(text=message.key),
        )
        yield Draft(
            key=WARNING + message.key,
            platform=CHAT,
            channel=operators,
            locale=self.config.language,
            reply=_noted(given_up, *_explained(error)),
        )


def _explained(error: Exception) -> tuple[Msg, ...]:
    return (error.sentence, error.mend) if isinstance(error, Impossible) else ()


def _noted(first: Msg, *more: Msg) -> Reply:
    notes = (Note(message=first, tone="error"), *(Note(message=sentence) for sentence in more))
    return Reply(blocks=notes, failed=True)
