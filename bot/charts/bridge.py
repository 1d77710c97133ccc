"""A bridge from one total to another: one row per contribution, read from top to bottom."""

from dataclasses import dataclass
from math import floor

from bot.charts.canvas import GREY, INK, PAPER, Canvas, Pen
from bot.charts.scale import Scale, round_step
from bot.charts.sheet import Sheet
from bot.locale.plotted import plotted
from commands.kit.message import msg
from commands.kit.plots import BridgeChart
from commands.kit.values import Count

# Blue and orange are told apart by colour-blind eyes; the sign says it once more.
TOTAL, GAIN, LOSS, THREAD = "#44546a", "#1f6fb4", "#d95f02", "#aab3bd"
MOST_STEPS = 12
TALLEST_ROW, LARGEST, SMALLEST = 54.0, 17.0, 11.5
WIDEST_NAME = 200.0
FOOT = 20.0
THICKEST = 32.0
# Below this part of the totals, the steps would be hairlines: the bars of the totals are cut.
TELLING = 0.25


@dataclass(frozen=True)
class Row:
    """One bar from `start` to `end`, in the chart's unit."""

    name: str
    value: str
    start: float
    end: float
    colour: str
    is_total: bool


@dataclass(frozen=True)
class Layout:
    """Where rows and bars lie. `cut`: the axis does not begin at zero."""

    x: Scale
    top: float
    row: float
    pen: Pen
    name_width: float
    cut: bool


def draw_bridge(chart: BridgeChart, sheet: Sheet) -> None:
    """Draw all rows; more than twelve steps show the largest and one row for the others."""
    rows = _rows(chart, sheet)
    layout = _laid_out(rows, sheet)
    _draw_threads(rows, layout, sheet.canvas)
    for place, row in enumerate(rows):
        _draw_row(row, place, layout, sheet)
    if layout.cut:
        start = plotted(layout.x.low, chart.unit, chart.currency)
        text = sheet.words(msg("Bars begin at {start}, not at zero", start=start))
        at = (layout.x.start, layout.top - layout.row * len(rows) - FOOT / 2)
        sheet.canvas.text(at, text, Pen(13, GREY))


def _rows(chart: BridgeChart, sheet: Sheet) -> list[Row]:
    def value(amount: float, signed: bool) -> str:
        return sheet.short(plotted(amount, chart.unit, chart.currency, signed=signed))

    rows = [_total(sheet.words(chart.start_label), value(chart.start, False), chart.start)]
    level = chart.start
    for name, amount in _steps(chart, sheet):
        colour = LOSS if amount < 0 else GAIN
        rows.append(Row(name, value(amount, True), level, level + amount, colour, False))
        level += amount
    return [*rows, _total(sheet.words(chart.end_label), value(chart.end, False), chart.end)]


def _total(name: str, value: str, amount: float) -> Row:
    return Row(name, value, 0.0, amount, TOTAL, True)


def _steps(chart: BridgeChart, sheet: Sheet) -> list[tuple[str, float]]:
    """Names and amounts in their order; the smallest together when there are too many."""
    if len(chart.steps) <= MOST_STEPS:
        return [(sheet.words(step.label), step.amount) for step in chart.steps]
    by_size = sorted(chart.steps, key=lambda step: abs(step.amount), reverse=True)
    kept = {id(step) for step in by_size[: MOST_STEPS - 1]}
    others = by_size[MOST_STEPS - 1 :]
    name = sheet.words(msg("{count} others", count=Count(number=len(others))))
    return [
        *((sheet.words(step.label), step.amount) for step in chart.steps if id(step) in kept),
        (name, sum(step.amount for step in others)),
    ]


def _laid_out(rows: list[Row], sheet: Sheet) -> Layout:
    low, high, cut = _range(rows)
    bottom = sheet.bottom + (FOOT if cut else 0)
    height = min(TALLEST_ROW, (sheet.top - bottom) / len(rows))
    pen = Pen(max(SMALLEST, min(LARGEST, height * 0.68)))
    bold = Pen(pen.size, bold=True)
    name_width = min(WIDEST_NAME, max(sheet.canvas.width(row.name, bold) for row in rows))
    value_width = max(sheet.canvas.width(row.value, bold) for row in rows) + 14
    left = sheet.left + name_width + 12 + (value_width if low < 0 else 0)
    x = Scale(low, high, left, sheet.right - value_width)
    return Layout(x, sheet.top, height, pen, name_width, cut)


def _range(rows: list[Row]) -> tuple[float, float, bool]:
    """The range of the bars, and whether it leaves zero out because the steps are small."""
    ends = [end for row in rows for end in (row.start, row.end)]
    low, high = min(ends), max(ends)
    levels = [row.end for row in rows]
    spread = max(levels) - min(levels)
    if low >= 0 and spread and spread < TELLING * high:
        step = round_step(spread / 4)
        begin = floor((min(levels) - spread / 2) / step) * step
        return max(0.0, begin), high, begin > 0
    return low, high if high > low else low + 1, False


def _draw_row(row: Row, place: int, layout: Layout, sheet: Sheet) -> None:
    canvas, x = sheet.canvas, layout.x
    middle = layout.top - layout.row * (place + 0.5)
    pen = Pen(layout.pen.size, INK, bold=row.is_total)
    name = canvas.shortened(row.name, pen, layout.name_width)
    canvas.text((sheet.left, middle), name, pen)
    start, end = sorted((x(max(row.start, x.low)), x(row.end)))
    half = min(layout.row * 0.36, THICKEST / 2)
    canvas.box((start, middle - half), max(end - start, 1.5), 2 * half, row.colour)
    if layout.cut and row.is_total:
        _draw_cut(canvas, start + 8, middle, half)
    _draw_value(row, (start, end), middle, pen, layout, sheet)


def _draw_value(
    row: Row, bar: tuple[float, float], middle: float, pen: Pen, layout: Layout, sheet: Sheet
) -> None:
    """Right of the bar; a loss left of it, where it leads, as long as there is room."""
    colour = INK if row.is_total else row.colour
    pen = Pen(pen.size, colour, bold=True)
    room = bar[0] - (sheet.left + layout.name_width + 12)
    if row.end < row.start and sheet.canvas.width(row.value, pen) + 6 <= room:
        sheet.canvas.text((bar[0] - 6, middle), row.value, pen, align="right")
    else:
        sheet.canvas.text((bar[1] + 6, middle), row.value, pen)


def _draw_threads(rows: list[Row], layout: Layout, canvas: Canvas) -> None:
    """A thin line from where one bar ends to where the next begins."""
    for place, row in enumerate(rows[:-1]):
        x = layout.x(row.end)
        middle = layout.top - layout.row * (place + 0.5)
        canvas.line([x, x], [middle, middle - layout.row], THREAD)


def _draw_cut(canvas: Canvas, left: float, middle: float, half: float) -> None:
    """Two slanted gaps: this bar is longer than shown."""
    for x in (left, left + 8):
        low, high = middle - half - 2, middle + half + 2
        canvas.area([(x, low), (x + 3, low), (x + 8, high), (x + 5, high)], PAPER)
