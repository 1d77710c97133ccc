"""The draws of every line's curve, read once at a grid of amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

import numpy as np

from analytics.budget.problem import Line
from analytics.budget.samples import Hull, majorant
from analytics.curves import Curve, Floats

if TYPE_CHECKING:
    from scipy.interpolate import CubicHermiteSpline

_AMOUNTS = 65
_NEAR_NOTHING = 0.01


@dataclass(frozen=True)
class MeanCurve:
    """The mean of equally likely curves, exactly."""

    draws: tuple[Curve, ...]

    def response(self, spend: Floats) -> Floats:
        """What each spend brings on average."""
        return np.asarray(np.mean([draw.response(spend) for draw in self.draws], axis=0))

    def marginal(self, spend: Floats) -> Floats:
        """What one more unit brings on average."""
        return np.asarray(np.mean([draw.marginal(spend) for draw in self.draws], axis=0))


def mean_curves(lines: Sequence[Line]) -> list[Curve]:
    """The mean curve of each line; its only curve where it has no draws."""
    count = max(len(line.draws) for line in lines)
    return [
        MeanCurve(tuple(islice(cycle(line.draws), count))) if line.draws else line.curve
        for line in lines
    ]


@dataclass(frozen=True)
class SplineCurve:
    """A cubic through values and slopes read at amounts: a curve that is quick to ask."""

    spline: "CubicHermiteSpline[np.float64]"
    slopes: "CubicHermiteSpline[np.float64]"

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        return np.asarray(self.spline(spend), dtype=np.float64)

    def marginal(self, spend: Floats) -> Floats:
        """The derivative of that."""
        return np.asarray(self.slopes(spend), dtype=np.float64)


@dataclass(frozen=True)
class Drawn:
    """`amounts`: line × grid; `values`: line × grid × draw, what each draw of a line brings."""

    amounts: Floats
    values: Floats

    @classmethod
    def of(cls, lines: Sequence[Line], low: Floats, high: Floats) -> "Drawn":
        """Every draw at 65 amounts from `low` to `high`, closer together near nothing."""
        count = max(1, *(len(line.draws) for line in lines))
        even = np.linspace(0.0, 1.0, _AMOUNTS)
        power = np.where(low < _NEAR_NOTHING * high, 2.0, 1.0)[:, None]
        amounts = low[:, None] + (high - low)[:, None] * even**power
        values = np.empty((len(lines), _AMOUNTS, count))
        for at, line in enumerate(lines):
            draws = line.draws or (line.curve,)
            read = np.column_stack([curve.response(amounts[at]) for curve in draws])
            values[at] = np.take(read, np.arange(count) % len(draws), axis=1)
        return cls(amounts, values)

    def splines(self, curves: Sequence[Curve]) -> list[Curve]:
        """The means as splines, for a search that asks them often."""
        from scipy.interpolate import CubicHermiteSpline

        made = list[Curve]()
        for curve, amounts, values in zip(curves, self.amounts, self.values, strict=True):
            if amounts[0] == amounts[-1]:
                made.append(curve)
                continue
            slopes = curve.marginal(amounts)
            mean = values.mean(axis=1)
            chords = np.diff(mean) / np.diff(amounts)
            slopes = np.where(np.isfinite(slopes), slopes, np.append(chords, 0.0))
            spline = CubicHermiteSpline(amounts, mean, slopes)
            made.append(SplineCurve(spline, spline.derivative()))
        return made

    def hulls(self, weights: Floats) -> list[Hull]:
        """The majorants of the curves' means, weighted by draw."""
        means = self.values @ weights
        return [
            majorant(*((one[:1], mean[:1]) if one[0] == one[-1] else (one, mean)))
            for one, mean in zip(self.amounts, means, strict=True)
        ]

    def brought(self, splits: Floats) -> Floats:
        """What each split (row) brings in each draw (column), read between the grid's amounts."""
        total = np.zeros((len(splits), self.values.shape[2]))
        for line, amounts in enumerate(splits.T):
            total += self.read(line, amounts)
        return total

    def read(self, line: int, amounts: Floats) -> Floats:
        """What amounts (rows) of one line bring in each draw (columns)."""
        grid, values = self.amounts[line], self.values[line]
        cell = np.clip(np.searchsorted(grid, amounts) - 1, 0, _AMOUNTS - 2)
        width = grid[cell + 1] - grid[cell]
        part = np.zeros_like(amounts)
        np.divide(amounts - grid[cell], width, out=part, where=width > 0)
        read = values[cell] * (1 - part)[:, None] + values[cell + 1] * part[:, None]
        return np.asarray(read, dtype=np.float64)
