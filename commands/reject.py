"""`/reject`: end a proposed budget shift, saying why."""

from typing import Annotated, Self

from commands.kit.argument_types import TextType
from commands.kit.arguments import Arguments, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.plan_answers import ask_for_reason, rejected
from commands.kit.plan_words import ProposalType, first_word, read_number
from commands.kit.registry import command
from commands.kit.reply import Reply


class RejectArgs(Arguments):
    """What `/reject` takes."""

    number: Annotated[int, Positional(ProposalType())]
    reason: Annotated[str, Positional(TextType("reason"))] = ""

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """A reason is kept as it was typed."""
        word, reason = first_word(line)
        return cls(number=read_number(word, ctx), reason=reason)


@command(
    "reject",
    msg("Reject a budget shift with a reason, or withdraw your own"),
    arguments=RejectArgs,
    examples=(Example("/reject 2 too early, wait for 双12", msg("end proposal 2 and say why")),),
    aliases=("驳回", "拒绝"),
)
def reject(args: RejectArgs, ctx: Ctx) -> Reply:
    """Answer `/reject`. Withdrawing one's own proposal needs no permission."""
    found = ctx.plans.find(args.number)
    if found is None or not ctx.plans.is_own(found):
        ctx.rights.require(Permission.APPROVE)
    if found and found.status == "open" and not args.reason:
        return ask_for_reason(ctx, found)
    return rejected(ctx, ctx.plans.reject(args.number, args.reason), args.reason)
