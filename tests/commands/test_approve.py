"""`/approve`, `/reject` and `/approvals`."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.platforms.base import Person
from commands.kit.blocks import buttons
from commands.kit.message import msg
from commands.kit.plan_blocks import refreshed, status
from commands.kit.plans import Holder
from commands.kit.reply import Button, Buttons, Called, Checklist, Note, Reply, Text
from tests.commands.asking import Asker, blocks, column, said, table
from tests.commands.remembered_plans import SHANGHAI, RememberedPlans, proposal

ROLES = ("growth lead", "finance reviewer", "product engineer", "executive")


def lines(reply: Reply) -> list[str]:
    """What the buttons would ask."""
    rows = [block for block in blocks(reply) if isinstance(block, Buttons)]
    return [button.command for row in rows for button in row.items]


def approve_as(asker: Asker, number: int, *roles: str) -> Reply:
    """Have somebody of each role approve one after the other, through the chat."""
    for role in roles:
        asker.person = Person(role.replace(" ", ""), role.title(), (role,))
        reply = asker.ask(f"/approve {number} {asker.plans.kept[number].token}")
    return reply


@pytest.fixture
def anew(demo: Asker) -> Asker:
    """The demo shop with the first proposals only."""
    demo.plans = RememberedPlans()
    return demo


def test_who_is_next_is_said_when_a_review_is_given(tiny: Asker) -> None:
    reply = tiny.ask("/approve 1 7f3a21c0 fine by me")
    assert "Ann approved proposal 1 as growth lead; next: finance reviewer." in said(reply)
    assert "“fine by me”" in said(reply)
    assert (reply.thread, reply.audience) == ("shift:1", "channel")
    (chain,) = [block for block in reply.blocks if isinstance(block, Checklist)]
    assert [item.done for item in chain.items] == [True, False, False, False]
    assert lines(reply)[0] == f"/approve 1 {tiny.plans.kept[1].token}"


def test_it_says_that_it_counts_already_when_a_button_is_pressed_twice(tiny: Asker) -> None:
    tiny.ask("/approve 1 7f3a21c0")
    again = tiny.ask("/approve 1 7f3a21c0")
    assert "has reviewed proposal 1 as growth lead already" in said(again)
    assert len(tiny.plans.kept[1].reviews) == 1


def test_only_the_presser_is_told_when_it_is_not_their_turn(tiny: Asker) -> None:
    tiny.roles = ("executive",)
    reply = tiny.ask("/approve 1 7f3a21c0")
    assert (reply.refused, reply.audience) == (True, "person")
    assert "Proposal 1 waits for: growth lead." in said(reply)


def test_the_roles_that_may_are_named_when_somebody_may_not_approve(tiny: Asker) -> None:
    tiny.roles = ("operator",)
    reply = tiny.ask("/approve 1 7f3a21c0")
    assert reply.refused
    assert "growth lead, product engineer, finance reviewer, executive" in said(reply)


@pytest.mark.parametrize(
    ("line", "sentence", "instead"),
    [
        ("/approve", "Say which proposal, by its number.", "/approvals"),
        ("/approve x", "“x” is no number of a proposal.", "/approvals"),
        ("/approve 77 7f3a21c0", "There is no proposal 77.", "/approvals"),
        ("/approve 77", "There is no proposal 77.", "/approvals"),
        ("/approve 1", "Approve by the button", "/approve 1 7f3a21c0"),
        ("/approve 1 fine by me", "Approve by the button", "/approve 1 7f3a21c0 fine by me"),
        ("/approve 1 00000000", "of an earlier step of proposal 1", "/approvals 1"),
        ("/approve 3 00000000", "Proposal 3 is the plan already", "/approvals 3"),
        ("/reject", "Say which proposal", "/approvals"),
        ("/reject 77 no", "There is no proposal 77.", "/approvals"),
        ("/approvals 77", "There is no proposal 77.", "/approvals"),
        ("/approvals export 1", "Proposal 1 is not the plan.", "/approvals 1"),
        ("/approvals export", "Say which proposal", "/approvals"),
        ("/approvals due 1 7f3a21c0", "“due” is no number", "/approvals"),
    ],
)
def test_the_right_line_is_offered_when_something_is_wrong(
    tiny: Asker, line: str, sentence: str, instead: str
) -> None:
    reply = tiny.ask(line)
    assert reply.failed
    assert sentence in said(reply)
    assert lines(reply) == [instead]
    assert tiny.plans.stories == {}


@pytest.mark.parametrize("words", ["/批准 1", "／approve #1", "/通过 1号"])
def test_it_is_approved_when_asked_in_chinese(tiny: Asker, words: str) -> None:
    assert not tiny.ask(f"{words} 7f3a21c0", "zh-CN").failed
    assert len(tiny.plans.kept[1].reviews) == 1


def test_reasons_are_offered_when_none_is_given(tiny: Asker) -> None:
    reply = tiny.ask("/reject 1", "zh-CN")
    assert reply.audience == "person"
    assert "/reject 1 暂不调整" in lines(reply)
    assert tiny.plans.kept[1].status == "open"


def test_the_reason_is_kept_as_typed_when_a_proposal_is_rejected(tiny: Asker) -> None:
    reply = tiny.ask('/reject 1 don\'t "move" channel=抖音 now')
    assert tiny.plans.story(1)[-1].note == 'don\'t "move" channel=抖音 now'
    assert "Proposal 1 was rejected" in said(reply)
    assert lines(reply) == ["/approvals 1", "/budget-shift 28d"]


def test_nobody_else_rejects_it_when_they_may_not_approve(tiny: Asker) -> None:
    tiny.roles = ("operator",)
    tiny.person = Person("ole", "Ole", ("operator",))
    assert tiny.ask("/reject 1 no").refused
    assert tiny.plans.kept[1].status == "open"


def test_ones_own_proposal_is_withdrawn_when_one_may_not_approve(tiny: Asker) -> None:
    tiny.roles = ("operator",)
    assert not tiny.ask("/reject 1 a mistake").failed
    assert tiny.plans.kept[1].status == "rejected"


def test_what_waits_for_whom_is_listed_when_asked(tiny: Asker) -> None:
    tiny.ask("/approve 2 51d0be77")
    reply = tiny.ask("/approvals")
    found = table(reply, "proposals")
    assert column(found, "number") == [1, 2]
    assert column(found, "role") == ["growth lead", "finance reviewer"]
    assert column(found, "moved") == [Decimal(10_000)] * 2
    assert lines(reply) == ["/approvals 1", "/approvals 2"]


def test_a_shift_can_be_proposed_when_none_waits(tiny: Asker) -> None:
    tiny.plans.kept.clear()
    reply = tiny.ask("/approvals")
    assert "No proposal waits for a review." in said(reply)
    assert lines(reply) == ["/budget-shift"]


def test_the_whole_story_is_told_when_one_is_asked_for(tiny: Asker) -> None:
    tiny.ask("/approve 1 7f3a21c0 good")
    reply = tiny.ask("/approvals 1")
    story = table(reply, "story")
    assert column(story, "person") == ["Ann"]
    assert column(story, "note") == ["good"]
    assert column(table(reply, "rows"), "to") == [Decimal(50_000), Decimal(30_000)]


def test_the_next_role_and_the_growth_lead_are_named_when_nobody_answers(tiny: Asker) -> None:
    tiny.person = Person("", "Tidebell")
    tiny.plans.kept[1] = replace(tiny.plans.kept[1], since=tiny.now.astimezone(SHANGHAI))
    tiny.now = tiny.now.replace(day=7)
    reply = tiny.ask("/approvals due 1 7f3a21c0")
    assert "Proposal 1 has waited 48 hours for: growth lead." in said(reply)
    assert "Escalated to: finance reviewer, growth lead." in said(reply)
    assert "it lapses on Nov 8, 2026, 10:00" in said(reply)
    assert reply.thread == "shift:1"


def test_people_are_called_by_name_when_nobody_answers(tiny: Asker) -> None:
    here, elsewhere = Holder("lin", "Lin", True), Holder("U0FAY", "Fay", False)
    tiny.person = Person("", "Tidebell")
    tiny.plans.team = {"growth lead": here, "finance reviewer": elsewhere}
    tiny.plans.kept[1] = replace(tiny.plans.kept[1], since=tiny.now.astimezone(SHANGHAI))
    tiny.now = tiny.now.replace(day=7)
    reply = tiny.ask("/approvals due 1 7f3a21c0")
    assert "Please review it: Lin\n" in said(reply)
    assert "Please see that it is decided: Fay" in said(reply)
    calls = [one for block in reply.blocks if isinstance(block, Text) for one in block.calls]
    assert calls == [Called(person="lin", name="Lin")]


def test_it_is_said_that_nobody_can_answer_when_nobody_has_the_role(tiny: Asker) -> None:
    tiny.person = Person("", "Tidebell")
    tiny.plans.kept[1] = replace(tiny.plans.kept[1], since=tiny.now.astimezone(SHANGHAI))
    tiny.now = tiny.now.replace(day=6)
    told = said(tiny.ask("/approvals due 1 7f3a21c0"))
    assert "I know nobody with the role growth lead who may still review it" in told


def test_nothing_is_said_when_a_timer_comes_too_late(tiny: Asker) -> None:
    tiny.person = Person("", "Tidebell")
    assert tiny.ask("/approvals due 1 00000000").blocks == ()


@pytest.mark.parametrize("line", ["/approvals due 1 0", "/approve 1 7f3a21c0", "/reject 1 x"])
def test_it_cannot_be_put_on_a_schedule_when_it_changes_something(tiny: Asker, line: str) -> None:
    assert tiny.ask(f'/subscribe "{line}" daily 09:00').failed


def test_the_files_and_what_gave_way_are_told_when_the_last_one_approves(anew: Asker) -> None:
    number = put_up(anew)
    approve_as(anew, number, *ROLES[:3])
    reply = approve_as(anew, number, ROLES[3])
    assert f"Proposal {number} is approved by all: it is the plan now." in said(reply)
    assert f"A file per channel is in exports/shift-{number}-r1." in said(reply)
    assert anew.plans.kept[number].status == "applied"


def test_every_review_is_asked_for_anew_when_the_data_changed_before_the_last(anew: Asker) -> None:
    number = put_up(anew)
    made = anew.plans.kept[number].proposal
    first = made.rows[0].model_copy(update={"to": made.rows[0].to + made.budget / 10})
    old = made.model_copy(update={"rows": (first, *made.rows[1:]), "gain": made.gain - 1000})
    anew.plans.kept[number] = replace(anew.plans.kept[number], proposal=old)
    reply = approve_as(anew, number, *ROLES)
    assert "Not applied: the data changed" in said(reply)
    assert "Revision 2 takes its place and needs every review anew." in said(reply)
    changes = table(reply, "changes")
    assert column(changes, "channel")[0] == first.channel
    assert None not in [*column(changes, "before"), *column(changes, "after")]
    plan = anew.plans.kept[number]
    assert (plan.status, plan.revision, plan.reviews) == ("open", 2, ())
    assert plan.proposal == made


def test_nothing_is_applied_when_there_is_nothing_to_gain_any_more(anew: Asker) -> None:
    anew.plans.kept[1] = replace(
        anew.plans.kept[1],
        proposal=proposal().model_copy(
            update={"line": "/budget-shift 28d keep 抖音,小红书,微信,天猫,搜索,线下"}
        ),
    )
    reply = approve_as(anew, 1, *ROLES)
    assert "gains nothing any more" in said(reply)
    assert anew.plans.kept[1].waiting_for == "executive"


def put_up(asker: Asker) -> int:
    """The number of a proposal made by a real question."""
    asker.person = None
    asker.ask("/budget-shift -10%")
    return max(asker.plans.kept)


def test_the_latest_revision_can_be_changed_when_the_first_message_is_refreshed() -> None:
    plan = RememberedPlans().kept[1]
    adjust = Button(label=msg("Adjust"), command="/budget-shift +5%", edit=True)
    after = refreshed(Reply(blocks=(Buttons(items=(adjust,)),)), plan)
    assert lines(after)[0] == plan.proposal.line


def test_the_first_message_shows_the_reviews_once_when_it_is_refreshed_again() -> None:
    plan = RememberedPlans().kept[1]
    own = buttons((msg("Adjust"), "/help gmv"), (msg("Approve"), f"/approve 1 {plan.token}"))
    reply = Reply(blocks=(Note(message=status(plan)), own))
    twice = refreshed(refreshed(reply, plan), replace(plan, token="aaaaaaaa"))
    assert len([block for block in twice.blocks if isinstance(block, Checklist)]) == 1
    assert lines(twice) == ["/help gmv", "/approve 1 aaaaaaaa", "/reject 1", "/approvals 1"]
    assert not [block for block in twice.blocks if isinstance(block, Note)]
