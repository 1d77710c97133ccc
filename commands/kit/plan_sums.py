"""What plans of one month move together: many small shifts are a large one (R23)."""

from collections.abc import Iterable
from decimal import Decimal

from analytics.spans import Unit, unit_period
from commands.kit.blocks import money
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.plans import Proposed
from commands.kit.reply import Note
from commands.kit.shift import ShiftProposal
from commands.kit.values import Percent


def moved_before(applied: Iterable[Proposed], proposal: ShiftProposal) -> Decimal:
    """What plans applied so far move that have a day in the month in which a proposal begins.

    Those that gave way count too, but not one that ended before its first day: it moved nothing.
    """
    month = unit_period(Unit.MONTH, proposal.start)
    return sum(
        (
            plan.proposal.moved
            for plan in applied
            if plan.proposal.start < month.end and month.start < plan.proposal.end
            if plan.ended_at is None or plan.ended_at.date() > plan.proposal.start
        ),
        Decimal(0),
    )


def together_notes(ctx: Ctx, plan: Proposed) -> tuple[Note, ...]:
    """Why all review an open proposal that is small by itself; nothing for any other."""
    shift, small = plan.proposal, Decimal(str(ctx.rules.R23.small))
    all_review = any(stage.name == "management" for stage in plan.stages)
    if plan.status != "open" or not all_review or shift.moved > small * shift.month_budget:
        return ()
    before = moved_before(ctx.plans.applied(), shift)
    if before + shift.moved <= small * shift.month_budget:
        return ()
    sentence = msg(
        "It moves {moved}, plans of the same month moved {before}: together more than {small} of"
        " the month's budget of {budget}, so all four review it (R23).",
        moved=money(shift.moved, ctx),
        before=money(before, ctx),
        small=Percent(ratio=ctx.rules.R23.small),
        budget=money(shift.month_budget, ctx),
    )
    return (Note(message=sentence),)
