"""One chart on one sheet: the finding on top, the plot below."""

import re
from typing import assert_never

from bot.charts.bridge import draw_bridge
from bot.charts.canvas import HEIGHT, WIDTH, Canvas, Pen
from bot.charts.lines import draw_lines
from bot.charts.sheet import Sheet
from bot.i18n import Translator, visible
from commands.kit.reply import BridgeChart, Chart, LineChart

MARGIN = 12.0
TITLE = Pen(20, bold=True)
LINE_HEIGHT = 26.0
MOST_TITLE_LINES = 2
# A piece that is never broken: a run of Latin letters and digits, or one Chinese character with
# the punctuation that must not begin a line.
PIECE = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef][，。、；：！？）”]*|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+"
)


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
        case _:
            assert_never(chart.plot)
    return canvas.png()


def wrapped(canvas: Canvas, text: str, pen: Pen, width: float) -> list[str]:
    """The text in at most two lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1].strip() and canvas.width(lines[-1] + piece.rstrip(), pen) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    kept = [line.rstrip() for line in lines[: MOST_TITLE_LINES - 1]]
    rest = "".join(lines[MOST_TITLE_LINES - 1 :]).rstrip()
    return [*kept, canvas.shortened(rest, pen, width)] if rest else kept
