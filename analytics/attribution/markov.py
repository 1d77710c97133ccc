"""Markov attribution in closed form: what would be lost without a channel.

The removal effect of a channel is 1 − P(conversion without a visit to it) ÷ P(conversion), from
the fundamental matrix of the absorbing chain (J. G. Kemeny & J. L. Snell, Finite Markov chains,
1960, ch. 3): no simulation, the same figures each time. Totals are shared out in proportion to
the effects (Anderl et al. 2016). For an amount each conversion earns the mean amount of the state
it came from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

from analytics.attribution.chain import Chain, build_chain
from analytics.attribution.journeys import Floats, Ints, Journeys

Numbers = NDArray[np.floating] | NDArray[np.integer]


@dataclass(frozen=True)
class Removal:
    """Name × (conversions, *amounts). `effects` are 0 to 1; `credit`: the totals shared out."""

    effects: Floats
    credit: Floats


def credit_by_markov(journeys: Journeys, order: int = 1) -> Removal:
    """Removal effects and credit; a column that sums to 0 has effects and credit of 0.

    No journeys, or none that converted: zeros. The credit of each column sums to its total.
    """
    return remove_each(build_chain(journeys, order), journeys, journeys.conversions, journeys.nulls)


def remove_each(chain: Chain, journeys: Journeys, conversions: Floats, nulls: Floats) -> Removal:
    """The same with other counts for the paths; amounts are scaled with a path's conversions."""
    names, scale = len(journeys.names), _ratio(conversions, journeys.conversions)
    outcomes = np.column_stack([conversions, journeys.amounts * scale[:, None]])
    moves, rewards = transitions(chain, conversions + nulls, outcomes, journeys)
    effects = removal_effects(chain, moves, rewards, names)
    return Removal(effects, share_out(effects, outcomes.sum(axis=0)))


def transitions(
    chain: Chain, weights: Floats, outcomes: Floats, journeys: Journeys
) -> tuple[Floats, Floats]:
    """The chance of each move, and state × outcome: what a visit to the state earns at once.

    An amount per visit is the chance to convert there × the mean amount of those that did, which
    is the amount earned there per visit.
    """
    counts = np.bincount(chain.uses, weights[journeys.owners], len(chain.sources))
    size = len(chain.touched)
    visits = np.bincount(chain.sources, counts, size) + np.bincount(chain.finals, weights, size)
    earned = [np.bincount(chain.finals, column, size) for column in outcomes.T]
    return (
        _ratio(counts, visits[chain.sources]),
        _ratio(np.column_stack(earned), visits[:, None]),
    )


def removal_effects(chain: Chain, moves: Floats, rewards: Floats, names: int) -> Floats:
    """name × outcome: the share of the outcome that is lost where the name leads nowhere."""
    size = len(chain.touched)
    matrix = csc_array((moves, (chain.sources, chain.targets)), shape=(size, size))
    whole = _earned_from_start(matrix, rewards, np.arange(size))
    kept = [
        _earned_from_start(matrix, rewards, np.flatnonzero(chain.touched != name))
        for name in range(names)
    ]
    lost = 1 - _ratio(np.array(kept).reshape(names, rewards.shape[1]), whole)
    return np.where(whole > 0, np.clip(lost, 0, 1), 0.0)


def share_out(effects: Floats, totals: Floats) -> Floats:
    """Totals in proportion to the effects, which may be stacked; conversions' where a column of
    amounts has none."""
    sums = effects.sum(axis=-2, keepdims=True)
    shares = np.where(sums > 0, _ratio(effects, sums), _ratio(effects, sums)[..., :1])
    return np.asarray(shares * totals[..., None, :])


def _earned_from_start(matrix: csc_array, rewards: Floats, states: Ints) -> Floats:
    """What a journey earns that may pass through these states only; the start is among them."""
    inside = csc_array(eye_array(len(states), format="csc") - matrix[states][:, states])
    earned: Floats = splu(inside).solve(rewards[states])[0]
    return earned


def _ratio(above: Numbers, below: Numbers) -> Floats:
    """Above ÷ below, 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below != 0)
