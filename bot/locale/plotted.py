"""Numbers of a chart as the values they are, so that axes and labels read like the text."""

from decimal import Decimal
from math import floor, log10
from typing import Literal

from commands.kit.values import Count, Money, Number, Percent, Value

Unit = Literal["money", "count", "percent", "number"]


def plotted(number: float, unit: Unit, currency: str, *, signed: bool = False) -> Value:
    """A chart's number with its unit; `signed` has no meaning for a percentage."""
    match unit:
        case "money":
            return Money(amount=Decimal(repr(number)), currency=currency, signed=signed)
        case "count":
            return Count(number=round(number), signed=signed)
        case "percent":
            return Percent(ratio=number)
        case "number":
            return Number(number=number, digits=_digits(number), signed=signed)


def _digits(number: float) -> int:
    """Two decimals, more for numbers that would vanish: three digits of 0.00123 are shown."""
    return max(2, 2 - floor(log10(abs(number)))) if number else 2
