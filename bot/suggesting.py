"""Words that fit a command's argument, and why a text is none: for forms that are filled in."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from zoneinfo import available_timezones

from analytics.errors import AnalyticsError
from commands.kit.argument_types import (
    ChoiceType,
    DimensionType,
    MetricType,
    PeriodType,
    VersusType,
    WhereType,
)
from commands.kit.arguments import Filters, Keyword, Positional, Slot
from commands.kit.context import Ctx
from commands.kit.errors import UserError, explain
from commands.kit.message import Msg
from commands.kit.registry import Command
from commands.kit.schedule_words import ZoneType

MOST = 100
PERIODS = {
    "en": ("yesterday", "today", "7d", "28d", "this week", "last week", "mtd", "last month"),
    "zh-CN": ("昨天", "今天", "近7天", "近28天", "本周", "上周", "本月至今", "上月"),
}
COMPARISONS = {
    "en": ("prev", "lastyear", "target"),
    "zh-CN": ("环比", "同比", "target"),
}
FILTERED_BY = ("channel", "category", "campaign", "region", "device")


def words(command: Command[Any], field: str, typed: str, ctx: Ctx) -> list[str]:
    """The words that hold what is typed so far, those that begin with it first; at most 100."""
    slot = _slot(command, field)
    asked = typed.strip().casefold()
    found = [word for word in _known(slot, ctx) if asked in word.casefold()]
    found.sort(key=lambda word: not word.casefold().startswith(asked))
    return found[:MOST]


def mistake(command: Command[Any], field: str, text: str, ctx: Ctx) -> Msg | None:
    """Why a text is no value of the argument; None where it is one."""
    slot = _slot(command, field)
    try:
        if isinstance(slot, Filters):
            name, parted, value = text.partition("=")
            if parted:
                slot.type.read_pair(name, value, ctx)
            elif slot.type.read_bare(text, ctx) is None:
                slot.type.read_pair("channel", text, ctx)
        elif slot is not None:
            slot.type.read(text, ctx)
    except UserError as error:
        return error.message
    except AnalyticsError as error:
        return explain(error).message
    return None


def _slot(command: Command[Any], field: str) -> Slot | None:
    info = command.arguments.model_fields.get(field)
    marks = info.metadata if info else ()
    return next((mark for mark in marks if isinstance(mark, Slot)), None)


def _known(slot: Slot | None, ctx: Ctx) -> Iterable[str]:
    match slot.type if isinstance(slot, Positional | Keyword | Filters) else None:
        case PeriodType():
            named = (one.name for one in ctx.occasions if one.ends_on >= ctx.now.date())
            return dict.fromkeys((*PERIODS.get(ctx.locale, PERIODS["en"]), *named))
        case VersusType():
            return COMPARISONS.get(ctx.locale, COMPARISONS["en"])
        case DimensionType():
            return ctx.catalogue.dimensions
        case MetricType():
            return ctx.catalogue.metrics
        case ZoneType():
            return sorted(available_timezones())
        case ChoiceType(choices=choices):
            return choices
        case WhereType():
            return islice(_filters(ctx), 10 * MOST)
        case _:
            return ()


def _filters(ctx: Ctx) -> Iterator[str]:
    for dimension in FILTERED_BY:
        yield from (f"{dimension}={word}" for word in ctx.shop.words(dimension))
