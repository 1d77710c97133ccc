"""What is said when a proposal moves on: approved, made anew, rejected, or not answered."""

from datetime import timedelta
from decimal import Decimal

from commands.kit.blocks import buttons, money, table, warning
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.plan_blocks import chain_blocks, status, thread_of
from commands.kit.plan_calls import call_escalated, call_reviewers
from commands.kit.plan_sums import together_notes
from commands.kit.plans import Approval, Due, Proposed
from commands.kit.reply import Block, Note, Reply, Style, Table, Text
from commands.kit.shift import ShiftProposal
from commands.kit.values import Count, Moment, Name, Number, Value

MOST_CHANGES = 5
_REASONS = {
    "en": ("not now", "the figures look wrong", "the money is needed elsewhere"),
    "zh-CN": ("暂不调整", "数据看着不对", "这笔钱另有用途"),
}


def approved(ctx: Ctx, given: Approval) -> Reply:
    """Whose review counts, who is next; the files and what gave way where it was the last."""
    plan = given.plan
    note = given.review.note
    return _about(
        plan,
        _approved(given),
        *((Text(message=msg("“{note}”", note=Name(text=note))),) if note else ()),
        *together_notes(ctx, plan),
        *(_applied(ctx, given) if plan.applied_at else ()),
    )


def changed(ctx: Ctx, before: Proposed, after: Proposed) -> Reply:
    """That the data propose something else by now, what, and that all review it anew."""
    headline = msg(
        "Not applied: the data changed since proposal {n} was made. "
        "Revision {revision} takes its place and needs every review anew.",
        n=_number(after),
        revision=Count(number=after.revision),
    )
    gain = msg(
        "Expected gain: {before} before, {after} now.",
        before=money(round(before.proposal.gain), ctx, signed=True),
        after=money(round(after.proposal.gain), ctx, signed=True),
    )
    differences = _differences(ctx, before.proposal, after.proposal)
    return _about(after, headline, Text(message=gain), differences)


def gains_nothing(ctx: Ctx, plan: Proposed) -> Reply:
    """That on today's data there is nothing to shift any more; nothing was changed."""
    headline = msg(
        "Not applied: on the data of today proposal {n} gains nothing any more. "
        "Reject it, or propose anew.",
        n=_number(plan),
    )
    return _about(plan, headline)


def rejected(ctx: Ctx, plan: Proposed, reason: str) -> Reply:
    """That a proposal has ended, and why."""
    said = (Text(message=msg("“{note}”", note=Name(text=reason))),) if reason else ()
    return _about(plan, status(plan), *said)


def told(ctx: Ctx, found: Due, plan: Proposed) -> Reply:
    """A reminder, an escalation, or that nobody answered in time."""
    match found:
        case "remind":
            return _about(plan, _reminder(ctx, plan), *call_reviewers(ctx, plan))
        case "escalate":
            escalated = warning(_escalation(ctx, plan))
            others = call_escalated(ctx, plan, _escalated_to(ctx, plan))
            called = (*call_reviewers(ctx, plan), *others)
            return _about(plan, _reminder(ctx, plan), escalated, *called)
        case "lapse":
            return _about(plan, status(plan))


def exported(ctx: Ctx, number: int, folder: str) -> Reply:
    """Where the files of a plan are."""
    return Reply(blocks=(_files(folder),), thread=thread_of(number))


def ask_for_button(ctx: Ctx, number: int, note: str) -> UserError:
    """An approval by hand: the button says which revision is meant."""
    plan = ctx.plans.find(number)
    if plan is None:
        return UserError(
            msg("There is no proposal {n}.", n=Name(text=str(number))),
            msg("{command} lists them.", command=Name(text="/approvals")),
            instead=("/approvals",),
        )
    line = f"/approve {number} {plan.token} {note}".strip() if plan.stage else ""
    return UserError(
        msg("Approve by the button: it says which revision is meant."),
        status(plan),
        instead=(line or f"/approvals {number}",),
    )


def ask_for_reason(ctx: Ctx, plan: Proposed) -> Reply:
    """A rejection without a reason: some to choose from, and how to write another."""
    reasons = _REASONS.get(ctx.locale, _REASONS["en"])
    example = Name(text=f"/reject {plan.number} …")
    chosen = [
        (msg("{line}", line=Name(text=reason)), f"/reject {plan.number} {reason}")
        for reason in reasons
    ]
    return Reply(
        blocks=(
            Text(message=msg("Why is proposal {n} rejected?", n=_number(plan))),
            buttons(*chosen),
            Note(message=msg("Or in your own words: {example}", example=example)),
        ),
        audience="person",
    )


def _about(plan: Proposed, headline: Msg, *blocks: Block) -> Reply:
    """An answer in the proposal's own thread, with its reviews and buttons as they are now."""
    first = Text(message=headline, style=Style.HEADLINE)
    return Reply(blocks=(first, *blocks, *chain_blocks(plan)), thread=thread_of(plan.number))


def _approved(given: Approval) -> Msg:
    plan, review = given.plan, given.review
    if plan.applied_at:
        return msg("Proposal {n} is approved by all: it is the plan now.", n=_number(plan))
    parts: dict[str, Value | Msg] = {
        "n": _number(plan),
        "name": Name(text=review.name),
        "role": Name(text=review.role),
        "next": Name(text=plan.waiting_for or ""),
    }
    if given.again:
        return msg(
            "{name} has reviewed proposal {n} as {role} already; it waits for: {next}.", **parts
        )
    return msg("{name} approved proposal {n} as {role}; next: {next}.", **parts)


def _applied(ctx: Ctx, given: Approval) -> tuple[Block, ...]:
    if not given.superseded:
        return _exported(ctx, given.plan)
    numbers = Name(text=", ".join(str(number) for number in given.superseded))
    gave_way = msg("For the same money, and therefore ended: {numbers}.", numbers=numbers)
    return (warning(gave_way), *_exported(ctx, given.plan))


def _exported(ctx: Ctx, plan: Proposed) -> tuple[Note, ...]:
    """The plan holds whether or not its files could be written."""
    try:
        return (_files(ctx.plans.export(plan.number)),)
    except UserError as error:
        return (warning(error.message), *((Note(message=error.hint),) if error.hint else ()))


def _files(folder: str) -> Note:
    return Note(message=msg("A file per channel is in {folder}.", folder=Name(text=folder)))


def _reminder(ctx: Ctx, plan: Proposed) -> Msg:
    hours = (ctx.now - plan.since) / timedelta(hours=1)
    return msg(
        "Proposal {n} has waited {hours} hours for: {role}.",
        n=_number(plan),
        hours=Number(number=hours, digits=0),
        role=Name(text=plan.waiting_for or ""),
    )


def _escalation(ctx: Ctx, plan: Proposed) -> Msg:
    at = plan.since + timedelta(hours=ctx.rules.R24.lapse_hours)
    return msg(
        "Escalated to: {roles}. Without an answer it lapses on {when}.",
        roles=Name(text=", ".join(_escalated_to(ctx, plan))),
        when=Moment(at=at),
    )


def _escalated_to(ctx: Ctx, plan: Proposed) -> tuple[str, ...]:
    """Whoever is next in the chain is told, and the growth lead, who gives the first review."""
    later = [stage.role for stage in plan.stages if stage.review is None][1:2]
    return tuple(dict.fromkeys((*later, ctx.rules.R23.business)))


def _differences(ctx: Ctx, before: ShiftProposal, after: ShiftProposal) -> Table:
    """What the two give to each campaign, where it differs; the largest differences first."""
    old, new = _amounts(before), _amounts(after)
    names = {name: new.get(name, Decimal(0)) - old.get(name, Decimal(0)) for name in old | new}
    differing = sorted((name for name in names if names[name]), key=lambda name: -abs(names[name]))
    columns = (
        ("channel", msg("Channel")),
        ("campaign", msg("Campaign")),
        ("before", msg("Reviewed")),
        ("after", msg("Now")),
    )
    rows = [
        (
            Name(text=name[0]),
            Name(text=name[1]) if name[1] else None,
            money(old.get(name, Decimal(0)), ctx),
            money(new.get(name, Decimal(0)), ctx),
        )
        for name in differing[:MOST_CHANGES]
    ]
    return table("changes", columns, rows)


def _amounts(proposal: ShiftProposal) -> dict[tuple[str, str | None], Decimal]:
    return {(row.channel, row.campaign): row.to for row in proposal.rows}


def _number(plan: Proposed) -> Count:
    return Count(number=plan.number)
