"""Proposals to look at: what waits for whom, and one with everything that happened to it."""

from collections.abc import Sequence
from datetime import timedelta

from commands.kit.blocks import money, table
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.plan_blocks import chain_blocks, plan_days, stage_name, status
from commands.kit.plan_sums import together_notes
from commands.kit.plans import Did, Proposed, Step
from commands.kit.reply import Button, Buttons, Figure, Figures, Note, Reply, Style, Table, Text
from commands.kit.values import Count, Moment, Name, Value

MOST_BUTTONS = 3
_DID: dict[Did, Msg] = {
    "proposed": msg("made"),
    "revised": msg("made anew"),
    "approved": msg("approved"),
    "applied": msg("became the plan"),
    "rejected": msg("rejected"),
    "withdrawn": msg("withdrawn"),
    "reminded": msg("reviewers reminded"),
    "escalated": msg("escalated"),
    "lapsed": msg("lapsed"),
    "superseded": msg("gave way"),
    "exported": msg("files written"),
}
HOURS_AS_DAYS = 48
"""From so many hours on a wait is told in days."""


def all_open(ctx: Ctx) -> Reply:
    """Every proposal that waits, the longest first, with buttons for those the asker may review."""
    found = ctx.plans.open()
    if not found:
        nothing = Note(message=msg("No proposal waits for a review."))
        new = Button(label=msg("Propose a shift"), command="/budget-shift")
        return Reply(blocks=(nothing, Buttons(items=(new,))))
    return Reply(
        blocks=(
            Text(message=_how_long(ctx, found), style=Style.HEADLINE),
            _waiting(ctx, found),
            Buttons(items=tuple(_open(plan) for plan in found[:MOST_BUTTONS])),
        )
    )


def whole_story(ctx: Ctx, number: int) -> Reply:
    """One proposal: how it stands, what it moves, its reviews, and its story folded."""
    plan = ctx.plans.find(number)
    if plan is None:
        raise UserError(
            msg("There is no proposal {n}.", n=Name(text=str(number))),
            msg("{command} lists them.", command=Name(text="/approvals")),
            instead=("/approvals",),
        )
    return Reply(
        blocks=(
            Text(message=status(plan), style=Style.HEADLINE),
            _figures(ctx, plan),
            *together_notes(ctx, plan),
            *chain_blocks(plan),
        ),
        more=(_story(ctx.plans.story(number)), _rows(ctx, plan)),
    )


def _how_long(ctx: Ctx, found: Sequence[Proposed]) -> Msg:
    count, hours = Count(number=len(found)), _hours(ctx, found[0])
    if hours < 1:
        return msg("{n} {n|proposal waits|proposals wait} for a review.", n=count)
    if hours >= HOURS_AS_DAYS:
        return msg(
            "{n} {n|proposal waits|proposals wait} for a review, the first for {days} days.",
            n=count,
            days=Count(number=hours // 24),
        )
    return msg(
        "{n} {n|proposal waits|proposals wait} for a review,"
        " the first for {hours} {hours|hour|hours}.",
        n=count,
        hours=Count(number=hours),
    )


def _hours(ctx: Ctx, plan: Proposed) -> int:
    return (ctx.now - plan.since) // timedelta(hours=1)


def _waiting(ctx: Ctx, found: Sequence[Proposed]) -> Table:
    columns = (
        ("number", msg("No.")),
        ("moved", msg("Moves")),
        ("gain", msg("Expected gain")),
        ("days", msg("Days")),
        ("person", msg("Proposed by")),
        ("role", msg("Waits for")),
        ("hours", msg("Hours so far")),
    )
    rows = [
        (
            Count(number=plan.number),
            money(plan.proposal.moved, ctx),
            money(round(plan.proposal.gain), ctx, signed=True),
            plan_days(plan),
            Name(text=plan.name),
            Name(text=plan.waiting_for or ""),
            Count(number=_hours(ctx, plan)),
        )
        for plan in found
    ]
    return table("proposals", columns, rows)


def _open(plan: Proposed) -> Button:
    label = msg("Proposal {n}", n=Count(number=plan.number))
    return Button(label=label, command=f"/approvals {plan.number}")


def _figures(ctx: Ctx, plan: Proposed) -> Figures:
    shift = plan.proposal
    named: tuple[tuple[str, Msg, Value], ...] = (
        ("moved", msg("Moves"), money(shift.moved, ctx)),
        ("gain", msg("Expected gain"), money(round(shift.gain), ctx, signed=True)),
        ("low", msg("At least, in 9 of 10 cases"), money(round(shift.low), ctx, signed=True)),
        ("days", msg("Days"), plan_days(plan)),
    )
    return Figures(
        items=tuple(Figure(metric=name, label=label, value=value) for name, label, value in named)
    )


def _story(steps: Sequence[Step]) -> Table:
    columns = (
        ("at", msg("When")),
        ("revision", msg("Revision")),
        ("did", msg("What")),
        ("person", msg("Who")),
        ("role", msg("As")),
        ("note", msg("Note")),
    )
    rows = [
        (
            Moment(at=step.at),
            Count(number=step.revision),
            _did(step),
            Name(text=step.name) if step.name else None,
            Name(text=step.role) if step.role else None,
            Name(text=step.note) if step.note else None,
        )
        for step in steps
    ]
    return table("story", columns, rows, msg("What happened"))


def _did(step: Step) -> Msg:
    if step.other is not None:
        return msg("gave way to plan {other}", other=Count(number=step.other))
    if step.stage is not None:
        return msg("{stage} review given", stage=stage_name(step.stage))
    return _DID[step.did]


def _rows(ctx: Ctx, plan: Proposed) -> Table:
    columns = (
        ("channel", msg("Channel")),
        ("campaign", msg("Campaign")),
        ("from", msg("From")),
        ("to", msg("To")),
        ("change", msg("Change")),
    )
    rows = [
        (
            Name(text=row.channel),
            Name(text=row.campaign) if row.campaign else None,
            money(row.now, ctx),
            money(row.to, ctx),
            money(row.change, ctx, signed=True),
        )
        for row in plan.proposal.rows
    ]
    return table("rows", columns, rows, msg("From and to"))
