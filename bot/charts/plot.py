"""A line chart laid out: where its axes lie and how its lines look."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from bot.charts.canvas import GREY, Pen
from bot.charts.scale import Scale
from bot.charts.sheet import Sheet
from commands.kit.plots import Line, LineChart

TICK = Pen(16, GREY)
WIDEST_LABEL = 150.0
OVERHANG = 4.0


@dataclass(frozen=True)
class Look:
    """How a line of one role is drawn."""

    colour: str
    width: float
    dashes: tuple[float, float] | None = None


# Blue, grey, purple: told apart by colour-blind eyes and, by their dashes, in black and white.
# The order is that of drawing: the current line lies on top.
LOOKS = {
    "comparison": Look("#8b95a1", 2.0, (2.5, 1.8)),
    "target": Look("#7b4ea3", 2.0, (1.0, 1.6)),
    "forecast": Look("#2f7dc0", 2.6, (1.2, 1.4)),
    "current": Look("#0b5394", 3.4),
}

# A line not to be crossed, as wide as the plot.
LEVEL = Look("#c03a2b", 1.6, (5.0, 3.0))


@dataclass(frozen=True)
class Plot:
    """The data, where they go, and both scales."""

    chart: LineChart
    sheet: Sheet
    x: Scale
    y: Scale
    tick_values: tuple[float, ...]
    left: float

    @property
    def size(self) -> int:
        """How many positions the horizontal axis has."""
        return positions(self.chart)

    @property
    def span(self) -> tuple[float, float]:
        """Left and right end of the plot's frame."""
        return self.left, self.x.end + OVERHANG

    @property
    def current(self) -> Line | None:
        """The line the chart is about, when it has a value."""
        return next((line for line in present(self.chart) if line.role == "current"), None)


def positions(chart: LineChart) -> int:
    """How many positions the horizontal axis of a chart has."""
    return len(chart.days) or len(chart.x_labels)


def present(chart: LineChart) -> list[Line]:
    """Lines with at least one value, in drawing order."""
    lines = [line for line in chart.lines if any(value is not None for value in line.values)]
    order = list(LOOKS)
    return sorted(lines, key=lambda line: order.index(line.role))


def last_known(values: Sequence[float | None]) -> int:
    """The position of the last known value; -1 when there is none."""
    return max((place for place, value in enumerate(values) if value is not None), default=-1)


def number(value: float | None) -> float:
    """The value, a gap as NaN."""
    return nan if value is None else value
