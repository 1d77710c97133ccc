"""Points in four fields: what brings much, what costs much, and what does both."""

from collections.abc import Sequence

from bot.charts.canvas import GREY, INK, PALE, Pen
from bot.charts.placing import Box, free_place
from bot.charts.scale import Scale, ticks, value_range
from bot.charts.sheet import Sheet
from bot.locale.axis import axis_texts
from commands.kit.plots import Mark, QuadrantChart

TICK, NAME, FIELD = Pen(13, GREY), Pen(13, INK), Pen(14, "#9aa5b1", bold=True)
LABEL = Pen(13, GREY)
# As the fields stand: well with little, well with much, little at stake, much for little.
COLOURS = ("#0b5394", "#009e73", "#8b95a1", "#d95f02")
CUT = "#66717d"
MOST_NAMES = 20
WHOLE_NAME, WIDEST_NAME = 190.0, 110.0
SMALL, LARGE = 7.0, 20.0
LABEL_ROW, TICK_ROW, NAME_HEIGHT, FIELD_HEIGHT = 18.0, 20.0, 15.0, 18.0
BESIDE_CUT = 0.25


def draw_quadrant(chart: QuadrantChart, sheet: Sheet) -> None:
    """All points, the first twenty with names as far as these find room, the first ones first."""
    if not chart.marks:
        sheet.say_no_data()
        return
    x, y = _scales(chart, sheet)
    _draw_cuts(chart, x, y, sheet)
    dots = [_dot(mark, x, y) for mark in chart.marks]
    taken = [*_draw_fields(chart, x, y, dots, sheet), *dots]
    for mark in sorted(chart.marks, key=lambda mark: -mark.size):
        colour = COLOURS[chart.field_of(mark)]
        sheet.canvas.dots([x(mark.x)], [y(mark.y)], colour, _width(mark))
    frame = Box(x.start, y.start, sheet.right, y.end + 10)
    _draw_names(chart.marks[:MOST_NAMES], dots, taken, frame, sheet)


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
    """Round numbers around all points, with room for names on both sides of the cut."""
    low, high = value_range([*values, cut])
    room = (high - low) * BESIDE_CUT
    least = max(0.0, cut - room) if low >= 0 else cut - room
    return ticks(min(low, least), max(high, cut + room))


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


def _draw_fields(
    chart: QuadrantChart, x: Scale, y: Scale, dots: list[Box], sheet: Sheet
) -> list[Box]:
    """The four names, each in the freest corner of its field; where they stand."""
    boxes = []
    for place, field in enumerate(chart.fields):
        across = (x(chart.x_cut), x.end) if place % 2 else (x.start, x(chart.x_cut))
        up = (y.start, y(chart.y_cut)) if place >= 2 else (y(chart.y_cut), y.end)
        text = sheet.canvas.shortened(sheet.words(field), FIELD, across[1] - across[0] - 10)
        corners = _corners(across, up, sheet.canvas.width(text, FIELD))
        outer_first = [corners[place ^ turn] for turn in range(4)]
        box = min(outer_first, key=lambda corner: sum(corner.shared(dot) for dot in dots))
        sheet.canvas.text((box.left, (box.low + box.high) / 2), text, FIELD)
        boxes.append(box)
    return boxes


def _corners(across: tuple[float, float], up: tuple[float, float], width: float) -> list[Box]:
    """Places for a name in the corners of a field, in the order of the fields themselves."""
    return [
        Box(left, low, left + width, low + FIELD_HEIGHT)
        for low in (up[1] - FIELD_HEIGHT - 1, up[0] + 1)
        for left in (across[0] + 5, across[1] - 5 - width)
    ]


def _draw_names(
    marks: Sequence[Mark], dots: list[Box], taken: list[Box], frame: Box, sheet: Sheet
) -> None:
    """Each name in a free place beside its dot: whole where that fits, else shortened."""
    for mark, dot in zip(marks, dots, strict=False):
        for widest in (WHOLE_NAME, WIDEST_NAME):
            text = sheet.canvas.shortened(sheet.words(mark.label), NAME, widest)
            box = free_place(dot, sheet.canvas.width(text, NAME), NAME_HEIGHT, taken, frame)
            if box is not None:
                sheet.canvas.text((box.left, (box.low + box.high) / 2), text, NAME, boxed=True)
                taken.append(box)
                break


def _dot(mark: Mark, x: Scale, y: Scale) -> Box:
    half = _width(mark) / 2
    return Box(x(mark.x) - half, y(mark.y) - half, x(mark.x) + half, y(mark.y) + half)


def _width(mark: Mark) -> float:
    """The area of a dot grows with its size."""
    share = min(max(mark.size, 0.0), 1.0)
    return SMALL + (LARGE - SMALL) * float(share**0.5)
