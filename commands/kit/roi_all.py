"""The answer about every channel, campaign or creator at once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from analytics.roi import Return
from analytics.roi_board import Item, cut_fields
from analytics.roi_subjects import Kind
from commands.kit.blocks import days, label, money, quantity, ratio_of, table
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plots import Mark, QuadrantChart, Unit
from commands.kit.reply import Buttons, Chart, Figure, Figures, Table, Text
from commands.kit.roi_blocks import offered, other_model
from commands.kit.roi_report import Report
from commands.kit.roi_sentences import MODEL_NAMES, SHORT, over_budget, ratio, under_budget
from commands.kit.sentences import listed
from commands.kit.values import Change, Count, Name, Value

IN_A_LINE = 3
MOST_ROWS = 30
BIGGEST = 12
"""Marks of a quadrant chart: more cannot be told apart."""


def all_headline(ctx: Ctx, report: Report, items: Sequence[Item]) -> Msg:
    """The ROI of all money together and what must be decided on."""
    urgent = [item for item in items if item.urgent]
    total = report.total(report.facts.books).roi
    parts: dict[str, Value | Msg] = {"days": days(report.period), "roi": ratio(total)}
    if not urgent:
        return msg("ROI {days}: 1:{roi}, nothing to stop or shift", **parts)
    named = [_named(item) for item in urgent[:IN_A_LINE]]
    parts |= {"n": Count(number=len(urgent)), "names": listed(named)}
    return msg("ROI {days}: 1:{roi}; {n} {n|needs|need} a decision: {names}", **parts)


def _named(item: Item) -> Msg:
    return msg(
        "{name} 1:{roi}, {verdict}",
        name=Name(text=item.subject.name),
        roi=ratio(item.now.roi),
        verdict=SHORT[item.verdicts[0].action],
    )


def all_figures(ctx: Ctx, report: Report) -> Figures:
    """ROI, what the money brought, the true cost and its media part."""
    now = report.total(report.facts.books)
    before = report.total(report.before) if report.before else None
    shown: tuple[tuple[str, Msg, Unit], ...] = (
        ("roi", msg("ROI"), "number"),
        ("attributed", msg("Attributed paid GMV"), "money"),
        ("spend", label("spend", ctx), "money"),
        ("media_spend", label("media_spend", ctx), "money"),
    )
    return Figures(items=tuple(_figure(ctx, *one, now, before) for one in shown))


def _figure(
    ctx: Ctx, name: str, text: Msg, unit: Unit, now: Return, before: Return | None
) -> Figure:
    value, earlier = _measured(name, now), _measured(name, before)
    change = ratio_of(value, earlier)
    return Figure(
        metric=name,
        label=text,
        value=quantity(value, unit, ctx.currency),
        baseline=None if earlier is None else quantity(earlier, unit, ctx.currency),
        change=None if change is None else Change(ratio=change),
        good=change > 0 if change and name in ("roi", "attributed") else None,
    )


def _measured(name: str, found: Return | None) -> float | None:
    if found is None:
        return None
    if name == "roi":
        return found.roi
    if name == "attributed":
        return found.value
    return found.cost.spend if name == "spend" else found.cost.media


def budget_line(ctx: Ctx, report: Report) -> list[Text]:
    """All spend against the month's budget, where it is off its course (R10)."""
    pace = report.facts.shop_pace
    if pace is None or pace.state not in ("over", "under"):
        return []
    return [Text(message=(over_budget if pace.state == "over" else under_budget)(ctx, pace))]


_BOARDS: Mapping[Kind, tuple[str, Msg]] = {
    "channel": ("channels", msg("Channel")),
    "campaign": ("campaigns", msg("Campaign")),
}


def board_tables(ctx: Ctx, report: Report, items: Sequence[Item]) -> list[Table]:
    """A table of channels, one of campaigns: those to decide on first, then the largest spend."""
    held = {kind: [i for i in items if i.subject.kind == kind] for kind in _BOARDS}
    return [_board(ctx, report, kind, own) for kind, own in held.items() if own]


def _board(ctx: Ctx, report: Report, kind: Kind, items: Sequence[Item]) -> Table:
    name, heading = _BOARDS[kind]
    columns = (
        ("name", heading),
        ("verdict", msg("Verdict")),
        ("roi", msg("ROI")),
        ("change", msg("Change")),
        ("spend", label("spend", ctx)),
        ("attributed", msg("Brought")),
        ("evidence", msg("Evidence")),
    )
    rows = [_row(ctx, report, item) for item in items[:MOST_ROWS]]
    return table(name, columns, rows)


def _row(ctx: Ctx, report: Report, item: Item) -> list[Value | Msg | None]:
    change = ratio_of(item.now.roi, report.roi_before(item.subject))
    return [
        Name(text=item.subject.name),
        SHORT[item.verdicts[0].action] if item.verdicts else None,
        ratio(item.now.roi),
        None if change is None else Change(ratio=change),
        money(item.now.cost.spend, ctx),
        money(item.now.value, ctx),
        None if item.now.roi is None else Name(text=item.grade.letter),
    ]


def quadrant_chart(ctx: Ctx, items: Sequence[Item], headline: Msg) -> list[Chart]:
    """Sales against ROI, cut at the medians; none where there are too few.

    Those to decide on come first, so that they have their names whatever else does.
    """
    cut = cut_fields(items)
    if cut is None:
        return []
    known = [i for i in items if i.now.roi is not None]
    most = max((item.now.cost.spend or 0.0 for item in known), default=0.0) or 1.0
    marks = tuple(
        Mark(
            label=msg("{name}", name=Name(text=item.subject.name)),
            x=item.now.value or 0.0,
            y=item.now.roi or 0.0,
            size=(item.now.cost.spend or 0.0) / most,
        )
        for item in sorted(known, key=_weight)[:BIGGEST]
    )
    plot = QuadrantChart(
        marks=marks,
        x_label=msg("Attributed paid GMV"),
        y_label=msg("ROI"),
        x_cut=cut.gmv_cut,
        y_cut=cut.roi_cut,
        x_unit="money",
        y_unit="number",
        fields=(msg("Test more"), msg("Invest first"), msg("Wind down"), msg("Cut cost")),
        currency=ctx.currency,
    )
    return [Chart(name="quadrants", title=_quadrants_title(plot), alt=headline, plot=plot)]


def _quadrants_title(plot: QuadrantChart) -> Msg:
    counts = Counter(map(plot.field_of, plot.marks))
    test, invest, wind, cut = (Count(number=counts[field]) for field in range(len(plot.fields)))
    return msg(
        "Sales and ROI (R12): {invest} to invest in first, {cut} to cut the cost of,"
        " {test} to test more, {wind} to wind down",
        invest=invest,
        cut=cut,
        test=test,
        wind=wind,
    )


def _weight(item: Item) -> tuple[bool, float]:
    return not item.urgent, -(item.now.cost.spend or 0.0)


def all_buttons(ctx: Ctx, report: Report, items: Sequence[Item], by: Kind | None) -> Buttons:
    """The first to decide on, a shift where one is proposed, other kinds and models."""
    period = report.found.line
    asked: list[tuple[Msg, str]] = []
    if any(item.urgent for item in items):
        asked.append((msg("Shift budget"), "/budget-shift"))
    if by != "creator" and any(key[0] == "creator" for key in report.known):
        asked.append((msg("By creator"), f"/roi all {period} by creator"))
    if by is not None:
        asked.append((msg("All"), f"/roi all {period}"))
    other = other_model(report.model)
    words = f" by {by}" if by else ""
    text = msg("By {model}", model=MODEL_NAMES[other])
    asked += [(msg("Attribution"), f"/attribution {period}")]
    asked += [(text, f"/roi all {period} model={other}{words}")]
    return offered(ctx, asked)
