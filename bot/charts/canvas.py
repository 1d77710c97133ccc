"""A sheet of 575 × 325 points to draw on, twice as dense when saved.

Everything is placed in points from the lower left corner: the charts work out their
places themselves, so no layout engine has to run. Texts never go through matplotlib's
mathematics or its font search: the font files are given by path.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from bot.fonts import font_file
from bot.locale.numbers import MINUS

WIDTH, HEIGHT = 575.0, 325.0
PER_INCH, DENSITY = 72, 2
MISSING = "□"

INK, GREY, PALE, PAPER = "#1b2733", "#66717d", "#d9dee3", "#ffffff"

Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """How a text looks: size in points, colour and weight."""

    size: float
    colour: str = INK
    bold: bool = False


class Canvas:
    """One picture in the making. Later marks lie on top of earlier ones."""

    def __init__(self) -> None:
        self._figure = Figure(
            figsize=(WIDTH / PER_INCH, HEIGHT / PER_INCH), dpi=PER_INCH * DENSITY, facecolor=PAPER
        )
        self._agg = FigureCanvasAgg(self._figure)
        self._renderer = self._agg.get_renderer()  # type: ignore[no-untyped-call]
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_autoscale_on(False)
        self._axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        self._marks = 0
        self._widths: dict[tuple[str, float, bool], float] = {}

    def width(self, text: str, pen: Pen) -> float:
        """The width of a text in points."""
        key = (text, pen.size, pen.bold)
        if key not in self._widths:
            drawn, _, _ = self._renderer.get_text_width_height_descent(
                drawable(text, pen.bold), font(pen.size, pen.bold), False
            )
            self._widths[key] = float(drawn) / DENSITY
        return self._widths[key]

    def text(
        self,
        at: Point,
        text: str,
        pen: Pen,
        *,
        align: Literal["left", "center", "right"] = "left",
        vertical: Literal["center_baseline", "baseline", "top", "center"] = "center_baseline",
        boxed: bool = False,
    ) -> None:
        """A text at a place; `boxed` puts paper behind it so that lines do not cross it."""
        self._axes.text(
            *at,
            drawable(text, pen.bold),
            color=pen.colour,
            fontproperties=font(pen.size, pen.bold),
            ha=align,
            va=vertical,
            parse_math=False,
            zorder=self._next(),
            bbox={"facecolor": PAPER, "alpha": 0.8, "pad": 1, "lw": 0} if boxed else None,
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        width: float = 1.0,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """A line through points; NaN makes a gap."""
        style = (0, dashes) if dashes else "-"
        self._axes.add_line(
            Line2D(
                xs,
                ys,
                color=colour,
                lw=width,
                ls=style,
                solid_capstyle="round",
                solid_joinstyle="round",
                zorder=self._next(),
            )
        )

    def dots(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: str,
        size: float,
        *,
        hollow: bool = False,
    ) -> None:
        """Filled circles with a rim of paper; `hollow` ones are paper with a rim of colour."""
        self._axes.add_line(
            Line2D(
                xs,
                ys,
                ls="",
                marker="o",
                ms=size,
                color=PAPER if hollow else colour,
                mec=colour if hollow else PAPER,
                mew=2.2 if hollow else 1.2,
                zorder=self._next(),
            )
        )

    def box(self, corner: Point, width: float, height: float, colour: str) -> None:
        """A filled rectangle; `corner` is its lower left one."""
        patch = Rectangle(corner, width, height, facecolor=colour, lw=0, zorder=self._next())
        self._axes.add_patch(patch)

    def area(self, points: Sequence[Point], colour: str) -> None:
        """A filled outline."""
        self._axes.add_patch(Polygon(points, facecolor=colour, lw=0, zorder=self._next()))

    def shortened(self, text: str, pen: Pen, width: float) -> str:
        """The text cut with an ellipsis to fit a width."""
        if self.width(text, pen) <= width:
            return text
        fitting = bisect(
            range(1, len(text)), width, key=lambda length: self.width(text[:length] + "…", pen)
        )
        return text[:fitting].rstrip() + "…"

    def png(self) -> bytes:
        """The finished picture."""
        file = BytesIO()
        self._agg.print_png(file, pil_kwargs={"compress_level": 3})  # type: ignore[no-untyped-call]
        return file.getvalue()

    def _next(self) -> float:
        self._marks += 1
        return float(self._marks)


def drawable(text: str, bold: bool) -> str:
    """The text with a box for each character the font has no picture of (emoji, controls).

    The font's minus sign is as wide as a Chinese character; its dash looks like a minus.
    """
    face = get_font(str(font_file(bold)))
    text = text.replace(MINUS, "\N{EN DASH}")
    return "".join(letter if face.get_char_index(ord(letter)) else MISSING for letter in text)


@cache
def font(size: float, bold: bool) -> FontProperties:
    """The one font of all charts, by file."""
    return FontProperties(fname=str(font_file(bold)), size=size)
