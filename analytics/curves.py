"""Response curves: what money brings, and what the next unit of it brings."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@runtime_checkable
class Curve(Protocol):
    """A non-decreasing curve from 0 spend on, in any one unit of money on both axes."""

    def response(self, spend: Floats) -> Floats:
        """What each spend brings; same shape as `spend`, which must not be negative."""

    def marginal(self, spend: Floats) -> Floats:
        """What one more unit brings at each spend: the derivative, same shape."""


@dataclass(frozen=True)
class Hill:
    """`beta` · x^slope / (kappa^slope + x^slope): at most `beta`, half of it at `kappa`.

    Concave up to a `slope` of 1, S-shaped above it. All three must be positive (ValueError).
    Source: Hill (1910), as media-mix models use it.
    """

    beta: float
    kappa: float
    slope: float = 1.0

    def __post_init__(self) -> None:
        if not (self.beta > 0 and self.kappa > 0 and self.slope > 0):
            raise ValueError(f"a Hill curve needs positive numbers: {self}")

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        powered: Floats = np.power(spend / self.kappa, self.slope)
        return self.beta * powered / (1 + powered)

    def marginal(self, spend: Floats) -> Floats:
        """The derivative; infinite at 0 where the slope is below 1."""
        ratio = np.asarray(spend / self.kappa, dtype=np.float64)
        with np.errstate(divide="ignore"):
            rising = np.power(ratio, self.slope - 1)
        return self.beta * self.slope / self.kappa * rising / (1 + ratio**self.slope) ** 2


@dataclass(frozen=True)
class Repeated:
    """A daily `curve` over `days` days with the same spend each day."""

    curve: Curve
    days: float

    def response(self, spend: Floats) -> Floats:
        """What each total spend brings in all days together."""
        return self.days * self.curve.response(spend / self.days)

    def marginal(self, spend: Floats) -> Floats:
        """What one more unit over all days brings."""
        return self.curve.marginal(spend / self.days)
