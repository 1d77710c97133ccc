"""What commands may do with proposed budget shifts: the state behind `Plans`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot import approvals
from bot.approvals import Reviewer
from bot.plan_changes import Changes, shown
from bot.plan_export import write_plan
from bot.plan_people import Team
from bot.plan_places import Place
from bot.platforms.base import Request
from bot.schedules import is_direct
from bot.settings import Config
from bot.state import plans
from bot.state.database import Database
from bot.state.outbox import Transaction
from bot.state.plans import Kept, Noted
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.plans import Approval, Did, Due, Holder, Proposed, Step
from commands.kit.rules import Rules
from commands.kit.shift import ShiftProposal, is_stale
from commands.kit.values import Count, Name

_LARGEST = 2**31 - 1
MOST_NOTE = 500
"""Characters of a note or a reason that are kept."""


def place_of(request: Request, config: Config) -> Place:
    """Where a proposal made there is talked about: where it can be seen by its reviewers.

    From the terminal that is the browser chat; from a conversation with the bot alone the channel
    where plans are announced, if there is one.
    """
    if request.platform == "console":
        room = config.announcement_room or next(iter(config.channels), request.channel)
        return Place("web", room, request.locale)
    alone = is_direct(request.platform, request.channel)
    channel = (config.announcements.slack if alone else None) or request.channel
    return Place(request.platform, channel, request.locale)


@dataclass(frozen=True)
class StoredPlans:
    """The proposals of the durable state, as the asker of one request may change them.

    `place`: where the asker's own proposals are talked about; `announced`: where plans are
    announced. `exports`: the folder for their files. `now` is the clock's, in the shop's zone.
    """

    database: Database
    rules: Rules
    place: Place
    announced: tuple[Place, ...]
    exports: Path
    request: Request
    now: datetime
    currency: str
    team: Team

    def propose(self, proposal: ShiftProposal) -> Proposed:
        """Keep a proposal; asking the same again, as after a failure, finds the first.

        Whoever tries another split of the same money means the last one: their own proposals
        that nobody has reviewed yet give way to it.
        """
        with self._changing() as changes:
            own = [one for one in plans.open_ones(changes.tx) if self._by.is_called(one.person)]
            for kept in own:
                if _is_same(kept.proposal, proposal):
                    return changes.read(kept.id)
            return changes.add(proposal, instead_of=[kept.id for kept in own])

    def revise(self, number: int, proposal: ShiftProposal, *, token: str | None = None) -> Proposed:
        """Make an open proposal anew; UserError where it is not open or has moved on.

        With the `token` of a press that would be its last review anybody may whose press counts.
        """
        self._lapse_if_due(number)
        with self._changing() as changes:
            plan = self._read(changes, number)
            approvals.refuse_unless_open(plan, self.now, self.rules.R24)
            if token is None:
                approvals.refuse_revision(plan, self._by, self.rules.R23)
            elif token != plan.token:
                raise approvals.outdated(plan)
            return changes.revise(plan, proposal)

    def find(self, number: int) -> Proposed | None:
        """The proposal of that number."""
        if number > _LARGEST:
            return None
        with self.database.reading() as tx:
            kept = plans.find(tx, number)
            return self._shown(kept, plans.story(tx, number)) if kept else None

    def open(self) -> tuple[Proposed, ...]:
        """The proposals that wait for a review; those that are about to lapse do not."""
        with self.database.reading() as tx:
            found = self._all_shown(tx, plans.open_ones(tx))
        times = self.rules.R24
        return tuple(one for one in found if approvals.due(one, self.now, times) != "lapse")

    def applied(self) -> tuple[Proposed, ...]:
        """The plans in force and those that were, the newest first."""
        with self.database.reading() as tx:
            return self._all_shown(tx, plans.applied(tx))

    def story(self, number: int) -> tuple[Step, ...]:
        """Everything that happened to a proposal."""
        with self.database.reading() as tx:
            steps = [noted.step for noted in plans.story(tx, number)]
        zone = self.now.tzinfo
        return tuple(replace(step, at=step.at.astimezone(zone)) for step in steps)

    def is_own(self, plan: Proposed) -> bool:
        """Whether the asker proposed it, on this platform or another."""
        return bool(plan.person) and self._by.is_called(plan.person)

    def who_may_review(self, plan: Proposed, roles: Sequence[str]) -> tuple[Holder, ...]:
        """Who holds one of the roles and has given no review of this revision yet."""
        reviewed = [one.person for one in plan.reviews]
        return self.team.who_may_review(roles, self.place.platform, reviewed)

    def check(self, number: int, token: str) -> Proposed | Approval:
        """The proposal, where the asker's review would count now."""
        plan = self.find(number)
        if plan is None:
            raise approvals.unknown(number)
        given, again = approvals.review(plan, self._by, token, self.now, self.rules.R24)
        return Approval(plan, given, again) if again else plan

    def approve(self, number: int, token: str, note: str = "") -> Approval:
        """Give a review. Of several at once one counts; the others are told so."""
        self._lapse_if_due(number)
        with self._changing() as changes:
            plan = self._read(changes, number)
            given, again = approvals.review(plan, self._by, token, self.now, self.rules.R24)
            if again:
                return Approval(plan, given, again)
            given = replace(given, note=note[:MOST_NOTE])
            after, superseded = changes.approve(plan, given)
            return Approval(after, given, superseded=superseded)

    def reject(self, number: int, reason: str) -> Proposed:
        """End an open proposal; the proposer withdraws it. Twice by the same person is once."""
        self._lapse_if_due(number)
        with self._changing() as changes:
            plan = self._read(changes, number)
            last = plans.story(changes.tx, number)[-1].step
            if last.did in ("rejected", "withdrawn") and self._by.is_called(last.person):
                return plan
            approvals.refuse_rejection(plan, self._by, self.now, self.rules.R24)
            did: Did = "withdrawn" if self._by.is_called(plan.person) else "rejected"
            return changes.end(plan, "rejected", did, reason[:MOST_NOTE])

    def look(self, number: int, token: str) -> tuple[Due, Proposed] | None:
        """Do what is due. Asked again after a failure it says the same again."""
        with self._changing() as changes:
            plan = changes.find(number)
            if plan is None or plan.token != token:
                return None
            if plan.status != "open":
                return ("lapse", plan) if plan.status == "lapsed" else None
            found = approvals.due(plan, self.now, self.rules.R24)
            if found is None or approvals.is_less(found, plan.told):
                changes.wait_again(plan)
                return None
            return found, plan if found == plan.told else changes.tell(plan, found)

    def export(self, number: int) -> str:
        """Write the files of a plan; UserError where there is none, or the disk refuses them."""
        with self._changing() as changes:
            plan = self._read(changes, number)
            if plan.applied_at is None:
                raise approvals.not_applied(plan)
            try:
                folder = write_plan(self.exports, plan)
            except OSError as error:
                raise _unwritten(plan, error) from error
            changes.note(plan, "exported")
        return str(folder)

    @property
    def _by(self) -> Reviewer:
        person = self.request.person
        return Reviewer(person.id, person.name, person.roles, self.team.ids_of(person.id))

    @contextmanager
    def _changing(self) -> Iterator[Changes]:
        with self.database.writing() as tx:
            plans.take_turns(tx)
            changes = Changes(
                tx, self.rules, self._by, self.place, self.announced, self.now, self.currency
            )
            yield changes
            changes.finish()

    def _read(self, changes: Changes, number: int) -> Proposed:
        plan = changes.find(number) if number <= _LARGEST else None
        if plan is None:
            raise approvals.unknown(number)
        return plan

    def _lapse_if_due(self, number: int) -> None:
        """A transaction of its own: what then refuses the press must not undo it."""
        plan = self.find(number)
        if plan is None or not self._is_over(plan):
            return
        with self._changing() as changes:
            plan = self._read(changes, number)
            if self._is_over(plan):
                changes.tell(plan, "lapse")

    def _is_over(self, plan: Proposed) -> bool:
        is_due = approvals.due(plan, self.now, self.rules.R24) == "lapse"
        return plan.status == "open" and is_due

    def _shown(self, kept: Kept, story: list[Noted]) -> Proposed:
        return shown(kept, story, self.rules.R23, self.now)

    def _all_shown(self, tx: Transaction, found: list[Kept]) -> tuple[Proposed, ...]:
        stories = plans.stories(tx, [kept.id for kept in found])
        return tuple(self._shown(kept, stories[kept.id]) for kept in found)


def _is_same(one: ShiftProposal, other: ShiftProposal) -> bool:
    """Whether both answer the same question with what is materially the same."""
    asked = (one.line, one.start, one.end) == (other.line, other.start, other.end)
    return asked and not is_stale(one, other)


def _unwritten(plan: Proposed, error: OSError) -> UserError:
    again = f"/approvals export {plan.number}"
    return UserError(
        msg(
            "The files of plan {n} could not be written: {reason}.",
            n=Count(number=plan.number),
            reason=Name(text=error.strerror or type(error).__name__),
        ),
        msg("The plan holds all the same; {command} writes them again.", command=Name(text=again)),
        instead=(again,),
    )
