"""Linear programs over amounts."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analytics.budget.limits import Row
from analytics.curves import Floats


@dataclass(frozen=True)
class Solved:
    """Amounts, their gain, and what one more unit of each inequality's bound would bring."""

    amounts: Floats
    gain: float
    prices: Floats


def maximise(
    gains: Floats, matrix: Floats, most: Floats, low: Floats, high: Floats
) -> Solved | None:
    """The best `low` ≤ amounts ≤ `high` with `matrix` @ amounts ≤ `most`; None if there is none."""
    from scipy.optimize import linprog

    bounds = list(zip(low.tolist(), high.tolist(), strict=True))
    found = linprog(-gains, A_ub=matrix, b_ub=most, bounds=bounds)
    if found.status != 0:
        return None
    amounts = np.asarray(found.x, dtype=np.float64)
    prices = np.asarray(-found.ineqlin.marginals, dtype=np.float64)
    return Solved(amounts, float(gains @ amounts), prices)


def inequalities(rows: Iterable[Row], lines: int) -> tuple[Floats, Floats]:
    """`matrix` @ amounts ≤ `most`: for each row its most, then its least negated."""
    matrix, most = list[Floats](), list[float]()
    for row in rows:
        part = np.zeros(lines)
        part[row.members] = 1.0
        matrix += [part, -part]
        most += [row.most, -row.least]
    return np.array(matrix), np.array(most)
