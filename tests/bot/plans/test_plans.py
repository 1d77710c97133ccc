"""Proposals as they are kept: reviewed in order, by distinct people, each press counting once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from bot.state import audit
from bot.state.audit_chain import verify
from bot.state.database import Database, open_state
from bot.state.outbox import Transaction
from commands.kit.errors import UserError
from commands.kit.rights import NotAllowed
from commands.kit.shift import ShiftProposal
from tests.bot.plans.team import (
    ALL_ROLES,
    CHAIN,
    ENGINEER,
    EXECUTIVE,
    FINANCE,
    LEAD,
    OPERATOR,
    OTHER_LEAD,
    Office,
)
from tests.commands.remembered_plans import proposal, row


def test_a_plan_holds_when_all_four_have_reviewed_it_in_order(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    assert office.approve(made.number, *CHAIN).plan.status == "applied"
    seen = office.seen(made.number)
    assert (seen.status, seen.applied_at) == ("applied", office.now)
    assert [one.role for one in seen.reviews] == [one.roles[0] for one in CHAIN]


def test_two_reviews_are_enough_when_the_shift_is_small(office: Office) -> None:
    small = proposal(row("抖音", 40_000, 45_000), row("天猫", 40_000, 35_000))
    made = office.plans(LEAD).propose(small)
    assert office.approve(made.number, LEAD, FINANCE).plan.status == "applied"


def test_four_reviews_are_needed_when_the_shift_is_a_little_larger(office: Office) -> None:
    large = proposal(row("抖音", 40_000, 45_001), row("天猫", 40_000, 34_999))
    made = office.plans(LEAD).propose(large)
    assert office.approve(made.number, LEAD, FINANCE).plan.waiting_for == "product engineer"


def test_the_reviews_needed_stay_when_the_rules_change_in_between(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD, FINANCE)
    reviews = office.rules.R23.model_copy(update={"small": 0.5})
    office.rules = office.rules.model_copy(update={"R23": reviews})
    assert office.seen(made.number).waiting_for == "product engineer"
    assert office.approve(made.number, ENGINEER, EXECUTIVE).plan.status == "applied"


def test_whose_turn_it_is_is_said_when_the_wrong_role_presses(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    for person in (FINANCE, EXECUTIVE, OPERATOR):
        with pytest.raises(NotAllowed) as refused:
            office.approve(made.number, person)
        assert refused.value.message.text == "Proposal {n} waits for: {role}."
    assert office.did(made.number) == ["proposed"]


def test_nobody_reviews_twice_when_they_hold_several_roles(office: Office) -> None:
    made = office.plans(ALL_ROLES).propose(proposal())
    office.approve(made.number, ALL_ROLES)
    with pytest.raises(NotAllowed, match="Nobody reviews twice"):
        office.approve(made.number, ALL_ROLES)
    assert len(office.seen(made.number).reviews) == 1


def test_a_press_counts_once_when_it_is_played_again(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    first = office.plans(LEAD).approve(made.number, made.token, "good")
    again = office.plans(LEAD).approve(made.number, made.token, "good")
    assert (first.again, again.again) == (False, True)
    assert again.review.note == "good"
    assert office.did(made.number) == ["proposed", "approved"]


def test_a_press_is_refused_when_it_is_of_an_earlier_step(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    with pytest.raises(UserError, match="an earlier step"):
        office.plans(FINANCE).approve(made.number, made.token)
    assert office.seen(made.number).waiting_for == "finance reviewer"


def test_the_last_press_counts_once_when_it_is_played_again(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, *CHAIN[:3])
    token = office.seen(made.number).token
    office.plans(EXECUTIVE).approve(made.number, token)
    assert office.plans(EXECUTIVE).approve(made.number, token).again
    assert office.did(made.number).count("applied") == 1


def test_every_review_is_given_anew_when_the_data_changed(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, *CHAIN[:3])
    token = office.seen(made.number).token
    fresh = proposal(row("抖音", 40_000, 48_000), row("天猫", 40_000, 32_000))
    revised = office.plans(EXECUTIVE).revise(made.number, fresh, token=token)
    assert (revised.revision, revised.reviews) == (2, ())
    with pytest.raises(UserError, match="an earlier step"):
        office.plans(EXECUTIVE).approve(made.number, token)
    assert office.approve(made.number, *CHAIN).plan.proposal == fresh


def test_nothing_is_made_anew_when_the_proposal_has_moved_on_meanwhile(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    with pytest.raises(UserError, match="an earlier step"):
        office.plans(LEAD).revise(made.number, proposal(), token=made.token)
    assert office.seen(made.number).revision == 1


def test_the_same_proposal_is_kept_once_when_it_is_made_again(office: Office) -> None:
    first = office.plans(LEAD).propose(proposal())
    assert office.plans(LEAD).propose(proposal()) == first
    assert office.plans(OTHER_LEAD).propose(proposal()).number != first.number


def test_the_last_one_counts_when_somebody_tries_several_for_the_same_money(
    office: Office,
) -> None:
    other = proposal(row("抖音", 40_000, 30_000), row("天猫", 40_000, 50_000))
    first = office.plans(LEAD).propose(proposal())
    last = office.plans(LEAD).propose(other)
    assert office.plans(LEAD).open() == (last,)
    assert office.seen(first.number).status == "superseded"
    assert office.plans(LEAD).story(first.number)[-1].other == last.number


def test_a_proposal_stays_when_it_has_a_review_and_its_proposer_tries_another(
    office: Office,
) -> None:
    other = proposal(row("抖音", 40_000, 30_000), row("天猫", 40_000, 50_000))
    first = office.plans(LEAD).propose(proposal())
    office.approve(first.number, OTHER_LEAD)
    office.plans(LEAD).propose(other)
    assert office.seen(first.number).status == "open"


def test_everything_goes_on_when_the_bot_is_started_anew_in_between(
    office: Office, state_place: Path | str
) -> None:
    made = office.plans(LEAD).propose(proposal())
    for person in CHAIN:
        office.state = open_state(state_place)
        office.approve(made.number, person)
        office.state.close()
    office.state = open_state(state_place)
    assert office.seen(made.number).status == "applied"
    office.state.close()


def test_a_plan_for_the_same_money_gives_way_when_another_is_applied(office: Office) -> None:
    one, other = (office.plans(person).propose(proposal()) for person in (LEAD, OTHER_LEAD))
    office.approve(other.number, *CHAIN[:3])
    last = office.seen(other.number).token
    assert office.approve(one.number, *CHAIN).superseded == (other.number,)
    with pytest.raises(UserError, match="gave way"):
        office.plans(EXECUTIVE).approve(other.number, last)
    assert [plan.status for plan in (office.seen(1), office.seen(2))] == ["applied", "superseded"]
    message = office.message("plan:2:superseded")
    assert message is not None
    assert message.thread == "shift:2"


def test_a_plan_in_force_gives_way_when_a_later_one_is_applied(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.approve(1, *CHAIN)
    office.plans(LEAD).propose(proposal())
    office.approve(2, *CHAIN)
    assert [plan.number for plan in office.plans(LEAD).applied()] == [2, 1]
    assert office.seen(1).status == "superseded"


@pytest.mark.parametrize(
    "other",
    [
        proposal(row("小红书", 10_000, 1_000), row("搜索", 10_000, 19_000)),
        proposal(start=proposal().end),
    ],
    ids=["other channels", "later days"],
)
def test_both_hold_when_they_are_not_for_the_same_money(
    office: Office, other: ShiftProposal
) -> None:
    office.plans(LEAD).propose(proposal())
    office.plans(LEAD).propose(other)
    office.approve(1, *CHAIN)
    office.approve(2, *CHAIN)
    assert office.seen(1).status == office.seen(2).status == "applied"


def test_a_proposal_ends_when_a_reviewer_rejects_it_out_of_turn(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    ended = office.plans(EXECUTIVE).reject(made.number, "too early")
    assert ended.status == "rejected"
    assert office.plans(LEAD).story(made.number)[-1].note == "too early"
    with pytest.raises(UserError, match="was rejected"):
        office.approve(made.number, LEAD)


def test_a_proposal_is_withdrawn_when_its_proposer_rejects_it(office: Office) -> None:
    made = office.plans(OPERATOR).propose(proposal())
    office.plans(OPERATOR).reject(made.number, "a mistake")
    office.plans(OPERATOR).reject(made.number, "a mistake")
    assert office.did(made.number) == ["proposed", "withdrawn"]


def test_a_rejection_is_refused_when_somebody_else_has_no_part_in_it(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    with pytest.raises(NotAllowed):
        office.plans(OPERATOR).reject(made.number, "no")
    assert office.seen(made.number).status == "open"


def test_an_applied_plan_stays_when_somebody_rejects_it_afterwards(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.approve(1, *CHAIN)
    with pytest.raises(UserError, match="is the plan already"):
        office.plans(LEAD).reject(1, "changed my mind")


@pytest.mark.parametrize("number", [0, 7, 2**31, 10**9 * 9])
def test_there_is_none_of_that_number_when_nobody_proposed_it(office: Office, number: int) -> None:
    assert office.plans(LEAD).find(number) is None
    for act in (
        lambda: office.plans(LEAD).approve(number, "00000000"),
        lambda: office.plans(LEAD).reject(number, "no"),
        lambda: office.plans(LEAD).export(number),
    ):
        with pytest.raises(UserError, match="no proposal"):
            act()


def test_every_step_is_in_the_audit_log_when_a_plan_went_its_way(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, *CHAIN)
    office.plans(LEAD).export(made.number)
    with office.state.reading() as tx:
        entries = list(audit.entries(tx))
    assert verify(office.state).whole
    assert [(one.kind, one.person) for one in entries] == [
        ("changed", "lead"),
        *(("approved", person.id) for person in CHAIN),
        ("changed", "boss"),
        ("exported", "lead"),
    ]
    assert '"role":"finance reviewer"' in entries[2].body


def test_nothing_is_kept_of_a_review_when_its_transaction_is_cut_off(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    plans = replace(office.plans(LEAD), database=cast("Database", CutOff(office.state)))
    with pytest.raises(InterruptedError):
        plans.approve(made.number, made.token)
    assert office.seen(made.number) == made
    assert office.did(made.number) == ["proposed"]


@dataclass
class CutOff:
    """A database that is gone at the moment in which a transaction would be kept."""

    state: Database

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that is lost."""
        with self.state.writing() as tx:
            yield tx
            raise InterruptedError

    def reading(self) -> AbstractContextManager[Transaction]:
        """A transaction that reads."""
        return self.state.reading()
