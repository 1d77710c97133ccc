"""The free part of a canvas, and the language its texts are in."""

from dataclasses import dataclass

from bot.charts.canvas import GREY, Canvas, Pen, Point
from bot.i18n import Translator, visible
from commands.kit.message import Msg
from commands.kit.values import Value


@dataclass(frozen=True)
class Sheet:
    """Where a plot may draw, in points of the canvas."""

    canvas: Canvas
    translator: Translator
    left: float
    right: float
    bottom: float
    top: float

    def words(self, message: Msg) -> str:
        """A sentence in the reader's language, safe to draw."""
        return visible(self.translator.message(message))

    def short(self, value: Value) -> str:
        """A value with few digits, as labels have room for."""
        return visible(self.translator.value(value, compact=True))

    def say_no_data(self, at: Point | None = None) -> None:
        """Says in the middle, or at a place, that there is nothing to draw."""
        middle = at or ((self.left + self.right) / 2, (self.bottom + self.top) / 2)
        text = self.translator.plain("no data")
        self.canvas.text(middle, text, Pen(17, GREY), align="center", boxed=True)
