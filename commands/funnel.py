"""`/funnel`: how far visitors come on the way to a payment, and where they are lost."""

from typing import Annotated

from pydantic import Field

from analytics.funnel_weeks import lagging_channels
from analytics.periods import Period, parse_period
from analytics.versus import Versus
from commands.kit.argument_types import DimensionType, VersusType, Where, WhereType
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.blocks import buttons, warning
from commands.kit.cards import Example
from commands.kit.comparing import Compared, filter_words, no_data_reply
from commands.kit.context import Ctx
from commands.kit.funnel_blocks import (
    details,
    funnel_chart,
    funnel_figures,
    funnel_notes,
    next_buttons,
    steps_table,
)
from commands.kit.funnel_measuring import Measured, funnel_sides, measure_funnel
from commands.kit.funnel_period import PeriodAfterChannel
from commands.kit.funnel_sentences import funnel_headline, lagging_sentence
from commands.kit.funnel_slices import slices_table
from commands.kit.keywords import BY_WORDS, VERSUS_SHORTHANDS, VERSUS_WORDS
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Block, Reply, Style, Text
from commands.kit.sentences import listed, slice_words

DEFAULT_PERIOD = "7d"


class FunnelArgs(Arguments):
    """What `/funnel` takes."""

    period: Annotated[Period | None, Positional(PeriodAfterChannel())] = None
    by: Annotated[str | None, Keyword(DimensionType(), BY_WORDS, lone=True)] = None
    where: Annotated[Where, Filters(WhereType())] = Field(default_factory=dict)
    versus: Annotated[Versus | None, Keyword(VersusType(), VERSUS_WORDS, VERSUS_SHORTHANDS)] = None


@command(
    "funnel",
    msg("From visit to payment: the rate of each step, and the step that lost most"),
    arguments=FunnelArgs,
    examples=(
        Example("/funnel", msg("the last seven days, channel by channel")),
        Example("/funnel 抖音 7d", msg("one channel, step by step")),
        Example("/funnel 抖音 28d by device", msg("one channel, device by device")),
        Example("/funnel 抖音 7d vs channel=天猫", msg("one channel against another")),
    ),
    aliases=("漏斗", "转化漏斗"),
)
def funnel(args: FunnelArgs, ctx: Ctx) -> Reply:
    """Answer `/funnel`."""
    asked = args.period or parse_period(DEFAULT_PERIOD, now=ctx.now, occasions=ctx.occasions)
    found = funnel_sides(ctx, asked, args.versus, args.where)
    if found.no_data:
        filters = [filter_words(name, words) for name, words in args.where.items()]
        return no_data_reply(ctx, found, " ".join(["/funnel", *filters]))
    by = args.by or (None if "channel" in args.where else "channel")
    measured = measure_funnel(ctx, found, by)
    if not measured.steps:
        return _nobody(ctx, found)
    steps, own = steps_table(ctx, measured), measured.slices is not None
    shown = slices_table(ctx, measured) if own else steps
    return Reply(
        blocks=(
            Text(message=funnel_headline(ctx, measured), style=Style.HEADLINE),
            funnel_figures(ctx, measured),
            shown,
            *_lagging(ctx, measured),
            funnel_chart(ctx, measured),
            *funnel_notes(ctx, measured),
            next_buttons(ctx, measured),
        ),
        more=(*([steps] if own else []), *details(measured)),
    )


def _lagging(ctx: Ctx, measured: Measured) -> tuple[Block, ...]:
    """R03, for the channels asked about."""
    until, asked = measured.found.now.period.end, measured.found.now.where.get("channel")
    lagging = lagging_channels(ctx.shop, until, ctx.rules.R03.weeks)
    named = [one for one in lagging if asked is None or one.channel in asked]
    return (warning(lagging_sentence(named)),) if named else ()


def _nobody(ctx: Ctx, found: Compared) -> Reply:
    words = slice_words(found.now.where, ctx)
    named = listed(words) if words else msg("any channel")
    days = found.line.split()[0]
    return Reply(
        blocks=(
            warning(msg("Nobody visited: no events of {slice} in these days.", slice=named)),
            buttons((msg("All channels"), f"/funnel {days}"), (msg("28 days"), "/funnel 28d")),
        )
    )
