"""The plainest response curve: tests can work out by hand what it brings."""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats


@dataclass(frozen=True)
class Straight:
    """Each unit brings the same."""

    slope: float

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        return self.slope * spend

    def marginal(self, spend: Floats) -> Floats:
        """The slope, whatever the spend."""
        return np.full_like(spend, self.slope)
