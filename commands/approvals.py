"""`/approvals`: which budget shifts wait for whose review; one with its whole story."""

from typing import Annotated, Self

from commands.kit.argument_types import ChoiceType
from commands.kit.arguments import Arguments, Positional
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.plan_answers import exported, told
from commands.kit.plan_stories import all_open, whole_story
from commands.kit.plan_words import MarkType, ProposalType, first_word, read_number
from commands.kit.registry import command
from commands.kit.reply import Reply

EXPORT = ("export", "导出")
DUE = "due"


class ApprovalsArgs(Arguments):
    """What `/approvals` takes: nothing, or which proposal, and whether to write its files."""

    do: Annotated[str, Positional(ChoiceType("export", "action", EXPORT))] = ""
    number: Annotated[int | None, Positional(ProposalType())] = None

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """What the timers ask is read for them alone."""
        word, rest = first_word(line)
        if word == DUE and not ctx.person:
            number, mark = first_word(rest)
            return cls.model_validate(Due(number=read_number(number, ctx), mark=mark))
        if word.casefold() in EXPORT:
            return cls(do=EXPORT[0], number=read_number(first_word(rest)[0], ctx))
        return cls(number=read_number(word, ctx)) if word else cls()


class Due(ApprovalsArgs):
    """What a timer asks: to do what is due, if the proposal has not moved on from that mark."""

    mark: Annotated[str, Positional(MarkType())] = ""


@command(
    "approvals",
    msg("Budget shifts that wait for a review: whose, since when, and the story of each"),
    arguments=ApprovalsArgs,
    examples=(
        Example("/approvals", msg("everything that waits for a review")),
        Example("/approvals 1", msg("one proposal with its whole story")),
        Example("/approvals export 3", msg("the files of a plan, written again")),
    ),
    aliases=("审批", "批复"),
)
def approvals(args: ApprovalsArgs, ctx: Ctx) -> Reply:
    """Answer `/approvals`."""
    if args.number is None:
        return all_open(ctx)
    if isinstance(args, Due):
        found = ctx.plans.look(args.number, args.mark)
        return told(ctx, *found) if found else Reply(blocks=())
    if args.do:
        ctx.rights.require(Permission.APPROVE)
        return exported(ctx, args.number, ctx.plans.export(args.number))
    return whole_story(ctx, args.number)
