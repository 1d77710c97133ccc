"""One chart on one sheet: the finding on top, the plot below."""

from typing import assert_never

from bot.charts.bars import draw_bars
from bot.charts.bridge import draw_bridge
from bot.charts.canvas import HEIGHT, WIDTH, Canvas, Pen
from bot.charts.curves import draw_curves
from bot.charts.funnel import draw_funnel
from bot.charts.lines import draw_lines
from bot.charts.quadrant import draw_quadrant
from bot.charts.sheet import Sheet
from bot.charts.wrapping import wrapped
from bot.i18n import Translator, visible
from commands.kit.plots import (
    BarsChart,
    BridgeChart,
    CurvesChart,
    FunnelChart,
    LineChart,
    QuadrantChart,
)
from commands.kit.reply import Chart

MARGIN = 12.0
TITLE = Pen(20, bold=True)
LINE_HEIGHT = 26.0


def picture(chart: Chart, translator: Translator) -> bytes:
    """The chart as PNG bytes."""
    canvas = Canvas()
    lines = wrapped(canvas, visible(translator.message(chart.title)), TITLE, WIDTH - 2 * MARGIN)
    top = HEIGHT - 21.0
    for line in lines:
        canvas.text((MARGIN, top), line, TITLE)
        top -= LINE_HEIGHT
    sheet = Sheet(canvas, translator, MARGIN, WIDTH - MARGIN, 8.0, top + LINE_HEIGHT / 2 - 9)
    match chart.plot:
        case LineChart():
            draw_lines(chart.plot, sheet)
        case BridgeChart():
            draw_bridge(chart.plot, sheet)
        case FunnelChart():
            draw_funnel(chart.plot, sheet)
        case BarsChart():
            draw_bars(chart.plot, sheet)
        case CurvesChart():
            draw_curves(chart.plot, sheet)
        case QuadrantChart():
            draw_quadrant(chart.plot, sheet)
        case _:
            assert_never(chart.plot)
    return canvas.png()
