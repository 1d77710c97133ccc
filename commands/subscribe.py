"""`/subscribe`: have a question asked on certain days at a time, in a channel."""

from datetime import time
from typing import Annotated, Self

from commands.kit.argument_types import TextType
from commands.kit.arguments import Arguments, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.registry import command
from commands.kit.reply import Reply
from commands.kit.report_days import ReportDays
from commands.kit.schedule_blocks import EXAMPLE, subscribed
from commands.kit.schedule_words import (
    ChannelType,
    DaysType,
    Options,
    OptionsType,
    SortedWords,
    TimeType,
    split_question,
)
from commands.kit.schedules import Wish
from commands.kit.usage import usage_message


class SubscribeArgs(Arguments):
    """What `/subscribe` takes: the question first, the rest in any order."""

    line: Annotated[str, Positional(TextType('"/question"'))]
    days: Annotated[ReportDays, Positional(DaysType())]
    at: Annotated[time, Positional(TimeType())]
    channel: Annotated[str | None, Positional(ChannelType())] = None
    options: Annotated[Options, Positional(OptionsType())] = Options()

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """A wrong question is refused as if it were asked."""
        question, words = split_question(line)
        if not question:
            raise _incomplete()
        understood = ctx.schedules.understand(question, ctx)
        sorted_words = SortedWords.of(words)
        if not sorted_words.days or not sorted_words.time:
            raise _incomplete()
        return cls(line=understood, **sorted_words.read(ctx))


@command(
    "subscribe",
    msg("Schedule a report: a question, its days, time and channel"),
    arguments=SubscribeArgs,
    examples=(
        Example(EXAMPLE, msg("yesterday's sales every workday")),
        Example('/subscribe "/target" monday 09:30', msg("targets on Mondays, in this channel")),
        Example('/subscribe "/gmv 上月" 1st workday 10:00', msg("last month on its first workday")),
    ),
    aliases=("订阅",),
)
def subscribe(args: SubscribeArgs, ctx: Ctx) -> Reply:
    """Answer `/subscribe`."""
    channel = args.channel or ctx.schedules.find_channel(None)
    if not ctx.schedules.is_direct(channel):
        ctx.rights.require(Permission.SCHEDULE)
    zone, language = args.options.zone, args.options.language
    found, new = ctx.schedules.add(Wish(args.line, args.days, args.at, channel, zone, language))
    return Reply(blocks=subscribed(found, new=new))


def _incomplete() -> UserError:
    return UserError(
        msg("Say what to ask, on which days and at what time."),
        msg("Usage: {usage}", usage=usage_message(f"/subscribe {SubscribeArgs.usage()}")),
        instead=(EXAMPLE,),
    )
