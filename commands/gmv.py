"""`/gmv`: how much was sold, what changed it, and where it is heading."""

from typing import Annotated

from pydantic import Field

from analytics.periods import Period, parse_period
from analytics.sales import measure_sales
from analytics.versus import Versus
from commands.kit.argument_types import DimensionType, PeriodType, VersusType, Where, WhereType
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.cards import Example
from commands.kit.comparing import compared, freshness, no_data_reply
from commands.kit.context import Ctx
from commands.kit.contributions import driver_blocks, slice_blocks
from commands.kit.keywords import BY_WORDS, VERSUS_SHORTHANDS, VERSUS_WORDS
from commands.kit.landing import target_line
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Reply, Style, Text
from commands.kit.sales_blocks import headline, next_questions, sales_chart, sales_figures

DEFAULT_PERIOD = "yesterday"


class GmvArgs(Arguments):
    """What `/gmv` takes."""

    period: Annotated[Period | None, Positional(PeriodType())] = None
    by: Annotated[str | None, Keyword(DimensionType(), BY_WORDS, lone=True)] = None
    where: Annotated[Where, Filters(WhereType())] = Field(default_factory=dict)
    versus: Annotated[Versus | None, Keyword(VersusType(), VERSUS_WORDS, VERSUS_SHORTHANDS)] = None


@command(
    "gmv",
    msg("Sales of a period: the change, its drivers, the movers and the target"),
    arguments=GmvArgs,
    examples=(
        Example("/gmv yesterday", msg("yesterday against the day before")),
        Example("/gmv 7d by channel", msg("the last seven days, channel by channel")),
        Example("/gmv mtd vs lastyear", msg("this month so far against a year ago")),
        Example("/gmv 双11", msg("the promo against the same phase of the last one")),
    ),
    aliases=("sales", "成交", "销售额"),
)
def gmv(args: GmvArgs, ctx: Ctx) -> Reply:
    """Answer `/gmv`."""
    asked = args.period or parse_period(DEFAULT_PERIOD, now=ctx.now, occasions=ctx.occasions)
    found = compared(ctx, asked, args.versus, args.where)
    if found.no_data:
        return no_data_reply(ctx, found, "/gmv")
    sales = measure_sales(ctx.shop, found.now, found.before)
    drivers, driver_details = driver_blocks(ctx, sales)
    slices, slice_details = slice_blocks(ctx, sales.main, found, args.by)
    goal = target_line(ctx, sales.main, found)
    folded = args.by is not None and found.comparison.other is not None
    return Reply(
        blocks=(
            Text(message=headline(ctx, sales, found), style=Style.HEADLINE),
            sales_figures(ctx, sales, 4 if args.by else 6),
            *drivers,
            *slices,
            *(() if folded else goal),
            sales_chart(ctx, sales, found),
            *freshness(ctx, found, (sales.main,) if args.by else (sales.main, "gmv")),
            next_questions(ctx, found, args.by),
        ),
        more=(*(goal if folded else ()), *driver_details, *slice_details),
    )
