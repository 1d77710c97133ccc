"""The words of a funnel: steps, the headline, and what is said below the figures."""

from collections.abc import Sequence
from datetime import timedelta

from analytics.funnel import StepChange
from analytics.funnel_weeks import Lagging
from analytics.periods import Period
from commands.kit.blocks import days, money
from commands.kit.context import Ctx
from commands.kit.funnel_measuring import Measured
from commands.kit.message import Msg, msg
from commands.kit.sentences import listed, slice_words
from commands.kit.values import Count, Name, Number, Percent, Points, Value

STEPS = {
    "impression": msg("Impression"),
    "click": msg("Click"),
    "visit": msg("Visit"),
    "view_item": msg("Item view"),
    "add_to_cart": msg("Add to cart"),
    "checkout": msg("Checkout"),
    "pay": msg("Payment"),
    "repurchase": msg("Repurchase"),
}


def funnel_headline(ctx: Ctx, measured: Measured) -> Msg:
    """The conversion, its change and the step that cost most."""
    told = conversion_sentence(ctx, measured)
    if measured.before is None or measured.before.whole is None or measured.funnel.whole is None:
        return told
    return _with_worst(ctx, measured.worst, told)


def conversion_sentence(ctx: Ctx, measured: Measured) -> Msg:
    """The conversion and its change."""
    words = slice_words(measured.found.now.where, ctx)
    scope = msg("Funnel ({slice})", slice=listed(words)) if words else msg("Funnel")
    whole, steps = measured.funnel.whole, measured.steps
    parts: dict[str, Value | Msg] = {"funnel": scope, "days": days(measured.found.now.period)}
    if whole is None:
        return msg("{funnel} {days}: no conversion to tell", **parts)
    parts |= {"rate": Percent(ratio=whole.value), "last": STEPS[steps[-1].step.name]}
    parts["people"] = Count(number=whole.whole)
    before = measured.before.whole if measured.before else None
    if before is None:
        return msg("{funnel} {days}: {rate} of {people} visitors reached {last}", **parts)
    return msg(
        "{funnel} {days}: {rate} of {people} visitors reached {last}, {change}",
        **parts,
        change=Points(ratio=whole.value - before.value),
    )


def _with_worst(ctx: Ctx, worst: StepChange | None, told: Msg) -> Msg:
    if worst is None:
        return msg("{finding}; no step fell by more than chance", finding=told)
    step = STEPS[worst.step.name]
    if worst.cost is None:
        return msg(
            "{finding}; most were lost at {step}: {lost} fewer than expected",
            finding=told,
            step=step,
            lost=Count(number=round(worst.lost or 0)),
        )
    return msg(
        "{finding}; {step} cost most: {lost} fewer than expected, worth {cost}",
        finding=told,
        step=step,
        lost=Count(number=round(worst.lost or 0)),
        cost=money(round(worst.cost), ctx),
    )


def source_sentence(measured: Measured) -> Msg:
    """What was counted."""
    if measured.whole.source == "traffic":
        return msg("hourly exports: times, not distinct people; payments are paid orders")
    return msg(
        "distinct people, in order, within {window} days",
        window=Number(number=measured.window / timedelta(days=1), digits=0),
    )


def advertised_sentence(measured: Measured) -> Msg | None:
    """Where impressions and clicks come from, where they are not people."""
    tables = {"traffic": msg("traffic exports"), "ad_spend": msg("advertising accounts")}
    table = tables.get(measured.whole.advertised or "")
    if table is None or measured.whole.source == "traffic":
        return None
    return msg("Impressions and clicks are times, not people, from the {table}.", table=table)


def bots_sentence(measured: Measured) -> Msg | None:
    """How much was left out as bots'."""
    if measured.whole.bots is None:
        return None
    share = Percent(ratio=measured.whole.bots)
    return msg("bots left out: {share} of events", share=share)


def open_sentence(measured: Measured) -> Msg | None:
    """That the last starters may still finish."""
    left = (measured.window - measured.follow) / timedelta(days=1)
    if measured.whole.source != "events" or left <= 0:
        return None
    return msg(
        "Who started in the last {days} days may still finish; both sides are cut alike.",
        days=Number(number=min(left, measured.found.now.period.days), digits=0),
    )


def repurchase_sentence(measured: Measured) -> Msg | None:
    """How many bought again: of this period where the time is over, else of the latest that is."""
    asked, settled = measured.repurchase, measured.settled
    if asked and asked.rate:
        return msg(
            "Repurchase: of {buyers} buyers {rate} paid again within 30 days.",
            rate=Percent(ratio=asked.rate.value),
            buyers=Count(number=asked.rate.whole),
        )
    if settled is None or settled.rate is None:
        return None
    return msg(
        "Repurchase is not known yet: 30 days are not over. Of the buyers of {cohort}: {rate}.",
        cohort=days(Period(settled.start, settled.end)),
        rate=Percent(ratio=settled.rate.value),
    )


def lagging_sentence(lagging: Sequence[Lagging]) -> Msg:
    """R03 holds for these channels; at least one."""
    named = [
        msg("{channel} {rate}", channel=Name(text=one.channel), rate=Percent(ratio=one.rate))
        for one in lagging
    ]
    return msg(
        "Conversion below the all-channel average of {average} for {weeks} weeks in a row:"
        " {channels}; an optimisation plan is due (R03)",
        average=Percent(ratio=lagging[0].average),
        weeks=Count(number=lagging[0].weeks),
        channels=listed(named),
    )
