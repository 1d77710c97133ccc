"""Lines over days: the current one bold, what it is compared with behind it."""

from collections.abc import Sequence
from itertools import pairwise

from bot.charts.canvas import GREY, PALE
from bot.charts.dates import Ticks, day_ticks, label_ticks
from bot.charts.labels import GAP, EndLabel, beside, draw_end_labels, end_labels
from bot.charts.plot import TICK, Plot, positions, present
from bot.charts.scale import Scale, ticks, value_range
from bot.charts.shades import NAME_ROW, ShadeName, draw_shades, placed_names
from bot.charts.sheet import Sheet
from bot.charts.strokes import draw_band, draw_levels, draw_line
from bot.locale.axis import axis_texts
from commands.kit.plots import LineChart

DATE_ROW = 28.0
BETWEEN_TICKS = 14.0
INSET = 6.0
HEADROOM = 7.0


def draw_lines(chart: LineChart, sheet: Sheet) -> None:
    """Draw the whole plot; without a single value it says so instead."""
    labels = end_labels(chart, sheet)
    plot, names = _laid_out(chart, sheet, labels)
    draw_shades(plot, names)
    if chart.band:
        draw_band(plot, chart.band)
    _draw_value_axis(plot)
    _draw_position_axis(plot)
    draw_levels(plot)
    for line in present(chart):
        draw_line(plot, line)
    draw_end_labels(plot, labels)
    if not present(chart):
        sheet.say_no_data((sum(plot.span) / 2, (plot.y.start + plot.y.end) / 2))


def _laid_out(
    chart: LineChart, sheet: Sheet, labels: list[EndLabel]
) -> tuple[Plot, list[ShadeName]]:
    tick_values = ticks(*value_range(_numbers(chart), from_zero=_needs_zero(chart)))
    texts = axis_texts(tick_values, chart.unit, chart.currency, sheet.translator.locale)
    widest = max((label.width for label in beside(labels)), default=0.0)
    left = sheet.left + max(sheet.canvas.width(text, TICK) for text in texts) + 8
    x = _days_scale(positions(chart), left, sheet.right - widest - GAP)
    names = placed_names(chart, sheet, x, left)
    rows = max((name.row + 1 for name in names), default=0)
    y = Scale(
        tick_values[0],
        tick_values[-1],
        sheet.bottom + DATE_ROW,
        sheet.top - (NAME_ROW * rows or HEADROOM),
    )
    return Plot(chart, sheet, x, y, tick_values, left), names


def _days_scale(size: int, left: float, right: float) -> Scale:
    """Positions from edge to edge; a single one in the middle."""
    if size > 1:
        return Scale(0, size - 1, left + INSET, right)
    return Scale(-1, 1, left, right)


def _needs_zero(chart: LineChart) -> bool:
    """Dots are read by their height, and so is how far a line is from a level."""
    return positions(chart) < 2 or bool(chart.levels)


def _numbers(chart: LineChart) -> list[float]:
    series: list[Sequence[float | None]] = [line.values for line in chart.lines]
    if chart.levels:
        series.append([level.value for level in chart.levels])
    if chart.band:
        series += [chart.band.low, chart.band.high]
    return [value for values in series for value in values if value is not None]


def _draw_value_axis(plot: Plot) -> None:
    chart, canvas = plot.chart, plot.sheet.canvas
    texts = axis_texts(plot.tick_values, chart.unit, chart.currency, plot.sheet.translator.locale)
    if not present(chart):
        canvas.line(plot.span, [plot.y.start] * 2, GREY)
        return
    for value, text in zip(plot.tick_values, texts, strict=True):
        height = plot.y(value)
        canvas.line(plot.span, [height, height], PALE if value else GREY)
        canvas.text((plot.left - 6, height), text, TICK, align="right")


def _draw_position_axis(plot: Plot) -> None:
    canvas, base = plot.sheet.canvas, plot.y.start
    for place, text in _position_ticks(plot):
        canvas.line([plot.x(place)] * 2, [base, base - 5], GREY)
        centre = _tick_centre(plot, place, canvas.width(text, TICK))
        canvas.text((centre, base - 17), text, TICK, align="center")


def _position_ticks(plot: Plot) -> Ticks:
    def fits(options: Ticks) -> bool:
        widths = [plot.sheet.canvas.width(text, TICK) for _, text in options]
        places = [
            (_tick_centre(plot, place, width), width)
            for (place, _), width in zip(options, widths, strict=True)
        ]
        return all(
            right - left >= (width + wider) / 2 + BETWEEN_TICKS
            for (left, width), (right, wider) in pairwise(places)
        )

    if plot.chart.days:
        return day_ticks(plot.chart.days, plot.sheet.translator, fits)
    return label_ticks(plot.chart.x_labels, fits)


def _tick_centre(plot: Plot, place: int, width: float) -> float:
    """Under its day, but never over the edges of the sheet."""
    half = width / 2
    return min(max(plot.x(place), plot.sheet.left + half), plot.sheet.right - half)
