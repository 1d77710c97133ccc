"""`/kpi`: the scorecard of a period, traffic, conversion and value against their targets."""

from typing import Annotated

from analytics.periods import Period, is_future
from commands.kit.argument_types import PeriodType
from commands.kit.arguments import Arguments, Positional
from commands.kit.blocks import days
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.kpi_blocks import (
    kpi_buttons,
    kpi_headline,
    kpi_notes,
    part_figures,
    targets_table,
)
from commands.kit.kpi_scores import score_period
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Reply, Style, Text
from commands.kit.values import Name


class KpiArgs(Arguments):
    """What `/kpi` takes."""

    period: Annotated[Period | None, Positional(PeriodType(this_year=True))] = None


@command(
    "kpi",
    msg("The scorecard: traffic, conversion and value against their targets"),
    arguments=KpiArgs,
    examples=(
        Example("/kpi", msg("this month")),
        Example("/kpi last month", msg("the month before")),
    ),
    aliases=("scorecard", "绩效", "记分卡"),
)
def kpi(args: KpiArgs, ctx: Ctx) -> Reply:
    """Answer `/kpi`."""
    period, found = score_period(ctx, args.period)
    if is_future(period, ctx.now):
        raise UserError(
            msg("{days} has not begun: there is nothing to score.", days=days(period)),
            instead=("/kpi",),
        )
    if not any(part.metrics for part in found.parts):
        raise UserError(
            msg("No target of the whole shop for {days}.", days=days(period)),
            msg(
                "Load the table {table}: period_start, period_end, metric, value, scope.",
                table=Name(text="targets"),
            ),
        )
    return Reply(
        blocks=(
            Text(message=kpi_headline(ctx, period, found), style=Style.HEADLINE),
            part_figures(ctx, found),
            targets_table(ctx, found),
            *kpi_notes(ctx, period, found),
            kpi_buttons(period, found),
        )
    )
