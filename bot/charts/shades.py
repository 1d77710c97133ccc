"""Promo days: a pale band behind the lines, its name above."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.canvas import Pen
from bot.charts.plot import OVERHANG, Plot
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet
from commands.kit.plots import LineChart, Shade

NAME = Pen(14, "#7a5a00")
NAME_ROW = 18.0
COLOUR = "#fbeec4"
MOST_ROWS = 2
WIDEST = 210.0
BETWEEN = 8.0


@dataclass(frozen=True)
class ShadeName:
    """The name of a band: where it begins, and in which row above the plot it stands."""

    text: str
    left: float
    row: int


def placed_names(chart: LineChart, sheet: Sheet, x: Scale, left: float) -> list[ShadeName]:
    """A name over each band; one that would run into another takes the next row.

    A name without room in two rows is left out: the band still shows.
    """
    names: list[ShadeName] = []
    taken = [0.0] * MOST_ROWS
    for shade in sorted(chart.shades, key=lambda shade: shade.first):
        span = _span(chart, shade, x, left)
        if span is None:
            continue
        text = sheet.canvas.shortened(sheet.words(shade.label), NAME, WIDEST)
        width = sheet.canvas.width(text, NAME)
        start = max(left, min((span[0] + span[1] - width) / 2, sheet.right - width))
        row = _free_row(taken, start)
        if row is not None:
            names.append(ShadeName(text, start, row))
            taken[row] = start + width + BETWEEN
    return names


def draw_shades(plot: Plot, names: Sequence[ShadeName]) -> None:
    """All bands, and their names above them."""
    for shade in plot.chart.shades:
        span = _span(plot.chart, shade, plot.x, plot.left)
        if span is not None:
            height = plot.y.end - plot.y.start
            plot.sheet.canvas.box((span[0], plot.y.start), span[1] - span[0], height, COLOUR)
    for name in names:
        height = plot.y.end + NAME_ROW * (name.row + 0.5)
        plot.sheet.canvas.text((name.left, height), name.text, NAME)


def _span(chart: LineChart, shade: Shade, x: Scale, left: float) -> tuple[float, float] | None:
    """From the night before to the night after, inside the plot; None when it lies outside."""
    places = [place for place, day in enumerate(chart.days) if shade.first <= day <= shade.last]
    if not places:
        return None
    return max(x(places[0] - 0.5), left), min(x(places[-1] + 0.5), x.end + OVERHANG)


def _free_row(taken: Sequence[float], start: float) -> int | None:
    return next((row for row, end in enumerate(taken) if start >= end), None)
