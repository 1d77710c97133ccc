"""`/unsubscribe`: end a report that is posted by itself."""

from typing import Annotated

from commands.kit.arguments import Arguments, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.permission import Permission
from commands.kit.registry import command
from commands.kit.reply import Reply
from commands.kit.schedule_blocks import ended
from commands.kit.values import Name


class NumberType:
    """`3`, `#3`, `3号`."""

    hint = "number"

    def read(self, text: str, ctx: Ctx) -> int:
        digits = text.removeprefix("#").removesuffix("号")
        if digits.isdecimal() and len(digits) <= 9:
            return int(digits)
        raise _refusal(msg("“{word}” is no number of a report.", word=Name(text=text[:60])))


class UnsubscribeArgs(Arguments):
    """What `/unsubscribe` takes."""

    number: Annotated[int | None, Positional(NumberType())] = None


@command(
    "unsubscribe",
    msg("End a scheduled report"),
    arguments=UnsubscribeArgs,
    examples=(Example("/unsubscribe 1", msg("end the report with this number")),),
    aliases=("退订", "取消订阅"),
)
def unsubscribe(args: UnsubscribeArgs, ctx: Ctx) -> Reply:
    """Answer `/unsubscribe`."""
    if args.number is None:
        raise _refusal(msg("Say which report to end, by its number."))
    found = ctx.schedules.find(args.number)
    if found is None:
        raise _refusal(msg("There is no report {n}.", n=Name(text=str(args.number))))
    if not found.direct:
        ctx.rights.require(Permission.SCHEDULE)
    ctx.schedules.end(found.number)
    return Reply(blocks=ended(found))


def _refusal(sentence: Msg) -> UserError:
    hint = msg("{command} lists them.", command=Name(text="/subscriptions"))
    return UserError(sentence, hint, instead=("/subscriptions",))
