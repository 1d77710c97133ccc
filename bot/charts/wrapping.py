"""Breaking texts into lines, in both languages."""

import re

from bot.charts.canvas import Canvas, Pen, Point

# A piece that is never broken: a run of Latin letters and digits, or one Chinese character, each
# with the punctuation that must not begin a line.
CHINESE = r"\u2e80-\u9fff\uff00-\uffef"
CLOSING = r"[，。、；：！？）”]*"
PIECE = re.compile(rf"[{CHINESE}]{CLOSING}|[^\s{CHINESE}]+{CLOSING}|\s+")
DASH = "–"
ROW = 1.2


def wrapped(canvas: Canvas, text: str, pen: Pen, width: float, most: int = 2) -> list[str]:
    """The text in at most `most` lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1].strip() and canvas.width(lines[-1] + piece.rstrip(), pen) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    kept = [line.rstrip() for line in lines[: most - 1]]
    rest = "".join(lines[most - 1 :]).rstrip()
    return [*kept, canvas.shortened(rest, pen, width)] if rest else kept


def write_name(canvas: Canvas, at: Point, text: str, pen: Pen, room: tuple[float, float]) -> None:
    """A name right of a place, in two rows where one is too narrow and two are not too high.

    `room`: width and height in points. What does not fit ends in an ellipsis.
    """
    row = pen.size * ROW
    most = 2 if room[1] >= 2 * row else 1
    rows = wrapped(canvas, text, pen, room[0], most)
    for place, line in enumerate(rows):
        height = at[1] + ((len(rows) - 1) / 2 - place) * row
        canvas.text((at[0], height), canvas.shortened(line, pen, room[0]), pen)


def label_rows(canvas: Canvas, text: str, pen: Pen, width: float) -> list[str]:
    """A label in one or two rows; a span of days breaks at its dash."""
    if canvas.width(text, pen) <= width:
        return [text]
    first, dash, last = text.partition(DASH)
    halves = [(first + dash).strip(), last.strip()]
    if dash and all(canvas.width(half, pen) <= width for half in halves):
        return halves
    return wrapped(canvas, text, pen, width)
