"""How sure Markov credit is: journeys drawn again and again with replacement.

Drawing as many journeys as there are, with replacement, gives each of a path's journeys a number
of copies that is Poisson but for the fixed sum (B. Efron & R. Tibshirani, An introduction to the
bootstrap, 1993, ch. 6; N. Chamandy et al., Estimating uncertainty for massive data streams, 2012).
The ends are percentiles of the draws; the seed is fixed, so they are the same each time. A path's
conversions are taken to have earned alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from analytics.attribution.chain import Chain, build_chain
from analytics.attribution.journeys import Floats, Ints, Journeys
from analytics.attribution.markov import remove_each, share_out

LEVEL = 0.8
_DRAWS, _DRAWS_OF_HIGHER_ORDERS = 200, 60
_AT_ONCE = 10


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
    drawn = _first_order if order == 1 else _higher_order
    credit = np.concatenate([share_out(each, totals) for each in drawn(chain, journeys, chance)])
    low, high = np.quantile(credit, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Intervals(low, high)


def _higher_order(
    chain: Chain, journeys: Journeys, chance: np.random.Generator
) -> Iterator[Floats]:
    for _ in range(_DRAWS_OF_HIGHER_ORDERS):
        conversions = chance.poisson(journeys.conversions).astype(np.float64)
        nulls = chance.poisson(journeys.nulls).astype(np.float64)
        yield remove_each(chain, journeys, conversions, nulls).effects[None]


def _first_order(chain: Chain, journeys: Journeys, chance: np.random.Generator) -> Iterator[Floats]:
    """Effects as draw × name × outcome, some draws at a time.

    With one state a name the removal effect is N₀ₖ ÷ Nₖₖ · xₖ ÷ x₀: the chance to come to the
    state at all, times what is earned from there on, by the fundamental matrix N and x = N · r.
    """
    size = len(chain.touched)
    moves = _incidence(chain.uses, journeys.owners, len(chain.sources), journeys)
    finals = _incidence(chain.finals, np.arange(len(journeys.sizes)), size, journeys)
    each = np.divide(
        journeys.outcomes,
        journeys.conversions[:, None],
        out=np.zeros_like(journeys.outcomes),
        where=journeys.conversions[:, None] > 0,
    )
    at_once = (len(journeys.sizes), _AT_ONCE)
    for _ in range(_DRAWS // _AT_ONCE):
        conversions = chance.poisson(journeys.conversions[:, None], at_once).astype(np.float64)
        ended = conversions + chance.poisson(journeys.nulls[:, None], at_once)
        counts = np.zeros((_AT_ONCE, size, size))
        counts[:, chain.sources, chain.targets] = (moves @ ended).T
        earned = np.stack([(finals @ (conversions * own[:, None])).T for own in each.T], axis=-1)
        visits = counts.sum(axis=2) + (finals @ ended).T
        yield _effects(counts, earned, np.maximum(visits, 1.0)[..., None])[
            :, np.argsort(chain.touched)[1:]
        ]


def _effects(counts: Floats, earned: Floats, visits: Floats) -> Floats:
    """draw × state × outcome; of the start, which all pass, 1."""
    fundamental = np.linalg.inv(np.eye(counts.shape[1]) - counts / visits)
    ahead = fundamental @ (earned / visits)
    reached = fundamental[:, 0] / np.diagonal(fundamental, axis1=1, axis2=2)
    start = ahead[:, :1]
    lost = reached[..., None] * ahead
    return np.divide(lost, start, out=np.zeros_like(lost), where=start > 0)


def _incidence(rows: Ints, paths: Ints, size: int, journeys: Journeys) -> csr_array:
    """How often each path passes each of `size` things."""
    ones = np.ones(len(rows))
    return csr_array((ones, (rows, paths)), shape=(size, len(journeys.sizes)))
