"""How far each person gets through the steps of a funnel, over events sorted by person and time.

Of several chains the longest counts, so a later first step may win. Step by step, every event of a
step continues the latest event with which the same person had come to the step before: a chain with
a later start has more of its window left, so the latest is the best. Since events are sorted, that
one is found by its place among those that got so far, and each step reads only its own events.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.funnel_window import MOST_STEPS, Mode, Window

Indices = NDArray[np.intp]

STEPS_A_MOMENT = 64
"""A place orders events by time, then by step: moment in microseconds × 64 + step."""
_STEP_BITS = STEPS_A_MOMENT.bit_length() - 1


@dataclass(frozen=True)
class Trails:
    """The events of whole people, sorted by `person` and then by `place`; arrays of one length.

    `group`: what a person belongs to, the same on all their events; None where it is one group.
    """

    person: NDArray[np.uint64]
    place: NDArray[np.int64]
    group: NDArray[np.uint64] | None = None

    def moment(self, events: Indices | slice = slice(None)) -> NDArray[np.int64]:
        """When events happened, in microseconds."""
        moments: NDArray[np.int64] = self.place[events] >> _STEP_BITS
        return moments

    def at_step(self, step: int) -> Indices:
        """The events of one step, in order; 0: those that are none."""
        return np.flatnonzero(self.place & (STEPS_A_MOMENT - 1) == step)

    def person_starts(self, events: Indices) -> NDArray[np.bool_]:
        """Which of some events, in order, are the first of their person among them."""
        people = self.person[events]
        return np.concatenate(([True], people[1:] != people[:-1]))[: len(events)]


@dataclass(frozen=True)
class Arrivals:
    """Events with which people came to a step, in order, and the one each's chain begins with."""

    event: Indices
    begun: Indices

    def only(self, kept: NDArray[np.bool_]) -> "Arrivals":
        """Those that are marked."""
        return Arrivals(self.event[kept], self.begun[kept])


def first_arrivals(
    trails: Trails, steps: int, window: Window, until: int | None = None
) -> tuple[Arrivals, ...]:
    """For each step who came to it and when first: an arrival for each of these people, in order.

    Chains begin before `until` (microseconds; None: at any time). Whoever came to a step came to
    all before it. Raises ValueError for less than one step or more than 32.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"a funnel has 1 to {MOST_STEPS} steps, not {steps}")
    first = trails.at_step(1)
    if until is not None:
        first = first[trails.place[first] < until * STEPS_A_MOMENT]
    came = [Arrivals(first, first)]
    for step in range(2, steps + 1):
        came.append(_continuing(trails, came[-1], step, window))
    firsts = tuple(each.only(trails.person_starts(each.event)) for each in came)
    cut = _CUTS.get(window.mode)
    return _before(trails, firsts, cut(trails, firsts)) if cut else firsts


def rows_among(trails: Trails, events: Indices, firsts: Arrivals) -> Indices:
    """For events of people who all came to a step, which arrival there is their own."""
    return np.searchsorted(trails.person[firsts.event], trails.person[events])


def _continuing(trails: Trails, previous: Arrivals, step: int, window: Window) -> Arrivals:
    """The events of a step that continue a chain: its latest event of the step before, at the same
    moment or earlier, whose window is not yet over."""
    event = trails.at_step(step)
    latest = np.searchsorted(previous.event, event) - 1
    event, latest = event[latest >= 0], latest[latest >= 0]
    before, begun = previous.event[latest], previous.begun[latest]
    moment, moment_before, start = map(trails.moment, (event, before, begun))
    counts = (
        (trails.person[before] == trails.person[event])
        & (moment - start <= window.length)
        & (moment - moment_before <= window.length_of(step))
    )
    if window.mode == "strict_increase":
        counts &= moment > moment_before
    return Arrivals(event, begun).only(counts)


def _repeating(trails: Trails, firsts: tuple[Arrivals, ...]) -> Indices:
    """For each person where they first repeat a step, not the first, after having come to it."""
    cut = np.full(len(firsts[0].event), len(trails.place))
    for step, came in enumerate(firsts[1:], 2):
        same = trails.at_step(step)
        following = np.searchsorted(same, came.event) + 1
        came, following = came.only(following < len(same)), following[following < len(same)]
        again = same[following]
        own = trails.person[again] == trails.person[came.event]
        np.minimum.at(cut, rows_among(trails, again[own], firsts[0]), again[own])
    return cut


def _straying(trails: Trails, firsts: tuple[Arrivals, ...]) -> Indices:
    """For each person where, after a first step, they first do something that is no step, or a
    step whose predecessor they have not come to."""
    cut = np.full(len(firsts[0].event), len(trails.place))
    for step in (0, *range(3, len(firsts) + 1)):
        event = trails.at_step(step)
        row = rows_among(trails, event, firsts[0])
        event, row = event[row < len(cut)], row[row < len(cut)]
        allowed = np.full(len(cut), len(trails.place))
        if step:
            before = firsts[step - 2]
            allowed[rows_among(trails, before.event, firsts[0])] = before.event
        first = firsts[0].event[row]
        own = trails.person[first] == trails.person[event]
        strays = own & (event > first) & (event < allowed[row])
        np.minimum.at(cut, row[strays], event[strays])
    return cut


_CUTS: dict[Mode, Callable[[Trails, tuple[Arrivals, ...]], Indices]] = {
    "strict_deduplication": _repeating,
    "strict_order": _straying,
}


def _before(trails: Trails, firsts: tuple[Arrivals, ...], cut: Indices) -> tuple[Arrivals, ...]:
    """Without what people came to only after their cut."""
    rows = (rows_among(trails, each.event, firsts[0]) for each in firsts)
    return tuple(each.only(each.event < cut[row]) for each, row in zip(firsts, rows, strict=True))
