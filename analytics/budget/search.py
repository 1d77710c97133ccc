"""Branch and bound: the global optimum also of S-shaped curves, with a bound that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

import numpy as np

from analytics.budget.filling import Pieces, fill
from analytics.budget.limits import Ints, Limits
from analytics.budget.samples import Samples
from analytics.curves import Curve, Floats

TOLERANCE = 1e-8
"""The search ends when its bound is within this share of the best split found."""

_WORK = 16_000
_ROUNDS = 12
_FINER = 11


@dataclass(frozen=True)
class Found:
    """A split, what it brings, and what no split can exceed."""

    amounts: Floats
    value: float
    bound: float


@dataclass(frozen=True)
class Box:
    """Bounds of each line, narrowed by the branches taken."""

    low: Floats
    high: Floats


@dataclass(frozen=True, order=True)
class _Node:
    """A box with the best split of its majorants; `gaps`: how far each is above its curve."""

    rank: float
    number: int
    box: Box = field(compare=False)
    amounts: Floats = field(compare=False)
    gaps: Floats = field(compare=False)

    @property
    def bound(self) -> float:
        return -self.rank

    @property
    def value(self) -> float:
        return self.bound - float(self.gaps.sum())


class Search:
    """The best split of curves under limits, and the bound for it.

    The majorants of the curves over a box are concave, so their best split is found by filling
    and bounds the box from above. Where it leaves a line on a stretch where the majorant is
    above the curve, the box is cut in two at that amount (Falk and Soland, An algorithm for
    separable nonconvex programming problems, 1969). The boxes with the highest bound go first.
    Curves are sampled, finer where splits come to lie, until the rest is below the tolerance.
    """

    def __init__(
        self, curves: Sequence[Curve], limits: Limits, tolerance: float = TOLERANCE
    ) -> None:
        self._curves, self._limits, self._tolerance = curves, limits, tolerance
        bounds = zip(curves, limits.low, limits.high, strict=True)
        self._samples = [Samples(curve, low, high, limits.step) for curve, low, high in bounds]
        self._numbers = count()

    def run(self) -> Found:
        """Search until the bound is reached or the work is done."""
        root = self._node(Box(self._limits.low, self._limits.high))
        assert root is not None, "the limits were checked"
        best, waiting, bound = root, [root], root.bound
        for _ in range(max(12, _WORK // len(self._curves))):
            bound = max(waiting[0].bound, best.value) if waiting else best.value
            if bound - best.value <= self._tolerance * abs(bound):
                break
            for child in self._branch(heappop(waiting)):
                best = max(best, child, key=lambda node: node.value)
                heappush(waiting, child)
        return Found(best.amounts, best.value, bound)

    def _branch(self, node: _Node) -> list[_Node]:
        line = int(np.argmax(node.gaps))
        amount = float(node.amounts[line])
        self._samples[line].read(np.array([amount]))
        below, above = node.box.high.copy(), node.box.low.copy()
        below[line] = above[line] = amount
        children = [self._node(Box(node.box.low, below)), self._node(Box(above, node.box.high))]
        return [child for child in children if child is not None]

    def _node(self, box: Box) -> _Node | None:
        """The best split of the majorants in a box; None where the limits leave none."""
        relaxed = self._relax(box)
        if relaxed is None:
            return None
        pieces, taken, bound = relaxed
        poured = np.bincount(pieces.line, taken, len(box.low))
        amounts = np.clip(box.low + poured, box.low, box.high)
        gaps = self._gaps(pieces, taken, amounts)
        return _Node(-bound, next(self._numbers), box, amounts, gaps)

    def _relax(self, box: Box) -> tuple[Pieces, Floats, float] | None:
        """Majorants fine enough for their best split, what it takes of them, and its value."""
        relaxed = self._fill(box)
        for _ in range(_ROUNDS):
            if relaxed is None or not self._refine(box, *relaxed):
                break
            relaxed = self._fill(box)
        return relaxed

    def _fill(self, box: Box) -> tuple[Pieces, Floats, float] | None:
        bounds = zip(self._samples, box.low.tolist(), box.high.tolist(), strict=True)
        hulls = [samples.hull(low, high) for samples, low, high in bounds]
        pieces, limits = Pieces.of(hulls), self._limits
        taken = fill(pieces, box.low, limits.rows, limits.nested, limits.tolerance)
        if taken is None:
            return None
        return pieces, taken, sum(hull.value for hull in hulls) + float(pieces.slopes @ taken)

    def _refine(self, box: Box, pieces: Pieces, taken: Floats, bound: float) -> bool:
        """Read curves finer where that may bring more than allowed; False when it is nowhere."""
        corners = _Corners.of(pieces, taken, box)
        loose = np.flatnonzero(corners.doubts > 0.1 * self._tolerance * abs(bound) / len(box.low))
        steps = np.linspace(0.0, 1.0, _FINER)
        for at in loose:
            begin, end = corners.begin[at], corners.end[at]
            self._samples[corners.line[at]].read(begin + (end - begin) * steps)
        return len(loose) > 0

    def _gaps(self, pieces: Pieces, taken: Floats, amounts: Floats) -> Floats:
        """How far the majorant is above the curve: only where a piece is taken in part."""
        gaps = np.zeros(len(amounts))
        near = self._limits.tolerance * 1e-3
        for piece in np.flatnonzero((taken > near) & (taken < pieces.lengths - near)):
            line = pieces.line[piece]
            begin = float(pieces.left[piece])
            reached = self._samples[line].at(begin) + pieces.slopes[piece] * taken[piece]
            brought = self._curves[line].response(amounts[line : line + 1])[0]
            gaps[line] = max(reached - brought, 0.0)
        return gaps


@dataclass(frozen=True)
class _Corners:
    """The corners of hulls next to a split: `doubts` bounds what a finer reading may add there."""

    line: Ints
    doubts: Floats
    begin: Floats
    end: Floats

    @classmethod
    def of(cls, pieces: Pieces, taken: Floats, box: Box) -> "_Corners":
        """The corner each line stands on, or both ends of the piece it stands within."""
        full = taken >= pieces.lengths * (1 - 1e-9)
        lines = np.flatnonzero(np.diff(pieces.begin))
        corner = (pieces.begin[:-1] + np.bincount(pieces.line[full], minlength=len(box.low)))[lines]
        within = np.flatnonzero((taken > 0) & ~full)
        line = np.concatenate((lines, pieces.line[within]))
        corner = np.concatenate((corner, within + 1))
        begin, end = pieces.begin[line], pieces.begin[line + 1] - 1
        at_low, at_high = corner <= begin, corner > end
        right = np.minimum(np.where(at_low, begin + 1, corner), end)
        left = np.maximum(np.where(at_high, end - 1, corner - 1), begin)
        before = np.where(at_low, 0.0, pieces.last[np.where(at_high, right, left)])
        after = np.where(at_high, 0.0, pieces.first[np.where(at_low, left, right)])
        spot = np.where(at_high, box.high[line], pieces.left[np.minimum(corner, end)])
        fall = pieces.slopes[left] - pieces.slopes[right]
        return cls(line, fall * np.maximum(before, after), spot - before, spot + after)
