"""How sure Markov credit is: journeys drawn again and again with replacement.

Drawing as many journeys as there are, with replacement, gives each of a path's journeys a number
of copies that is Poisson but for the fixed sum (B. Efron & R. Tibshirani, An introduction to the
bootstrap, 1993, ch. 6; N. Chamandy et al., Estimating uncertainty for massive data streams, 2012).
The ends are percentiles of the draws; the seed is fixed, so they are the same each time. A path's
conversions are taken to have earned alike.

A chain that looks back one touch is solved anew for each draw, the fewer times the more names it
has. One that looks back farther is moved by one linear step from what was seen (the infinitesimal
jackknife's: B. Efron, The jackknife, the bootstrap and other resampling plans, 1982, ch. 6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.attribution.chain import Chain, build_chain
from analytics.attribution.journeys import Floats, Ints, Journeys
from analytics.attribution.markov import fundamental, ratio, share_out, states_of, transitions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LEVEL = 0.8
_DRAWS, _FEWEST_DRAWS, _AT_ONCE = 200, 20, 10
_MANY_STATES = 200
_CELLS = 10_000_000
"""Numbers of a chain's matrices held at once."""


@dataclass(frozen=True)
class Intervals:
    """name × (conversions, *amounts): where the credit lies, at the level asked."""

    low: Floats
    high: Floats


def bootstrap_markov(
    journeys: Journeys, order: int = 1, level: float = LEVEL, seed: int = 7
) -> Intervals:
    """Intervals of Markov credit, sharing out the totals that were seen; zeros without journeys."""
    totals = journeys.outcomes.sum(axis=0)
    if not len(journeys.sizes):
        empty = np.zeros((0, len(totals)))
        return Intervals(empty, empty)
    chain, chance = build_chain(journeys, order), np.random.default_rng(seed)
    effects = _solve_each if order == 1 else _step_each
    drawn = effects(chain, journeys, _draws(chain, journeys, chance))
    credit = np.concatenate([share_out(each, totals) for each in drawn])
    low, high = np.quantile(credit, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Intervals(low, high)


def draws_of(chain: Chain) -> int:
    """How many draws there are: solving grows with the cube of the states, so many have fewer."""
    states = len(chain.touched)
    if chain.order > 1 or states <= _MANY_STATES:
        return _DRAWS
    return max(_FEWEST_DRAWS, round(_DRAWS * (_MANY_STATES / states) ** 3))


@dataclass(frozen=True)
class _Drawn:
    """Some draws. `moves`: draw × transition, its chance. `rewards`: draw × state × outcome, what a
    visit earns at once. `visited`: draw × state, 1 where anybody came."""

    moves: Floats
    rewards: Floats
    visited: Floats


def _draws(chain: Chain, journeys: Journeys, chance: np.random.Generator) -> Iterator[_Drawn]:
    size, steps = len(chain.touched), len(chain.sources)
    moves = _incidence(chain.uses, journeys.owners, (steps, len(journeys.sizes)))
    finals = _incidence(chain.finals, np.arange(len(journeys.sizes)), (size, len(journeys.sizes)))
    leaving = _incidence(chain.sources, np.arange(steps), (size, steps))
    own = ratio(journeys.outcomes, journeys.conversions[:, None])
    left, at_once = draws_of(chain), max(1, min(_AT_ONCE, _CELLS // size**2))
    for some in [at_once] * (left // at_once) + [left % at_once] * (left % at_once > 0):
        shape = (len(journeys.sizes), some)
        conversions = chance.poisson(journeys.conversions[:, None], shape).astype(np.float64)
        ended = conversions + chance.poisson(journeys.nulls[:, None], shape)
        counts = moves @ ended
        visits = (leaving @ counts + finals @ ended).T
        earned = [(finals @ (conversions * each[:, None])).T for each in own.T]
        yield _Drawn(
            moves=ratio(counts.T, visits[:, chain.sources]),
            rewards=ratio(np.stack(earned, axis=-1), visits[..., None]),
            visited=np.asarray(visits > 0, dtype=np.float64),
        )


def _solve_each(chain: Chain, journeys: Journeys, drawn: Iterable[_Drawn]) -> Iterator[Floats]:
    """Effects as draw × name × outcome, some draws at a time.

    With one state a name the removal effect is N₀ₖ ÷ Nₖₖ · xₖ ÷ x₀: the chance to come to the
    state at all, times what is earned from there on, by the fundamental matrix N and x = N · r.
    """
    by_name = np.argsort(chain.touched)[1:]
    for some in drawn:
        leaving = np.tile(np.eye(len(chain.touched)), (len(some.moves), 1, 1))
        leaving[:, chain.sources, chain.targets] -= some.moves
        visits = np.linalg.inv(leaving)
        ahead = visits @ some.rewards
        reached = visits[:, 0] / np.diagonal(visits, axis1=1, axis2=2)
        yield ratio(reached[..., None] * ahead, ahead[:, :1])[:, by_name]


def _step_each(chain: Chain, journeys: Journeys, drawn: Iterable[_Drawn]) -> Iterator[Floats]:
    """The same, each draw one linear step from the chain that was seen."""
    ways = _ways(chain, journeys)
    for some in drawn:
        whole, *kept = (way.earned(some) for way in ways)
        lost = 1 - ratio(np.stack(kept, axis=1), whole[:, None])
        yield np.where(whole[:, None] > 0, np.clip(lost, 0, 1), 0.0)


@dataclass(frozen=True)
class _Way:
    """Journeys that may pass some states only: how often they are at each, (states,) `reached`, and
    what they earn from it on, (states, outcomes) `ahead`; both 0 of states they may not pass."""

    chain: Chain
    reached: Floats
    ahead: Floats

    def earned(self, drawn: _Drawn) -> Floats:
        """draw × outcome: what a journey earns, to first order in the chances.

        Adds u · (ΔQ · v + Δr) for the visits u and what lies ahead v (P. J. Schweitzer,
        Perturbation theory and finite Markov chains, J. Applied Probability 5, 1968). What nobody
        drawn came to stays as it was seen.
        """
        leads = self.reached[self.chain.sources, None] * self.ahead[self.chain.targets]
        now = np.einsum("s,bso->bo", self.reached, drawn.rewards)
        before = drawn.visited @ (self.reached[:, None] * self.ahead)
        return np.asarray(self.ahead[0] + drawn.moves @ leads + now - before)


def _ways(chain: Chain, journeys: Journeys) -> list[_Way]:
    """The whole chain, then the chain without each name: N − N·ᵦ · Nᵦᵦ⁻¹ · Nᵦ· for its states β."""
    ended = journeys.conversions + journeys.nulls
    moves, rewards = transitions(chain, ended, journeys.outcomes, journeys)
    visits = fundamental(chain, moves)
    ahead = visits @ rewards
    found = [_Way(chain, visits[0], ahead)]
    for name in range(len(journeys.names)):
        states = states_of(chain, name)
        block = visits[np.ix_(states, states)]
        reached = visits[0] - np.linalg.solve(block.T, visits[0, states]) @ visits[states]
        left = ahead - visits[:, states] @ np.linalg.solve(block, ahead[states])
        found.append(_Way(chain, reached, left))
    return found


def _incidence(rows: Ints, columns: Ints, shape: tuple[int, int]) -> "csr_array":
    """How often each row meets each column."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
