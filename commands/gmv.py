"""`/gmv`: how much was sold, what changed it, and where it is heading."""

from typing import Annotated

from pydantic import Field

from analytics.periods import Period, parse_period
from analytics.sales import Sales, measure_sales
from analytics.shop import Quantity
from analytics.versus import Versus
from commands.kit.argument_types import DimensionType, PeriodType, VersusType, Where, WhereType
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.blocks import buttons, days, figure, label, metric_value, ratio_of
from commands.kit.comparing import Compared, compared, freshness, no_data_reply
from commands.kit.context import Ctx
from commands.kit.contributions import driver_blocks, slice_blocks
from commands.kit.landing import target_line
from commands.kit.message import Msg, msg
from commands.kit.registry import Example, command
from commands.kit.reply import Block, Buttons, Figures, Reply, Style, Text
from commands.kit.sentences import factor_name
from commands.kit.trend import Labels, trend_chart
from commands.kit.values import Change

DEFAULT_PERIOD = "yesterday"
BY_WORDS = ("by", "按", "分")
VERSUS_WORDS = ("vs", "versus", "对比", "比")
VERSUS_SHORTHANDS = {"环比": "prev", "同比": "lastyear", "去年同期": "lastyear"}


class GmvArgs(Arguments):
    """What `/gmv` takes."""

    period: Annotated[Period | None, Positional(PeriodType())] = None
    by: Annotated[str | None, Keyword(DimensionType(), BY_WORDS)] = None
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
    return Reply(
        blocks=(
            Text(message=_headline(ctx, sales, found), style=Style.HEADLINE),
            Figures(
                items=tuple(figure(*each, ctx) for each in _figures(sales, 4 if args.by else 6))
            ),
            *drivers,
            *slices,
            *(() if args.by else goal),
            _chart(ctx, sales, found),
            *freshness(ctx, found, (sales.main,) if args.by else (sales.main, "gmv")),
            _next_questions(ctx, found, args),
        ),
        more=(*(goal if args.by else ()), *driver_details, *slice_details),
    )


def _headline(ctx: Ctx, sales: Sales, found: Compared) -> Msg:
    parts = {
        "metric": label(sales.main, ctx),
        "days": days(found.now.period),
        "value": metric_value(sales.main, sales.now[sales.main], ctx),
    }
    change = ratio_of(sales.now[sales.main], (sales.before or {}).get(sales.main))
    if change is None:
        return msg("{metric} {days}: {value}", **parts)
    parts["change"] = Change(ratio=change)
    if not sales.tree or not sales.tree.change:
        return msg("{metric} {days}: {value}, {change}", **parts)
    change_sign = sales.tree.change
    most = max(sales.tree.contributions, key=lambda part: part.amount * change_sign)
    return msg(
        "{metric} {days}: {value}, {change}, mostly {driver}",
        **parts,
        driver=factor_name(most.name, ctx),
    )


_SHOWN = ("paid_gmv", "gmv", "net_gmv", "visitors", "cvr", "aov", "orders", "buyers")


def _figures(sales: Sales, most: int) -> list[tuple[str, Quantity, Quantity]]:
    names = [name for name in _SHOWN if sales.now.get(name) is not None][:most]
    return [(name, sales.now[name], (sales.before or {}).get(name)) for name in names]


def _chart(ctx: Ctx, sales: Sales, found: Compared) -> Block:
    labels = Labels(found.label_now, found.label_before)
    return trend_chart(
        ctx, sales.main, found.now, found.before, labels, _headline(ctx, sales, found)
    )


def _next_questions(ctx: Ctx, found: Compared, args: GmvArgs) -> Buttons:
    line = found.line
    splits = [("channel", msg("By channel")), ("category", msg("By category"))]
    splits += [("customer_type", msg("By customer type"))]
    possible = ctx.shop.dimensions - {args.by, *args.where}
    shown = [(text, f"/gmv {line} by {name}") for name, text in splits if name in possible]
    lastyear = (msg("Year on year"), f"/gmv {line} vs lastyear")
    targets = [(msg("Targets"), "/target")] if ctx.shop.has("targets") else []
    return buttons(*shown[:2], lastyear, *targets)
