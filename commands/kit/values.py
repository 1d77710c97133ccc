"""Typed values a reply carries: raw numbers with a kind, formatted only by a renderer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Money(_Value):
    """An amount in the shop's currency. `signed` shows a plus sign on gains."""

    kind: Literal["money"] = "money"
    amount: Decimal
    currency: str = "CNY"
    signed: bool = False


class Percent(_Value):
    """A share or rate as a ratio: 0.034 is 3.4 %."""

    kind: Literal["percent"] = "percent"
    ratio: float


class Change(_Value):
    """A relative change as a ratio, always shown with its sign: -0.12 is −12 %."""

    kind: Literal["change"] = "change"
    ratio: float


class Points(_Value):
    """A change of a rate in percentage points: 0.004 is +0.4 pp."""

    kind: Literal["points"] = "points"
    ratio: float


class Count(_Value):
    """A whole number of things. `signed` shows a plus sign on gains."""

    kind: Literal["count"] = "count"
    number: int
    signed: bool = False


class Number(_Value):
    """A plain number with no unit, shown to `digits` decimals."""

    kind: Literal["number"] = "number"
    number: float
    digits: int = 2
    signed: bool = False


class Day(_Value):
    """A shop day."""

    kind: Literal["day"] = "day"
    day: date


class Days(_Value):
    """A span of shop days, both ends included (what a person reads)."""

    kind: Literal["days"] = "days"
    first: date
    last: date


class Moment(_Value):
    """An instant, already in the shop's time zone."""

    kind: Literal["moment"] = "moment"
    at: datetime


class Name(_Value):
    """A word of the shop's own data (a channel, a campaign): shown as it is, escaped."""

    kind: Literal["name"] = "name"
    text: str


class Unknown(_Value):
    """A number that is not known; never shown as zero."""

    kind: Literal["unknown"] = "unknown"


Value = Annotated[
    Money | Percent | Change | Points | Count | Number | Day | Days | Moment | Name | Unknown,
    Field(discriminator="kind"),
]


def size_of(value: Value) -> float:
    """How much it is, with its sign; 0 for what is no quantity."""
    match value:
        case Change() | Points() | Percent():
            return value.ratio
        case Money():
            return float(value.amount)
        case Count() | Number():
            return value.number
        case _:
            return 0.0
