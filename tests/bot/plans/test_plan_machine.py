"""Whatever people press and however the clock jumps: no plan holds without its reviews."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import approvals
from bot.platforms.base import Person
from bot.state import audit
from bot.state.database import open_state
from commands.kit.errors import UserError
from commands.kit.plans import Proposed
from commands.kit.shift import ShiftProposal
from tests.bot.plans.team import ALL_ROLES, CHAIN, NOBODY, OPERATOR, OTHER_LEAD, Office
from tests.commands.remembered_plans import proposal, row

PEOPLE = (*CHAIN, OTHER_LEAD, ALL_ROLES, OPERATOR)
PROPOSALS = (
    proposal(),
    proposal(row("抖音", 40_000, 30_000), row("天猫", 40_000, 50_000)),
    proposal(row("抖音", 40_000, 44_000), row("天猫", 40_000, 36_000)),
    proposal(row("小红书", 20_000, 10_000), row("搜索", 10_000, 20_000)),
    proposal(start=proposal().end),
)
people = st.sampled_from(PEOPLE)
numbers = st.integers(1, 5)


class Approvals(RuleBasedStateMachine):
    """Random events against one state; what must always hold is looked at after each."""

    @initialize()
    def open_office(self) -> None:
        """A state of its own with proposals, three of them for the same money, partly reviewed."""
        self.folder = TemporaryDirectory()
        state = open_state(Path(self.folder.name))
        self.office = Office(state, exports=Path(self.folder.name) / "exports")
        self.tokens: list[tuple[int, str]] = []
        for what in PROPOSALS[:4]:
            self._seen(self.office.plans(CHAIN[0]).propose(what))
        for person in CHAIN[:2]:
            self.press_newest(person, 1)
            self.press_newest(person, 2)

    @rule(person=people, what=st.sampled_from(PROPOSALS))
    def propose(self, person: Person, what: ShiftProposal) -> None:
        """Somebody proposes."""
        if len(self.tokens) < 40:
            self._seen(self.office.plans(person).propose(what))

    @rule(person=people, place=st.integers(0, 99))
    def press(self, person: Person, place: int) -> None:
        """Somebody presses a button of whichever age."""
        number, token = self.tokens[place % len(self.tokens)]
        self._try(lambda: self.office.plans(person).approve(number, token).plan)

    @rule(person=people, number=numbers)
    def press_newest(self, person: Person, number: int) -> None:
        """Somebody presses the button as it is now."""
        if plan := self.office.plans(NOBODY).find(number):
            self._try(lambda: self.office.plans(person).approve(number, plan.token).plan)

    @rule(number=numbers)
    def review_by_all(self, number: int) -> None:
        """The chain presses as far as it gets."""
        for person in CHAIN:
            self.press_newest(person, number)

    @rule(person=people, number=numbers)
    def reject(self, person: Person, number: int) -> None:
        """Somebody rejects."""
        self._try(lambda: self.office.plans(person).reject(number, "no"))

    @rule(person=people, number=numbers, what=st.sampled_from(PROPOSALS))
    def revise(self, person: Person, number: int, what: ShiftProposal) -> None:
        """It is made anew."""
        self._try(lambda: self.office.plans(person).revise(number, what))

    @rule(hours=st.sampled_from([-30, -1, 1, 12, 25, 49, 80]))
    def move_clock(self, hours: int) -> None:
        """The clock moves, or is set."""
        self.office.wait(hours=hours)

    @rule()
    def ring(self) -> None:
        """What the timers ask is done."""
        for asked in self.office.ring():
            if asked.text.startswith("/approvals due"):
                _, _, number, token = asked.text.split()
                self.office.plans(NOBODY).look(int(number), token)

    @rule()
    def start_anew(self) -> None:
        """The bot ends and starts."""
        self.office.state.close()
        self.office.state = open_state(Path(self.folder.name))

    @invariant()
    def plans_have_their_reviews(self) -> None:
        """Every plan that was ever applied was reviewed in order, by distinct people."""
        if not hasattr(self, "office"):
            return
        for plan in self.office.plans(NOBODY).applied():
            given = [stage.review for stage in plan.stages]
            assert all(given)
            reviews = [one for one in given if one]
            assert len({one.person for one in reviews}) == len(reviews)
            assert [one.role for one in reviews] == [stage.role for stage in plan.stages]
            assert len(reviews) == len(approvals.needed(plan.proposal, self.office.rules.R23))
            roles = {person.id: person.roles for person in PEOPLE}
            assert all(one.role in roles[one.person] for one in reviews)

    @invariant()
    def plans_in_force_do_not_compete(self) -> None:
        """No two plans are for the same money."""
        if not hasattr(self, "office"):
            return
        held = [one for one in self.office.plans(NOBODY).applied() if one.status == "applied"]
        for place, one in enumerate(held):
            for other in held[place + 1 :]:
                assert not approvals.compete(one.proposal, other.proposal)

    def teardown(self) -> None:
        """The story of each, once ended, has one end; the audit log has every step."""
        if not hasattr(self, "office"):
            return
        self._look_back()
        self.office.state.close()
        self.folder.cleanup()

    def _look_back(self) -> None:
        stories = [self.office.did(number) for number in {number for number, _ in self.tokens}]
        with self.office.state.reading() as tx:
            assert len(list(audit.entries(tx))) == sum(map(len, stories))
        for did in stories:
            ends = [one for one in did if one in ("rejected", "withdrawn", "lapsed", "applied")]
            assert len(ends) <= 1

    def _try(self, act: Callable[[], Proposed]) -> None:
        with suppress(UserError):
            self._seen(act())

    def _seen(self, plan: Proposed) -> None:
        if (plan.number, plan.token) not in self.tokens:
            self.tokens.append((plan.number, plan.token))


TestApprovals = Approvals.TestCase
TestApprovals.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
