"""Other pasts that could have been: the noise of a history drawn anew in blocks of days.

A block bootstrap of residuals (H. Kuensch, Annals of Statistics 17, 1989; for regressions D.
Freedman, Annals of Statistics 9, 1981): days next to each other keep their noise together, and so
do campaigns and channels, for all take it from the same days.
"""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats
from analytics.response_days import Days, Ints

BLOCK = 14
"""Days that are drawn together: what moves one day moves its neighbours too."""


@dataclass(frozen=True)
class Chance:
    """From which day each day takes its noise: (b, days) ordinals, the first day being `first`."""

    first: int
    sources: Ints

    def noise(self, days: Days, residuals: Floats, dice: np.random.Generator) -> Floats:
        """(b, n) noise for the rows of a history, from its (n,) residuals.

        A campaign that did not run on the day drawn takes noise of any row of the history.
        """
        start = days.history.start.toordinal() - self.first
        places = np.full((len(days.units), self.sources.shape[1]), -1)
        places[days.unit, days.day + start] = np.arange(len(days.day))
        taken = places[days.unit, self.sources[:, days.day + start]]
        anywhere = dice.integers(len(residuals), size=taken.shape)
        noise: Floats = residuals[np.where(taken < 0, anywhere, taken)]
        return noise


def draw_days(first: int, size: int, draws: int, dice: np.random.Generator) -> Chance:
    """Blocks of days drawn with replacement from a round of `size` days."""
    blocks = -(-size // BLOCK)
    begins = dice.integers(size, size=(draws, blocks))
    days = (begins[:, :, None] + np.arange(BLOCK)) % size
    return Chance(first, days.reshape(draws, -1)[:, :size])
