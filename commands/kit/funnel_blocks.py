"""A funnel as blocks: figures, the steps as a table and a chart, notes and what to ask next."""

from collections.abc import Sequence
from datetime import timedelta

from analytics.funnel import ADVERTISING, StepChange
from commands.kit.blocks import buttons, label, money, table, warning
from commands.kit.comparing import freshness
from commands.kit.context import Ctx
from commands.kit.funnel_measuring import Measured
from commands.kit.funnel_sentences import (
    STEPS,
    advertised_sentence,
    bots_sentence,
    conversion_sentence,
    funnel_headline,
    open_sentence,
    repurchase_sentence,
    source_sentence,
)
from commands.kit.message import Msg, msg
from commands.kit.plots import FunnelChart, FunnelStep
from commands.kit.reply import Block, Buttons, Chart, Figure, Figures, Note, Table
from commands.kit.sentences import listed
from commands.kit.values import Count, Number, Percent, Points, Unknown, Value

Cell = Value | Msg | None


def funnel_figures(ctx: Ctx, measured: Measured) -> Figures:
    """Visitors, buyers, conversion, what the worst step cost, steps to purchase, repurchase."""
    shown = [_count(each) for each in measured.steps if each.step.name in ("visit", "pay")]
    shown += [*_conversion(measured), *_cost(ctx, measured), *_actions(ctx, measured)]
    if measured.repurchase and measured.repurchase.rate:
        value = Percent(ratio=measured.repurchase.rate.value)
        name = msg("Repurchase in 30 days")
        shown.append(Figure(metric="repurchase_30d", label=name, value=value))
    return Figures(items=tuple(shown))


def _count(each: StepChange) -> Figure:
    label = {"visit": msg("Visitors"), "pay": msg("Buyers")}[each.step.name]
    if each.step.unit == "times" and each.step.name == "pay":
        label = msg("Paid orders")
    before = each.before.count if each.before else None
    return Figure(
        metric="visitors" if each.step.name == "visit" else "payers",
        label=label,
        value=Count(number=each.step.count),
        baseline=None if before is None else Count(number=before),
        change=Count(number=each.step.count - before, signed=True) if before is not None else None,
        good=None if before in (None, each.step.count) else each.step.count > (before or 0),
    )


def _conversion(measured: Measured) -> list[Figure]:
    now = measured.funnel.whole
    before = measured.before.whole if measured.before else None
    if now is None:
        return []
    figure = Figure(metric="conversion", label=msg("Conversion"), value=Percent(ratio=now.value))
    if before is None:
        return [figure]
    change = now.value - before.value
    compared = {
        "baseline": Percent(ratio=before.value),
        "change": Points(ratio=change),
        "good": change > 0 if change else None,
    }
    return [figure.model_copy(update=compared)]


def _cost(ctx: Ctx, measured: Measured) -> list[Figure]:
    worst = measured.worst
    if worst is None or worst.cost is None:
        return []
    name = msg("Lost at {step}", step=STEPS[worst.step.name])
    return [Figure(metric="lost", label=name, value=money(round(worst.cost), ctx), good=False)]


def _actions(ctx: Ctx, measured: Measured) -> list[Figure]:
    taken, goal = measured.funnel.actions, ctx.rules.funnel.steps
    if taken is None:
        return []
    return [
        Figure(
            metric="steps_to_purchase",
            label=msg("Steps to purchase (target ≤ {goal})", goal=Number(number=goal, digits=0)),
            value=Number(number=taken, digits=1),
            good=taken <= goal,
        )
    ]


def steps_table(ctx: Ctx, measured: Measured) -> Table:
    """Every step: how many, the rate, the comparison's, the change, and what was lost."""
    rows = [[*_step_cells(ctx, each), _mark(each, measured)] for each in measured.steps]
    if measured.repurchase is not None:
        rows.append(_repurchase_cells(measured))
    columns = (
        ("step", msg("Step")),
        ("count", msg("Now")),
        ("rate", msg("Rate")),
        ("rate_before", msg("Before")),
        ("change", msg("Change")),
        ("lost", msg("Lost")),
        ("cost", msg("Worth")),
        ("mark", msg("Weakest")),
    )
    return table("steps", columns, rows)


def _step_cells(ctx: Ctx, each: StepChange) -> list[Cell]:
    return [
        STEPS[each.step.name],
        Count(number=each.step.count),
        Percent(ratio=each.rate.value) if each.rate else None,
        Percent(ratio=each.rate_before.value) if each.rate_before else None,
        Points(ratio=each.change.value) if each.change else None,
        None if each.lost is None else Count(number=round(each.lost)),
        None if each.cost is None else money(round(each.cost), ctx),
    ]


def _mark(each: StepChange, measured: Measured) -> Msg | None:
    return msg("cost most") if each is measured.worst else None


def _repurchase_cells(measured: Measured) -> list[Cell]:
    rate = measured.repurchase.rate if measured.repurchase else None
    now: Value = Count(number=rate.part) if rate else Unknown()
    share: Value = Percent(ratio=rate.value) if rate else Unknown()
    return [STEPS["repurchase"], now, share, None, None, None, None, None]


def certainty_table(measured: Measured) -> Table:
    """How sure each rate and its change is, and how long the step takes."""
    rows = [_certainty_cells(each) for each in measured.steps]
    columns = (
        ("step", msg("Step")),
        ("low", msg("Rate from")),
        ("high", msg("to")),
        ("change_low", msg("Change from")),
        ("change_high", msg("to")),
        ("chance", msg("By chance")),
        ("minutes", msg("Median minutes")),
    )
    return table("certainty", columns, rows, title=msg("How sure the rates are (95 %)"))


def _certainty_cells(each: StepChange) -> list[Cell]:
    rate, change, seconds = each.rate, each.change, each.step.seconds
    return [
        STEPS[each.step.name],
        Percent(ratio=rate.low) if rate else None,
        Percent(ratio=rate.high) if rate else None,
        Points(ratio=change.low) if change else None,
        Points(ratio=change.high) if change else None,
        Percent(ratio=change.chance) if change else None,
        None if seconds is None else Number(number=seconds / 60, digits=1),
    ]


def funnel_chart(ctx: Ctx, measured: Measured) -> Chart:
    """The steps from the visit on with what was expected of each, the worst marked.

    Impressions are left out: beside so many everything else would be a line.
    """
    drawn = [each for each in measured.steps if each.step.name not in ADVERTISING]
    drawn = drawn or [*measured.steps]
    steps = tuple(
        FunnelStep(
            label=STEPS[each.step.name],
            people=each.step.count,
            rate=each.rate.value if each.rate and place else None,
            expected=each.expected if place else None,
        )
        for place, each in enumerate(drawn)
    )
    worst = next((place for place, each in enumerate(drawn) if each is measured.worst), None)
    counts = [
        msg("{step} {count}", step=step.label, count=Count(number=step.people)) for step in steps
    ]
    finding, title = funnel_headline(ctx, measured), conversion_sentence(ctx, measured)
    alt = msg("{finding}. {steps}", finding=finding, steps=listed(counts))
    plot = FunnelChart(steps=steps, worst=worst)
    return Chart(name="funnel", title=title, alt=alt, plot=plot)


def funnel_notes(ctx: Ctx, measured: Measured) -> tuple[Block, ...]:
    """What still may change, the comparison, and what was counted."""
    still = open_sentence(measured)
    counted = [source_sentence(measured), bots_sentence(measured)]
    return (
        *([warning(still)] if still else []),
        *freshness(ctx, measured.found, ()),
        Note(message=listed([one for one in counted if one])),
    )


def details(measured: Measured) -> tuple[Block, ...]:
    """What stands behind “more”: how sure the rates are, repurchase, and the definitions."""
    means = msg(
        "Lost: fewer than at the comparison's rate. Worth: the comparison's later rates × its paid"
        " amount per buyer. By chance: test of two proportions, corrected for the number of steps."
    )
    told = [advertised_sentence(measured), repurchase_sentence(measured)]
    notes = [Note(message=one) for one in [*told, means] if one]
    return (certainty_table(measured), *notes)


def next_buttons(ctx: Ctx, measured: Measured) -> Buttons:
    """By device, against a year ago, the channel's credit and returns."""
    found, where = measured.found, measured.found.now.where
    line = found.line
    held = ctx.shop.dimensions - {measured.by, *where}
    items = [
        (msg("By {dimension}", dimension=label(name, ctx)), f"/funnel {line} by {name}")
        for name in ("device", "campaign")
        if name in held
    ]
    items += _year_ago(measured, line)
    if ctx.shop.has("orders"):
        items += _elsewhere(ctx, where.get("channel", ()), line)
    return buttons(*items)


def _year_ago(measured: Measured, line: str) -> list[tuple[Msg, str]]:
    found = measured.found
    first = found.coverage.first_day
    if found.comparison.versus.kind == "lastyear":
        return [(msg("Previous period"), f"/funnel {line} vs prev")]
    if first is None or first > found.now.period.start - timedelta(days=366):
        return []
    return [(msg("Year on year"), f"/funnel {line} vs lastyear")]


def _elsewhere(ctx: Ctx, channels: Sequence[str | None], line: str) -> list[tuple[Msg, str]]:
    """Other commands about the same days, where this bot has them."""
    known, period = ctx.commands(), line.split()[0]
    items = [(msg("Attribution"), f"/attribution {period}")] if "attribution" in known else []
    if "roi" in known and len(channels) == 1 and channels[0]:
        items.append((msg("ROI"), f"/roi {channels[0]} {period}"))
    return items
