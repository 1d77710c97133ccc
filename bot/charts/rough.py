"""A first drawing of the newer plots: a name and a bar for each of their numbers."""

from bot.charts.canvas import Pen
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet
from commands.kit.message import Msg
from commands.kit.plots import BarsChart, CurvesChart, FunnelChart, QuadrantChart

BAR = "#1f6fb4"


def draw_roughly(
    chart: FunnelChart | BarsChart | CurvesChart | QuadrantChart, sheet: Sheet
) -> None:
    """One row per step, group, curve or point."""
    rows = _rows(chart)
    most = max((abs(value) for _, value in rows), default=0.0) or 1.0
    x = Scale(0, most, sheet.left + 180, sheet.right)
    height = (sheet.top - sheet.bottom) / max(len(rows), 1)
    for place, (name, value) in enumerate(rows):
        middle = sheet.top - height * (place + 0.5)
        text = sheet.canvas.shortened(sheet.words(name), Pen(13), 170)
        sheet.canvas.text((sheet.left, middle), text, Pen(13))
        width = max(x(abs(value)) - x.start, 1.5)
        sheet.canvas.box((x.start, middle - height / 3), width, height / 1.5, BAR)


def _rows(
    chart: FunnelChart | BarsChart | CurvesChart | QuadrantChart,
) -> list[tuple[Msg, float]]:
    match chart:
        case FunnelChart():
            return [(step.label, step.people) for step in chart.steps]
        case BarsChart():
            first = chart.series[0].values if chart.series else ()
            return [(group, v or 0.0) for group, v in zip(chart.groups, first, strict=False)]
        case CurvesChart():
            return [(curve.label, curve.now.x) for curve in chart.curves]
        case QuadrantChart():
            return [(mark.label, mark.y) for mark in chart.marks]
