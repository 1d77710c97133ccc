"""`/budget-shift`: move money to where it brings more, as a proposal with its proof."""

from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.plan_blocks import thread_of
from commands.kit.registry import command
from commands.kit.reply import Reply, Style, Text
from commands.kit.shift_arguments import COMMAND, BudgetShiftArgs
from commands.kit.shift_blocks import binding_text, shift_figures, shift_headline, shift_table
from commands.kit.shift_details import curves_chart, details
from commands.kit.shift_making import make_shift
from commands.kit.shift_notes import budget_texts, shift_cautions, shift_freshness, stage_text
from commands.kit.shift_proposing import proposal_note, put_up, shift_buttons
from commands.kit.shift_review import review_shift


@command(
    COMMAND,
    msg("Propose a shift of the budget: from, to, what it brings, and its approval"),
    arguments=BudgetShiftArgs,
    examples=(
        Example("/budget-shift", msg("the coming 28 days with the same total")),
        Example("/budget-shift +10% next month", msg("a tenth more money next month")),
        Example("/budget-shift keep 抖音 max 搜索=200k", msg("one channel kept, one capped")),
        Example("/budget-shift 只 抖音 小红书 预留 15%", msg("between two channels only")),
    ),
    aliases=("budget", "预算", "调预算", "预算调整", "预算分配"),
)
def budget_shift(args: BudgetShiftArgs, ctx: Ctx) -> Reply:
    """Answer `/budget-shift`."""
    if args.review is not None:
        return review_shift(ctx, args.review)
    made = make_shift(ctx, args)
    kept = put_up(ctx, made)
    headline = shift_headline(ctx, made)
    return Reply(
        blocks=(
            Text(message=headline, style=Style.HEADLINE),
            shift_figures(ctx, made),
            shift_table(ctx, made),
            *curves_chart(ctx, made, headline),
            *stage_text(ctx, made),
            *shift_cautions(ctx, made),
            shift_freshness(ctx, made),
            *proposal_note(ctx, made, kept),
            shift_buttons(ctx, made, kept),
        ),
        more=(*binding_text(ctx, made), *budget_texts(ctx, made), *details(ctx, made)),
        thread=thread_of(kept.number) if kept else None,
    )
