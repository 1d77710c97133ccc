"""What one must know of a budget shift: what it stands on, and where it is not certain."""

from collections.abc import Iterator
from datetime import timedelta

from commands.kit.blocks import days, money, warning
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Note, Text
from commands.kit.sentences import listed
from commands.kit.shift_making import Made
from commands.kit.shift_refusals import why_unknown
from commands.kit.values import Count, Day, Name, Number, Percent

STALE_DAYS = 7
"""Data that ended so many days ago say little of what is spent now."""

LEAST_RETURN = 1.0
"""Below it a unit of money brings less than itself."""

LEAST_CAUTION = 0.001
"""Caution that costs less of what is brought is not worth a sentence."""

SAME_DEMAND = 0.05
"""A smaller difference of demand is not worth a sentence."""

MOST_NAMED = 5


def shift_freshness(ctx: Ctx, made: Made) -> Note:
    """The days, what today's spend and GMV mean here, how fresh the data are."""
    return Note(
        message=msg(
            "{days} · now: as spent {recent} · GMV: credited paid amount · data until {day}",
            days=days(made.period),
            recent=days(made.ground.recent),
            day=Day(day=made.ground.recent.last),
        )
    )


def shift_cautions(ctx: Ctx, made: Made) -> tuple[Block, ...]:
    """What limits the plan's certainty, what matters most first."""
    return tuple(warning(sentence) for sentence in _cautions(ctx, made))


def _cautions(ctx: Ctx, made: Made) -> Iterator[Msg]:
    shift, ground = made.shift, made.ground
    if far := [one.channel for one in shift.channels if one.extrapolates]:
        yield msg(
            "Extrapolation: {channels} would get more than {reach} of the most ever spent there.",
            channels=_names(far),
            reach=Percent(ratio=ctx.rules.R11.reach),
        )
    if unknown := [one for one in shift.channels if one.refused is not None]:
        reasons = [why_unknown(one.channel, one.refused or "") for one in unknown[:MOST_NAMED]]
        yield msg(
            "Left as they are, their response is unknown: {reasons}.", reasons=listed(reasons)
        )
    if (age := (ctx.now.date() - ground.until).days) > STALE_DAYS:
        yield msg(
            "The data ended {n} days ago: what is spent now may be something else.",
            n=Count(number=age),
        )
    if shift.unplaced > 0.001 * shift.now:
        yield msg(
            "{amount} finds no place: no channel may rise by more than {change} or above its cap.",
            amount=money(shift.unplaced, ctx),
            change=Percent(ratio=ctx.rules.R11.change),
        )
    if 0 < shift.plan.price < LEAST_RETURN:
        yield msg(
            "The last unit of money brings {price} of paid GMV, less than itself:"
            " spending less may pay better.",
            price=Number(number=shift.plan.price),
        )
    yield from _demand(made)


def budget_texts(ctx: Ctx, made: Made) -> tuple[Block, ...]:
    """The price of caution, where the budget comes from, its parts, weak campaigns."""
    certain = [_budget(ctx, made), _tests(ctx, made)]
    sentences = [*_caution(ctx, made), *certain, *_weak(made)]
    return tuple(Text(message=sentence) for sentence in sentences)


def _caution(ctx: Ctx, made: Made) -> list[Msg]:
    plan = made.shift.plan
    if plan.caution < LEAST_CAUTION * max(plan.response_now, 1.0):
        return []
    return [
        msg(
            "Other splits bring {amount} more on average, but lose in more than {share} of cases.",
            amount=money(round(plan.caution), ctx),
            share=Percent(ratio=ctx.rules.R11.loss),
        )
    ]


def _demand(made: Made) -> list[Msg]:
    if abs(made.demand - 1) < SAME_DEMAND:
        return []
    return [
        msg(
            "On these days the shop usually sells {share} of what it sells {recent}: ROI here is"
            " scaled by that.",
            share=Percent(ratio=made.demand),
            recent=days(made.ground.recent),
        )
    ]


def _budget(ctx: Ctx, made: Made) -> Msg:
    shift = made.shift
    parts = {
        "budget": money(shift.budget, ctx),
        "reserve": money(shift.reserve, ctx),
        "share": Percent(ratio=shift.reserve / shift.budget if shift.budget else 0.0),
    }
    price = Number(number=shift.plan.reserve_price / shift.reserve if shift.reserve else 0.0)
    if made.shift.planned:
        return msg(
            "Budget {budget}, as the targets of spend say; {reserve} ({share}) of it stays in"
            " reserve. Spent now, each unit of the reserve would bring {price}.",
            price=price, **parts,
        )  # fmt: skip
    return msg(
        "Budget {budget}: today's spend and the usual reserve on top, so that keeping a reserve"
        " takes nothing away. {reserve} ({share}) stays in reserve; spent now, each unit of it"
        " would bring {price}.",
        price=price, **parts,
    )  # fmt: skip


def _tests(ctx: Ctx, made: Made) -> Msg:
    shift = made.shift
    trials = sum(one.trials for one in shift.channels)
    parts = {
        "missing": money(shift.tests_missing, ctx),
        "share": Percent(ratio=ctx.rules.R11.tests),
        "trials": money(trials, ctx),
    }
    if not trials:
        return msg(
            "No campaign is on trial (younger than 28 days): {missing} of the reserve is set aside"
            " for tests, {share} of the budget.",
            **parts,
        )
    if shift.tests_missing:
        return msg(
            "Campaigns on trial (younger than 28 days) keep their {trials}; {missing} of the"
            " reserve is set aside for more tests, up to {share} of the budget.",
            **parts,
        )
    return msg("Campaigns on trial (younger than 28 days) keep their {trials}.", **parts)


def _weak(made: Made) -> list[Msg]:
    standing = made.ground.standing
    weak = [campaign or "" for (_, campaign), how in standing.items() if how == "weak"]
    if not weak:
        return []
    return [
        msg(
            "Below the stop line (R07), they get nothing more and are cut first: {campaigns}.",
            campaigns=_names(weak),
        )
    ]


def stage_text(ctx: Ctx, made: Made) -> tuple[Text, ...]:
    """The weekly steps and when to stop; nothing where nothing moves."""
    steps = made.stages
    if not made.gains or not steps:
        return ()
    dates = [
        msg(
            "from {day} {amount} a day ({share})",
            amount=money(round(step.share * made.shift.moved / made.period.days), ctx),
            share=Percent(ratio=step.share),
            day=Day(day=made.period.start + timedelta(days=step.begin)),
        )
        for step in steps
    ]
    first = steps[0]
    low = made.shift.plan.low * first.share * min(7, made.period.days) / made.period.days
    return (
        Text(
            message=msg(
                "Move in weekly steps: {steps}. Stop and go back where a raised channel pays back"
                " less than {stop} after a week, or the first review finds less than {low}.",
                steps=listed(dates),
                stop=Number(number=ctx.rules.R07.stop),
                low=money(round(low), ctx, signed=True),
            )
        ),
    )


def _names(words: list[str]) -> Msg:
    names = listed([msg("{word}", word=Name(text=word)) for word in words[:MOST_NAMED]])
    rest = len(words) - MOST_NAMED
    return msg("{names} and {n} more", names=names, n=Count(number=rest)) if rest > 0 else names
