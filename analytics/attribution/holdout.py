"""How far back a chain should look: the order that best foretells journeys it has not seen.

Every fifth journey, drawn with a fixed seed, is held out. The others give each next step its
chance, smoothed towards the shorter history by how many different steps followed the longer one
(I. H. Witten & T. C. Bell, The zero-frequency problem, IEEE Trans. Inf. Theory 37, 1991, method
C), so that what was never seen is unlikely, not impossible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.attribution.chain import histories, is_solvable
from analytics.attribution.journeys import Floats, Ints, Journeys

ORDERS = (1, 2, 3)
_SHARE = 0.2
_SEED = 7
_CLEARLY = 2.0


def choose_order(journeys: Journeys, orders: Sequence[int] = ORDERS) -> int:
    """The lowest order that no higher one of `orders` clearly beats on the held-out journeys.

    Clearly: by more than two standard errors of the journeys' differences in log-likelihood.
    Without journeys the lowest. An order whose chain would be too large is none of them.
    """
    best = orders[0]
    if not len(journeys.sizes):
        return best
    steps = _steps(journeys)
    small = [best, *(order for order in orders[1:] if is_solvable(journeys, order))]
    told = {order: _held_likelihood(journeys, steps, order) for order in small}
    for order in small[1:]:
        gain = told[order] - told[best]
        total = float(steps.held @ gain)
        spread = float(steps.held @ gain**2) - total**2 / max(float(steps.held.sum()), 1.0)
        if total > _CLEARLY * max(spread, 0.0) ** 0.5:
            best = order
    return best


@dataclass(frozen=True)
class _Steps:
    """Every step of every path: to each touch, then to the conversions, then to the nulls.

    `origins`: the touch it starts from, −1 for the start. `nexts`: the name it leads to; two more
    numbers stand for converted and not. `learnt`: how many of the journeys learnt from take it.
    `held`: journeys held out, of each path that convert, then of each that do not.
    """

    origins: Ints
    nexts: Ints
    learnt: Floats
    held: Floats


def _steps(journeys: Journeys) -> _Steps:
    chance = np.random.default_rng(_SEED)
    ends = np.concatenate([journeys.conversions, journeys.nulls])
    held = chance.binomial(np.rint(ends).astype(np.int64), _SHARE).astype(np.float64)
    kept = np.maximum(ends - held, 0)
    paths, names = len(journeys.sizes), len(journeys.names)
    taken = (kept[:paths] + kept[paths:])[journeys.owners]
    before = np.where(journeys.places == 0, -1, np.arange(len(journeys.touches)) - 1)
    last = journeys.ends - 1
    outcomes = np.repeat([names, names + 1], paths)
    return _Steps(
        origins=np.concatenate([before, last, last]),
        nexts=np.concatenate([journeys.touches, outcomes]),
        learnt=np.concatenate([taken, kept]),
        held=held,
    )


def _held_likelihood(journeys: Journeys, steps: _Steps, order: int) -> Floats:
    """The log-likelihood of each path's journey that converts, then of each that does not."""
    logs = np.log(_chances(journeys, steps, order))
    touches, paths = len(journeys.touches), len(journeys.sizes)
    way = np.bincount(journeys.owners, logs[:touches], paths)
    return np.asarray(np.concatenate([way, way]) + logs[touches:])


def _chances(journeys: Journeys, steps: _Steps, order: int) -> Floats:
    """The chance of each step at this order, by way of all lower ones; order 0 has no history."""
    size = len(journeys.names) + 2
    if order < 0:
        return np.full(len(steps.nexts), 1 / size)
    lower = _chances(journeys, steps, order - 1)
    codes = np.zeros(len(steps.nexts), np.int64)
    if order:
        told = histories(journeys, order)
        codes = np.where(steps.origins < 0, 0, told[steps.origins])
    _, contexts = np.unique(codes, return_inverse=True)
    pairs, which = np.unique(contexts * size + steps.nexts, return_inverse=True)
    seen = np.bincount(which, steps.learnt)
    followed = np.bincount(pairs // size, seen)
    variety = np.bincount(pairs // size, seen > 0)
    mass = followed + variety
    share = np.divide(1.0, mass, out=np.zeros_like(mass), where=mass > 0)[contexts]
    learnt = (seen[which] + variety[contexts] * lower) * share
    return np.where(mass[contexts] > 0, learnt, lower)
