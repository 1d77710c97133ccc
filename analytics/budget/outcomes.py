"""What splits bring, by one set of curves and over the draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.budget.problem import Line
from analytics.curves import Curve, Floats

_TAILS = (0.1, 0.9)


def responses(curves: Sequence[Curve], amounts: Floats) -> Floats:
    """What each line brings at its amount."""
    pairs = zip(curves, np.atleast_2d(amounts).T, strict=True)
    return np.array([curve.response(amount)[0] for curve, amount in pairs])


def marginals(curves: Sequence[Curve], amounts: Floats) -> Floats:
    """What one more unit brings each line; of a whole unit where the derivative is infinite."""
    pairs = zip(curves, np.atleast_2d(amounts).T, strict=True)
    slopes = np.array([curve.marginal(amount)[0] for curve, amount in pairs])
    for line in np.flatnonzero(~np.isfinite(slopes)).tolist():
        begin, end = curves[line].response(amounts[line] + np.array([0.0, 1.0]))
        slopes[line] = end - begin
    return slopes


@dataclass(frozen=True)
class Outcome:
    """How a gain spreads over the draws: 80 % of them `low` to `high`, `loss_chance` of a loss."""

    low: float
    high: float
    loss_chance: float


def judge_draws(
    lines: Sequence[Line], amounts: Floats, now: Floats, stay: Floats, gain: float
) -> Outcome:
    """The gain's interval against today's split, and the chance to lose against staying.

    Without draws the gain is certain.
    """
    if not any(line.draws for line in lines):
        return Outcome(gain, gain, 0.0)
    drawn = draw_responses(lines, np.array([amounts, now, stay]))
    low, high = np.quantile(drawn[0] - drawn[1], _TAILS)
    return Outcome(float(low), float(high), chance_of_loss(drawn[0], drawn[2]))


def draw_responses(lines: Sequence[Line], splits: Floats) -> Floats:
    """What each split (row) brings in each draw (column), all lines together.

    A line without draws is certain; one with fewer than another has them come round again.
    """
    count = max(1, *(len(line.draws) for line in lines))
    total = np.zeros((len(splits), count))
    for line, amounts in zip(lines, splits.T, strict=True):
        drawn = line.draws or (line.curve,)
        brought = np.column_stack([curve.response(amounts) for curve in drawn])
        total += np.take(brought, np.arange(count) % len(drawn), axis=1)
    return total


def chance_of_loss(brought: Floats, staying: Floats) -> float:
    """The share of draws that bring less than staying, differences of rounding aside."""
    return float(np.mean(brought < staying - 1e-12 * np.abs(staying)))
