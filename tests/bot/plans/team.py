"""The people who review budget shifts in tests, and proposals as each of them sees them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.plan_people import Team
from bot.plan_places import Place
from bot.plans import StoredPlans
from bot.platforms.base import Inbound, Person, Request
from bot.settings import Config
from bot.state import inbox, outbox, timers
from bot.state.database import Database
from bot.state.outbox import Message
from commands.kit.plans import Approval, Proposed
from commands.kit.rules import Rules

ROOM = Place("web", "growth", "en")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LEAD = Person("lead", "Lin", ("growth lead",))
OTHER_LEAD = Person("lead2", "Lou", ("growth lead",))
FINANCE = Person("money", "Fay", ("finance reviewer",))
ENGINEER = Person("tech", "Theo", ("product engineer",))
EXECUTIVE = Person("boss", "Ela", ("executive",))
OPERATOR = Person("ops", "Ole", ("operator",))
ALL_ROLES = Person("all", "Alma", tuple(r for p in (LEAD, FINANCE, ENGINEER) for r in p.roles))
NOBODY = Person("", "Tidebell")
CHAIN = (LEAD, FINANCE, ENGINEER, EXECUTIVE)


@dataclass
class Office:
    """One state, at a moment that can be moved."""

    state: Database
    exports: Path = Path("exports")
    now: datetime = NOON
    rules: Rules = field(default_factory=Rules)
    announced: tuple[Place, ...] = ()
    config: Config = field(default_factory=Config)

    def plans(self, person: Person, *, channel: str = "growth") -> StoredPlans:
        """Proposals as somebody may see and change them now."""
        return StoredPlans(
            database=self.state,
            rules=self.rules,
            place=Place("web", channel, "en"),
            announced=self.announced,
            exports=self.exports,
            request=Request("", person, channel, "en"),
            now=self.now,
            currency="CNY",
            team=Team(self.config),
        )

    def wait(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def approve(self, number: int, *people: Person) -> Approval:
        """Have people approve one after the other, each by the button as it is then."""
        for person in people:
            given = self.plans(person).approve(number, self.seen(number).token)
        return given

    def seen(self, number: int) -> Proposed:
        """The proposal as it stands."""
        found = self.plans(NOBODY).find(number)
        assert found is not None
        return found

    def did(self, number: int) -> list[str]:
        """What happened to it, in order."""
        return [step.did for step in self.plans(NOBODY).story(number)]

    def message(self, key: str) -> Message | None:
        """A message of the outbox."""
        with self.state.reading() as tx:
            return outbox.get(tx, key)

    def ring(self) -> list[Inbound]:
        """The questions of the timers that are due now, taken out of the inbox."""
        return ring(self.state, self.now)


def ring(state: Database, now: datetime) -> list[Inbound]:
    """Ring the timers that are due and take their questions."""
    found: list[Inbound] = []
    with state.writing() as tx:
        timers.ring(tx, now)
    while True:
        with state.writing() as tx:
            claimed = inbox.claim(tx, "test", now, timedelta(minutes=1))
            if claimed is None:
                return found
            inbox.finish(tx, claimed, now)
            found.append(claimed.inbound)
