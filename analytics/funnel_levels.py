"""How far each person of a list of events gets through steps in order, within a window."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.funnel_chains import STEPS_A_MOMENT, Trails, first_arrivals
from analytics.funnel_window import SECOND, Window, numbered


@dataclass(frozen=True)
class Happening:
    """Something a person did. `moment`: microseconds, from any beginning."""

    person: str
    moment: int
    event: str


LONGEST = 2_000 * 366 * 86_400 * SECOND
"""The longest time from the first to the last event that places of events can be told apart in."""


def measure_levels(
    happenings: Sequence[Happening], steps: Sequence[str], window: Window
) -> dict[str, int]:
    """The number of the last step each person came to (0: none), in the order they first occur.

    Events that are no step count in strict order only, where they end a chain.
    Raises ValueError where the events lie more than `LONGEST` apart.
    """
    people = list(dict.fromkeys(one.person for one in happenings))
    levels = np.zeros(len(people), int)
    trails = _trails(happenings, people, steps)
    for came in first_arrivals(trails, len(steps), window):
        levels[trails.person[came.event]] += 1
    return dict(zip(people, levels.tolist(), strict=True))


def _trails(happenings: Sequence[Happening], people: Sequence[str], steps: Sequence[str]) -> Trails:
    """The events sorted; a person's number is their place among `people`."""
    row = {person: number for number, person in enumerate(people)}
    number = numbered(steps)
    first = min((one.moment for one in happenings), default=0)
    if any(one.moment - first > LONGEST for one in happenings):
        raise ValueError("the events lie more than 2000 years apart")
    person = np.array([row[one.person] for one in happenings], np.uint64)
    places = [
        (one.moment - first) * STEPS_A_MOMENT + number.get(one.event, 0) for one in happenings
    ]
    place = np.array(places, np.int64)
    order = np.lexsort((place, person))
    return Trails(person[order], place[order])
