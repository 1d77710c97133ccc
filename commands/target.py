"""`/target`: what was promised, how much is in, and where the period will land."""

from typing import Annotated

from pydantic import Field

from analytics.errors import MissingTable
from analytics.outlook import Outlook, Past, outlook, read_past, scope_of
from analytics.periods import Period
from analytics.spans import Unit, unit_period, whole
from commands.kit.argument_types import MetricType, PeriodType, Where, WhereType
from commands.kit.arguments import Arguments, Filters, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.landing import thresholds
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Reply, Style, Text
from commands.kit.target_blocks import (
    ladder_table,
    next_buttons,
    no_target,
    outlook_notes,
    pace_chart,
    pace_figures,
    target_headline,
    weeks_table,
)

PREFERRED = ("paid_gmv", "gmv", "net_gmv")


class TargetArgs(Arguments):
    """What `/target` takes."""

    metric: Annotated[str | None, Positional(MetricType())] = None
    period: Annotated[Period | None, Positional(PeriodType(this_year=True))] = None
    where: Annotated[Where, Filters(WhereType())] = Field(default_factory=dict)


@command(
    "target",
    msg("Targets from year to day: attainment, pace, landing and what each day must bring"),
    arguments=TargetArgs,
    examples=(
        Example("/target", msg("this month")),
        Example("/target gmv 2026-Q4", msg("one metric and quarter")),
        Example("/target 抖音", msg("one channel")),
    ),
    aliases=("targets", "目标"),
)
def target(args: TargetArgs, ctx: Ctx) -> Reply:
    """Answer `/target`."""
    metric = args.metric or _metric_with_targets(ctx)
    past = _past(ctx, metric, args)
    asked = _asked(args.period, past)
    seen = {unit: _outlook(ctx, past, asked, unit, args.where) for unit in _LADDER}
    main = _outlook(ctx, past, asked, None, args.where)
    if main is None:
        raise no_target(ctx, metric, asked, args.where)
    return Reply(
        blocks=(
            Text(message=target_headline(ctx, past, main), style=Style.HEADLINE),
            pace_figures(ctx, metric, past, main),
            ladder_table(ctx, past, [(unit, found) for unit, found in seen.items() if found]),
            pace_chart(ctx, past, main),
            *outlook_notes(ctx, past, main),
            next_buttons(asked, args.where, past),
        ),
        more=(weeks_table(ctx, main),),
    )


_LADDER = (Unit.YEAR, Unit.QUARTER, Unit.MONTH, Unit.WEEK, Unit.DAY)


def _metric_with_targets(ctx: Ctx) -> str:
    held = {each.metric for each in ctx.shop.targets()}
    if not held:
        raise MissingTable("targets")
    return next((name for name in (*PREFERRED, *sorted(held)) if name in held), PREFERRED[0])


def _past(ctx: Ctx, metric: str, args: TargetArgs) -> Past:
    furthest = args.period.end if args.period else ctx.now.date()
    year = unit_period(Unit.YEAR, max(furthest, ctx.now.date()))
    return read_past(ctx.shop, metric, year.end, args.where, ctx.occasions)


def _asked(period: Period | None, past: Past) -> Period:
    """The period asked, whole: this month's target is that of the month, not of its past part."""
    if period is None:
        return unit_period(Unit.MONTH, past.last_day)
    return whole(period)


def _outlook(
    ctx: Ctx, past: Past, asked: Period, unit: Unit | None, where: Where
) -> Outlook | None:
    """The outlook of the asked period, or of the calendar unit around its last known day."""
    scope = scope_of(where)
    if scope is None:
        return None
    around = min(max(asked.start, past.last_day), asked.last)
    span = unit_period(unit, around) if unit else asked
    limits = thresholds(ctx, past.metric, where)
    return outlook(ctx.shop, past, span.start, span.end, scope, limits)
