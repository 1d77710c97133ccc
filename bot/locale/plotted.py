"""Numbers of a chart as the values they are, so that axes and labels read like the text."""

from decimal import Decimal
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
            return Number(number=number, signed=signed)
