"""`/attribution`: which channel brought the orders, by every model side by side."""

from typing import Annotated

from pydantic import Field

from analytics.periods import Period, parse_period
from commands.kit.argument_types import DimensionType, PeriodType, Where
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.attribution_blocks import (
    credit_figures,
    credit_headline,
    credit_tables,
    models_chart,
    next_questions,
    spread_text,
)
from commands.kit.attribution_notes import definitions, notes
from commands.kit.attribution_view import View
from commands.kit.attribution_words import CreditWordType
from commands.kit.cards import Example
from commands.kit.comparing import compared, no_data_reply
from commands.kit.context import Ctx
from commands.kit.keywords import BY_WORDS
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Reply, Style, Text

DEFAULT_PERIOD = "28d"


class AttributionArgs(Arguments):
    """What `/attribution` takes."""

    period: Annotated[Period | None, Positional(PeriodType())] = None
    by: Annotated[str | None, Keyword(DimensionType(), BY_WORDS, lone=True)] = None
    about: Annotated[Where, Filters(CreditWordType())] = Field(default_factory=dict)


@command(
    "attribution",
    msg("Which channels brought the orders, by six models side by side"),
    arguments=AttributionArgs,
    examples=(
        Example("/attribution", msg("the channels over the last 28 days")),
        Example("/attribution 7d by campaign", msg("the campaigns of the last seven days")),
        Example("/attribution 抖音", msg("one channel's campaigns")),
        Example("/attribution 双11", msg("the channels of the promo")),
    ),
    aliases=("attr", "归因", "渠道归因"),
)
def attribution(args: AttributionArgs, ctx: Ctx) -> Reply:
    """Answer `/attribution`."""
    asked = args.period or parse_period(DEFAULT_PERIOD, now=ctx.now, occasions=ctx.occasions)
    found = compared(ctx, asked, None, {})
    if found.no_data:
        return no_data_reply(ctx, found, "/attribution")
    view = View.measured(ctx, found, args.by, args.about)
    table, *details = credit_tables(view)
    return Reply(
        blocks=(
            Text(message=credit_headline(view), style=Style.HEADLINE),
            credit_figures(view),
            *spread_text(view),
            table,
            models_chart(view),
            *notes(view),
            next_questions(view),
        ),
        more=(*details, definitions(view)),
    )
