"""What several responses have in common, to which each is drawn the more the less it shows itself.

Empirical Bayes (B. Efron & C. Morris, JASA 70, 1975; between-group variance by R. DerSimonian &
N. Laird, Controlled Clinical Trials 7, 1986): elasticities differ between channels by as much as
their estimates differ beyond their own doubt. How curves bend and how long spend works on is
hard to tell from one channel; these are pooled over all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats
from analytics.response_fit import VAGUE, Prior
from analytics.response_shapes import Shapes

_USUAL_SPREAD = 0.15
_USUAL_WEIGHT = 5.0
_LEAST_SPREAD = 0.05
_MIDDLE_DOUBT = 0.2
_ALIKE = (0.25, 0.1)
"""How far bends (their logarithm) and carry-overs of channels in one shop are apart."""


@dataclass(frozen=True)
class Evidence:
    """What one history says: `costs` (1 + b, k) of the shapes, the first row without bootstrap."""

    shapes: Shapes
    costs: Floats


def pooled(found: Sequence[Evidence]) -> tuple[Prior, Floats]:
    """The prior all share, and how doubtful its middle is, (4,)."""
    bend, carry, bend_doubt, carry_doubt = _common(found)
    alike = Prior(
        np.array([VAGUE.middle[0], bend, carry, VAGUE.middle[3]]),
        np.array([2 * VAGUE.spread[0], *_ALIKE, VAGUE.spread[3]]),
    )
    chosen = [
        each.shapes.rows[(each.costs + alike.cost(each.shapes)).argmin(axis=1), 0] for each in found
    ]
    middle, spread, doubt = _spread_of(
        np.array([each[0] for each in chosen]), np.array([each[1:].var() for each in chosen])
    )
    prior = Prior(
        np.array([middle, bend, carry, VAGUE.middle[3]]),
        np.array([spread, *_ALIKE, VAGUE.spread[3]]),
    )
    return prior, np.array([doubt, bend_doubt, carry_doubt, 0.0])


def _common(found: Sequence[Evidence]) -> tuple[float, float, float, float]:
    """Mean and doubt of the bend (logarithm) and the carry-over, were they all alike."""
    axes = [np.unique(found[0].shapes.rows[:, one]) for one in (1, 2)]
    cost = np.zeros((len(axes[0]), len(axes[1])))
    for each in found:
        rows = each.shapes.rows
        own = each.costs[0] + Prior(VAGUE.middle[[0, 3]], VAGUE.spread[[0, 3]]).cost(
            Shapes(rows[:, [0, 3]])
        )
        places = tuple(np.searchsorted(axes[n], rows[:, n + 1]) for n in (0, 1))
        least = np.full_like(cost, np.inf)
        np.minimum.at(least, places, own)
        cost += least
    for n, axis in enumerate(axes):
        far = ((axis - VAGUE.middle[n + 1]) / VAGUE.spread[n + 1]) ** 2
        cost += far[:, None] if n == 0 else far
    likely = np.exp(-(cost - cost.min()) / 2)
    bend, carry = (likely.sum(axis=1 - n) / likely.sum() for n in (0, 1))
    return (*_moments(axes[0], bend), *_moments(axes[1], carry))


def _moments(axis: Floats, share: Floats) -> tuple[float, float]:
    mean = float(axis @ share)
    return mean, float(np.sqrt(((axis - mean) ** 2) @ share))


def _spread_of(values: Floats, doubts: Floats) -> tuple[float, float, float]:
    """Mean of the elasticities, how far they lie apart, and the doubt about the mean."""
    doubts = np.maximum(doubts, 1e-4)
    weight = 1 / doubts
    centre = (weight * values).sum() / weight.sum()
    beyond = (weight * (values - centre) ** 2).sum() - (len(values) - 1)
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    between = max(beyond / scale, 0.0) if scale > 0 else 0.0
    count = len(values) - 1
    spread2 = (count * between + _USUAL_WEIGHT * _USUAL_SPREAD**2) / (count + _USUAL_WEIGHT)
    spread2 = max(spread2, _LEAST_SPREAD**2)
    weight = 1 / (doubts + spread2)
    vague = 1 / _MIDDLE_DOUBT**2
    total = weight.sum() + vague
    return (
        float(((weight * values).sum() + vague * VAGUE.middle[0]) / total),
        float(np.sqrt(spread2)),
        float(np.sqrt(1 / total)),
    )
