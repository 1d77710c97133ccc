"""Numbers as JSON knows them."""

from collections.abc import Sequence
from decimal import Decimal
from math import isfinite


def number(value: Decimal | float | None) -> int | float | None:
    """A JSON number: whole ones without a point; NaN and infinities are not JSON, so null."""
    if value is None or not isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)


def numbers(values: Sequence[float | None]) -> list[int | float | None]:
    """A series of JSON numbers, a gap as null."""
    return [number(value) for value in values]
