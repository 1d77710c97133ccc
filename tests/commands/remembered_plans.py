"""Budget shifts kept for the length of a test."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import approvals
from bot.approvals import Reviewer
from bot.platforms.base import Person
from commands.kit.plans import Approval, Due, Holder, Proposed, Review, Stage, StageName, Step
from commands.kit.rules import DecisionTime, Reviews
from commands.kit.shift import ShiftProposal, ShiftRow

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADE_AT = datetime(2026, 11, 5, 9, 0, tzinfo=SHANGHAI)
ANN = Person("ann", "Ann", ("growth lead",))
TIMES = DecisionTime.model_construct(remind_hours=24, escalate_hours=9_000, lapse_hours=10_000)
"""Nothing lapses of what a test asks about at some other time."""


def row(channel: str, now: int, to: int, campaign: str | None = None) -> ShiftRow:
    """What a channel or campaign spends, with plain figures of its response."""
    return ShiftRow(
        channel=channel,
        campaign=campaign,
        now=Decimal(now),
        to=Decimal(to),
        response_now=2.0 * now,
        response=2.0 * to,
        marginal_now=1.5,
        marginal=1.4,
        extrapolates=False,
    )


def proposal(*rows: ShiftRow, start: date = date(2026, 11, 23), days: int = 28) -> ShiftProposal:
    """A proposal that moves 10,000 of a month's 100,000, unless rows say otherwise."""
    return ShiftProposal(
        line="/budget-shift 28d",
        start=start,
        end=start + timedelta(days=days),
        budget=Decimal(90_000),
        reserve=Decimal(10_000),
        rows=rows or (row("抖音", 40_000, 50_000, "dy-feed-01"), row("天猫", 40_000, 30_000)),
        gain=12_000.0,
        low=4_000.0,
        high=20_000.0,
        month_budget=Decimal(100_000),
        data_until=date(2026, 11, 21),
    )


def _first() -> dict[int, Proposed]:
    def lasting(number: int, token: str) -> Proposed:
        return made(number, proposal(), ANN, MADE_AT, token=token)

    given = Review("bo", "Bo", "executive", MADE_AT, "0")
    old = made(3, proposal(start=date(2026, 10, 20)), ANN, datetime(2026, 10, 19, tzinfo=SHANGHAI))
    done = tuple(replace(stage, review=given) for stage in old.stages)
    applied = replace(old, status="applied", applied_at=old.made_at, stages=done)
    return {1: lasting(1, "7f3a21c0"), 2: lasting(2, "51d0be77"), 3: applied}


@dataclass
class RememberedPlans:
    """Keeps proposals by number. 1 and 2 wait for their first review, 3 is a plan."""

    kept: dict[int, Proposed] = field(default_factory=_first)
    stories: dict[int, list[Step]] = field(default_factory=dict)
    folder: Path = Path("exports")
    person: Person = ANN
    now: datetime = MADE_AT
    team: dict[str, Holder] = field(default_factory=dict)

    def asked_by(self, person: Person, now: datetime) -> "RememberedPlans":
        """The same proposals as somebody sees them at a moment."""
        return replace(self, person=person, now=now)

    def propose(self, proposal: ShiftProposal) -> Proposed:
        """Keep a proposal."""
        plan = made(len(self.kept) + 1, proposal, self.person, self.now)
        return self._keep(plan, Step(self.now, "proposed", 1, self.person.id, self.person.name))

    def revise(self, number: int, proposal: ShiftProposal, *, token: str | None = None) -> Proposed:
        """Make it anew."""
        revision = self.kept[number].revision + 1
        fresh = made(number, proposal, self.person, self.now, token=f"{number:04}{revision:04}")
        return self._keep(replace(fresh, revision=revision), Step(self.now, "revised", revision))

    def find(self, number: int) -> Proposed | None:
        """The proposal of that number."""
        return self.kept.get(number)

    def open(self) -> tuple[Proposed, ...]:
        """Those that wait."""
        return tuple(one for one in self.kept.values() if one.status == "open")

    def applied(self) -> tuple[Proposed, ...]:
        """Those that are the plan, or were."""
        return tuple(one for one in reversed(self.kept.values()) if one.applied_at)

    def story(self, number: int) -> tuple[Step, ...]:
        """What happened."""
        return tuple(self.stories.get(number, ()))

    def is_own(self, plan: Proposed) -> bool:
        """Whether the asker proposed it."""
        return bool(plan.person) and self._by.is_called(plan.person)

    def who_may_review(self, plan: Proposed, roles: Sequence[str]) -> tuple[Holder, ...]:
        """Those of the team who hold one of the roles."""
        return tuple(one for role, one in self.team.items() if role in roles)

    def check(self, number: int, token: str) -> Proposed | Approval:
        """The proposal, where a review would count."""
        plan = self._known(number)
        given, again = approvals.review(plan, self._by, token, self.now, TIMES)
        return Approval(plan, given, again) if again else plan

    def approve(self, number: int, token: str, note: str = "") -> Approval:
        """Give a review."""
        plan = self._known(number)
        given, again = approvals.review(plan, self._by, token, self.now, TIMES)
        if again:
            return Approval(plan, given, again)
        given = replace(given, note=note)
        after = approvals.reviewed(plan, given, f"{number:04}a00{len(plan.reviews)}", self.now)
        step = Step(self.now, "approved", plan.revision, given.person, given.name, role=given.role)
        step = replace(step, note=note)
        return Approval(self._keep(after, step), given)

    def reject(self, number: int, reason: str) -> Proposed:
        """End it."""
        plan = self._known(number)
        if plan.status == "rejected":
            return plan
        approvals.refuse_rejection(plan, self._by, self.now, TIMES)
        ended = replace(plan, status="rejected", ended_at=self.now)
        step = Step(self.now, "rejected", plan.revision, self.person.id, self.person.name)
        return self._keep(ended, replace(step, note=reason))

    def look(self, number: int, token: str) -> tuple[Due, Proposed] | None:
        """What is due, which is not done."""
        plan = self._known(number)
        found = approvals.due(plan, self.now, DecisionTime())
        return (found, plan) if found and token == plan.token else None

    def export(self, number: int) -> str:
        """Where the files would be."""
        if self._known(number).applied_at is None:
            raise approvals.not_applied(self._known(number))
        return f"{self.folder}/shift-{number}-r1"

    @property
    def _by(self) -> Reviewer:
        return Reviewer(self.person.id, self.person.name, self.person.roles)

    def _known(self, number: int) -> Proposed:
        if number not in self.kept:
            raise approvals.unknown(number)
        return self.kept[number]

    def _keep(self, plan: Proposed, step: Step) -> Proposed:
        self.kept[plan.number] = plan
        self.stories.setdefault(plan.number, []).append(step)
        return plan


def made(
    number: int, proposal: ShiftProposal, by: Person, at: datetime, *, token: str = ""
) -> Proposed:
    """A proposal that has just been made."""
    roles = Reviews()
    names: tuple[StageName, ...] = approvals.needed(proposal, roles)
    return Proposed(
        number=number,
        revision=1,
        token=token or f"{number:04}0001",
        proposal=proposal,
        person=by.id,
        name=by.name,
        made_at=at,
        status="open",
        stages=tuple(Stage(name, getattr(roles, name)) for name in names),
        since=at,
    )
