"""The shapes a response may have, relative to a typical day of spend.

A shape says what u times the typical spend brings, relative to the typical day: 1 at u = 1.

    h(u) = bend · u^n ÷ (1 + (bend − 1) · u^n),  n = elasticity · bend

That is a Hill curve (A. V. Hill, J. Physiol. 40, 1910) written by what data tell about it: its
elasticity at the typical day, and how fast that falls as spend grows. A bend of 1 is a power of
spend, which never saturates; n above 1 is S-shaped. Spend works on with geometric carry-over
(S. Broadbent, J. Market Research Society 21, 1979), and a part `baseline` of a typical day's
value comes without spend.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analytics.curves import Floats, Hill

Integers = NDArray[np.int64]

FLATTEST = 1.02
"""The least bend of a curve that is handed out: a power law in all that matters."""

_ELASTICITIES = (*np.arange(0.05, 1.01, 0.05), 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
_BENDS = (1.0, 1.25, 1.6, 2.3, 4.0)
_CARRY_OVERS = (0.0, 0.15, 0.3, 0.5, 0.7, 0.85)
_BASELINES = (0.02, 0.25, 0.5, 0.75)
_LOWEST = (0.02, 0.0, 0.0, 0.0)
_HIGHEST = (4.0, np.log(8.0), 0.95, 0.95)
_LEAST = 1e-9
_MOST = 700.0
"""The largest logarithm whose number can still be written."""


@dataclass(frozen=True)
class Shapes:
    """Shapes as rows of (k, 4): elasticity, ln bend, carry-over from day to day, baseline."""

    rows: Floats

    @property
    def elasticity(self) -> Floats:
        """(k,) change of what spend brings, in percent per percent, on a typical day."""
        return self.rows[:, 0]

    @property
    def bend(self) -> Floats:
        """(k,) how much of the elasticity is lost as spend grows; 1 is a power of spend."""
        return np.exp(self.rows[:, 1])

    @property
    def carry_over(self) -> Floats:
        """(k,) the part of a day's effect that is left for the next day."""
        return self.rows[:, 2]

    @property
    def baseline(self) -> Floats:
        """(k,) the part of a typical day's value that comes without spend."""
        return self.rows[:, 3]

    def take(self, places: Integers) -> "Shapes":
        """The shapes at these places."""
        return Shapes(self.rows[places])

    def nudged(self, size: float) -> "Shapes":
        """One shape, and beside it the same with each number more by `size`."""
        return Shapes(self.rows[0] + size * np.eye(5, 4, k=-1))

    def along(self, step: Floats, sizes: Floats) -> "Shapes":
        """From one shape parts of a step, inside the bounds."""
        return Shapes(np.clip(self.rows[0] + sizes[:, None] * step, _LOWEST, _HIGHEST))

    def free(self, way: Floats, baseline: bool) -> NDArray[np.bool_]:
        """(4,) which numbers of one shape can go that way; no baseline where there is none."""
        at_floor = (self.rows[0] <= _LOWEST) & (way < 0)
        at_ceiling = (self.rows[0] >= _HIGHEST) & (way > 0)
        free: NDArray[np.bool_] = ~at_floor & ~at_ceiling
        return np.asarray(free & [True, True, True, baseline], dtype=np.bool_)


def all_shapes(baseline: bool) -> Shapes:
    """The grid that is searched; with `baseline`, value may come without spend."""
    bends = np.log(_BENDS)
    baselines = _BASELINES if baseline else (0.0,)
    return Shapes(np.array(list(product(_ELASTICITIES, bends, _CARRY_OVERS, baselines))))


def carry_over(spend: Floats, rate: float, before: float) -> Floats:
    """(n,) daily spend as it works: `rate` of each day's effect is left for the next.

    The weights sum to 1, so that steady spend is its own carry-over; `before` is the steady
    spend before the first day.
    """
    from scipy.signal import lfilter

    worked, _ = lfilter([1 - rate], [1, -rate], spend, zi=[rate * before])
    return np.asarray(worked, dtype=np.float64)


def paid_part(shapes: Shapes, working: Floats) -> Floats:
    """ln h for each shape, (k, n), of (k, n) or (n,) spends relative to the typical day."""
    powered = (shapes.elasticity * shapes.bend)[:, None] * np.log(np.maximum(working, _LEAST))
    bend = shapes.rows[:, 1][:, None]
    more = np.log(np.maximum(np.expm1(bend), _LEAST))
    risen: Floats = bend + powered - np.log1p(np.exp(np.minimum(more + powered, _MOST)))
    return risen


def whole(shapes: Shapes, paid: Floats) -> Floats:
    """ln of the value relative to the typical day, baseline included; (k, n) of (k, n)."""
    base = shapes.baseline[:, None]
    if not base.any():
        return paid
    together: Floats = np.log(base + (1 - base) * np.exp(np.minimum(paid, _MOST)))
    return together


def elasticity_at(shapes: Shapes, working: Floats) -> Floats:
    """(k, n) elasticities of what spend brings, at (k, n) spends relative to the typical day."""
    power = shapes.elasticity * shapes.bend
    raised = np.power(np.maximum(working, _LEAST), power[:, None])
    falling: Floats = power[:, None] / (1 + (shapes.bend[:, None] - 1) * raised)
    return falling


def hill(spend: float, value: float, elasticity: float, bend: float) -> Hill:
    """The Hill curve through (spend, value) with that elasticity there and that bend."""
    bend = max(bend, FLATTEST)
    slope = elasticity * bend
    return Hill(
        beta=value * bend / (bend - 1), kappa=spend * (bend - 1) ** (-1 / slope), slope=slope
    )
