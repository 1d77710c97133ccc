"""What becomes of a question: an answer in the outbox and an entry in the audit log."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.answer_language import Choices, answer_language
from bot.auditing import asked
from bot.clock import Clock
from bot.intake import answer_key
from bot.masking import masked_reply
from bot.platforms.base import Answer, Directory, Inbound, Person, Request
from bot.state import audit, inbox, outbox, threads
from bot.state.database import Database
from bot.state.inbox import Claimed
from bot.state.outbox import Draft
from commands.kit.message import msg
from commands.kit.reply import Note, Reply
from commands.kit.values import Name

ATTEMPTS = 3
"""A question that was taken up this often and never answered is given up, with an apology."""

SCHEDULE = Person(id="", name="Tidebell")
"""Who asks what the schedule asks."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answerer:
    """Answers questions of every platform in `directories`; `kept` tells the delivery."""

    database: Database
    clock: Clock
    answer: Answer
    directories: Mapping[str, Directory]
    choices: Choices
    language: str
    kept: Callable[[], None]

    def settle(self, claimed: Claimed) -> None:
        """Answer a question and mark it as done, in one transaction.

        Nothing is kept where somebody else has taken the question over meanwhile. What it
        raises means that the question is still to be answered.
        """
        given_up = claimed.attempts > ATTEMPTS
        person = _nobody(claimed.inbound) if given_up else self._person(claimed.inbound)
        request = self._request(claimed.inbound, person)
        reply = masked_reply(_given_up(claimed)) if given_up else self.answer(request)
        self._keep(claimed, request, reply)

    def _keep(self, claimed: Claimed, request: Request, reply: Reply) -> None:
        inbound, now = claimed.inbound, self.clock.now()
        # Looked up again: the question may have been to choose another language.
        locale = self._locale(inbound, request.person)
        with self.database.writing() as tx:
            if not inbox.finish(tx, claimed, now):
                return
            # A timer that has nothing to say any more gets an answer without blocks.
            if reply.blocks and not inbox.is_reworded(tx, inbound):
                outbox.put(tx, _draft(inbound, reply, locale), now)
            audit.append(tx, asked(request, reply, now))
        self.kept()

    def _request(self, inbound: Inbound, person: Person) -> Request:
        return Request(
            text=inbound.text,
            person=person,
            channel=inbound.channel,
            locale=self._locale(inbound, person),
            thread=self._thread(inbound),
            platform=inbound.platform,
            as_of=inbound.as_of,
        )

    def _person(self, inbound: Inbound) -> Person:
        if not inbound.person:
            return SCHEDULE
        return self.directories[inbound.platform].person(inbound.person)

    def _locale(self, inbound: Inbound, person: Person) -> str:
        return answer_language(inbound, person, self.choices, self.language)

    def _thread(self, inbound: Inbound) -> str | None:
        if inbound.thread is None:
            return None
        with self.database.reading() as tx:
            key = threads.key_of(tx, inbound.platform, inbound.channel, inbound.thread)
        return key or inbound.thread


def _nobody(inbound: Inbound) -> Person:
    return Person(inbound.person, inbound.person) if inbound.person else SCHEDULE


def _draft(inbound: Inbound, reply: Reply, locale: str) -> Draft:
    opening = tuple(Note(message=sentence) for sentence in inbound.opening)
    is_private = reply.audience == "person" and not inbound.direct
    return Draft(
        key=answer_key(inbound.first_key),
        platform=inbound.platform,
        channel=inbound.channel,
        locale=locale,
        reply=reply.model_copy(update={"blocks": opening + reply.blocks}),
        thread=reply.thread or inbound.thread,
        reader=(inbound.person or None) if is_private else None,
        hints=inbound.hints,
    )


def _given_up(claimed: Claimed) -> Reply:
    reference = secrets.token_hex(3).upper()
    logger.error("question %s was given up, reference %s", claimed.inbound.key, reference)
    sentence = msg(
        "Something broke on our side; it is logged as {reference}.",
        reference=Name(text=reference),
    )
    note = Note(message=sentence, tone="error")
    command = claimed.inbound.text[:200]
    return Reply(
        blocks=(note,), audience="person", command=command, failed=True, reference=reference
    )
