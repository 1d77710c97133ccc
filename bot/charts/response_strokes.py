"""One response curve: its band, its line and the points on it."""

from math import hypot

import numpy as np

from bot.charts.canvas import Canvas
from bot.charts.scale import Scale
from commands.kit.plots import ResponseCurve

LINE, BAND, NOW = "#44546a", "#dde6ef", "#1b2733"
BEYOND = (2.0, 1.6)
DOT = 9.0
HEAD = 6.0


def draw_band(curve: ResponseCurve, x: Scale, y: Scale, canvas: Canvas) -> None:
    """What the curve may be as well; nothing where that is not known at each x."""
    if not curve.xs or not len(curve.low) == len(curve.high) == len(curve.xs):
        return
    lower = [(x(at), y(low)) for at, low in zip(curve.xs, curve.low, strict=True)]
    upper = [(x(at), y(high)) for at, high in zip(curve.xs, curve.high, strict=True)]
    canvas.area([*lower, *reversed(upper)], BAND)


def draw_curve(curve: ResponseCurve, x: Scale, y: Scale, canvas: Canvas) -> None:
    """Full as far as money was ever tried, dashed beyond."""
    points = list(zip(curve.xs, curve.ys, strict=True))
    seen = curve.seen if curve.seen is not None else max(curve.xs, default=0.0)
    joint = []
    if points and points[0][0] < seen < points[-1][0]:
        joint = [(seen, float(np.interp(seen, curve.xs, curve.ys)))]
    tried = [point for point in points if point[0] <= seen] + joint
    beyond = joint + [point for point in points if point[0] > seen]
    for part, dashes in ((tried, None), (beyond, BEYOND)):
        canvas.line([x(at) for at, _ in part], [y(to) for _, to in part], LINE, 2.4, dashes)


def draw_points(curve: ResponseCurve, x: Scale, y: Scale, canvas: Canvas, colour: str) -> None:
    """A hollow point now, an arrow where the proposal is far enough, a filled point there."""
    now = (x(curve.now.x), y(curve.now.y))
    if curve.proposed is not None:
        to = (x(curve.proposed.x), y(curve.proposed.y))
        _draw_arrow(now, to, canvas, colour)
        canvas.dots([to[0]], [to[1]], colour, DOT + 1)
    canvas.dots([now[0]], [now[1]], NOW, DOT - 2, hollow=True)


def _draw_arrow(
    start: tuple[float, float], end: tuple[float, float], canvas: Canvas, colour: str
) -> None:
    """Beside the curve, from the one circle to the other; none where they nearly touch."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length < 2 * DOT + HEAD:
        return
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    across = (-along[1], along[0])
    # Where the curve bends away, the straight arrow is seen; where it does not, it lies on it.
    tip = (end[0] - along[0] * DOT * 0.6, end[1] - along[1] * DOT * 0.6)
    neck = (tip[0] - along[0] * HEAD, tip[1] - along[1] * HEAD)
    canvas.line([start[0], neck[0]], [start[1], neck[1]], colour, 2.0)
    side = HEAD * 0.6
    wings = [
        (neck[0] + across[0] * side * turn, neck[1] + across[1] * side * turn) for turn in (1, -1)
    ]
    canvas.area([tip, *wings], colour)
