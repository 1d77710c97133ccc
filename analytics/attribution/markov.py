"""Markov attribution in closed form: what would be lost without a channel.

The removal effect of a channel is 1 − P(conversion without a visit to it) ÷ P(conversion), from
the fundamental matrix of the absorbing chain (J. G. Kemeny & J. L. Snell, Finite Markov chains,
1960, ch. 3): no simulation, the same figures each time. Totals are shared out in proportion to
the effects (Anderl et al. 2016). For an amount each conversion earns the mean amount of the state
it came from. The matrix is held in full: solved sparsely it fills up all the same, only slower.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    names, scale = len(journeys.names), ratio(conversions, journeys.conversions)
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
        ratio(counts, visits[chain.sources]),
        ratio(np.column_stack(earned), visits[:, None]),
    )


def removal_effects(chain: Chain, moves: Floats, rewards: Floats, names: int) -> Floats:
    """name × outcome: the share of the outcome that is lost where the name leads nowhere."""
    visits = fundamental(chain, moves)
    ahead = visits @ rewards
    lost = [_earned_through(visits, ahead, states_of(chain, name)) for name in range(names)]
    shares = ratio(np.array(lost).reshape(names, rewards.shape[1]), ahead[0])
    return np.where(ahead[0] > 0, np.clip(shares, 0, 1), 0.0)


def fundamental(chain: Chain, moves: Floats) -> Floats:
    """state × state: how often a journey that is at the one will be at the other, N = (I − Q)⁻¹."""
    leaving = np.eye(len(chain.touched))
    leaving[chain.sources, chain.targets] -= moves
    return np.asarray(np.linalg.inv(leaving), dtype=np.float64)


def states_of(chain: Chain, name: int) -> Ints:
    """The states that end in a name."""
    return np.flatnonzero(chain.touched == name)


def _earned_through(visits: Floats, ahead: Floats, states: Ints) -> Floats:
    """What a journey earns from its first visit to one of these states on.

    Where it comes to them first is N₀ᵦ · Nᵦᵦ⁻¹ for the block β of the states: each visit is
    the first or follows it.
    """
    block = visits[np.ix_(states, states)]
    return np.asarray(visits[0, states] @ np.linalg.solve(block, ahead[states]), dtype=np.float64)


def share_out(effects: Floats, totals: Floats) -> Floats:
    """Totals in proportion to the effects, which may be stacked; conversions' where a column of
    amounts has none."""
    sums = effects.sum(axis=-2, keepdims=True)
    shares = np.where(sums > 0, ratio(effects, sums), ratio(effects, sums)[..., :1])
    return np.asarray(shares * totals[..., None, :])


def ratio(above: Numbers, below: Numbers) -> Floats:
    """Above ÷ below, 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below != 0)
