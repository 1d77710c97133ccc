"""From numbers to places on the picture: linear scales and round ticks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

# Differences smaller than these are noise of binary numbers, not something to draw.
FLAT, NOTHING = 1e-9, 1e-15
ROUND_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """Maps `low`…`high` linearly onto `start`…`end` points."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; one outside the range lies outside the ends."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Round numbers from at or below `low` to at or above `high`, about `most` steps apart.

    The step is 1, 2 or 5 times a power of ten. A range of nothing is widened to hold two ticks.
    """
    size = max(abs(low), abs(high))
    if high - low <= max(size * FLAT, NOTHING):
        half = size / 2 if size > NOTHING else 0.5
        low, high = low - half, high + half
    step = round_step((high - low) / most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(place * step for place in range(first, max(last, first + 1) + 1))


def round_step(rough: float) -> float:
    """The smallest 1, 2 or 5 times a power of ten that is at least `rough` (> 0)."""
    power = floor(log10(rough))
    for step in ROUND_STEPS:
        if step * 10.0**power >= rough * (1 - 1e-9):
            return _exact(step, power)
    return _exact(1, power + 1)


def value_range(values: Iterable[float], *, from_zero: bool = False) -> tuple[float, float]:
    """The axis range for a line chart; (0, 1) without values.

    Zero is kept in sight unless all values are far from it: a line may leave the baseline out
    (it is read by slope), but small moves of a large number must be visible. `from_zero` keeps
    it in any case: dots are read by height.
    """
    known = list(values)
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    is_far = low > 0.6 * high > 0 or high < 0.6 * low < 0
    if is_far and low < high and not from_zero:
        return low, high
    return min(0.0, low), max(0.0, high)


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres near the wanted ones for labels of these heights, none over another.

    They stay within `low`…`high` and keep their order; more than fit start at `low` and go
    past `high`.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = list(wanted)
    edge = high
    for place in reversed(order):
        placed[place] = min(placed[place], edge - heights[place] / 2)
        edge = placed[place] - heights[place] / 2
    edge = low
    for place in order:
        placed[place] = max(placed[place], edge + heights[place] / 2)
        edge = placed[place] + heights[place] / 2
    return placed


def _exact(step: float, power: int) -> float:
    """`step × 10^power` without the noise of multiplying by a negative power."""
    return step * 10.0**power if power >= 0 else step / 10.0**-power
