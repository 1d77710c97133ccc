"""The answer about one campaign, channel or creator."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from analytics.credits import Model
from analytics.periods import Period
from analytics.roi import Return
from analytics.roi_board import Item
from analytics.roi_days import roi_by_day
from analytics.roi_subjects import Subject
from commands.kit.blocks import buttons, days, label, money, quantity, ratio_of, table
from commands.kit.comparing import filter_words
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.plots import Level, Line, LineChart, Unit
from commands.kit.reply import Buttons, Chart, Figure, Figures, Table, Text
from commands.kit.roi_report import Report
from commands.kit.roi_sentences import (
    MODEL_NAMES,
    SHORT,
    evidence_sentence,
    ratio,
    verdict_sentence,
)
from commands.kit.roi_words import subject_words
from commands.kit.trend import promo_shades
from commands.kit.values import Change, Count, Name, Number, Percent, Unknown, Value

SPARSE = 20
"""With fewer orders a day than these, ROI by day is that of seven days."""

MOST_VERDICTS = 3

WEEK = timedelta(days=7)


def subject_headline(ctx: Ctx, report: Report, item: Item) -> Msg:
    """ROI with its interval and, where the rules have one, the weightiest verdict."""
    parts: dict[str, Value | Msg] = {
        "name": Name(text=item.subject.name),
        "days": days(report.period),
        "roi": ratio(item.now.roi),
    }
    if item.now.cost.spend is None:
        return msg("{name} {days}: ROI unknown, no spend is loaded for it", **parts)
    if item.now.value is None:
        return msg("{name} {days}: ROI unknown, no order names where it came from", **parts)
    if item.now.roi is None or item.interval is None:
        return msg("{name} {days}: no ROI, nothing was spent", **parts)
    parts |= {"low": _one(item.interval.low), "high": _one(item.interval.high)}
    if not item.verdicts:
        return msg("{name} {days}: ROI 1:{roi} ({low} to {high})", **parts)
    parts["verdict"] = SHORT[item.verdicts[0].action]
    return msg("{name} {days}: ROI 1:{roi} ({low} to {high}), {verdict}", **parts)


def subject_figures(ctx: Ctx, report: Report, item: Item) -> Figures:
    """ROI, what was credited, the true cost and its media part, CAC, and LTV:CAC or refunds."""
    now, before = item.now, report.before
    earlier = before.returned(item.subject, report.model) if before else None
    earlier = earlier if earlier and earlier.cost.spend is not None else None
    names = ("roi", "attributed", "spend", "media_spend", "cac")
    items = [_figure(ctx, name, now, earlier) for name in names]
    life = report.lifetime(item.subject)
    if life and now.cac:
        margin = ctx.rules.R21.margin
        value = life.year * (margin or 1) / now.cac
        text = msg("LTV:CAC") if margin else msg("LTV:CAC, by GMV")
        items.append(Figure(metric="ltv_cac", label=text, value=Number(number=value, digits=1)))
    else:
        items.append(_figure(ctx, "refunds", now, earlier))
    return Figures(items=tuple(items))


_LABELS = {
    "roi": msg("ROI"),
    "attributed": msg("Attributed paid GMV"),
    "refunds": msg("Refunds of it"),
}
_BETTER = {"roi": 1, "attributed": 1, "cac": -1, "refunds": -1}


def _figure(ctx: Ctx, name: str, now: Return, before: Return | None) -> Figure:
    value, earlier = _measured(name, now), _measured(name, before)
    unit: Unit = "number" if name == "roi" else "money"
    change, better = ratio_of(value, earlier), _BETTER.get(name)
    return Figure(
        metric=name,
        label=_LABELS.get(name) or label(name, ctx),
        value=quantity(value, unit, ctx.currency),
        baseline=None if earlier is None else quantity(earlier, unit, ctx.currency),
        change=None if change is None else Change(ratio=change),
        good=None if not change or not better else (change > 0) == (better > 0),
    )


def _measured(name: str, found: Return | None) -> float | None:
    if found is None:
        return None
    held = {
        "roi": found.roi,
        "attributed": found.value,
        "refunds": found.refunds,
        "spend": found.cost.spend,
        "media_spend": found.cost.media,
        "cac": found.cac,
    }
    return held[name]


def verdict_lines(ctx: Ctx, report: Report, item: Item) -> list[Text]:
    """What the rules propose, the weightiest first; the field only where nothing else speaks."""
    held = report.facts.lines(item.subject.channel)
    told = [each for each in item.verdicts if each.rule != "R12"] or item.verdicts
    return [
        Text(message=verdict_sentence(ctx, each.action, item, held))
        for each in told[:MOST_VERDICTS]
    ]


def evidence_line(report: Report, item: Item) -> Text:
    """How far the ROI can be trusted, and what would tell more."""
    over = item.case.pace is not None and item.case.pace.days_left == 0
    return Text(message=evidence_sentence(item, report.facts.trial(item), over=over))


def models_line(report: Report, item: Item) -> list[Text]:
    """Between which ROIs the other models lie."""
    others = [roi for model, roi in item.by_model.items() if model != report.model]
    if not others:
        return []
    sentence = msg(
        "By {model}; by the other models 1:{low} to 1:{high}",
        model=MODEL_NAMES[report.model],
        low=ratio(min(others)),
        high=ratio(max(others)),
    )
    return [Text(message=sentence)]


def models_table(ctx: Ctx, report: Report, item: Item) -> Table:
    """What every model credits to it."""
    books = report.facts.books
    rows = []
    for model in books.credits:
        found = books.returned(item.subject, model)
        shown = [MODEL_NAMES[model], ratio(found.roi), money(found.value, ctx)]
        rows.append([*shown, _number(found.orders)])
    columns = (
        ("model", msg("Model")),
        ("roi", msg("ROI")),
        ("attributed", msg("Attributed paid GMV")),
        ("orders", msg("Orders credited")),
    )
    return table("models", columns, rows, title=msg("What each model says"))


def costs_table(ctx: Ctx, report: Report, item: Item) -> Table:
    """Everything else that is known of it, one a row."""
    now, margin = item.now, ctx.rules.R21.margin
    rows: list[list[Value | Msg | None]] = [
        [msg("ROI after refunds"), ratio(now.net_roi)],
        [msg("Refunds of it"), money(now.refunds, ctx)],
        [msg("Orders credited"), _number(now.orders)],
        [msg("New buyers credited"), _number(now.new_buyers)],
        [label("cpm", ctx), money(now.cpm, ctx)],
        [label("cpc", ctx), money(now.cpc, ctx)],
        [label("ctr", ctx), _percent(now.ctr)],
        [msg("Orders per click"), _percent(now.cvr)],
        *_lifetime_rows(ctx, report, item),
        *_pace_rows(ctx, item),
    ]
    if item.case.predicted:
        rows.append([msg("Predicted ROI"), ratio(item.case.predicted)])
    if margin:
        rows.append([msg("Profit ROI"), _percent(now.profit_roi(margin))])
    unpaid = report.facts.books.unpaid(item.subject, report.model)
    if unpaid.value:
        text = msg("Paid GMV under no campaign, not in ROI")
        rows.append([text, money(unpaid.value, ctx)])
    columns = (("what", msg("Figure")), ("value", msg("Value")))
    return table("costs", columns, rows, title=msg("Costs and returns in full"))


def _lifetime_rows(ctx: Ctx, report: Report, item: Item) -> list[list[Value | Msg | None]]:
    life, margin, cac = report.lifetime(item.subject), ctx.rules.R21.margin, item.now.cac
    if life is None:
        return [[msg("Paid GMV of a new buyer in 12 months"), Unknown()]]
    rows: list[list[Value | Msg | None]] = [
        [msg("Paid GMV of a new buyer in 12 months"), money(life.year, ctx)]
    ]
    if margin and cac:
        payback = life.payback_days(cac, margin)
        shown = (
            msg("over a year")
            if payback is None
            else msg("{n} {n|day|days}", n=Count(number=payback))
        )
        rows.append([msg("Payback"), shown])
    return rows


def _pace_rows(ctx: Ctx, item: Item) -> list[list[Value | Msg | None]]:
    pace = item.case.pace
    if pace is None:
        return []
    rows: list[list[Value | Msg | None]] = [
        [msg("Budget"), money(pace.budget.amount, ctx)],
        [msg("Spent of it"), Percent(ratio=pace.share)],
    ]
    if pace.off is not None:
        rows.append([msg("Course to the end of the budget"), Percent(ratio=1 + pace.off)])
    return rows


def roi_chart(ctx: Ctx, report: Report, item: Item) -> Chart:
    """ROI by day, of seven days where orders are few, with the stop line."""
    over = 7 if (item.now.orders or 0.0) < SPARSE * report.period.days else 1
    span = _drawn(report.period)
    values = _daily_roi(report, item.subject, span, over)
    line = report.facts.lines(item.subject.channel)
    level = line.replace if item.case.creator else line.stop
    text = subject_headline(ctx, report, item)
    title = msg("{finding} (7-day ROI)", finding=text) if over > 1 else text
    plot = LineChart(
        days=tuple(span.start + timedelta(days=n) for n in range(span.days)),
        lines=(Line(label=msg("ROI"), role="current", values=values),),
        unit="number",
        currency=ctx.currency,
        shades=promo_shades(ctx, span.start, span.last),
        levels=(Level(label=msg("Stop line (R07)"), value=level),),
    )
    return Chart(name="roi", title=title, alt=title, plot=plot)


def _drawn(period: Period) -> Period:
    """The days drawn: a week or less is shown at the end of four."""
    if period.days > WEEK.days:
        return period
    return replace(period, start=period.end - 4 * WEEK)


def _daily_roi(
    report: Report, subject: Subject, span: Period, over: int
) -> tuple[float | None, ...]:
    days_, keep = report.facts.days, report.facts.books.counts(subject)
    start = max(days_.value.start, days_.spend.start)
    value, spend = (ledger.of(keep, start, span.end) for ledger in (days_.value, days_.spend))
    values = roi_by_day(value, spend, over)[-span.days :]
    return (*[None] * (span.days - len(values)), *values)


def subject_buttons(ctx: Ctx, report: Report, item: Item) -> Buttons:
    """What one asks next: a shift where one is proposed, the funnel, attribution, other models."""
    own, channel = subject_words(item.subject), item.subject.channel
    period = report.found.line
    asked: list[tuple[Msg, str]] = []
    if item.urgent:
        asked.append((msg("Shift budget"), "/budget-shift"))
    if channel:
        asked.append((msg("Funnel"), f"/funnel {filter_words('channel', (channel,))} {period}"))
    asked.append((msg("Attribution"), f"/attribution {period}"))
    other = other_model(report.model)
    text = msg("By {model}", model=MODEL_NAMES[other])
    asked += [(text, f"/roi {own} {period} model={other}"), (msg("All"), f"/roi all {period}")]
    return offered(ctx, asked)


def other_model(model: Model) -> Model:
    """The model most people mean where it is not the one shown."""
    return "last" if model != "last" else "time_decay"


def offered(ctx: Ctx, asked: Sequence[tuple[Msg, str]]) -> Buttons:
    """Buttons of the commands there are."""
    known = ctx.commands()
    return buttons(*(one for one in asked if one[1].split()[0].removeprefix("/") in known))


def _one(value: float) -> Value:
    return Number(number=value, digits=1)


def _number(value: float | None) -> Value:
    return Unknown() if value is None else Number(number=value, digits=0)


def _percent(value: float | None) -> Value:
    return Unknown() if value is None else Percent(ratio=value)
