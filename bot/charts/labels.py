"""Names written where the lines end, so that no legend is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.charts.canvas import GREY, Pen, Point
from bot.charts.plot import LEVEL, LOOKS, WIDEST_LABEL, Plot, last_known, number, positions, present
from bot.charts.scale import spread
from bot.charts.sheet import Sheet
from bot.charts.wrapping import label_rows
from bot.locale.plotted import plotted
from commands.kit.plots import Level, Line, LineChart

SIZE = 16.0
ROW = 20.0
GAP = 12.0
AWAY = 8.0


@dataclass(frozen=True)
class EndLabel:
    """What is written at one line's end: its name and, where it matters, its last value.

    `ends_early`: the period still runs, so the line stops where today is.
    """

    place: int
    end: float
    rows: tuple[tuple[str, Pen], ...]
    width: float
    ends_early: bool = False

    @property
    def height(self) -> float:
        """Height of all rows in points."""
        return ROW * len(self.rows)


def end_labels(chart: LineChart, sheet: Sheet) -> list[EndLabel]:
    """A label for each line that has a value, and for each level."""
    levels = [_level_label(level, chart, sheet) for level in chart.levels]
    return [*(_label(line, chart, sheet) for line in present(chart)), *levels]


def beside(labels: list[EndLabel]) -> list[EndLabel]:
    """Labels that stand right of the plot: not that of a current line that ends early."""
    return [label for label in labels if not label.ends_early]


def draw_end_labels(plot: Plot, labels: list[EndLabel]) -> None:
    """Names at the ends of the lines, moved apart where they would overlap."""
    outside = beside(labels)
    wanted = [plot.y(label.end) for label in outside]
    heights = [label.height for label in outside]
    centres = spread(wanted, heights, plot.y.start - 6, plot.y.end + 8)
    for label, centre in zip(outside, centres, strict=True):
        _write(plot, label, plot.x.end + GAP, centre)
    for label in labels:
        if label.ends_early:
            _write_inside(plot, label)


def _label(line: Line, chart: LineChart, sheet: Sheet) -> EndLabel:
    colour = GREY if line.role == "comparison" else LOOKS[line.role].colour
    name_pen = Pen(SIZE, colour, bold=line.role == "current")
    names = label_rows(sheet.canvas, sheet.words(line.label), name_pen, WIDEST_LABEL)
    rows = [(name, name_pen) for name in names]
    place = last_known(line.values)
    end = number(line.values[place])
    if line.role in ("current", "forecast"):
        value = plotted(end, chart.unit, chart.currency)
        rows.append((sheet.short(value), Pen(SIZE + 1, colour, bold=True)))
    ends_early = line.role == "current" and place < positions(chart) - 1
    return EndLabel(place, end, tuple(rows), _width(rows, sheet), ends_early)


def _level_label(level: Level, chart: LineChart, sheet: Sheet) -> EndLabel:
    """Its name and its value, in one row where both fit."""
    pen = Pen(SIZE, LEVEL.colour)
    value = sheet.short(plotted(level.value, chart.unit, chart.currency))
    name = sheet.words(level.label)
    texts = [f"{name} {value}"]
    if sheet.canvas.width(texts[0], pen) > WIDEST_LABEL:
        texts = [*label_rows(sheet.canvas, name, pen, WIDEST_LABEL), value]
    rows = [(text, pen) for text in texts]
    return EndLabel(positions(chart) - 1, level.value, tuple(rows), _width(rows, sheet))


def _width(rows: Sequence[tuple[str, Pen]], sheet: Sheet) -> float:
    return max(sheet.canvas.width(text, pen) for text, pen in rows)


def _write(plot: Plot, label: EndLabel, left: float, centre: float, boxed: bool = False) -> None:
    height = centre + (label.height - ROW) / 2
    for text, pen in label.rows:
        plot.sheet.canvas.text((left, height), text, pen, boxed=boxed)
        height -= ROW


def _write_inside(plot: Plot, label: EndLabel) -> None:
    """Beside the last point, in the corner where it covers least of the lines."""
    x, y = plot.x(label.place), plot.y(label.end)
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
