"""`/roi`: what the money spent on a campaign, channel or creator brought, and what to do."""

from typing import Annotated, cast

from pydantic import Field

from analytics.credits import Model
from analytics.periods import Period, parse_period
from analytics.roi_subjects import Kind
from analytics.versus import Versus
from commands.kit.argument_types import PeriodType, VersusType, Where
from commands.kit.arguments import Arguments, Filters, Keyword, Positional
from commands.kit.cards import Example
from commands.kit.comparing import compared, no_data_reply
from commands.kit.context import Ctx
from commands.kit.keywords import BY_WORDS, VERSUS_SHORTHANDS, VERSUS_WORDS
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Reply
from commands.kit.roi_notes import no_spend_reply
from commands.kit.roi_replies import about_all, about_one
from commands.kit.roi_report import make_report
from commands.kit.roi_words import (
    BY,
    MODEL,
    KindType,
    RoiWordType,
    known_subjects,
    only_subject,
    subject_words,
)

DEFAULT_PERIOD = "28d"


class RoiArgs(Arguments):
    """What `/roi` takes."""

    about: Annotated[Where, Filters(RoiWordType())] = Field(default_factory=dict)
    period: Annotated[Period | None, Positional(PeriodType())] = None
    by: Annotated[Kind | None, Keyword(KindType(), BY_WORDS)] = None
    versus: Annotated[Versus | None, Keyword(VersusType(), VERSUS_WORDS, VERSUS_SHORTHANDS)] = None


@command(
    "roi",
    msg("What spent money brought: ROI, its evidence, budget pace and the rules' verdict"),
    arguments=RoiArgs,
    examples=(
        Example("/roi all 28d", msg("every channel and campaign, those to decide on first")),
        Example("/roi 抖音 7d", msg("one channel")),
        Example("/roi by creator", msg("the creators")),
        Example("/roi 抖音 model=last", msg("credited to the last touch")),
    ),
    aliases=("roas", "投产", "投入产出", "回报"),
)
def roi(args: RoiArgs, ctx: Ctx) -> Reply:
    """Answer `/roi`."""
    asked = args.period or parse_period(DEFAULT_PERIOD, now=ctx.now, occasions=ctx.occasions)
    subject = only_subject(args.about, known_subjects(ctx))
    found = compared(ctx, asked, args.versus, {})
    if found.no_data:
        return no_data_reply(ctx, found, f"/roi {subject_words(subject)}" if subject else "/roi")
    model = cast("Model | None", args.about.get(MODEL, (None,))[-1])
    report = make_report(ctx, found, model, alone=subject is not None)
    if report is None or (subject and not report.knows(subject)):
        return no_spend_reply(ctx, found, subject)
    if subject:
        return about_one(ctx, report, subject)
    return about_all(ctx, report, args.by or cast("Kind | None", args.about.get(BY, (None,))[-1]))
