"""What an answer of `/roi` is about, what limits it, and where nothing can be said."""

from analytics.periods import Period, dated, last_covered
from analytics.roi_subjects import Subject
from commands.kit.blocks import buttons, days, warning
from commands.kit.comparing import Compared, freshness
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Note, Reply
from commands.kit.roi_report import Report
from commands.kit.roi_sentences import MODEL_NAMES
from commands.kit.roi_words import subject_words
from commands.kit.sentences import listed
from commands.kit.values import Count, Name


def roi_notes(ctx: Ctx, report: Report) -> tuple[Block, ...]:
    """Days that could not be measured, how refunds are dated, the comparison and what ROI means."""
    notes: list[Block] = []
    asked, measured = report.found.now.period, report.period
    if measured.start > asked.start or measured.end < (
        asked.last if asked.hours is not None else asked.end
    ):
        sentence = msg(
            "Only {days}: for the other days orders or spend are not loaded.", days=days(measured)
        )
        notes.append(warning(sentence))
    if ctx.rules.R21.refunds == "refund":
        notes.append(
            warning(
                msg("Refunds are dated by their order: the orders hold no dates of refunds (R21).")
            )
        )
    *cautions, scope = freshness(ctx, report.found, ())
    assert isinstance(scope, Note)
    means = msg(
        "ROI: paid GMV before refunds by {model} (R21, {n} days) ÷ spend",
        model=MODEL_NAMES[report.model],
        n=Count(number=ctx.rules.R21.window_days),
    )
    return (*cautions, *notes, Note(message=listed([scope.message, means])))


def no_spend_reply(ctx: Ctx, found: Compared, subject: Subject | None) -> Reply:
    """No spend is known for what was asked: its own days, or the last ones with spend."""
    period = found.now.period
    coverage = ctx.shop.coverage("ad_spend")
    if subject is None or not coverage.touches(period.start, period.end):
        covered = last_covered(found.comparison.asked, coverage.until or ctx.now)
        message = msg("No spend is loaded for {days}.", days=days(period))
        return _offer(message, covered, subject)
    message = msg(
        "{name}: no spend and no sales {days}.", name=Name(text=subject.name), days=days(period)
    )
    runs = [
        Period(one.start, one.end or period.end)
        for one in subject.campaigns
        if one.start and one.start < (one.end or period.end)
    ]
    return _offer(message, runs[-1] if runs else None, subject)


def _offer(message: Msg, period: Period | None, subject: Subject | None) -> Reply:
    if period is None:
        return Reply(blocks=(warning(message), buttons((msg("All"), "/roi all"))))
    words = subject_words(subject) if subject else "all"
    text = msg("Show {days}", days=days(period))
    return Reply(blocks=(warning(message), buttons((text, f"/roi {words} {dated(period)}"))))
