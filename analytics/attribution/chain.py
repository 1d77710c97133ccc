"""Journeys as an absorbing Markov chain: states, transitions, where they end.

A state of order k is what the last k touches were, fewer at a journey's start (E. Anderl,
I. Becker, F. von Wangenheim & J. H. Schumann, Mapping the customer journey: lessons learned from
graph-based online attribution modeling, IJRM 33, 2016). Repeated touches are kept as they are:
at order 1 they change no removal effect, at higher orders they are part of the history.
"""

from dataclasses import dataclass

import numpy as np

from analytics.attribution.journeys import Ints, Journeys

MOST_STATES = 2000
"""A chain that looks back more than one touch is solved up to here: time grows with the cube."""


@dataclass(frozen=True)
class Chain:
    """The states journeys pass through. State 0 is the start, before any touch.

    `touched`: the name each state ends in, −1 for the start. `sources` → `targets`: the distinct
    transitions between states. `uses`: the transition each touch was reached by; `finals`: the
    state each path ended in.
    """

    order: int
    touched: Ints
    sources: Ints
    targets: Ints
    uses: Ints
    finals: Ints


def build_chain(journeys: Journeys, order: int) -> Chain:
    """The chain of the journeys.

    ValueError for an order below 1, and for one that is not `is_solvable`.
    """
    if order < 1:
        raise ValueError("a chain looks back one touch at least")
    if not is_solvable(journeys, order):
        raise ValueError(f"too many different journeys for a chain of order {order}")
    base = len(journeys.names) + 1
    known, states = np.unique(histories(journeys, order), return_inverse=True)
    states = states + 1
    before = np.where(journeys.places == 0, 0, np.roll(states, 1))
    size = len(known) + 1
    moves, uses = np.unique(before * size + states, return_inverse=True)
    return Chain(
        order=order,
        touched=np.concatenate([[-1], known % base - 1]),
        sources=moves // size,
        targets=moves % size,
        uses=uses,
        finals=states[journeys.ends - 1],
    )


def is_solvable(journeys: Journeys, order: int) -> bool:
    """Whether a chain of this order has no more than `MOST_STATES` states; at order 1 always."""
    if order == 1:
        return True
    if (len(journeys.names) + 1) ** order > np.iinfo(np.int64).max:
        return False
    return len(np.unique(histories(journeys, order))) < MOST_STATES


def histories(journeys: Journeys, order: int) -> Ints:
    """Each touch with the order − 1 before it in its path as one number, the latest lowest."""
    base = len(journeys.names) + 1
    codes = journeys.touches + 1
    for back in range(1, order):
        earlier = np.where(journeys.places >= back, np.roll(journeys.touches, back) + 1, 0)
        codes = codes + earlier * base**back
    return codes
