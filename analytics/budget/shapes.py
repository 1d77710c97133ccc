"""Curves with a closed form besides Hill's, for files of one's own."""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats


@dataclass(frozen=True)
class Power:
    """`a` · x^`b`: each percent more money brings `b` percent more. Both positive (ValueError)."""

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (self.a > 0 and self.b > 0):
            raise ValueError(f"a power curve needs positive numbers: {self}")

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        return self.a * np.power(spend, self.b)

    def marginal(self, spend: Floats) -> Floats:
        """The derivative; infinite at 0 where `b` is below 1."""
        with np.errstate(divide="ignore"):
            return self.a * self.b * np.power(np.asarray(spend, dtype=np.float64), self.b - 1)


@dataclass(frozen=True)
class Logarithm:
    """`a` · ln(1 + x / `b`): ever less, never an end. Both positive (ValueError)."""

    a: float
    b: float

    def __post_init__(self) -> None:
        if not (self.a > 0 and self.b > 0):
            raise ValueError(f"a log curve needs positive numbers: {self}")

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        return self.a * np.log1p(spend / self.b)

    def marginal(self, spend: Floats) -> Floats:
        """The derivative."""
        return self.a / (self.b + np.asarray(spend, dtype=np.float64))
