"""The best split of the concave majorants of curves, read finely enough to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.budget.filling import Filled, Pieces, fill
from analytics.budget.limits import Ints, Limits
from analytics.budget.samples import Samples
from analytics.curves import Floats

_ROUNDS = 12
_FINER = 11
_UNREAD = 0.1


@dataclass(frozen=True)
class Box:
    """Bounds of each line, narrowed by the branches taken."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class Relaxed:
    """What the majorants over a box bring at most (`bound`), and the amounts at which they do.

    `gaps`: how far each line's majorant is above its curve there. `price`: what the last unit
    of money brings. `odd`: lines off the grid of steps, as three groups that overlap in a ring
    can leave them.
    """

    box: Box
    amounts: Floats
    bound: float
    gaps: Floats
    price: float
    odd: Ints

    @property
    def value(self) -> float:
        """What the curves bring at these amounts; -inf where some are off the grid."""
        return -np.inf if len(self.odd) else self.bound - float(self.gaps.sum())


@dataclass(frozen=True)
class Relaxation:
    """Curves under limits, each unit of money costing `toll`."""

    samples: Sequence[Samples]
    limits: Limits
    toll: float = 0.0

    def solve(self, box: Box, exact: float) -> Relaxed | None:
        """The best split over a box to about `exact`; None where the limits leave none.

        Curves are read finer next to where the split comes to lie, until a finer reading
        could not add a tenth of `exact` in all.
        """
        solved = self._fill(box)
        for _ in range(_ROUNDS):
            if solved is None or not self._refine(box, *solved, exact):
                break
            solved = self._fill(box)
        if solved is None:
            return None
        pieces, filled, bound = solved
        poured = np.bincount(pieces.line, filled.taken, len(box.low))
        amounts = np.clip(box.low + poured, box.low, box.high)
        gaps = self._gaps(pieces, filled.taken, amounts)
        return Relaxed(box, amounts, bound, gaps, filled.price, self._odd(box, amounts))

    def _odd(self, box: Box, amounts: Floats) -> Ints:
        step = self.limits.step
        if step is None or self.limits.nested:
            return np.empty(0, dtype=np.intp)
        off = np.abs(amounts - np.round(amounts / step) * step) > 1e-6 * step
        return np.flatnonzero(off & (box.low < box.high))

    def _fill(self, box: Box) -> tuple[Pieces, Filled, float] | None:
        bounds = zip(self.samples, box.low.tolist(), box.high.tolist(), strict=True)
        hulls = [samples.hull(low, high) for samples, low, high in bounds]
        pieces, limits = Pieces.of(hulls, self.toll), self.limits
        filled = fill(pieces, box.low, limits.rows, limits.nested, limits.tolerance)
        if filled is None:
            return None
        floors = sum(hull.value for hull in hulls) - self.toll * float(box.low.sum())
        return pieces, filled, floors + float((pieces.slopes * filled.taken).sum())

    def _refine(
        self, box: Box, pieces: Pieces, filled: Filled, _bound: float, exact: float
    ) -> bool:
        """Read curves finer where that may bring more than allowed; False when it is nowhere."""
        corners = _Corners.of(pieces, filled.taken, box)
        loose = np.flatnonzero(corners.doubts > _UNREAD * exact / len(box.low))
        steps = np.linspace(0.0, 1.0, _FINER)
        for at in loose.tolist():
            begin, end = corners.begin[at], corners.end[at]
            self.samples[corners.line[at]].read(begin + (end - begin) * steps)
        return len(loose) > 0

    def _gaps(self, pieces: Pieces, taken: Floats, amounts: Floats) -> Floats:
        """How far the majorant is above the curve: only where a piece is taken in part."""
        gaps = np.zeros(len(amounts))
        near = self.limits.tolerance * 1e-3
        for piece in np.flatnonzero((taken > near) & (taken < pieces.lengths - near)).tolist():
            line = int(pieces.line[piece])
            steep = pieces.slopes[piece] + self.toll
            reached = self.samples[line].at(float(pieces.left[piece])) + steep * taken[piece]
            brought = self.samples[line].curve.response(amounts[line : line + 1])[0]
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
