"""Putting a budget shift up for review, by those who may, and the buttons under it."""

from decimal import Decimal

from commands.kit.blocks import money
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.permission import Permission
from commands.kit.plan_sums import together_notes
from commands.kit.plans import Proposed
from commands.kit.reply import Button, Buttons, Note
from commands.kit.shift_making import Made
from commands.kit.shift_words import TotalChange
from commands.kit.values import Change, Count, Name

OTHER_TOTALS = (
    TotalChange(Decimal("0.1"), relative=True),
    TotalChange(Decimal("-0.1"), relative=True),
)


def put_up(ctx: Ctx, made: Made) -> Proposed | None:
    """Keep the proposal under a number, or make one anew; None where there is nothing to review.

    Nothing is kept where nothing is gained, for who has no part in approvals, and for reports
    that nobody asked.
    """
    if not made.gains or not may_propose(ctx):
        return None
    if made.args.revise is not None:
        return ctx.plans.revise(made.args.revise, made.proposal)
    return ctx.plans.propose(made.proposal)


def may_propose(ctx: Ctx) -> bool:
    """Whether the asker may approve, or holds one of the roles that review a shift (R23)."""
    own = {role.casefold() for role in ctx.rights.roles}
    reviews = {role.casefold() for role in _reviewers(ctx)}
    return bool(ctx.person) and (Permission.APPROVE in ctx.rights.held or bool(own & reviews))


def _reviewers(ctx: Ctx) -> tuple[str, ...]:
    rule = ctx.rules.R23
    return (rule.business, rule.finance, rule.technical, rule.management)


def proposal_note(ctx: Ctx, made: Made, kept: Proposed | None) -> tuple[Note, ...]:
    """Under which number it is kept and whose review it waits for, or why it is not kept."""
    if not made.gains:
        return ()
    if kept is None:
        roles = Name(text=", ".join(_reviewers(ctx)))
        return (Note(message=msg("Not put up for review: these may: {roles}.", roles=roles)),)
    return (Note(message=_waiting(kept)), *together_notes(ctx, kept))


def _waiting(kept: Proposed) -> Msg:
    number = Count(number=kept.number)
    if kept.waiting_for is None:
        return msg("Proposal {n}.", n=number)
    return msg("Proposal {n} waits for: {role}.", n=number, role=Name(text=kept.waiting_for))


def shift_buttons(ctx: Ctx, made: Made, kept: Proposed | None) -> Buttons:
    """Approve, reject, adjust, and the same with more and with less money."""
    others = [
        Button(
            label=msg("{change} money", change=Change(ratio=float(change.number))),
            command=made.args.model_copy(update={"change": change, "revise": None}).line,
        )
        for change in OTHER_TOTALS
        if change != made.args.change
    ]
    own = made.args.model_copy(update={"revise": None}).line
    adjust = Button(label=msg("Adjust"), command=own, edit=True)
    return Buttons(items=(*_answers(ctx, made, kept), adjust, *others))


def _answers(ctx: Ctx, made: Made, kept: Proposed | None) -> tuple[Button, ...]:
    if kept is None or kept.status != "open":
        return ()
    confirm = msg(
        "Approve proposal {n}: move {amount}, {gain} expected?",
        n=Count(number=kept.number),
        amount=money(made.proposal.moved, ctx),
        gain=money(round(made.proposal.gain), ctx, signed=True),
    )
    return (
        Button(
            label=msg("Approve"), command=f"/approve {kept.number} {kept.token}", confirm=confirm
        ),
        Button(label=msg("Reject"), command=f"/reject {kept.number}"),
    )
