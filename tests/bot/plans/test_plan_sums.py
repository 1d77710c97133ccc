"""Many small shifts are a large one: what plans of a month move together decides who reviews.

The month's budget is 100,000: shifts of up to 5,000 together are small.
"""

from datetime import date
from decimal import Decimal

import pytest

from commands.kit.shift import ShiftProposal
from tests.bot.plans.team import CHAIN, ENGINEER, EXECUTIVE, FINANCE, LEAD, OTHER_LEAD, Office
from tests.commands.remembered_plans import proposal, row

START = date(2026, 11, 23)


def moving(amount: int, *channels: str, start: date = START, days: int = 7) -> ShiftProposal:
    """A proposal that moves so much from the second channel to the first."""
    to, give = channels or ("抖音", "天猫")
    rows = (row(to, 40_000, 40_000 + amount), row(give, 40_000, 40_000 - amount))
    made: ShiftProposal = proposal(*rows, start=start, days=days)
    return made.model_copy(update={"month_budget": Decimal(100_000)})


def applied(office: Office, made: ShiftProposal) -> int:
    """The number of a plan that was proposed and approved by as many as it takes."""
    number = office.plans(LEAD).propose(made).number
    for person in CHAIN:
        if office.seen(number).status == "open":
            office.approve(number, person)
    assert office.seen(number).status == "applied"
    return number


def test_all_review_when_small_shifts_of_a_month_are_together_no_longer_small(
    office: Office,
) -> None:
    applied(office, moving(3_000))
    second = office.plans(LEAD).propose(moving(2_000, "搜索", "小红书"))
    assert len(second.stages) == 2
    third = office.plans(OTHER_LEAD).propose(moving(2_001, "微信", "线下"))
    assert len(third.stages) == 4


def test_a_plan_that_gave_way_counts_when_it_had_begun(office: Office) -> None:
    applied(office, moving(4_000))
    office.wait(days=3)
    later = office.plans(LEAD).propose(moving(4_000, start=date(2026, 11, 26)))
    assert len(later.stages) == 4
    office.approve(later.number, *CHAIN)
    assert office.seen(1).status == "superseded"
    assert len(office.plans(LEAD).propose(moving(1, "微信", "线下")).stages) == 4


def test_a_plan_that_gave_way_counts_for_nothing_when_it_had_not_begun(office: Office) -> None:
    applied(office, moving(4_000))
    applied(office, moving(1_000))
    assert office.seen(1).status == "superseded"
    assert len(office.plans(LEAD).propose(moving(3_000, "微信", "线下")).stages) == 2


@pytest.mark.parametrize(("start", "reviews"), [(date(2026, 12, 1), 4), (date(2027, 1, 1), 2)])
def test_only_plans_with_days_in_the_month_count_when_the_next_one_begins(
    office: Office, start: date, reviews: int
) -> None:
    applied(office, moving(4_000, start=START, days=14))
    assert len(office.plans(LEAD).propose(moving(4_000, start=start)).stages) == reviews


def test_two_more_review_when_others_were_applied_since_it_was_proposed(office: Office) -> None:
    first = office.plans(LEAD).propose(moving(4_000))
    second = office.plans(OTHER_LEAD).propose(moving(4_000, "微信", "线下"))
    assert len(first.stages) == len(second.stages) == 2
    office.approve(first.number, LEAD, FINANCE)
    given = office.approve(second.number, LEAD, FINANCE)
    assert (given.plan.status, given.plan.waiting_for) == ("open", "product engineer")
    assert office.seen(second.number) == given.plan
    assert office.approve(second.number, ENGINEER, EXECUTIVE).plan.status == "applied"


def test_two_more_review_when_the_rule_was_made_stricter_in_between(office: Office) -> None:
    made = office.plans(LEAD).propose(moving(4_000))
    office.approve(made.number, LEAD)
    reviews = office.rules.R23.model_copy(update={"small": 0.01})
    office.rules = office.rules.model_copy(update={"R23": reviews})
    assert office.approve(made.number, FINANCE).plan.waiting_for == "product engineer"
