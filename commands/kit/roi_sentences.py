"""What the rules and the evidence say about an ROI, in sentences."""

from collections.abc import Callable, Mapping

from analytics.credits import Model
from analytics.evidence import Reason, Trial
from analytics.pace import Pace
from analytics.roi_board import Item
from analytics.verdicts import Action, Lines
from commands.kit.blocks import money
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.values import Change, Count, Day, Name, Number, Percent, Unknown, Value

MODEL_NAMES: Mapping[Model, Msg] = {
    "last": msg("last touch"),
    "first": msg("first touch"),
    "linear": msg("linear"),
    "position": msg("position"),
    "time_decay": msg("time decay"),
    "markov": msg("Markov"),
}
SHORT: Mapping[Action, Msg] = {
    "stop": msg("stop (R07)"),
    "replace": msg("replace (R07)"),
    "watch_stop": msg("watch (R07)"),
    "watch_replace": msg("watch (R07)"),
    "over_budget": msg("over budget (R10)"),
    "gone": msg("budget runs out (R10)"),
    "fall": msg("ROI fell (R08)"),
    "slow_fall": msg("slow decline (R08)"),
    "replan": msg("plan anew (R09)"),
    "outdone": msg("beats its plan (R09)"),
    "under_budget": msg("under-delivery (R10)"),
    "invest": msg("invest first (R12)"),
    "cut_cost": msg("cut cost (R12)"),
    "test_more": msg("test more (R12)"),
    "wind_down": msg("wind down (R12)"),
}
_FIELDS: Mapping[Action, Msg] = {
    "invest": msg("Invest first: sales and ROI above the middle of its kind (R12)."),
    "cut_cost": msg("Cut cost: sales above the middle of its kind, ROI below (R12)."),
    "test_more": msg("Test more: ROI above the middle of its kind, sales below (R12)."),
    "wind_down": msg("Wind down: sales and ROI below the middle of its kind (R12)."),
}


def verdict_sentence(ctx: Ctx, action: Action, item: Item, lines: Lines) -> Msg:
    """One verdict with its evidence and its rule."""
    if action in _FIELDS:
        return _FIELDS[action]
    return _SENTENCES[action](ctx, item, lines)


def ratio(value: float | None) -> Value:
    """An ROI, or unknown."""
    return Unknown() if value is None else Number(number=value)


def _stop(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    return msg(
        "Stop it: ROI is 1:{high} at most, under the stop line 1:{line} (R07).",
        high=_high(item),
        line=Number(number=lines.stop, digits=1),
    )


def _replace(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    return msg(
        "Replace the creator: ROI is 1:{high} at most, under the line 1:{line} (R07).",
        high=_high(item),
        line=Number(number=lines.replace, digits=1),
    )


def _watch(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    line = lines.replace if item.case.creator else lines.stop
    return msg(
        "Watch it: ROI is under the line 1:{line}, but so few orders allow for 1:{high} (R07).",
        high=_high(item),
        line=Number(number=line, digits=1),
    )


def _fall(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    fall = item.case.fall
    assert fall is not None
    return msg(
        "Move budget away: ROI is {change} against its mean of {n} days before, {others} against "
        "the other channels (R08).",
        n=Count(number=ctx.rules.R08.days),
        change=Change(ratio=fall.change),
        others=Change(ratio=fall.against_others),
    )


def _slow_fall(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    fall = item.case.slow_fall
    assert fall is not None
    return msg(
        "Slow decline, move budget away: against the other channels sales are {sales}, ROI is "
        "{others} in twelve weeks (R08).",
        sales=Change(ratio=fall.sales_against_others),
        others=Change(ratio=fall.against_others),
    )


def _replan(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    predicted, roi = item.case.predicted or 0.0, item.case.roi or 0.0
    return msg(
        "Plan it anew: 1:{predicted} was predicted, ROI is {change} from that (R09).",
        predicted=Number(number=predicted),
        change=Change(ratio=roi / predicted - 1),
    )


def _outdone(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    predicted, roi = item.case.predicted or 0.0, item.case.roi or 0.0
    return msg(
        "Beats its plan: 1:{predicted} was predicted, ROI is {change} from that (R09).",
        predicted=Number(number=predicted),
        change=Change(ratio=roi / predicted - 1),
    )


def _over_budget(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    pace = item.case.pace
    assert pace is not None
    return over_budget(ctx, pace)


def over_budget(ctx: Ctx, pace: Pace) -> Msg:
    """How far beyond its budget it will end, and the day the money is gone."""
    parts: dict[str, Value] = {
        "off": Percent(ratio=pace.off or 0.0),
        "budget": money(pace.budget.amount, ctx),
    }
    if pace.days_left == 0 or pace.gone_on is None:
        return msg("Explain the spend: it ended {off} over its budget of {budget} (R10).", **parts)
    return msg(
        "Explain the spend: at this rate it ends {off} over its budget of {budget}; "
        "the money is gone on {day}, {n} {n|day|days} from now (R10).",
        **parts,
        day=Day(day=pace.gone_on),
        n=Count(number=pace.warned_ahead or 0),
    )


def _gone(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    pace = item.case.pace
    assert pace is not None
    if pace.spent >= pace.budget.amount:
        return msg(
            "The budget of {budget} is used up: {spent} is spent (R10).",
            budget=money(pace.budget.amount, ctx),
            spent=money(pace.spent, ctx),
        )
    return msg(
        "{share} of the budget of {budget} is spent; the money is gone on {day} (R10).",
        share=Percent(ratio=pace.share),
        budget=money(pace.budget.amount, ctx),
        day=Day(day=pace.gone_on or pace.as_of),
    )


def _under(ctx: Ctx, item: Item, lines: Lines) -> Msg:
    pace = item.case.pace
    assert pace is not None
    return under_budget(ctx, pace)


def under_budget(ctx: Ctx, pace: Pace) -> Msg:
    """How little of its budget it uses."""
    share = Percent(ratio=1 + (pace.off or 0.0))
    budget = money(pace.budget.amount, ctx)
    if pace.days_left == 0:
        return msg(
            "Under-delivery: {share} of {budget} was spent (R10).", share=share, budget=budget
        )
    return msg(
        "Under-delivery: at this rate {share} of {budget} is spent by the end (R10).",
        share=share,
        budget=budget,
    )


_SENTENCES: Mapping[Action, Callable[[Ctx, Item, Lines], Msg]] = {
    "stop": _stop,
    "replace": _replace,
    "watch_stop": _watch,
    "watch_replace": _watch,
    "fall": _fall,
    "slow_fall": _slow_fall,
    "replan": _replan,
    "outdone": _outdone,
    "over_budget": _over_budget,
    "gone": _gone,
    "under_budget": _under,
}


def _high(item: Item) -> Value:
    return ratio(item.interval.high if item.interval else None)


_REASONS: Mapping[Reason, Msg] = {
    "experiment": msg("an experiment measured it"),
    "models_agree": msg("the models agree"),
    "models_roughly_agree": msg("the models roughly agree"),
    "enough_orders": msg("enough orders, but few with a known path"),
    "models_disagree": msg("the models disagree"),
    "one_model": msg("few orders, fewer with a known path"),
    "few_orders": msg("too few orders"),
}


def evidence_sentence(item: Item, trial: Trial | None, *, over: bool) -> Msg:
    """The grade, what decided it, and the test that would raise it. `over`: it has ended."""
    parts: dict[str, Value | Msg] = {
        "letter": Name(text=item.grade.letter),
        "reason": _REASONS[item.grade.reason],
    }
    if trial is None or item.grade.letter == "A":
        return msg("Evidence {letter}: {reason}.", **parts)
    if trial.days is None:
        return msg("Evidence {letter}: {reason}; no test within 12 weeks would tell more.", **parts)
    parts |= {"test": _TRIALS[trial.kind], "n": Count(number=trial.days)}
    if over:
        return msg(
            "Evidence {letter}: {reason}. To know more next time: {test}, {n} days.", **parts
        )
    return msg("Evidence {letter}: {reason}. To know more: {test}, {n} days.", **parts)


_TRIALS = {
    "geo": msg("leave it out in half of the regions"),
    "pause": msg("switch it off and on by weeks"),
}
