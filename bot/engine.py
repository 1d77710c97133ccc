"""The running bot: questions in, answers out, reports on time, on every platform it speaks on."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from bot.answerer import Answerer
from bot.app import App
from bot.delivery import CHAT, Delivery, Pace
from bot.giving_up import GivingUp
from bot.intake import Intake
from bot.platforms.base import Directory, Inbound, Poster
from bot.schedules import calendar_of, reports_of
from bot.settling import Rhythm
from bot.state import audit, inbox, outbox, subscriptions
from bot.state.audit import Entry
from bot.state.audit_chain import keep_head
from bot.state.database import StateError
from bot.ticking import Ticking
from bot.workers import Workers

STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Platform:
    """What it takes to answer on a platform."""

    poster: Poster
    directory: Directory
    pace: Pace = CHAT


class Source(Protocol):
    """Something that brings questions while it runs: an adapter, a server."""

    def start(self) -> None:
        """Begin to take questions."""

    def stop(self) -> object:
        """Take no more, within seconds."""


class Engine:
    """Answers for one open shop on `platforms`, by their names, from `start` to `stop`.

    Whatever ends it, `kill -9` included, the next start takes up what it left: every question
    that was accepted is answered, and every answer is posted.
    """

    def __init__(self, app: App, platforms: Mapping[str, Platform]) -> None:
        self._app = app
        config = app.config
        posters = {name: platform.poster for name, platform in platforms.items()}
        self.delivery = Delivery(
            app.state,
            posters,
            app.clock,
            on_dead=GivingUp(config, app.clock, tuple(posters)),
            paces={name: platform.pace for name, platform in platforms.items()},
            metrics=app.metrics,
        )
        answerer = Answerer(
            database=app.state,
            clock=app.clock,
            answer=app.answer,
            directories={name: platform.directory for name, platform in platforms.items()},
            choices=app.languages,
            language=config.language,
            kept=self.delivery.wake,
        )
        self.workers = Workers(app.state, app.clock, answerer.settle, platforms=tuple(platforms))
        self.intake = Intake(app.state, app.clock, config.language, app.metrics, self.wake)
        rhythm = Rhythm(calendar_of(config), config.rules.late)
        self.ticking = Ticking(app.state, app.clock, rhythm, self.workers.wake, self._keep_head)
        self._sources: list[Source] = []

    def accept(self, inbound: Inbound) -> bool:
        """Take a question in; False where it is there already. StateError: nothing was kept."""
        return self.intake.accept(inbound)

    def wake(self) -> None:
        """Have questions and messages looked for now."""
        self.workers.wake()
        self.delivery.wake()

    def start(self, sources: Sequence[Source] = ()) -> None:
        """Begin, with what an earlier run left; `sources` last, as they bring more."""
        now = self._app.clock.now()
        with self._app.state.writing() as tx:
            subscriptions.seed(tx, reports_of(self._app.config), now)
            audit.append(tx, Entry(now, "started"))
        self._keep_head()
        self._watch()
        self.delivery.start()
        self.workers.start()
        self.ticking.start()
        for source in sources:
            self._sources.append(source)
            source.start()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End in order within so many seconds: no more questions, then answers, then messages.

        A question that takes longer is let go, and answered after the next start.
        """
        until = monotonic() + seconds
        for source in reversed(self._sources):
            source.stop()
        self.ticking.stop(_left(until))
        if not self.workers.stop(_left(until) / 2):
            self._app.interrupt()
            self.workers.join(_left(until) / 2)
        self.delivery.stop(_left(until))
        try:
            with self._app.state.writing() as tx:
                audit.append(tx, Entry(self._app.clock.now(), "stopped"))
            self._keep_head()
        except StateError as error:
            logger.error("that the bot stopped is not in the audit log: %s", error)

    def _keep_head(self) -> None:
        try:
            damage = keep_head(self._app.state, self._app.config.data)
        except StateError as error:
            logger.error("the end of the audit log is not kept aside: %s", error)
            return
        except (OSError, ValueError) as error:
            damage = str(error)
        if damage:
            logger.error("the audit log is in doubt, see tidebell audit verify: %s", damage)

    def _watch(self) -> None:
        self._app.metrics.watch("inbox_waiting", self._questions_waiting)
        self._app.metrics.watch("outbox_waiting", lambda: sum(self._backlog().waiting.values()))
        self._app.metrics.watch("outbox_dead", lambda: self._backlog().dead)

    def _questions_waiting(self) -> int:
        with self._app.state.reading() as tx:
            return inbox.waiting(tx)

    def _backlog(self) -> outbox.Backlog:
        with self._app.state.reading() as tx:
            return outbox.backlog(tx)


def _left(until: float) -> float:
    return max(0.0, until - monotonic())
