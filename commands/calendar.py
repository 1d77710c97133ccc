"""`/calendar`: the promos, holidays and other occasions ahead, with a countdown."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from analytics.occasions import Occasion
from analytics.periods import Period
from commands.kit.argument_types import PeriodType
from commands.kit.arguments import Arguments, Positional
from commands.kit.blocks import buttons, days, table
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.occasion_names import known_once, occasion_name
from commands.kit.registry import command
from commands.kit.reply import Note, Reply, Style, Text
from commands.kit.values import Count, Days, Value

AHEAD = timedelta(days=60)
MOST = 40


class CalendarArgs(Arguments):
    """What `/calendar` takes."""

    period: Annotated[Period | None, Positional(PeriodType(this_year=True))] = None


@command(
    "calendar",
    msg("Promos, holidays and other occasions, with a countdown"),
    arguments=CalendarArgs,
    examples=(
        Example("/calendar", msg("the next sixty days")),
        Example("/calendar 2026-11", msg("one month")),
        Example("/calendar 双11", msg("one promo")),
    ),
    aliases=("日历", "大促"),
)
def calendar(args: CalendarArgs, ctx: Ctx) -> Reply:
    """Answer `/calendar`."""
    period = args.period or Period(ctx.now.date(), ctx.now.date() + AHEAD)
    found = sorted(
        _within(known_once(ctx), period), key=lambda each: (each.starts_on, each.ends_on)
    )
    if not found:
        return Reply(blocks=(Note(message=msg("No occasions {days}.", days=days(period))),))
    columns = (
        ("occasion", msg("Occasion")),
        ("days", msg("Days")),
        ("kind", msg("Kind")),
        ("when", msg("When")),
    )
    rows = [_row(each, ctx) for each in found[:MOST]]
    return Reply(
        blocks=(
            Text(message=_headline(found, ctx, period), style=Style.HEADLINE),
            table("occasions", columns, rows),
            buttons((msg("Targets"), "/target")),
        )
    )


def _within(occasions: Iterable[Occasion], period: Period) -> list[Occasion]:
    return [o for o in occasions if o.starts_on < period.end and o.ends_on >= period.start]


def _headline(found: list[Occasion], ctx: Ctx, period: Period) -> Msg:
    today = ctx.now.date()
    running = [o for o in found if o.starts_on <= today <= o.ends_on]
    coming = [o for o in found if o.starts_on > today]
    if period.end <= today:
        return msg("Occasions {days}", days=days(period))
    if running:
        return msg(
            "Now: {occasion}, {when}",
            occasion=occasion_name(running[0]),
            when=_when(running[0], ctx),
        )
    if coming:
        return msg(
            "Next: {occasion}, {when}",
            occasion=occasion_name(coming[0]),
            when=_when(coming[0], ctx),
        )
    return msg("Occasions {days}", days=days(period))


def _row(each: Occasion, ctx: Ctx) -> list[Value | Msg | None]:
    kind = _KINDS.get(each.kind) or Msg(text=each.kind)
    return [
        occasion_name(each),
        Days(first=each.starts_on, last=each.ends_on),
        kind,
        _when(each, ctx),
    ]


def _when(each: Occasion, ctx: Ctx) -> Msg:
    today = ctx.now.date()
    if each.starts_on > today:
        return msg("in {n} {n|day|days}", n=Count(number=(each.starts_on - today).days))
    if each.ends_on < today:
        return msg("{n} {n|day|days} ago", n=Count(number=(today - each.ends_on).days))
    left = (each.ends_on - today).days
    return msg("ends today") if not left else msg("{n} {n|day|days} left", n=Count(number=left))


_KINDS = {
    "promo": msg("promo"),
    "holiday": msg("holiday"),
    "competitor": msg("competitor"),
    "platform_rule": msg("platform rule"),
}
