"""The two answers of `/roi`, put together from their blocks."""

from analytics.roi_subjects import Kind, Subject
from commands.kit.context import Ctx
from commands.kit.creator_pyramid import pyramid_note
from commands.kit.reply import Reply, Style, Text
from commands.kit.roi_all import (
    all_buttons,
    all_figures,
    all_headline,
    board_tables,
    budget_line,
    quadrant_chart,
)
from commands.kit.roi_blocks import (
    costs_table,
    evidence_line,
    models_line,
    models_table,
    roi_chart,
    subject_buttons,
    subject_figures,
    subject_headline,
    verdict_lines,
)
from commands.kit.roi_creators import creators_table
from commands.kit.roi_notes import roi_notes
from commands.kit.roi_report import Report


def about_one(ctx: Ctx, report: Report, subject: Subject) -> Reply:
    """What is known of one, its verdicts first."""
    item = report.item(subject)
    known = item.now.roi is not None
    return Reply(
        blocks=(
            Text(message=subject_headline(ctx, report, item), style=Style.HEADLINE),
            subject_figures(ctx, report, item),
            *verdict_lines(ctx, report, item),
            *((evidence_line(report, item),) if known else ()),
            *models_line(report, item),
            *((roi_chart(ctx, report, item),) if known else ()),
            *roi_notes(ctx, report),
            subject_buttons(ctx, report, item),
        ),
        more=(costs_table(ctx, report, item), models_table(ctx, report, item)),
    )


def about_all(ctx: Ctx, report: Report, by: Kind | None) -> Reply:
    """Every channel and campaign, or all of one kind, those to decide on first."""
    items = report.board((by,) if by else ("channel", "campaign"))
    finding = all_headline(ctx, report, items)
    if by == "creator":
        shown = [creators_table(ctx, report, items)]
    else:
        shown = board_tables(ctx, report, items)
    largest = report.items(by or "campaign")
    return Reply(
        blocks=(
            Text(message=finding, style=Style.HEADLINE),
            all_figures(ctx, report),
            *budget_line(ctx, report),
            *shown,
            *quadrant_chart(ctx, largest, finding),
            *roi_notes(ctx, report),
            *((pyramid_note(len(items)),) if by == "creator" and items else ()),
            all_buttons(ctx, report, items, by),
        ),
    )
