"""Response curves side by side: where each stands, and where it is proposed to go."""

from dataclasses import dataclass
from math import ceil

from bot.charts.canvas import GREY, INK, PALE, Pen
from bot.charts.response_strokes import draw_band, draw_curve, draw_points
from bot.charts.scale import Scale, ticks
from bot.charts.sheet import Sheet
from bot.locale.axis import axis_texts
from bot.locale.plotted import plotted
from commands.kit.message import msg
from commands.kit.plots import CurvesChart, ResponseCurve
from commands.kit.values import Count

MOST = 6
COLUMNS = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}
FOOT, NAME_ROW, TICK_ROW = 20.0, 18.0, 18.0
BETWEEN = 14.0
KEY, WIDE, NARROW = Pen(13, GREY), Pen(14), Pen(12)
MORE, LESS = "#1f6fb4", "#d95f02"


@dataclass(frozen=True)
class Cell:
    """One of the small pictures, in points of the canvas."""

    left: float
    right: float
    bottom: float
    top: float
    pen: Pen


def draw_curves(chart: CurvesChart, sheet: Sheet) -> None:
    """Up to six curves; of more, the six whose money moves most, and how many others there are."""
    if not chart.curves:
        sheet.say_no_data()
        return
    shown = _shown(chart.curves)
    for place, curve in enumerate(shown):
        _draw_cell(curve, _cell(place, len(shown), sheet), chart.currency, sheet)
    _draw_foot(chart, len(chart.curves) - len(shown), sheet)


def _shown(curves: tuple[ResponseCurve, ...]) -> list[ResponseCurve]:
    """In their order."""
    by_move = sorted(range(len(curves)), key=lambda place: -_moved(curves[place]))
    return [curves[place] for place in sorted(by_move[:MOST])]


def _moved(curve: ResponseCurve) -> float:
    return abs(curve.proposed.x - curve.now.x) if curve.proposed else 0.0


def _cell(place: int, count: int, sheet: Sheet) -> Cell:
    columns = COLUMNS[count]
    rows = ceil(count / columns)
    width = (sheet.right - sheet.left + BETWEEN) / columns
    height = (sheet.top - sheet.bottom - FOOT) / rows
    left = sheet.left + width * (place % columns)
    top = sheet.top - height * (place // columns)
    pen = WIDE if columns < 3 else NARROW
    return Cell(left, left + width - BETWEEN, top - height + 2, top, pen)


def _draw_cell(curve: ResponseCurve, cell: Cell, currency: str, sheet: Sheet) -> None:
    points = [curve.now, *([curve.proposed] if curve.proposed else [])]
    most_x = max([0.0, *curve.xs, *(point.x for point in points)]) or 1.0
    most_y = max([0.0, *curve.ys, *curve.high, *(point.y for point in points)]) or 1.0
    y_ticks = _within(most_y, 3)
    x_ticks = _within(most_x, 3 if cell.pen.size < WIDE.size else 5)
    texts = axis_texts(y_ticks, "money", currency, sheet.translator.locale)
    tick = Pen(cell.pen.size, GREY)
    left = cell.left + max(sheet.canvas.width(text, tick) for text in texts) + 5
    x = Scale(0.0, most_x, left, cell.right - 4)
    y = Scale(0.0, most_y, cell.bottom + TICK_ROW, cell.top - NAME_ROW - 8)
    for value, text in zip(y_ticks, texts, strict=True):
        sheet.canvas.line([left, cell.right], [y(value)] * 2, PALE if value else GREY)
        sheet.canvas.text((left - 5, y(value)), text, tick, align="right")
    _draw_x_ticks(x, x_ticks, cell, currency, sheet)
    draw_band(curve, x, y, sheet.canvas)
    draw_curve(curve, x, y, sheet.canvas)
    draw_points(curve, x, y, sheet.canvas, _colour(curve))
    _draw_name(curve, cell, currency, sheet)


def _within(most: float, number: int) -> list[float]:
    """Round amounts from zero to `most`."""
    return [tick for tick in ticks(0.0, most, number) if tick <= most * 1.001]


def _draw_x_ticks(x: Scale, values: list[float], cell: Cell, currency: str, sheet: Sheet) -> None:
    """As many round amounts as fit beside each other, zero being said on the other axis."""
    pen = Pen(cell.pen.size, GREY)
    texts = axis_texts(values, "money", currency, sheet.translator.locale)
    base, taken = cell.bottom + TICK_ROW, x.start
    for value, text in list(zip(values, texts, strict=True))[1:]:
        width = sheet.canvas.width(text, pen)
        centre = min(x(value), cell.right - width / 2)
        if centre - width / 2 > taken:
            sheet.canvas.line([x(value)] * 2, [base, base - 3], GREY)
            sheet.canvas.text((centre, base - 11), text, pen, align="center")
            taken = centre + width / 2 + 8


def _draw_name(curve: ResponseCurve, cell: Cell, currency: str, sheet: Sheet) -> None:
    """The name, and right of it from what to what."""
    canvas, height = sheet.canvas, cell.top - NAME_ROW / 2
    pen = Pen(cell.pen.size, _colour(curve), bold=True)
    amounts = [curve.now.x, *([curve.proposed.x] if curve.proposed else [])]
    move = "→".join(sheet.short(plotted(amount, "money", currency)) for amount in amounts)
    canvas.text((cell.right, height), move, pen, align="right")
    bold = Pen(cell.pen.size + 1, INK, bold=True)
    room = cell.right - cell.left - canvas.width(move, pen) - 8
    canvas.text((cell.left, height), canvas.shortened(sheet.words(curve.label), bold, room), bold)


def _colour(curve: ResponseCurve) -> str:
    """Blue for more money, orange for less, dark where nothing moves."""
    if curve.proposed is None or curve.proposed.x == curve.now.x:
        return INK
    return MORE if curve.proposed.x > curve.now.x else LESS


def _draw_foot(chart: CurvesChart, others: int, sheet: Sheet) -> None:
    """What the axes are, what the circles and dashes mean, and how many curves are left out."""
    canvas, middle = sheet.canvas, sheet.bottom + FOOT / 2 - 3
    left = sheet.left
    entries = [("↑", sheet.words(chart.y_label)), ("→", sheet.words(chart.x_label))]
    entries.append(("○", sheet.words(msg("now"))))
    if any(curve.proposed for curve in chart.curves):
        entries.append(("●", sheet.words(msg("proposed"))))
    if any(curve.seen is not None for curve in chart.curves):
        entries.append(("╌", sheet.words(msg("never tried"))))
    if others:
        entries.append(("", sheet.words(msg("{count} more not shown", count=Count(number=others)))))
    for sign, text in entries:
        whole = f"{sign} {text}".strip()
        canvas.text((left, middle), whole, KEY)
        left += canvas.width(whole, KEY) + BETWEEN
