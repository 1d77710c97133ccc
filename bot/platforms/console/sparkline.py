"""A chart in a line or two of text."""

from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

from rich.cells import cell_len
from rich.text import Text

from bot.i18n import Translator
from bot.locale.plotted import plotted
from bot.platforms.console.cells import cut
from bot.platforms.console.chains import (
    bars_chain,
    bridge_chain,
    curves_chain,
    funnel_chain,
    quadrant_chain,
)
from bot.platforms.console.wrapping import wrapped
from commands.kit.message import msg
from commands.kit.plots import (
    BarsChart,
    BridgeChart,
    CurvesChart,
    FunnelChart,
    Level,
    Line,
    LineChart,
    QuadrantChart,
    Shade,
)
from commands.kit.reply import Chart
from commands.kit.values import Days

LEVELS = "▁▂▃▄▅▆▇█"
WIDEST = 56
NARROWEST = 12
WEEK = 7
Series = list[float | None]


def chart_lines(chart: Chart, translator: Translator, width: int) -> list[Text]:
    """Lines as one sparkline with its range; other charts as a chain of words in two at most."""
    if isinstance(chart.plot, LineChart):
        return [_spark_line(chart.plot, translator, width)]
    first, *rest = wrapped(_chain(chart.plot, translator), width)
    second = [cut(" ".join(rest), width)] if rest else []
    return [Text(line, style="cyan") for line in (first, *second)]


def sparkline(values: Series) -> str:
    """One character per value, scaled from the lowest to the highest; gaps stay empty.

    A flat series is drawn at half height: it is neither low nor high.
    """
    known = [value for value in values if value is not None]
    if not known:
        return " " * len(values)
    low, span = min(known), max(known) - min(known)
    top = len(LEVELS) - 1
    return "".join(
        " " if value is None else LEVELS[round((value - low) / span * top) if span else top // 2]
        for value in values
    )


def thinned(values: Series, most: int) -> Series:
    """At most `most` values, each the mean of the known ones it stands for."""
    if len(values) <= most:
        return values
    edges = [position * len(values) // most for position in range(most + 1)]
    return [_mean(values[first:last]) for first, last in pairwise(edges)]


def _mean(values: Series) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _spark_line(plot: LineChart, translator: Translator, width: int) -> Text:
    line = next((line for line in plot.lines if line.role == "current"), None)
    if line is None or all(value is None for value in line.values):
        return Text(translator.plain("no data"), style="dim")
    label = cut(translator.message(line.label), max(8, width // 5))
    told = _range(line, plot, translator)
    most = max(NARROWEST, min(WIDEST, width - cell_len(label) - cell_len(told) - 3))
    text = Text(f"{label} ")
    text.append_text(_marked(sparkline(thinned(list(line.values), most)), plot))
    text.append(f"  {told}", style="dim")
    text.truncate(width, overflow="ellipsis")
    return text


def _marked(spark: str, plot: LineChart) -> Text:
    """The sparkline with promo days in another colour."""
    text = Text(spark, style="cyan")
    for place in range(len(spark) if plot.days else 0):
        day = plot.days[place * len(plot.days) // len(spark)]
        if any(_covers(shade, day) for shade in plot.shades):
            text.stylize("bold yellow", place, place + 1)
    return text


def _covers(shade: Shade, day: date) -> bool:
    return shade.first <= day <= shade.last


def _range(line: Line, plot: LineChart, translator: Translator) -> str:
    known = [value for value in line.values if value is not None]
    low, high, last = (
        plotted(value, plot.unit, plot.currency) for value in (min(known), max(known), known[-1])
    )
    text = translator.message(
        msg("low {low}, high {high}, last {last}", low=low, high=high, last=last)
    )
    text = " · ".join([text, *(_level(level, plot, translator) for level in plot.levels)])
    if not plot.days:
        return f"{translator.plain('by hour')} · {text}"
    step = (plot.days[1] - plot.days[0]).days if len(plot.days) > 1 else 1
    last_day = plot.days[-1] + timedelta(days=step - 1)
    days = translator.value(Days(first=plot.days[0], last=last_day), compact=True)
    weekly = [translator.plain("by week")] if step == WEEK else []
    is_said = days in translator.message(line.label)
    return " · ".join([*([] if is_said else [days]), *weekly, text])


def _level(level: Level, plot: LineChart, translator: Translator) -> str:
    value = translator.value(plotted(level.value, plot.unit, plot.currency))
    return f"{translator.message(level.label)} {value}"


def _chain(
    plot: BridgeChart | FunnelChart | BarsChart | CurvesChart | QuadrantChart,
    translator: Translator,
) -> str:
    match plot:
        case BridgeChart():
            return bridge_chain(plot, translator)
        case FunnelChart():
            return funnel_chain(plot, translator)
        case BarsChart():
            return bars_chain(plot, translator)
        case CurvesChart():
            return curves_chain(plot, translator)
        case QuadrantChart():
            return quadrant_chain(plot, translator)
    assert_never(plot)
