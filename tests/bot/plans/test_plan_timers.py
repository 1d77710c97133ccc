"""Reminded, escalated, lapsed: by timers that outlive the bot and act on nothing that moved on."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.plans import StoredPlans
from bot.platforms.base import Inbound
from commands.kit.errors import UserError
from commands.kit.plans import Due, Proposed
from tests.bot.plans.team import CHAIN, FINANCE, LEAD, NOBODY, OTHER_LEAD, Office
from tests.commands.remembered_plans import proposal

SHANGHAI = ZoneInfo("Asia/Shanghai")


def look(office: Office, asked: Inbound) -> tuple[Due, Proposed] | None:
    """What the line of a timer comes to."""
    _, due, number, token = asked.text.split()
    assert (asked.person, due) == ("", "due")
    return office.plans(NOBODY).look(int(number), token)


def happened(office: Office) -> list[Due | None]:
    """What the timers that are due come to."""
    found = [look(office, asked) for asked in office.ring()]
    return [one[0] if one else None for one in found]


def test_people_are_reminded_then_told_higher_up_then_it_lapses_when_nobody_answers(
    office: Office,
) -> None:
    office.plans(LEAD).propose(proposal())
    heard = []
    for _ in range(80):
        office.wait(hours=1)
        heard += [(office.now.day, office.now.hour, what) for what in happened(office)]
    assert heard == [(23, 12, "remind"), (24, 12, "escalate"), (25, 12, "lapse")]
    assert office.did(1) == ["proposed", "reminded", "escalated", "lapsed"]
    assert office.seen(1).status == "lapsed"


def test_the_wait_begins_anew_when_a_review_is_given(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.wait(hours=23)
    office.approve(1, LEAD)
    office.wait(hours=23)
    assert happened(office) == []
    office.wait(hours=1)
    assert happened(office) == ["remind"]
    assert office.seen(1).waiting_for == "finance reviewer"


def test_it_lapses_without_a_reminder_when_the_bot_was_away_for_three_days(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.wait(days=3)
    assert happened(office) == ["lapse"]
    assert office.did(1) == ["proposed", "lapsed"]


def test_it_has_lapsed_when_somebody_presses_before_the_timer_is_heard(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.wait(hours=72)
    with pytest.raises(UserError, match="lapsed"):
        office.plans(LEAD).approve(1, made.token)
    assert office.did(1) == ["proposed", "lapsed"]
    assert happened(office) == ["lapse"]
    assert office.did(1) == ["proposed", "lapsed"]


ACTS: dict[str, Callable[[StoredPlans, Proposed], object]] = {
    "approve": lambda plans, made: plans.approve(1, made.token),
    "reject": lambda plans, made: plans.reject(1, "no"),
    "revise": lambda plans, made: plans.revise(1, proposal()),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_lapse_stays_when_somebody_acts_too_late(office: Office, act: str) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.wait(hours=72)
    with pytest.raises(UserError, match="lapsed"):
        ACTS[act](office.plans(LEAD), made)
    assert office.seen(1).status == "lapsed"
    assert office.plans(LEAD).open() == ()


def test_a_timer_does_nothing_when_the_plan_moved_on_while_its_question_waited(
    office: Office,
) -> None:
    office.plans(LEAD).propose(proposal())
    office.wait(hours=24)
    (asked,) = office.ring()
    office.approve(1, LEAD)
    office.wait(hours=100)
    assert look(office, asked) is None
    assert office.seen(1).status == "open"


def test_the_same_is_said_again_when_the_answer_to_a_timer_was_lost(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.wait(hours=48)
    (asked,) = office.ring()
    assert [look(office, asked), look(office, asked)] == [("escalate", office.seen(1))] * 2
    assert office.did(1) == ["proposed", "escalated"]


def test_it_waits_on_when_the_clock_is_set_back_after_a_timer_rang(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.wait(hours=24)
    (asked,) = office.ring()
    office.wait(hours=-10)
    assert look(office, asked) is None
    office.wait(hours=9)
    assert happened(office) == []
    office.wait(hours=1)
    assert happened(office) == ["remind"]


def test_nothing_is_done_early_when_somebody_asks_what_a_timer_asks(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    assert office.plans(OTHER_LEAD).look(1, made.token) is None
    assert office.did(1) == ["proposed"]


def test_it_lapses_when_its_days_are_over(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal(start=date(2026, 11, 22), days=1))
    office.wait(hours=12)
    with pytest.raises(UserError, match="lapsed"):
        office.plans(LEAD).approve(1, made.token)


def test_the_comparison_is_asked_for_when_seven_and_twenty_eight_days_have_passed(
    office: Office,
) -> None:
    office.plans(LEAD).propose(proposal(start=date(2026, 11, 25)))
    office.approve(1, *CHAIN)
    asked = []
    for _ in range(40):
        office.wait(days=1)
        asked += [(office.now.date(), one.text, one.channel) for one in office.ring()]
    line = "/budget-shift review 1"
    assert asked == [
        (date(2026, 12, 2), line, "growth"),
        (date(2026, 12, 23), line, "growth"),
    ]


def test_the_comparison_is_asked_for_at_half_past_nine_when_it_is_due(office: Office) -> None:
    office.plans(LEAD).propose(proposal(start=date(2026, 11, 25)))
    office.approve(1, *CHAIN)
    office.now = datetime(2026, 12, 2, 9, 29, tzinfo=SHANGHAI)
    assert office.ring() == []
    office.wait(minutes=1)
    assert len(office.ring()) == 1


def test_no_comparison_is_asked_for_when_the_plan_gave_way(office: Office) -> None:
    office.plans(LEAD).propose(proposal())
    office.approve(1, *CHAIN)
    office.plans(LEAD).propose(proposal())
    office.approve(2, *CHAIN)
    office.wait(days=60)
    assert {one.text for one in office.ring()} == {"/budget-shift review 2"}


def test_the_wait_begins_anew_when_a_proposal_is_made_anew(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.wait(hours=71)
    office.plans(LEAD).revise(1, proposal(days=21), token=made.token)
    office.wait(hours=23)
    assert happened(office) == []
    office.wait(hours=1)
    assert happened(office) == ["remind"]
    assert office.approve(1, LEAD, FINANCE).plan.status == "open"
