"""Reading the events of a store in parts: no person is torn apart, and no step of theirs lost."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from analytics.funnel_chains import Trails, first_arrivals
from analytics.funnel_tally import Tally
from analytics.funnel_trails import read_trails
from analytics.funnel_window import SECOND, Window
from analytics.statement import Statement
from analytics.warehouse import Columns

PEOPLE = [1, 1, 2, 3, 3, 3, 3, 3, 7]
MOMENTS = [0, 5, 0, 0, 1, 2, 3, 4, 9]
STEPS = [1, 2, 1, 1, 1, 2, 2, 3, 1]


@dataclass
class InParts:
    """A reader that hands out sorted events so many at a time."""

    size: int

    def batches(self, statement: Statement) -> Iterator[Columns]:
        moments = np.array(MOMENTS) * SECOND
        columns = {
            "person": np.array(PEOPLE, np.uint64),
            "place": moments * 64 + np.array(STEPS),
            "group": np.array(PEOPLE, np.uint64) % np.uint64(2),
        }
        for start in range(0, len(PEOPLE), self.size):
            yield {name: all_of[start : start + self.size] for name, all_of in columns.items()}


def parts(size: int) -> list[Trails]:
    return [*read_trails(InParts(size), Statement(""))]


@pytest.mark.parametrize("size", range(1, len(PEOPLE) + 1))
def test_people_stay_whole_when_their_events_come_in_parts(size: int) -> None:
    read = parts(size)
    assert np.concatenate([part.person for part in read]).tolist() == PEOPLE
    met = [set(part.person.tolist()) for part in read]
    assert sum(map(len, met)) == len(set(PEOPLE))


@pytest.mark.parametrize("size", range(1, len(PEOPLE) + 1))
def test_counts_are_the_same_when_events_come_in_parts(size: int) -> None:
    tally = Tally(3)
    for part in parts(size):
        tally.add(part, first_arrivals(part, 3, Window(10)))
    found = tally.result()
    assert {group: [step.people for step in each.steps] for group, each in found.items()} == {
        0: [1, 0, 0],
        1: [3, 2, 1],
    }
    assert [step.seconds for step in found[1].steps] == [None, 3.5, 2.0]
    assert found[1].actions == 3.0


def test_nothing_is_counted_when_there_are_no_events() -> None:
    class Empty(InParts):
        def batches(self, statement: Statement) -> Iterator[Columns]:
            return iter(())

    assert [*read_trails(Empty(1), Statement(""))] == []
    assert Tally(2).result() == {}
