"""A state with reports whose slots can be settled at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.i18n import translator
from bot.platforms.base import Inbound
from bot.schedule import Calendar
from bot.settling import Rhythm, settle_due
from bot.state import subscriptions
from bot.state.database import Database
from bot.state.schema import inbox, slots
from bot.state.subscriptions import Report
from commands.kit.rules import LateReports

SHANGHAI = ZoneInfo("Asia/Shanghai")
RHYTHM = Rhythm(Calendar("Asia/Shanghai", chinese=True), LateReports())
STANDUP = Report("web", "standup", "/gmv yesterday", "daily", "09:00", None, None)
MORNING = datetime(2026, 11, 5, 8, 0, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    """An instant from a wall time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Reports:
    """One state, looked at when a test says so."""

    state: Database
    rhythm: Rhythm = field(default=RHYTHM)

    def add(self, report: Report = STANDUP, since: datetime = MORNING) -> int:
        """Keep a report made at `since`; its number."""
        with self.state.writing() as tx:
            return subscriptions.add(tx, report, "ann", since)[0].number

    def look(self, text: str) -> int:
        """Settle what is due at that wall time in Shanghai; how many questions it made."""
        return settle_due(self.state, self.rhythm, at(text))

    def asked(self) -> list[Inbound]:
        """The questions in the inbox, in order."""
        with self.state.reading() as tx:
            rows = tx.scalars(select(inbox.c.inbound).order_by(inbox.c.id))
            return [Inbound.model_validate(row) for row in rows]

    def keys(self) -> list[str]:
        """The keys of the questions, in order."""
        return [inbound.key for inbound in self.asked()]

    def said(self) -> list[str]:
        """What stands before the newest answer."""
        return [translator("en").message(sentence) for sentence in self.asked()[-1].opening]

    def outcomes(self) -> dict[str, str]:
        """How each slot was settled."""
        with self.state.reading() as tx:
            return {row.slot: row.outcome for row in tx.execute(select(slots))}


class Killed(BaseException):
    """The process ends here."""


class Dying:
    """A state whose user is killed when everything is written and nothing yet committed."""

    def __init__(self, state: Database) -> None:
        self._state = state
        self.reading = state.reading

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is never committed."""
        with self._state.writing() as tx:
            yield tx
            raise Killed
