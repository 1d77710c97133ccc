"""The lines themselves, and the band around a forecast."""

from collections.abc import Sequence

from bot.charts.canvas import Point
from bot.charts.plot import LEVEL, LOOKS, Plot, last_known, number
from commands.kit.plots import Band, Line

BAND_COLOUR = "#d5e6f5"
DOT, SMALL_DOT = 10.0, 7.0
BUSY = 100
Known = tuple[int, float, float]


def draw_band(plot: Plot, band: Band) -> None:
    """The uncertain area, one piece per run of known days; it opens from the last known value."""
    for run in _runs(band):
        lower = [(plot.x(place), plot.y(low)) for place, low, _ in run]
        upper = [(plot.x(place), plot.y(high)) for place, _, high in reversed(run)]
        plot.sheet.canvas.area([*_hinge(plot, run[0][0]), *lower, *upper], BAND_COLOUR)


def draw_line(plot: Plot, line: Line) -> None:
    """One line in the look of its role; a value between two gaps is a dot."""
    look, canvas = LOOKS[line.role], plot.sheet.canvas
    values = list(line.values)
    if line.role == "forecast":
        _tie_to_current(plot, values)
    xs = [plot.x(place) for place in range(len(values))]
    ys = [plot.y(number(value)) for value in values]
    canvas.line(xs, ys, look.colour, look.width * _thinning(plot.size), look.dashes)
    alone = [place for place in range(len(values)) if _is_alone(values, place)]
    canvas.dots([xs[p] for p in alone], [ys[p] for p in alone], look.colour, SMALL_DOT)
    if line.role == "current":
        last = last_known(values)
        canvas.dots([xs[last]], [ys[last]], look.colour, DOT)


def draw_levels(plot: Plot) -> None:
    """A dashed line across the plot at each level; its name stands right of it."""
    for level in plot.chart.levels:
        height = plot.y(level.value)
        plot.sheet.canvas.line(plot.span, [height] * 2, LEVEL.colour, LEVEL.width, LEVEL.dashes)


def _thinning(size: int) -> float:
    """Long series get thinner lines: their zigzag would fill to a ribbon."""
    return max(0.4, min(1.0, BUSY / size))


def _runs(band: Band) -> list[list[Known]]:
    runs: list[list[Known]] = [[]]
    for place, (low, high) in enumerate(zip(band.low, band.high, strict=True)):
        if low is not None and high is not None:
            runs[-1].append((place, low, high))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _hinge(plot: Plot, first: int) -> list[Point]:
    """The current line's last point, when the band begins right after it."""
    current = plot.current
    if current is None or last_known(current.values) != first - 1:
        return []
    return [(plot.x(first - 1), plot.y(number(current.values[first - 1])))]


def _tie_to_current(plot: Plot, values: list[float | None]) -> None:
    """Begin a forecast at the last known value, so that no hole seems to lie between them."""
    first = next(place for place, value in enumerate(values) if value is not None)
    if plot.current and first and plot.current.values[first] is None:
        values[first - 1] = plot.current.values[first - 1]


def _is_alone(values: Sequence[float | None], place: int) -> bool:
    around = values[max(0, place - 1) : place + 2]
    return values[place] is not None and sum(value is not None for value in around) == 1
