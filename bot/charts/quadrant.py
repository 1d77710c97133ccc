"""Points in four fields: what brings much, what costs much, and what does both."""

from bot.charts.canvas import GREY, INK, PALE, Pen
from bot.charts.placing import Box, free_place
from bot.charts.scale import Scale, ticks, value_range
from bot.charts.sheet import Sheet
from bot.locale.axis import axis_texts
from commands.kit.plots import Mark, QuadrantChart

TICK, NAME, FIELD = Pen(13, GREY), Pen(13, INK), Pen(15, "#9aa5b1", bold=True)
LABEL = Pen(13, GREY)
# As the fields stand: well with little, well with much, little at stake, much for little.
COLOURS = ("#0b5394", "#009e73", "#8b95a1", "#d95f02")
CUT = "#66717d"
MOST_NAMES = 20
WIDEST_NAME = 110.0
SMALL, LARGE = 7.0, 20.0
LABEL_ROW, TICK_ROW, NAME_HEIGHT = 18.0, 20.0, 15.0


def draw_quadrant(chart: QuadrantChart, sheet: Sheet) -> None:
    """All points, the largest twenty with names as far as these find room."""
    if not chart.marks:
        sheet.say_no_data()
        return
    x, y = _scales(chart, sheet)
    _draw_cuts(chart, x, y, sheet)
    taken = _draw_fields(chart, x, y, sheet)
    by_size = sorted(chart.marks, key=lambda mark: -mark.size)
    for mark in by_size:
        at = (x(mark.x), y(mark.y))
        sheet.canvas.dots([at[0]], [at[1]], COLOURS[chart.field_of(mark)], _width(mark))
    _draw_names(by_size, x, y, taken, sheet)


def _scales(chart: QuadrantChart, sheet: Sheet) -> tuple[Scale, Scale]:
    """Both scales, with their ticks and what they measure already drawn."""
    locale = sheet.translator.locale
    y_ticks = _ticks([mark.y for mark in chart.marks], chart.y_cut)
    x_ticks = _ticks([mark.x for mark in chart.marks], chart.x_cut)
    y_texts = axis_texts(y_ticks, chart.y_unit, chart.currency, locale)
    x_texts = axis_texts(x_ticks, chart.x_unit, chart.currency, locale)
    left = sheet.left + max(sheet.canvas.width(text, TICK) for text in y_texts) + 8
    last = sheet.canvas.width(x_texts[-1], TICK)
    x = Scale(x_ticks[0], x_ticks[-1], left, sheet.right - max(last / 2, LARGE / 2))
    y = Scale(
        y_ticks[0], y_ticks[-1], sheet.bottom + TICK_ROW, sheet.top - LABEL_ROW - LARGE / 2 + 4
    )
    for value, text in zip(y_ticks, y_texts, strict=True):
        sheet.canvas.line([left, x.end], [y(value)] * 2, PALE)
        sheet.canvas.text((left - 6, y(value)), text, TICK, align="right")
    for value, text in zip(x_ticks, x_texts, strict=True):
        sheet.canvas.line([x(value)] * 2, [y.start, y.start - 4], GREY)
        sheet.canvas.text((x(value), y.start - 13), text, TICK, align="center")
    _draw_labels(chart, sheet)
    return x, y


def _ticks(values: list[float], cut: float) -> tuple[float, ...]:
    return ticks(*value_range([*values, cut]))


def _draw_labels(chart: QuadrantChart, sheet: Sheet) -> None:
    """What goes up on the left, what goes right on the right, both above the plot."""
    height, half = sheet.top - LABEL_ROW / 2, (sheet.right - sheet.left) / 2 - 8
    up = sheet.canvas.shortened(f"↑ {sheet.words(chart.y_label)}", LABEL, half)
    right = sheet.canvas.shortened(f"{sheet.words(chart.x_label)} →", LABEL, half)
    sheet.canvas.text((sheet.left, height), up, LABEL)
    sheet.canvas.text((sheet.right, height), right, LABEL, align="right")


def _draw_cuts(chart: QuadrantChart, x: Scale, y: Scale, sheet: Sheet) -> None:
    across, up = x(chart.x_cut), y(chart.y_cut)
    sheet.canvas.line([across, across], [y.start, y.end], CUT, 1.2, (4.0, 3.0))
    sheet.canvas.line([x.start, x.end], [up, up], CUT, 1.2, (4.0, 3.0))


def _draw_fields(chart: QuadrantChart, x: Scale, y: Scale, sheet: Sheet) -> list[Box]:
    """The four names in the outer corners, as wide as their fields; where they stand."""
    boxes = []
    for place, field in enumerate(chart.fields):
        is_right, is_low = place % 2 == 1, place >= 2
        cut = x(chart.x_cut)
        room = (x.end - cut if is_right else cut - x.start) - 8
        height = y.start + 10 if is_low else y.end - 8
        text = sheet.canvas.shortened(sheet.words(field), FIELD, max(room, 40.0))
        width = sheet.canvas.width(text, FIELD)
        left = x.end - 4 - width if is_right else x.start + 5
        sheet.canvas.text((left, height), text, FIELD)
        boxes.append(Box(left, height - 9, left + width, height + 9))
    return boxes


def _draw_names(marks: list[Mark], x: Scale, y: Scale, taken: list[Box], sheet: Sheet) -> None:
    dots = [_dot(mark, x, y) for mark in marks]
    frame = Box(sheet.left, y.start - 2, sheet.right, y.end + 10)
    taken = [*taken, *dots]
    for mark, dot in list(zip(marks, dots, strict=True))[:MOST_NAMES]:
        text = sheet.canvas.shortened(sheet.words(mark.label), NAME, WIDEST_NAME)
        box = free_place(dot, sheet.canvas.width(text, NAME), NAME_HEIGHT, taken, frame)
        if box is not None:
            sheet.canvas.text((box.left, (box.low + box.high) / 2), text, NAME)
            taken.append(box)


def _dot(mark: Mark, x: Scale, y: Scale) -> Box:
    half = _width(mark) / 2
    return Box(x(mark.x) - half, y(mark.y) - half, x(mark.x) + half, y(mark.y) + half)


def _width(mark: Mark) -> float:
    """The area of a dot grows with its size."""
    share = min(max(mark.size, 0.0), 1.0)
    return SMALL + (LARGE - SMALL) * float(share**0.5)
