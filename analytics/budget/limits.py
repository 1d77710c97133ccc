"""The limits of a problem as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.curves import Floats

Ints = NDArray[np.intp]
CLOSE = 1e-9
"""Amounts nearer than this share of the money are the same."""


@dataclass(frozen=True)
class Row:
    """The lines at `members` together get `least` to `most`; `name` None: the whole budget."""

    name: str | None
    members: Ints
    least: float
    most: float


@dataclass(frozen=True)
class Limits:
    """`low` ≤ amounts ≤ `high` per line, on the grid of `step`; rows, inner groups first.

    The last row is the whole budget. `nested`: no two groups overlap without one holding the
    other. Then what the other limits let be spent must be spent (`least` = `most` of the last
    row), as that cannot be worse; where groups overlap, spending more can mean spending it worse.
    """

    low: Floats
    high: Floats
    rows: tuple[Row, ...]
    nested: bool
    step: float | None

    @property
    def tolerance(self) -> float:
        """Amounts nearer than this are the same."""
        return CLOSE * max(self.rows[-1].most, float(self.low.sum()), 1e-300)

    def keeps(self, amounts: Floats) -> bool:
        """Whether amounts are within all limits (steps aside)."""
        near = self.tolerance * 10
        sums = [(row, amounts[row.members].sum()) for row in self.rows]
        return bool(
            np.all((amounts >= self.low - near) & (amounts <= self.high + near))
            and all(row.least - near <= total <= row.most + near for row, total in sums)
        )
