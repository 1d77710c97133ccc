"""Taking questions in: kept in the durable state before anything is said about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.answer_language import Choices, answer_language
from bot.clock import Clock
from bot.metrics import Metrics
from bot.platforms.base import Inbound
from bot.state import inbox, outbox
from bot.state.database import Database
from bot.state.outbox import Draft
from bot.state.people import known_person
from commands.kit.message import msg
from commands.kit.reply import Reply, Text

PATIENCE = timedelta(seconds=1.2)
"""How long nothing is shown: most answers are there before it is over."""

PENDING = "pending"
"""The hint of an adapter that itself shows that a question is being worked on."""

WORKING = Reply(blocks=(Text(message=msg("Working on it…")),))


_ANSWER = "re:"


def answer_key(question: str) -> str:
    """The outbox's name for the answer to the question of this key."""
    return _ANSWER + question


def question_key(answer: str) -> str | None:
    """The key of the question a message of that name answers; None where it answers none."""
    return answer.removeprefix(_ANSWER) if answer.startswith(_ANSWER) else None


@dataclass(frozen=True)
class Intake:
    """Takes questions in for the workers; `kept` tells them, and the delivery, that one is there.

    `language`: that of whoever has chosen none and is not known yet.
    """

    database: Database
    clock: Clock
    choices: Choices
    language: str
    metrics: Metrics
    kept: Callable[[], None]

    def accept(self, inbound: Inbound) -> bool:
        """Keep a question, and a note that it is worked on for whoever waits long.

        False: it is there already. StateError when it could not be kept; then nothing was.
        """
        now = self.clock.now()
        # Before the transaction: who holds one connection must not wait for a second.
        note = self._note(inbound) if _is_waited_for(inbound) else None
        with self.database.writing() as tx:
            is_new = inbox.accept(tx, inbound, now)
            if is_new and note:
                outbox.put(tx, note, now, not_before=now + PATIENCE)
        if is_new:
            self.kept()
        else:
            self.metrics.count_duplicate(inbound.platform)
        return is_new

    def _note(self, inbound: Inbound) -> Draft:
        with self.database.reading() as tx:
            known = known_person(tx, inbound.person)
        person = known.person if known else None
        return Draft(
            key=answer_key(inbound.first_key),
            platform=inbound.platform,
            channel=inbound.channel,
            locale=answer_language(inbound, person, self.choices, self.language),
            reply=WORKING,
            thread=inbound.thread,
            hints=inbound.hints,
        )


def _is_waited_for(inbound: Inbound) -> bool:
    """Nobody waits for what the schedule asks, and some adapters show the wait by themselves."""
    return bool(inbound.person) and PENDING not in inbound.hints
