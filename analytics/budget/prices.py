"""What limits cost: the Lagrange multipliers of a split."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.budget.limits import Limits
from analytics.budget.linear import maximise
from analytics.curves import Floats


@dataclass(frozen=True)
class Prices:
    """Lagrange multipliers. `rows`: what one more unit of each row brings (its most where
    positive, its least where negative); `lines`: what a unit costs each line, its rows' together.
    """

    rows: Floats
    lines: Floats


@dataclass(frozen=True)
class Ends:
    """Which lines stand at their floor, and which at their cap."""

    floor: NDArray[np.bool_]
    cap: NDArray[np.bool_]


def read_prices(
    slopes: Floats, limits: Limits, spendable: float, amounts: Floats, ends: Ends
) -> Prices:
    """The prices that make a split optimal to the first order, given its marginal returns.

    They are the dual of the linear program of small moves from it. The whole budget has no price
    where money is left that the other limits let nobody take.
    """
    sides = list(_binding(limits, spendable, amounts))
    prices, lines = np.zeros(len(limits.rows)), np.zeros(len(amounts))
    if not sides:
        return Prices(prices, lines)
    matrix = np.zeros((len(sides), len(amounts)))
    for part, (index, sign) in zip(matrix, sides, strict=True):
        part[limits.rows[index].members] = sign
    down, up = np.where(ends.floor, 0.0, -1.0), np.where(ends.cap, 0.0, 1.0)
    found = maximise(slopes, matrix, np.zeros(len(sides)), down, up)
    assert found is not None, "staying is a solution"
    for (index, sign), price in zip(sides, found.prices, strict=True):
        prices[index] += sign * price
    for row, price in zip(limits.rows, prices, strict=True):
        lines[row.members] += price
    return Prices(prices, lines)


def _binding(limits: Limits, spendable: float, amounts: Floats) -> Iterator[tuple[int, float]]:
    """The rows that bind, with 1 for their most and -1 for their least."""
    near = limits.tolerance * 10
    for index, row in enumerate(limits.rows):
        total = amounts[row.members].sum()
        if row.name is None:
            if total > spendable - (limits.step or near):
                yield index, 1.0
            continue
        if abs(total - row.most) <= near:
            yield index, 1.0
        if row.least > near and abs(total - row.least) <= near:
            yield index, -1.0
