"""The order of the chain follows what the journeys remember."""

import random

import pytest

from analytics.attribution.chain import build_chain, is_solvable
from analytics.attribution.holdout import choose_order
from tests.analytics.attribution.brute import Row, journeys_of


def made_up(memory: int, people: int = 4000) -> list[Row]:
    """Journeys over a and b whose next touch repeats the one `memory` back, mostly."""
    pick = random.Random(memory)
    rows: list[Row] = []
    for _ in range(people):
        path = [pick.choice("ab") for _ in range(memory or 1)]
        while pick.random() < 0.8:
            usual = path[-memory] if memory else "a"
            path.append(usual if memory and pick.random() < 0.9 else pick.choice("ab"))
        won = float(pick.random() < 0.3)
        rows.append((tuple(path), won, won, 1 - won))
    return rows


@pytest.mark.parametrize("memory", [1, 2, 3])
def test_order_is_how_far_journeys_remember_when_there_are_enough(memory: int) -> None:
    assert choose_order(journeys_of(made_up(memory))) == memory


def test_order_is_one_when_the_past_tells_nothing() -> None:
    assert choose_order(journeys_of(made_up(0))) == 1


def test_order_is_one_when_few_journeys_tell_of_it() -> None:
    assert choose_order(journeys_of(made_up(3, people=10))) == 1


def test_order_is_one_when_there_are_no_journeys() -> None:
    assert choose_order(journeys_of([])) == 1


def test_order_is_one_when_chains_that_look_back_farther_are_too_large() -> None:
    """Each of 50 names leads to each: 2,500 pairs, more than are solved."""
    rows = [((f"n{a}", f"n{b}"), 1.0, 1.0, 9.0) for a in range(50) for b in range(50)]
    found = journeys_of(rows)
    assert not is_solvable(found, 2)
    assert choose_order(found) == 1
    with pytest.raises(ValueError, match="order 2"):
        build_chain(found, 2)


def test_order_is_the_same_when_asked_again() -> None:
    found = journeys_of(made_up(2, people=300))
    assert choose_order(found) == choose_order(found)
