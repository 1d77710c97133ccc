"""Bring a good split to the point next to it where marginal returns are equal."""

from collections.abc import Sequence

import numpy as np

from analytics.budget.limits import Limits, Row
from analytics.budget.outcomes import marginals, responses
from analytics.curves import Curve, Floats

_ROUNDS = 8
_NUDGE = 1e-5


def polish(curves: Sequence[Curve], limits: Limits, amounts: Floats) -> Floats:
    """The stationary point next to a split, or the split itself where that is no better.

    Newton's method on the Lagrange conditions of the lines inside their bounds; limits that
    bind stay so. Amounts on a grid are left as they are.
    """
    if limits.step is not None:
        return amounts
    best, value = amounts, responses(curves, amounts).sum()
    for _ in range(_ROUNDS):
        moved = _newton(curves, limits, best)
        brought = responses(curves, moved).sum()
        if not limits.keeps(moved) or brought < value - 1e-12 * abs(value):
            break
        settled = np.abs(moved - best).max() <= limits.tolerance * 1e-3
        best, value = moved, max(value, brought)
        if settled:
            break
    return best


def _newton(curves: Sequence[Curve], limits: Limits, amounts: Floats) -> Floats:
    near = limits.tolerance
    inside = np.flatnonzero((amounts > limits.low + near) & (amounts < limits.high - near))
    tight = [row for row in limits.rows if _binds(row, amounts, near * 10)]
    if not len(inside):
        return amounts
    free, at = [curves[line] for line in inside.tolist()], amounts[inside]
    nudge = np.minimum(_NUDGE * limits.rows[-1].most, (limits.high - amounts)[inside]) / 2
    nudge = np.minimum(nudge, (amounts - limits.low)[inside] / 2)
    slopes = marginals(free, at)
    bends = (marginals(free, at + nudge) - marginals(free, at - nudge)) / (2 * nudge)
    if not np.all(bends):
        return amounts
    member = np.array([np.isin(inside, row.members) for row in tight], dtype=np.float64)
    member = member.reshape(len(tight), len(inside))
    prices = np.linalg.lstsq(member / bends @ member.T, member @ (slopes / bends), rcond=None)[0]
    moved = amounts.copy()
    moved[inside] += (prices @ member - slopes) / bends
    return np.clip(moved, limits.low, limits.high)


def _binds(row: Row, amounts: Floats, near: float) -> bool:
    total = amounts[row.members].sum()
    return bool(total >= row.most - near or total <= row.least + near)
