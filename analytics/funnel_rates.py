"""Intervals and tests for step rates: pure numbers.

Sources: Wilson (1927), J. Am. Stat. Assoc. 22; Newcombe (1998), Statistics in Medicine 17, method
10; the pooled z test of two proportions; Holm (1979), Scand. J. Statistics 6.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`, with its interval."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The rate itself."""
        return self.part / self.whole


@dataclass(frozen=True)
class Difference:
    """A rate minus another with its interval; `chance`: how likely one as large is by chance."""

    value: float
    low: float
    high: float
    chance: float


def rate_of(part: int, whole: int, level: float = LEVEL) -> Rate | None:
    """The rate with its Wilson interval; None where it is no share of anything."""
    if not 0 <= part <= whole or whole == 0:
        return None
    z = _z(level)
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return Rate(part, whole, max(0.0, middle - half), min(1.0, middle + half))


def difference(now: Rate, before: Rate) -> Difference:
    """Now minus before, with Newcombe's interval and the two-sided chance of the pooled z test."""
    change = now.value - before.value
    down = math.hypot(now.value - now.low, before.high - before.value)
    up = math.hypot(now.high - now.value, before.value - before.low)
    return Difference(change, change - down, change + up, _chance(now, before))


def _chance(now: Rate, before: Rate) -> float:
    pooled = (now.part + before.part) / (now.whole + before.whole)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole))
    if spread == 0:
        return 1.0
    return math.erfc(abs(now.value - before.value) / spread / math.sqrt(2))


def holm(chances: Sequence[float]) -> list[float]:
    """The chances corrected for how many they are, in their order."""
    corrected, largest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        largest = max(largest, min(1.0, chances[place] * (len(chances) - rank)))
        corrected[place] = largest
    return corrected


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
