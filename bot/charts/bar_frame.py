"""The frame of grouped bars, upright or lying: both are drawn by the same words."""

from dataclasses import dataclass
from typing import Literal

from bot.charts.canvas import Canvas, Pen
from bot.charts.scale import Scale

SHORTEST = 1.5


@dataclass(frozen=True)
class Frame:
    """`value` along the bars; groups from `first` on, `each` points apart, up to `last`.

    Lying groups go downwards: their `each` is negative.
    """

    upright: bool
    value: Scale
    first: float
    each: float
    last: float

    def centre(self, group: int) -> float:
        """The middle of a group, across the bars."""
        return self.first + self.each * (group + 0.5)

    def rule(self, canvas: Canvas, value: float, colour: str) -> None:
        """A line across all groups at a value."""
        at = self.value(value)
        self._line(canvas, (at, at), (self.first, self.last), colour, 1.0)

    def bar(
        self, canvas: Canvas, value: float, centre: float, thickness: float, colour: str
    ) -> None:
        """A bar from zero; nothing is still a line."""
        start, end = sorted((self.value(0.0), self.value(value)))
        length, side = max(end - start, SHORTEST), centre - thickness / 2
        if self.upright:
            canvas.box((side, start), thickness, length, colour)
        else:
            canvas.box((start, side), length, thickness, colour)

    def whisker(
        self, canvas: Canvas, ends: tuple[float, float], centre: float, width: float, colour: str
    ) -> None:
        """An interval over its bar, with caps where there is room for them."""
        low, high = (self.value(end) for end in ends)
        self._line(canvas, (low, high), (centre, centre), colour, 1.0)
        for end in (low, high) if width > 2.0 else ():
            self._line(canvas, (end, end), (centre - width / 2, centre + width / 2), colour, 1.0)

    def cross(self, canvas: Canvas, centre: float, size: float, colour: str) -> None:
        """The sign of what is not known, at zero."""
        base, half = self.value(0.0) + 2, size / 2
        for low, high in ((base, base + size), (base + size, base)):
            self._line(canvas, (low, high), (centre - half, centre + half), colour, 1.2)

    def number(self, canvas: Canvas, value: float, centre: float, text: str, pen: Pen) -> None:
        """A text beyond the end of a bar, on the far side of zero."""
        end, away = self.value(value), -1 if value < 0 else 1
        if self.upright:
            canvas.text((centre, end + 9 * away), text, pen, align="center")
        else:
            align: Literal["left", "right"] = "right" if value < 0 else "left"
            canvas.text((end + 5 * away, centre), text, pen, align=align)

    def _line(
        self,
        canvas: Canvas,
        along: tuple[float, float],
        across: tuple[float, float],
        colour: str,
        width: float,
    ) -> None:
        xs, ys = (across, along) if self.upright else (along, across)
        canvas.line(xs, ys, colour, width)
