"""Taking questions in: kept in the durable state before anything is said about them.

Whoever brings a question waits until it is kept. What comes while a transaction is being written
is kept together by the next one: the more comes at once, the less each of it costs.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock

from bot.answer_language import answer_language
from bot.clock import Clock
from bot.metrics import Metrics
from bot.platforms.base import Inbound, Person
from bot.state import inbox, outbox
from bot.state.database import Database, StateError
from bot.state.outbox import Draft, Transaction
from bot.state.people import Languages, languages
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


@dataclass
class _Batch:
    """Questions that go in together, and for each whether it was new, once they are kept."""

    asked: list[Inbound] = field(default_factory=list)
    kept: Future[list[bool]] = field(init=False)


class Intake:
    """Takes questions in for the workers, from any thread.

    `language`: that of whoever has chosen none and is not known yet. `kept` tells the workers and
    the delivery that there is something to do.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        language: str,
        metrics: Metrics,
        kept: Callable[[], None],
    ) -> None:
        self._database, self._clock, self._language = database, clock, language
        self._metrics, self._kept = metrics, kept
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="intake")
        self._joining = Lock()
        self._waiting: _Batch | None = None

    def accept(self, inbound: Inbound) -> bool:
        """Keep a question, and a note that it is worked on for whoever waits long.

        False: it is there already. StateError when it could not be kept; then nothing was.
        """
        batch, place = self._join(inbound)
        error = batch.kept.exception()
        if error is None or isinstance(error, StateError):
            is_new = batch.kept.result()[place]
        else:  # it may be another one's fault
            (is_new,) = self._writer.submit(self._keep, [inbound]).result()
        if not is_new:
            self._metrics.count_duplicate(inbound.platform)
        return is_new

    def _join(self, inbound: Inbound) -> tuple[_Batch, int]:
        """The batch that waits to be written, and the question's place in it."""
        with self._joining:
            if self._waiting is None:
                batch = _Batch()
                batch.kept = self._writer.submit(self._take_in, batch)
                self._waiting = batch
            self._waiting.asked.append(inbound)
            return self._waiting, len(self._waiting.asked) - 1

    def _take_in(self, batch: _Batch) -> list[bool]:
        with self._joining:
            self._waiting = None
        return self._keep(batch.asked)

    def _keep(self, asked: Sequence[Inbound]) -> list[bool]:
        """Whether each was new: not there already, and the first of its kind here."""
        now = self._clock.now()
        with self._database.writing(urgent=True) as tx:
            new = inbox.accept_all(tx, asked, now)
            waited_for = [one for one in asked if one.key in new and _is_waited_for(one)]
            outbox.put_all(tx, self._notes(tx, waited_for), now, not_before=now + PATIENCE)
        if new:
            self._kept()
        keys = [one.key for one in asked]
        return [key in new and key not in keys[:place] for place, key in enumerate(keys)]

    def _notes(self, tx: Transaction, asked: Sequence[Inbound]) -> list[Draft]:
        if not asked:
            return []
        persons, places = {one.person for one in asked}, {one.channel for one in asked}
        spoken = languages(tx, persons, places)
        return [self._note(one, spoken) for one in asked]

    def _note(self, inbound: Inbound, spoken: Languages) -> Draft:
        person = Person(inbound.person, inbound.person, locale=spoken.own.get(inbound.person))
        return Draft(
            key=answer_key(inbound.first_key),
            platform=inbound.platform,
            channel=inbound.channel,
            locale=answer_language(inbound, person, spoken, self._language),
            reply=WORKING,
            thread=inbound.thread,
            hints=inbound.hints,
        )


def _is_waited_for(inbound: Inbound) -> bool:
    """Nobody waits for what the schedule asks, and some adapters show the wait by themselves."""
    return bool(inbound.person) and PENDING not in inbound.hints
