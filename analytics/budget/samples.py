"""A curve read at amounts, and its least concave majorant over them."""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Curve, Floats

EVEN, NEAR_FLOOR = 33, 13
"""Amounts read at first: evenly spread, and halving the way to the lower bound each time."""


@dataclass(frozen=True)
class Hull:
    """A concave broken line from (`start`, `value`): pieces with falling slopes.

    `left`: where each begins. `first`, `last`: the widths of the sampled cells at its two ends,
    0 where they cannot be made finer.
    """

    value: float
    left: Floats
    lengths: Floats
    slopes: Floats
    first: Floats
    last: Floats


def majorant(amounts: Floats, values: Floats, step: float | None = None) -> Hull:
    """The least concave majorant of values at rising amounts.

    Its slopes are the antitonic regression of the slopes of the cells, weighted by their widths
    (Barlow et al., Statistical inference under order restrictions, 1972, §1.2).
    """
    from scipy.optimize import isotonic_regression

    widths = amounts[1:] - amounts[:-1]
    slopes = (values[1:] - values[:-1]) / widths
    first = last = widths
    if np.any(slopes[1:] > slopes[:-1]):
        ends = isotonic_regression(slopes, weights=widths, increasing=False).blocks
        first, last = widths[ends[:-1]], widths[ends[1:] - 1]
        amounts, values = amounts[ends], values[ends]
        slopes = (values[1:] - values[:-1]) / (amounts[1:] - amounts[:-1])
    if step is not None:
        first, last = (np.where(width < 1.5 * step, 0.0, width) for width in (first, last))
    lengths = amounts[1:] - amounts[:-1]
    return Hull(float(values[0]), amounts[:-1], lengths, slopes, first, last)


class Samples:
    """A curve at amounts between `low` and `high` (multiples of `step`), more where asked for."""

    def __init__(self, curve: Curve, low: float, high: float, step: float | None) -> None:
        self.curve = curve
        self._low, self._high, self._step = low, high, step
        self._amounts, self._values = np.empty(0), np.empty(0)
        self._hull: tuple[float, float, Hull] | None = None
        halves = low + (high - low) / EVEN * 0.5 ** np.arange(1, NEAR_FLOOR)
        self.read(np.concatenate((np.linspace(low, high, EVEN), halves)))

    def read(self, amounts: Floats) -> None:
        """Read the curve at these amounts too, moved onto the grid."""
        wanted = np.clip(self._onto_grid(amounts), self._low, self._high)
        values = self.curve.response(wanted)
        merged = np.concatenate((self._amounts, wanted))
        self._amounts, first = np.unique(merged, return_index=True)
        self._values = np.concatenate((self._values, values))[first]
        self._hull = None

    def at(self, amount: float) -> float:
        """The value of an amount that has been read."""
        return float(self._values[np.searchsorted(self._amounts, amount)])

    def hull(self, low: float, high: float) -> Hull:
        """The least concave majorant between two amounts that have been read."""
        if self._hull is None or self._hull[:2] != (low, high):
            begin, end = np.searchsorted(self._amounts, [low, high])
            kept = slice(begin, end + 1)
            hull = majorant(self._amounts[kept], self._values[kept], self._step)
            self._hull = (low, high, hull)
        return self._hull[2]

    def _onto_grid(self, amounts: Floats) -> Floats:
        if self._step is None or self._low == self._high:
            return amounts
        return np.round(amounts / self._step) * self._step
