"""`/approve`: give the review a budget shift waits for."""

from typing import Annotated, Self

from commands.kit.argument_types import TextType
from commands.kit.arguments import Arguments, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.plan_answers import approved, ask_for_button, changed, gains_nothing
from commands.kit.plan_words import MarkType, ProposalType, first_word, is_mark, read_number
from commands.kit.plans import Approval
from commands.kit.registry import command
from commands.kit.reply import Reply
from commands.kit.shift import is_stale
from commands.kit.shift_making import remake


class ApproveArgs(Arguments):
    """What `/approve` takes: what the button under a proposal carries."""

    number: Annotated[int, Positional(ProposalType())]
    mark: Annotated[str, Positional(MarkType())] = ""
    note: Annotated[str, Positional(TextType("note"))] = ""

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """A note is kept as it was typed."""
        word, rest = first_word(line)
        number = read_number(word, ctx)
        mark, note = first_word(rest)
        return (
            cls(number=number, mark=mark, note=note)
            if is_mark(mark)
            else cls(number=number, note=rest)
        )


@command(
    "approve",
    msg("Approve a budget shift in your role, by the button under it"),
    arguments=ApproveArgs,
    examples=(Example("/approve 1 7f3a21c0", msg("what the button under proposal 1 asks")),),
    aliases=("批准", "通过"),
    permission=Permission.APPROVE,
)
def approve(args: ApproveArgs, ctx: Ctx) -> Reply:
    """Answer `/approve`. Before the last review the proposal is made once more on fresh data."""
    if not args.mark:
        raise ask_for_button(ctx, args.number, args.note)
    found = ctx.plans.check(args.number, args.mark)
    if isinstance(found, Approval):
        return approved(ctx, found)
    if found.waits_for_last:
        fresh = remake(ctx, found.proposal.line)
        if fresh.moved == 0:
            return gains_nothing(ctx, found)
        if is_stale(found.proposal, fresh):
            revised = ctx.plans.revise(args.number, fresh, token=args.mark)
            return changed(ctx, found, revised)
    return approved(ctx, ctx.plans.approve(args.number, args.mark, args.note))
