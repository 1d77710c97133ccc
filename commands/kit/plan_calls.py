"""Calling the people whose answer a proposal waits for, by name."""

from collections.abc import Sequence

from commands.kit.blocks import warning
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plans import Holder, Proposed
from commands.kit.reply import Block, Called, Text
from commands.kit.values import Name


def call_reviewers(ctx: Ctx, plan: Proposed) -> tuple[Block, ...]:
    """Call those who may give the review it waits for; say so where there is nobody."""
    role = plan.waiting_for or ""
    holders = ctx.plans.who_may_review(plan, [role])
    if holders:
        return (_call(msg("Please review it: {people}", people=_names(holders)), holders),)
    nobody = msg(
        "I know nobody with the role {role} who may still review it: give it to somebody, or reject"
        " the proposal.",
        role=Name(text=role),
    )
    return (warning(nobody),)


def call_escalated(ctx: Ctx, plan: Proposed, roles: Sequence[str]) -> tuple[Block, ...]:
    """Call those it is escalated to, besides its reviewers; nobody who may not review it."""
    reviewers = ctx.plans.who_may_review(plan, [plan.waiting_for or ""])
    holders = [one for one in ctx.plans.who_may_review(plan, roles) if one not in reviewers]
    if not holders:
        return ()
    return (_call(msg("Please see that it is decided: {people}", people=_names(holders)), holders),)


def _call(sentence: Msg, holders: Sequence[Holder]) -> Text:
    here = tuple(Called(person=one.person, name=one.name) for one in holders if one.here)
    return Text(message=sentence, calls=here)


def _names(holders: Sequence[Holder]) -> Name:
    return Name(text=", ".join(one.name for one in holders))
