"""Branch and bound: the global optimum also of S-shaped curves, with a bound that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np

from analytics.budget.decomposing import parts
from analytics.budget.limits import Limits
from analytics.budget.problem import Infeasible
from analytics.budget.relaxation import Box, Relaxation, Relaxed
from analytics.budget.samples import Samples
from analytics.curves import Curve, Floats

TOLERANCE = 1e-7
"""The search ends when its bound is within this share of the best split found."""

_WORK = 6_000
_FEWEST, _MOST = 2, 400
_DIVE = (4, 12)
_SHARE = 0.2


@dataclass(frozen=True)
class Found:
    """A split, what it brings, and what no split can exceed."""

    amounts: Floats
    value: float
    bound: float


def search(curves: Sequence[Curve], limits: Limits) -> Found:
    """The best split of curves under limits, and the bound for it.

    Infeasible where overlapping groups leave no split on the grid of steps.
    """
    bounds = zip(curves, limits.low.tolist(), limits.high.tolist(), strict=True)
    samples = [Samples(curve, low, high, limits.step) for curve, low, high in bounds]
    relaxation = Relaxation(samples, limits)
    coarse = relaxation.solve(Box(limits.low, limits.high), np.inf)
    assert coarse is not None, "the limits were checked"
    best, bound = _Search(relaxation, TOLERANCE * abs(coarse.bound)).run()
    if len(best.odd):
        names = tuple(row.name for row in limits.rows if row.name is not None)
        raise Infeasible("groups", 0.0, 0.0, names)
    return Found(best.amounts, best.value, bound)


class _Search:
    """Looks for the best split to within `exact`.

    The majorants of the curves over a box are concave, so their best split is found by filling
    and bounds the box from above. Where it leaves a line on a stretch where the majorant is
    above the curve, the box is cut in two at that amount (Falk and Soland, An algorithm for
    separable nonconvex programming problems, 1969). The boxes with the highest bound go first.
    """

    def __init__(self, relaxation: Relaxation, exact: float) -> None:
        self._relaxation, self._exact = relaxation, exact
        self._waiting: list[tuple[float, int, Relaxed]] = []
        self._numbers = count()

    def run(self) -> tuple[Relaxed, float]:
        """The best split and the bound, when they meet or the work is done."""
        limits = self._relaxation.limits
        root = self._relaxation.solve(Box(limits.low, limits.high), self._exact)
        assert root is not None, "the limits were checked"
        best, ceiling = self._settle(root)
        self._wait(root)
        for _ in range(min(max(_FEWEST, _WORK // len(limits.low)), _MOST)):
            bound = min(max(self._highest(), best.value), ceiling)
            if bound - best.value <= self._exact or not self._waiting:
                break
            _, _, node = heappop(self._waiting)
            for child in self._branch(node):
                best = max(best, child, key=_value)
                self._wait(child)
        return best, min(max(self._highest(), best.value), ceiling)

    def _settle(self, root: Relaxed) -> tuple[Relaxed, float]:
        """A good split and a bound from groups that are settled on their own, if there are any.

        At the price of the last unit of money groups do not depend on each other, so each is
        searched alone, and the bounds add up (Lagrange, as in Everett, Operations Research 11,
        1963). Where they leave lines, the whole is solved and branched downwards.
        """
        low, high, bound = root.box.low.copy(), root.box.high.copy(), root.bound
        found = [part for part in parts(self._relaxation, root) if part.gap > self._exact * 1e-3]
        for part in found:
            share = _SHARE * self._exact / len(found)
            best, most = _Search(part.relaxation, share).run()
            low[part.members], high[part.members] = best.box.low, best.box.high
            bound -= max(part.relaxed - most, 0.0)
        if not found:
            return root, root.bound
        settled = self._relaxation.solve(Box(low, high), self._exact)
        return max(root, *self._dive(settled), key=_value), bound

    def _dive(self, node: Relaxed | None) -> list[Relaxed]:
        passed = list[Relaxed]()
        shallow, deep = _DIVE
        for _ in range(min(max(shallow, _WORK // (2 * len(self._relaxation.samples))), deep)):
            if node is None:
                break
            passed.append(node)
            if node.bound - node.value <= self._exact:
                break
            node = max(self._branch(node), key=_value, default=None)
        return passed

    def _branch(self, node: Relaxed) -> list[Relaxed]:
        line = int(node.odd[0]) if len(node.odd) else int(np.argmax(node.gaps))
        at, step = float(node.amounts[line]), self._relaxation.limits.step
        ends = (
            (at, at)
            if not len(node.odd) or not step
            else (at // step * step, -(-at // step) * step)
        )
        self._relaxation.samples[line].read(np.array(ends))
        below, above = node.box.high.copy(), node.box.low.copy()
        below[line], above[line] = ends
        boxes = Box(node.box.low, below), Box(above, node.box.high)
        children = [self._relaxation.solve(box, self._exact) for box in boxes]
        return [child for child in children if child is not None]

    def _wait(self, node: Relaxed) -> None:
        heappush(self._waiting, (-node.bound, next(self._numbers), node))

    def _highest(self) -> float:
        return -self._waiting[0][0] if self._waiting else -np.inf


def _value(node: Relaxed) -> float:
    return node.value
