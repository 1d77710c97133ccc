"""Today's split, moved as little as possible where the limits no longer allow it."""

from dataclasses import dataclass

import numpy as np

from analytics.budget.limits import Limits
from analytics.budget.polishing import polish
from analytics.budget.problem import Problem
from analytics.budget.search import search
from analytics.curves import Floats


@dataclass(frozen=True)
class _Nearness:
    """Minus the squared distance to `target`, in proportion to it."""

    target: float
    scale: float

    def response(self, spend: Floats) -> Floats:
        return -((spend - self.target) ** 2) / (2 * self.scale)

    def marginal(self, spend: Floats) -> Floats:
        return (self.target - spend) / self.scale


def today(problem: Problem, limits: Limits) -> Floats:
    """Today's amounts where they are within the limits and spend the money, else the nearest."""
    now = np.array([line.now for line in problem.lines])
    return now if limits.keeps(now) else nearest(now, limits)


def nearest(target: Floats, limits: Limits) -> Floats:
    """The split nearest to a target: least Σ (amount - target)² / target, so lines share alike."""
    least = 1e-6 * max(float(target.sum()), limits.rows[-1].most, 1e-300)
    near = [_Nearness(at, max(at, least)) for at in target.tolist()]
    return polish(near, limits, search(near, limits).amounts)
