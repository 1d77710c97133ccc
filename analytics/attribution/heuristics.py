"""The models by rule: each conversion is shared out over the touches of its own journey.

Position-based and time-decay crediting as analytics products define them: 40 % to the first and
the last touch, 20 % evenly to those between (two touches share evenly, one takes all);
2^(−days before the conversion ÷ half-life), made to sum to one in each journey.
"""

import numpy as np

from analytics.attribution.journeys import Floats, Journeys

HEURISTICS = ("last", "first", "linear", "position", "time_decay")
ENDS, BETWEEN = 0.4, 0.2


def credit_by_rule(journeys: Journeys, model: str, half_life: float = 7.0) -> Floats:
    """Credit as name × (conversions, *amounts); columns sum to the journeys' own totals.

    ValueError for a model that is no rule, and for time decay of journeys without times.
    """
    weights = touch_weights(journeys, model, half_life)
    outcomes = journeys.outcomes[journeys.owners]
    return np.column_stack(
        [
            np.bincount(journeys.touches, weights * column, len(journeys.names))
            for column in outcomes.T
        ]
    )


def touch_weights(journeys: Journeys, model: str, half_life: float = 7.0) -> Floats:
    """Each touch's share of its journey's conversion; they sum to one in each journey."""
    place, size = journeys.places, journeys.sizes[journeys.owners]
    match model:
        case "last":
            return np.asarray(place == size - 1, np.float64)
        case "first":
            return np.asarray(place == 0, np.float64)
        case "linear":
            return np.asarray(1 / size)
        case "position":
            between = BETWEEN / np.maximum(size - 2, 1)
            at_end = (place == 0) | (place == size - 1)
            return np.where(size <= 2, 1 / size, np.where(at_end, ENDS, between))
        case "time_decay":
            return _fading(journeys, half_life)
    raise ValueError(f"{model} is no model by rule")


def _fading(journeys: Journeys, half_life: float) -> Floats:
    """Counted from each journey's freshest touch, so that old journeys do not run out of digits."""
    if journeys.ages is None:
        raise ValueError("time decay needs the touches' times")
    if not len(journeys.sizes):
        return np.empty(0)
    begins = journeys.ends - journeys.sizes
    freshest = np.minimum.reduceat(journeys.ages, begins)[journeys.owners]
    weights = np.exp2((freshest - journeys.ages) / half_life)
    sums: Floats = np.add.reduceat(weights, begins)
    return np.asarray(weights / sums[journeys.owners])
