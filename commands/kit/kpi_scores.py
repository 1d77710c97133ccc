"""The targets of a period that count in the KPI score, each against what came in."""

from collections.abc import Iterator, Sequence

from analytics.errors import MissingTable
from analytics.outlook import outlook, read_past
from analytics.periods import Period
from analytics.scorecard import Part, Score, Scored, part_of, score
from analytics.spans import Unit, unit_period, whole
from analytics.targets import Target
from commands.kit.context import Ctx
from commands.kit.landing import thresholds


def score_period(ctx: Ctx, asked: Period | None) -> tuple[Period, Score]:
    """The score of the period asked, whole, or of the month the data end in.

    MissingTable without targets or orders. Only targets of the whole shop count.
    """
    if not ctx.shop.has("targets"):
        raise MissingTable("targets")
    period = whole(asked) if asked else _last_month(ctx)
    rule = ctx.rules.R22
    weights: dict[Part, float] = {
        "traffic": rule.traffic,
        "conversion": rule.conversion,
        "value": rule.value,
    }
    return period, score(_scored(ctx, period), weights)


def _last_month(ctx: Ctx) -> Period:
    until = ctx.shop.coverage("orders").last_day
    assert until is not None
    return unit_period(Unit.MONTH, until)


def _scored(ctx: Ctx, period: Period) -> Iterator[Scored]:
    held = [target for target in ctx.shop.targets() if not target.scope]
    for metric in sorted({target.metric for target in held}):
        part = part_of(metric)
        if part is None or metric not in ctx.catalogue.metrics:
            continue
        own = [target for target in held if target.metric == metric]
        if found := _measured(ctx, metric, period, own):
            yield Scored(metric, part, *found)


def _measured(
    ctx: Ctx, metric: str, period: Period, targets: Sequence[Target]
) -> tuple[float | None, float] | None:
    """What came in (None: not known) and what was due by now; None without a target."""
    if _adds_up(ctx, metric) and ctx.shop.knows(metric):
        return _sum(ctx, metric, period)
    return _level(ctx, metric, period, targets)


def _adds_up(ctx: Ctx, metric: str) -> bool:
    """Whether days of it may be summed: not rates, nor people counted once."""
    held = ctx.catalogue.metrics[metric]
    return held.empty_is_zero and held.distinct is None


def _sum(ctx: Ctx, metric: str, period: Period) -> tuple[float | None, float] | None:
    """The days that are over, and their share of the target."""
    past = read_past(ctx.shop, metric, period.end, {}, ctx.occasions)
    limits = thresholds(ctx, metric, {})
    seen = outlook(ctx.shop, past, period.start, period.end, (), limits)
    if seen is None:
        return None
    due = seen.attained.expected_so_far
    return (seen.attained.actual if due > 0 else None), due or seen.plan.target.value


def _level(
    ctx: Ctx, metric: str, period: Period, targets: Sequence[Target]
) -> tuple[float | None, float] | None:
    """A rate, or people counted once, over the days that are over.

    A rate's target is that of the shortest period around; people are due in step with the days.
    """
    around = [t for t in targets if t.start <= period.start and t.end >= period.end]
    if not around:
        return None
    target = min(around, key=lambda each: each.days)
    over = _over(ctx, metric, period)
    if over is None:
        return None, target.value
    actual = ctx.shop.total((metric,), over)[metric]
    people = ctx.catalogue.metrics[metric].distinct is not None
    due = target.value * over.days / target.days if people else target.value
    return (None if actual is None else float(actual)), due


def _over(ctx: Ctx, metric: str, period: Period) -> Period | None:
    """The days of the period that the data have whole; None before the first."""
    if not ctx.shop.knows(metric):
        return None
    until = ctx.shop.coverage("orders").until
    end = min(period.end, until.date()) if until else period.start
    return Period(period.start, end) if end > period.start else None
