"""A funnel: one bar per step, from all who came to those who bought."""

from dataclasses import dataclass

from bot.charts.canvas import GREY, INK, Pen
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet
from bot.charts.wrapping import write_name
from commands.kit.message import msg
from commands.kit.plots import FunnelChart, FunnelStep
from commands.kit.values import Count, Percent

BAR, WORST, BETWEEN, MARK = "#1f6fb4", "#d95f02", "#e6edf4", "#1b2733"
TALLEST_ROW, LARGEST, SMALLEST = 68.0, 17.0, 9.0
WIDEST_NAME = 150.0
THINNEST, THICKEST = 2.0, 34.0
# A mark nearer to the end of its bar would hide a short bar and say nothing.
APART = 3.5
FOOT = 22.0
KEY = Pen(13, GREY)
GAP = 10.0


@dataclass(frozen=True)
class Row:
    """One step in words: its name, its people with what is missing, and its rate."""

    step: FunnelStep
    name: str
    people: str
    missing: str
    rate: str
    is_worst: bool


@dataclass(frozen=True)
class Layout:
    """Where bars begin and how long they are, rows downwards from `top`."""

    x: Scale
    top: float
    row: float
    pen: Pen

    @property
    def half(self) -> float:
        """Half the thickness of a bar."""
        return min(self.row * 0.34, THICKEST / 2)

    def middle(self, place: int) -> float:
        """The height of a row's middle."""
        return self.top - self.row * (place + 0.5)

    def end(self, step: FunnelStep) -> float:
        """Where a step's bar ends: a few people are still seen beside ten million."""
        return max(self.x(step.people), self.x.start + (THINNEST if step.people else 0))


def draw_funnel(chart: FunnelChart, sheet: Sheet) -> None:
    """Bars as long as people are many, with a mark where they were expected to end."""
    if not chart.steps:
        sheet.say_no_data()
        return
    rows = [_row(step, place == chart.worst, sheet) for place, step in enumerate(chart.steps)]
    layout = _laid_out(rows, sheet)
    _draw_between(rows, layout, sheet)
    for place, row in enumerate(rows):
        _draw_row(row, layout.middle(place), layout, sheet)
    _draw_key(chart, layout, sheet)


def _row(step: FunnelStep, is_worst: bool, sheet: Sheet) -> Row:
    value = sheet.translator.value
    return Row(
        step,
        sheet.words(step.label),
        value(Count(number=step.people)),
        _missing(step, sheet) if is_worst else "",
        "" if step.rate is None else value(Percent(ratio=step.rate)),
        is_worst,
    )


def _missing(step: FunnelStep, sheet: Sheet) -> str:
    """How many fewer than expected; nothing to say when there are none."""
    gap = round((step.expected or 0.0) - step.people)
    if gap <= 0:
        return ""
    return sheet.words(msg("{change} vs expected", change=Count(number=-gap)))


def _laid_out(rows: list[Row], sheet: Sheet) -> Layout:
    height = min(TALLEST_ROW, (sheet.top - sheet.bottom - FOOT) / len(rows))
    pen = Pen(max(SMALLEST, min(LARGEST, height * 0.5)))
    width = sheet.canvas.width
    names = min(WIDEST_NAME, max(width(row.name, _bold(pen, row.is_worst)) for row in rows))
    left = sheet.left + names + GAP
    right = sheet.right - max(width(row.rate, _bold(pen, True)) for row in rows) - GAP
    most = max(max(row.step.people, row.step.expected or 0.0) for row in rows) or 1.0
    ends = [_longest(row, left, right, most, pen, sheet) for row in rows]
    return Layout(Scale(0, most, left, max(left + 60, min(ends))), sheet.top, height, pen)


def _longest(row: Row, left: float, right: float, most: float, pen: Pen, sheet: Sheet) -> float:
    """Where a bar of `most` people would have to end for this row's texts to fit beside it."""
    widths = [sheet.canvas.width(text, _bold(pen, True)) for text in (row.people, row.missing)]
    room = right - left - sum(widths) - GAP * sum(width > 0 for width in widths)
    share = max(row.step.people, row.step.expected or 0.0) / most
    return left + min(room / share if share else right - left, right - left)


def _draw_between(rows: list[Row], layout: Layout, sheet: Sheet) -> None:
    """The pale slope from each bar to the next: it is steep where many leave."""
    for place in range(len(rows) - 1):
        high = layout.middle(place) - layout.half
        low = layout.middle(place + 1) + layout.half
        start = layout.x.start
        ends = [layout.end(row.step) for row in rows[place : place + 2]]
        sheet.canvas.area([(start, high), (ends[0], high), (ends[1], low), (start, low)], BETWEEN)


def _draw_row(row: Row, middle: float, layout: Layout, sheet: Sheet) -> None:
    canvas, start, half = sheet.canvas, layout.x.start, layout.half
    pen = _bold(layout.pen, row.is_worst)
    room = (start - GAP - sheet.left, layout.row)
    write_name(canvas, (sheet.left, middle), row.name, pen, room)
    end = layout.end(row.step)
    canvas.box((start, middle - half), end - start, 2 * half, WORST if row.is_worst else BAR)
    expected = layout.x(row.step.expected) if row.step.expected is not None else end
    if abs(expected - end) >= APART:
        _draw_mark(sheet, expected, middle, half + 3)
        end = max(end, expected)
    bold = _bold(layout.pen, True)
    canvas.text((end + 8, middle), row.people, bold)
    told = end + 8 + canvas.width(row.people, bold) + GAP
    canvas.text((told, middle), row.missing, Pen(layout.pen.size, WORST, bold=True))
    colour = WORST if row.is_worst else INK
    rate = Pen(layout.pen.size, colour, bold=row.is_worst)
    canvas.text((sheet.right, middle), row.rate, rate, align="right")


def _draw_mark(sheet: Sheet, x: float, middle: float, half: float) -> None:
    sheet.canvas.line([x, x], [middle - half, middle + half], MARK, 2.4)


def _draw_key(chart: FunnelChart, layout: Layout, sheet: Sheet) -> None:
    """What the mark and the percentages are."""
    middle = layout.top - layout.row * len(chart.steps) - FOOT / 2
    if any(step.expected is not None for step in chart.steps):
        _draw_mark(sheet, layout.x.start + 2, middle, 7)
        sheet.canvas.text((layout.x.start + 9, middle), sheet.words(msg("expected")), KEY)
    if any(step.rate is not None for step in chart.steps):
        text = sheet.words(msg("% of the step before"))
        sheet.canvas.text((sheet.right, middle), text, KEY, align="right")


def _bold(pen: Pen, bold: bool) -> Pen:
    return Pen(pen.size, pen.colour, bold)
