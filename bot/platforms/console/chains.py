"""Charts whose line of text is a chain of names and numbers."""

from collections import Counter

from bot.i18n import Translator
from bot.locale.plotted import plotted
from commands.kit.plots import (
    BarsChart,
    BridgeChart,
    CurvesChart,
    FunnelChart,
    FunnelStep,
    QuadrantChart,
    ResponseCurve,
)
from commands.kit.values import Count, Percent

ARROW, DOT = " → ", " · "


def bridge_chain(plot: BridgeChart, translator: Translator) -> str:
    """Start → signed steps → end, in the bridge's unit."""

    def amount(number: float, signed: bool = False) -> str:
        value = plotted(number, plot.unit, plot.currency, signed=signed)
        return translator.value(value, compact=True)

    steps = [f"{translator.message(step.label)} {amount(step.amount, True)}" for step in plot.steps]
    return ARROW.join([amount(plot.start), *steps, amount(plot.end)])


def funnel_chain(plot: FunnelChart, translator: Translator) -> str:
    """The people of each step and the rate they came with; `▼` where most were lost."""
    return ARROW.join(
        _step(step, translator) + (" ▼" if place == plot.worst else "")
        for place, step in enumerate(plot.steps)
    )


def bars_chain(plot: BarsChart, translator: Translator) -> str:
    """The first series from its largest group to its smallest; "no data" without a number."""
    if not plot.series:
        return translator.plain("no data")
    first = plot.series[0]
    known = [
        (group, value)
        for group, value in zip(plot.groups, first.values, strict=False)
        if value is not None
    ]
    texts = [
        f"{translator.message(group)} "
        + translator.value(plotted(value, plot.unit, plot.currency), compact=True)
        for group, value in sorted(known, key=lambda pair: -pair[1])
    ]
    chain = DOT.join(texts) or translator.plain("no data")
    return f"{translator.message(first.label)}: {chain}" if len(plot.series) > 1 else chain


def curves_chain(plot: CurvesChart, translator: Translator) -> str:
    """What each is spent on now → what is proposed; "no data" without a curve."""

    def money(amount: float) -> str:
        return translator.value(plotted(amount, "money", plot.currency), compact=True)

    def moved(curve: ResponseCurve) -> str:
        to = ARROW + money(curve.proposed.x) if curve.proposed else ""
        return f"{translator.message(curve.label)} {money(curve.now.x)}{to}"

    return DOT.join(map(moved, plot.curves)) or translator.plain("no data")


def quadrant_chain(plot: QuadrantChart, translator: Translator) -> str:
    """How many points lie in each field that has some."""
    counts = Counter(plot.field_of(mark) for mark in plot.marks)
    texts = [
        f"{translator.message(name)} {translator.value(Count(number=counts[place]))}"
        for place, name in enumerate(plot.fields)
        if counts[place]
    ]
    return DOT.join(texts) or translator.plain("no data")


def _step(step: FunnelStep, translator: Translator) -> str:
    people = translator.value(Count(number=step.people))
    rate = f" ({translator.value(Percent(ratio=step.rate))})" if step.rate is not None else ""
    return f"{translator.message(step.label)} {people}{rate}"
