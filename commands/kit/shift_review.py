"""The review of a budget shift that was applied: predicted against realised."""

from analytics.shift_reading import data_until, read_fits
from analytics.shift_realised import Calibration, Estimate, Realised, calibrate, realise
from analytics.shift_since import read_since
from analytics.shift_stages import shares_in_force
from analytics.spans import DAY, Period
from commands.kit.blocks import buttons, days, money, table, warning
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.plans import Proposed
from commands.kit.reply import Figure, Figures, Note, Reply, Style, Table, Text
from commands.kit.sentences import listed
from commands.kit.shift_making import credit_rule
from commands.kit.values import Count, Day, Name, Percent, Unknown, Value

LONGEST = 28
"""A plan is reviewed over at most so many days: later on, more than the plan has changed."""

FIRST_REVIEW = 7
MOST_PLANS = 8
"""Of how many plans, the newest, the calibration is."""

FOLLOWED = 0.5
"""From this part of the new split on it counts as carried out."""


def review_shift(ctx: Ctx, number: int) -> Reply:
    """What the plan of that number has brought, and how well plans were predicted so far."""
    plan = _applied(ctx, number)
    period = _reviewed(ctx, plan)
    if period.days <= 0:
        return _too_early(ctx, plan)
    result = _realised(ctx, plan, period)
    others = [one for one in ctx.plans.applied() if one.number != number][: MOST_PLANS - 1]
    others = [one for one in others if _reviewed(ctx, one).days >= FIRST_REVIEW]
    results = [_realised(ctx, one, _reviewed(ctx, one)) for one in others]
    results += [result] if period.days >= FIRST_REVIEW else []
    return Reply(
        blocks=(
            Text(message=_headline(ctx, plan, period, result), style=Style.HEADLINE),
            _figures(ctx, result),
            *_calibration(ctx, results),
            *_not_carried_out(ctx, result),
            _about(ctx, period),
            buttons((msg("New proposal"), "/budget-shift")),
        ),
        more=(_channels(ctx, plan, period),),
    )


def _applied(ctx: Ctx, number: int) -> Proposed:
    plan = ctx.plans.find(number)
    shown = Count(number=number)
    if plan is None:
        raise UserError(msg("There is no proposal {n}.", n=shown))
    if plan.applied_at is None:
        raise UserError(
            msg("Proposal {n} was not applied, so there is nothing to review.", n=shown)
        )
    return plan


def _reviewed(ctx: Ctx, plan: Proposed) -> Period:
    """The whole days since the plan was in force that the data cover; none or fewer: too early."""
    assert plan.applied_at is not None
    applied = plan.applied_at.astimezone(ctx.shop.zone).date() + DAY
    start = max(applied, plan.proposal.start)
    ended = [plan.ended_at.astimezone(ctx.shop.zone).date()] if plan.ended_at else []
    end = min(data_until(ctx.shop), plan.proposal.end, start + LONGEST * DAY, *ended)
    return Period(start, end)


def _too_early(ctx: Ctx, plan: Proposed) -> Reply:
    message = msg(
        "Plan {n}: no whole day of data since it is in force; data until {day}.",
        n=Count(number=plan.number),
        day=Day(day=data_until(ctx.shop) - DAY),
    )
    return Reply(blocks=(warning(message),))


def _realised(ctx: Ctx, plan: Proposed, period: Period) -> Realised:
    known = plan.proposal.data_until + DAY
    rule = credit_rule(ctx)
    fits = read_fits(ctx.shop, known, rule, ctx.occasions)
    since = read_since(ctx.shop, rule, ctx.occasions, known, period.start, period.end)
    return realise(fits, _old_split(plan), _planned(ctx, plan, period), since)


def _is_carried_out(ctx: Ctx, result: Realised) -> bool:
    """Whether the days tell of the plan: its split followed, its money spent (bounds of R10)."""
    pace = ctx.rules.R10
    return result.is_carried_out(FOLLOWED, pace.under, 1 + pace.over)


def _old_split(plan: Proposed) -> dict[str, float]:
    """Spend a day by channel as it was."""
    return {name: now for name, (now, _) in _changes(plan).items()}


def _planned(ctx: Ctx, plan: Proposed, period: Period) -> dict[str, float]:
    """Spend a day by channel as it was to be on those days, which are the plan's, step by step."""
    changes, first = _changes(plan), (period.start - plan.proposal.start).days
    shares = shares_in_force(changes, plan.proposal.days, ctx.rules.R11.stage)
    share = float(shares[first : first + period.days].mean())
    return {name: now + share * (to - now) for name, (now, to) in changes.items()}


def _changes(plan: Proposed) -> dict[str, tuple[float, float]]:
    """Spend a day by channel, as it was and as it was to be in the end."""
    found: dict[str, tuple[float, float]] = {}
    for row in plan.proposal.rows:
        now, to = found.get(row.channel, (0.0, 0.0))
        days = plan.proposal.days
        found[row.channel] = (now + float(row.now) / days, to + float(row.to) / days)
    return found


def _headline(ctx: Ctx, plan: Proposed, period: Period, result: Realised) -> Msg:
    parts: dict[str, Value] = {
        "n": Count(number=plan.number),
        "days": Count(number=period.days),
        "realised": _signed(ctx, result.realised.mean),
        "low": _signed(ctx, result.realised.low),
        "high": _signed(ctx, result.realised.high),
        "predicted": _signed(ctx, result.predicted.mean),
    }
    if not _is_carried_out(ctx, result):
        return msg(
            "Plan {n} after {days} {days|day|days}: no verdict, as {why}; {realised} paid GMV"
            " realised (80% interval {low} to {high}), {predicted} predicted for what was spent",
            why=_why(ctx, result), **parts,
        )  # fmt: skip
    if result.as_predicted:
        return msg(
            "Plan {n} after {days} {days|day|days}: {realised} paid GMV realised"
            " (80% interval {low} to {high}), in line with {predicted} predicted",
            **parts,
        )
    if result.realised.mean > result.predicted.mean:
        return msg(
            "Plan {n} after {days} {days|day|days}: {realised} paid GMV realised"
            " (80% interval {low} to {high}), more than {predicted} predicted",
            **parts,
        )
    return msg(
        "Plan {n} after {days} {days|day|days}: {realised} paid GMV realised"
        " (80% interval {low} to {high}), less than {predicted} predicted",
        **parts,
    )


def _why(ctx: Ctx, result: Realised) -> Msg:
    """What of a plan was not carried out."""
    reasons = []
    if result.spent is None or result.spent < ctx.rules.R10.under:
        share = Percent(ratio=result.spent or 0.0)
        reasons.append(msg("only {share} of the planned money was spent", share=share))
    elif result.spent > 1 + ctx.rules.R10.over:
        share = Percent(ratio=result.spent)
        reasons.append(msg("{share} of the planned money was spent", share=share))
    if result.followed is not None and result.followed < FOLLOWED:
        share = Percent(ratio=max(result.followed, 0.0))
        reasons.append(msg("only {share} of the change of the split was made", share=share))
    return listed(reasons)


def _signed(ctx: Ctx, amount: float) -> Value:
    return money(round(amount), ctx, signed=True)


def _figures(ctx: Ctx, result: Realised) -> Figures:
    estimates: tuple[tuple[str, Msg, Estimate], ...] = (
        ("predicted", msg("Predicted"), result.predicted),
        ("realised", msg("Realised"), result.realised),
    )
    items = [
        Figure(metric=name, label=label, value=_signed(ctx, estimate.mean))
        for name, label, estimate in estimates
    ]
    items += [
        Figure(
            metric="predicted_low",
            label=msg("Predicted, low"),
            value=_signed(ctx, result.predicted.low),
        ),
        Figure(
            metric="predicted_high",
            label=msg("Predicted, high"),
            value=_signed(ctx, result.predicted.high),
        ),
        Figure(metric="followed", label=msg("Split followed"), value=_share(result.followed)),
        Figure(metric="spent", label=msg("Planned money spent"), value=_share(result.spent)),
    ]
    return Figures(items=tuple(items))


def _share(share: float | None) -> Value:
    return Unknown() if share is None else Percent(ratio=share)


def _calibration(ctx: Ctx, results: list[Realised]) -> tuple[Text, ...]:
    """How the plans that were carried out came out so far; how many were not."""
    counted = [one for one in results if _is_carried_out(ctx, one)]
    left_out = Count(number=len(results) - len(counted))
    said = [_came_out(ctx, found)] if (found := calibrate(counted)) else []
    if left_out.number:
        said.append(
            msg(
                "Not counted so far: {n} {n|plan|plans} not carried out as planned.",
                n=left_out,
            )
        )
    return tuple(Text(message=sentence) for sentence in said)


def _came_out(ctx: Ctx, found: Calibration) -> Msg:
    return msg(
        "So far {hits} of {n} {n|plan|plans} came out as predicted (8 of 10 are meant to);"
        " on average {realised} realised against {predicted} predicted.",
        hits=Count(number=found.as_predicted),
        n=Count(number=found.plans),
        realised=_signed(ctx, found.realised),
        predicted=_signed(ctx, found.predicted),
    )


def _not_carried_out(ctx: Ctx, result: Realised) -> tuple[Note, ...]:
    if _is_carried_out(ctx, result):
        return ()
    sentence = msg(
        "The plan was not carried out as agreed: predicted and realised are for the money as it"
        " was really spent and say little of the plan."
    )
    return (warning(sentence),)


def _about(ctx: Ctx, period: Period) -> Note:
    return Note(
        message=msg(
            "{days} · realised: credited paid amount less what the old split would have brought by"
            " the curves of then, season and promos allowed for · data until {day}",
            days=days(period),
            day=Day(day=data_until(ctx.shop) - DAY),
        )
    )


def _channels(ctx: Ctx, plan: Proposed, period: Period) -> Table:
    """Spend a day by channel: before, as planned, as it really was."""
    old, planned = _old_split(plan), _planned(ctx, plan, period)
    spent = ctx.shop.split(("spend",), period, ("channel",))
    actual = {str(one.key[0]): float(one.values["spend"] or 0) / period.days for one in spent}
    columns = (
        ("channel", msg("Channel")),
        ("before", msg("Old split")),
        ("planned", msg("Planned")),
        ("actual", msg("Actual")),
    )
    rows = [
        [
            Name(text=name),
            *(money(round(side.get(name, 0.0)), ctx) for side in (old, planned, actual)),
        ]
        for name in sorted(planned, key=lambda name: -planned[name])
    ]
    return table("spend", columns, rows, title=msg("Spend a day"))
