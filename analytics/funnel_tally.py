"""What became of everybody in a funnel: people, waits and actions, added up part by part."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analytics.funnel_chains import Arrivals, Trails, rows_among
from analytics.funnel_window import SECOND

Whole = NDArray[np.int64]
ByGroup = dict[int, list[Whole]]

ONE_GROUP = 0
"""The group of everybody where they are not told apart."""


@dataclass(frozen=True)
class Reached:
    """How many people came to a step; `seconds`: the median time since they first came to the step
    before, None at the first step and where nobody came."""

    people: int
    seconds: float | None


@dataclass(frozen=True)
class Counted:
    """A group's steps in order; `actions`: how many steps of any kind those of the last step took
    on average after the first of the chain that led there, None where there is nobody."""

    steps: tuple[Reached, ...]
    actions: float | None


@dataclass
class Tally:
    """Sums over parts of the people of a funnel with so many steps, for each of their groups."""

    steps: int
    _waits: list[ByGroup] = field(init=False)
    _actions: ByGroup = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._waits = [defaultdict(list) for _ in range(self.steps)]

    def add(self, trails: Trails, firsts: tuple[Arrivals, ...]) -> None:
        """Add who came to each step and when first, as `first_arrivals` found them."""
        previous = firsts[0]
        for came, waits in zip(firsts, self._waits, strict=True):
            before = previous.event[rows_among(trails, came.event, previous)]
            _gather(waits, trails, came, trails.moment(came.event) - trails.moment(before))
            previous = came
        _gather(self._actions, trails, previous, _actions(trails, previous))

    def result(self) -> dict[int, Counted]:
        """Everybody who came to the first step, by group."""
        return {group: self._counted(group) for group in self._waits[0]}

    def _counted(self, group: int) -> Counted:
        taken = self._actions.get(group)
        actions = float(np.concatenate(taken).mean()) if taken else None
        return Counted(tuple(self._reached(group)), actions)

    def _reached(self, group: int) -> Iterator[Reached]:
        for place, waits in enumerate(self._waits):
            found = np.concatenate(waits[group]) if group in waits else np.empty(0)
            known = place and len(found)
            yield Reached(len(found), float(np.median(found)) / SECOND if known else None)


def _gather(into: ByGroup, trails: Trails, came: Arrivals, values: Whole) -> None:
    if not len(values):
        return
    if trails.group is None:
        into[ONE_GROUP].append(values)
        return
    groups = trails.group[came.event]
    order = np.argsort(groups, kind="stable")
    names, starts = np.unique(groups[order], return_index=True)
    for name, part in zip(names.tolist(), np.split(values[order], starts[1:]), strict=True):
        into[name].append(part)


def _actions(trails: Trails, came: Arrivals) -> Whole:
    """How many events each had from the first of their chain to their arrival, that one counted and
    the first not; all those of a moment belong to it."""
    moment = trails.moment()
    anew = (trails.person[1:] != trails.person[:-1]) | (moment[1:] != moment[:-1])
    starts = np.concatenate(([0], np.flatnonzero(anew) + 1, [len(moment)]))
    begun = starts[np.searchsorted(starts, came.begun, "right") - 1]
    ended = starts[np.searchsorted(starts, came.event, "right")]
    return ended - begun - 1
