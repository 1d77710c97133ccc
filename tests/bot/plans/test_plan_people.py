"""Who reviews: whom a reminder calls, whose proposal it is, and one human on two platforms."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.plan_people import Team
from bot.platforms.base import Person
from bot.settings import Config, Member, Slack
from commands.kit.plans import Holder
from commands.kit.rights import NotAllowed
from tests.bot.plans.team import EXECUTIVE, FINANCE, LEAD, OPERATOR, OTHER_LEAD, Office
from tests.commands.remembered_plans import proposal, row

TIED = Config(
    people=(
        Member(id="lead", name="Lin", roles=("growth lead", "finance reviewer"), slack="U0LIN"),
        Member(id="lead2", name="Lou", roles=("Growth Lead",)),
        Member(id="ops", name="Ole", roles=("operator",)),
    ),
    slack=Slack.model_validate({"people": {"U0LIN": ["growth lead"], "U0FAY": ["growth lead"]}}),
)
IN_SLACK = Person("U0LIN", "Lin", ("finance reviewer",))


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose settings know that Lin of the browser chat is U0LIN in Slack."""
    return replace(office, config=TIED)


def in_slack(roles: Collection[str]) -> list[Person]:
    """Who Slack says holds the growth lead's role; one of them may not approve."""
    found = [Person("U0LIN", "lin", ("growth lead",)), Person("U0FAY", "fay", ("growth lead",))]
    return found if "growth lead" in roles else []


def test_nobody_reviews_twice_when_they_come_from_another_platform(office: Office) -> None:
    made = office.plans(OTHER_LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    with pytest.raises(NotAllowed, match="Nobody reviews twice"):
        office.approve(made.number, IN_SLACK)
    assert office.approve(made.number, FINANCE).plan.waiting_for == "product engineer"


def test_two_people_review_when_nothing_ties_them(office: Office) -> None:
    office.config = Config()
    made = office.plans(OTHER_LEAD).propose(proposal())
    office.approve(made.number, LEAD)
    assert office.approve(made.number, IN_SLACK).plan.waiting_for == "product engineer"


def test_a_proposal_is_withdrawn_when_its_proposer_rejects_it_elsewhere(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    elsewhere = office.plans(replace(IN_SLACK, roles=()))
    assert elsewhere.is_own(made)
    elsewhere.reject(made.number, "a mistake")
    assert office.did(made.number) == ["proposed", "withdrawn"]


def test_ones_own_gives_way_when_another_is_tried_elsewhere(office: Office) -> None:
    first = office.plans(LEAD).propose(proposal())
    office.plans(IN_SLACK).propose(proposal(row("抖音", 4, 3), row("天猫", 4, 5)))
    assert office.seen(first.number).status == "superseded"


def test_a_proposal_is_made_anew_when_its_proposer_or_a_reviewer_asks(office: Office) -> None:
    made = office.plans(OPERATOR).propose(proposal())
    for times, person in enumerate((OPERATOR, EXECUTIVE), start=2):
        assert office.plans(person).revise(made.number, proposal()).revision == times


def test_a_proposal_stays_when_somebody_else_would_make_it_anew(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, OTHER_LEAD)
    with pytest.raises(NotAllowed, match="may not make proposal"):
        office.plans(OPERATOR).revise(made.number, proposal())
    assert (office.seen(1).revision, len(office.seen(1).reviews)) == (1, 1)


def test_those_who_hold_the_role_are_called_when_an_answer_is_missing() -> None:
    team = Team(TIED)
    assert team.who_may_review(["growth lead"], "web") == (
        Holder("lead", "Lin", True),
        Holder("lead2", "Lou", True),
    )
    assert team.who_may_review(["executive"], "web") == ()


def test_each_human_is_called_once_where_it_is_talked_about_when_slack_is_met() -> None:
    team = Team(TIED)
    team.meet("slack", in_slack)
    assert team.who_may_review(["growth lead"], "slack") == (
        Holder("U0LIN", "lin", True),
        Holder("U0FAY", "fay", True),
        Holder("lead2", "Lou", False),
    )


def test_nobody_is_called_when_they_gave_a_review_on_another_platform() -> None:
    team = Team(TIED)
    team.meet("slack", in_slack)
    called = team.who_may_review(["growth lead"], "slack", without=["lead"])
    assert [one.person for one in called] == ["U0FAY", "lead2"]


def test_nobody_is_called_when_their_role_may_not_approve() -> None:
    config = TIED.model_copy(update={"roles": {"growth lead": ()}})
    assert Team(config).who_may_review(["growth lead"], "web") == ()


def test_settings_are_refused_when_two_people_are_the_same_in_slack() -> None:
    people = [{"id": one, "name": one, "slack": "U0LIN"} for one in ("lin", "lou")]
    with pytest.raises(ValidationError, match="U0LIN is there twice"):
        Config.model_validate({"people": people})
