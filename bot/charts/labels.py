"""Names written where the lines end, so that no legend is needed."""

from dataclasses import dataclass
from itertools import pairwise

from bot.charts.canvas import GREY, Pen, Point
from bot.charts.plot import LOOKS, WIDEST_LABEL, Plot, last_known, number, positions, present
from bot.charts.scale import spread
from bot.charts.sheet import Sheet
from bot.charts.wrapping import label_rows
from bot.locale.plotted import plotted
from commands.kit.plots import Line, LineChart

SIZE = 16.0
ROW = 20.0
GAP = 12.0
AWAY = 8.0


@dataclass(frozen=True)
class EndLabel:
    """What is written at one line's end: its name and, where it matters, its last value."""

    line: Line
    rows: tuple[tuple[str, Pen], ...]
    width: float

    @property
    def height(self) -> float:
        """Height of all rows in points."""
        return ROW * len(self.rows)

    @property
    def end(self) -> float:
        """The value the line ends with."""
        return number(self.line.values[last_known(self.line.values)])


def end_labels(chart: LineChart, sheet: Sheet) -> list[EndLabel]:
    """A label for each line that has a value."""
    return [_label(line, chart, sheet) for line in present(chart)]


def beside(labels: list[EndLabel], chart: LineChart) -> list[EndLabel]:
    """Labels that stand right of the plot: not that of a current line that ends early."""
    return [label for label in labels if not _ends_early(label, chart)]


def draw_end_labels(plot: Plot, labels: list[EndLabel]) -> None:
    """Names at the ends of the lines, moved apart where they would overlap."""
    outside = beside(labels, plot.chart)
    wanted = [plot.y(label.end) for label in outside]
    heights = [label.height for label in outside]
    centres = spread(wanted, heights, plot.y.start - 6, plot.y.end + 8)
    for label, centre in zip(outside, centres, strict=True):
        _write(plot, label, plot.x.end + GAP, centre)
    for label in labels:
        if _ends_early(label, plot.chart):
            _write_inside(plot, label)


def _label(line: Line, chart: LineChart, sheet: Sheet) -> EndLabel:
    colour = GREY if line.role == "comparison" else LOOKS[line.role].colour
    name_pen = Pen(SIZE, colour, bold=line.role == "current")
    names = label_rows(sheet.canvas, sheet.words(line.label), name_pen, WIDEST_LABEL)
    rows = [(name, name_pen) for name in names]
    if line.role in ("current", "forecast"):
        last = number(line.values[last_known(line.values)])
        value = plotted(last, chart.unit, chart.currency)
        rows.append((sheet.short(value), Pen(SIZE + 1, colour, bold=True)))
    width = max(sheet.canvas.width(text, pen) for text, pen in rows)
    return EndLabel(line, tuple(rows), width)


def _ends_early(label: EndLabel, chart: LineChart) -> bool:
    """A period still running: its line stops where today is."""
    return label.line.role == "current" and last_known(label.line.values) < positions(chart) - 1


def _write(plot: Plot, label: EndLabel, left: float, centre: float, boxed: bool = False) -> None:
    height = centre + (label.height - ROW) / 2
    for text, pen in label.rows:
        plot.sheet.canvas.text((left, height), text, pen, boxed=boxed)
        height -= ROW


def _write_inside(plot: Plot, label: EndLabel) -> None:
    """Beside the last point, in the corner where it covers least of the lines."""
    x, y = plot.x(last_known(label.line.values)), plot.y(label.end)
    crowd = [point for line in present(plot.chart) for point in _places(plot, line)]
    corners = [(x + AWAY, y - AWAY - label.height), (x - AWAY - label.width, y + AWAY)]
    corners += [(x + AWAY, y + AWAY), (x - AWAY - label.width, y - AWAY - label.height)]
    corners += [(x - label.width / 2, y + AWAY), (x - label.width / 2, y - AWAY - label.height)]
    left, low = min(corners, key=lambda corner: _covered(corner, label, plot, crowd))
    _write(plot, label, left, low + label.height / 2, boxed=True)


def _places(plot: Plot, line: Line) -> list[Point]:
    """Points along a line, close enough together that no label slips between two."""
    known = [(plot.x(place), plot.y(v)) for place, v in enumerate(line.values) if v is not None]
    return [
        (one[0] + (other[0] - one[0]) * part / 8, one[1] + (other[1] - one[1]) * part / 8)
        for one, other in pairwise(known)
        for part in range(9)
    ]


def _covered(corner: Point, label: EndLabel, plot: Plot, crowd: list[Point]) -> int:
    """How many points a label would hide; out of the plot is worse than any crowd."""
    left, low = corner
    right, high = left + label.width, low + label.height
    is_outside = left < plot.left or right > plot.span[1] or not _is_between(low, high, plot)
    hidden = sum(left - 3 <= x <= right + 3 and low - 3 <= y <= high + 3 for x, y in crowd)
    return hidden + len(crowd) * is_outside


def _is_between(low: float, high: float, plot: Plot) -> bool:
    return plot.y.start <= low and high <= plot.y.end + 8
