"""Problems at the edge: no money, no room, curves that bring nothing, odd scales."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.budget import Group, Line, Problem, optimise, optimise_robust
from analytics.curves import Floats, Hill
from tests.analytics.budget.problems import scenario


class Nothing:
    """Brings nothing, whatever is spent."""

    def response(self, spend: Floats) -> Floats:
        return np.zeros_like(spend, dtype=np.float64)

    def marginal(self, spend: Floats) -> Floats:
        return np.zeros_like(spend, dtype=np.float64)


def line(name: str, **changes: object) -> Line:
    return replace(Line(name, 50, Hill(900, 100), 0, 200), **changes)


def amounts(problem: Problem) -> list[float]:
    return [place.amount for place in optimise(problem).places]


def test_everything_gets_nothing_when_there_is_no_money() -> None:
    plan = optimise(Problem((line("one"), line("two")), 0))
    assert [place.amount for place in plan.places] == [0, 0]
    assert plan.reserve_price == 0


def test_everything_stays_when_every_line_is_locked() -> None:
    locked = (line("one", floor=50, cap=50), line("two", floor=50, cap=50))
    plan = optimise(Problem(locked, 100))
    assert [place.amount for place in plan.places] == [50, 50]
    assert plan.is_idle


def test_floors_are_the_split_when_they_take_all_the_money() -> None:
    floored = (line("one", floor=70), line("two", floor=30))
    assert amounts(Problem(floored, 100)) == [70, 30]


def test_a_single_line_takes_all_when_it_is_alone() -> None:
    assert amounts(Problem((line("one"),), 120)) == [120]


def test_nothing_is_to_gain_when_no_curve_brings_anything() -> None:
    plan = optimise(Problem((line("one", curve=Nothing()), line("two", curve=Nothing())), 100))
    assert plan.is_idle
    assert (plan.gain, plan.price, plan.gap) == (0, 0, 0)


def test_a_line_that_brings_nothing_gives_way_when_another_brings_something() -> None:
    assert amounts(Problem((line("one", curve=Nothing()), line("two")), 100)) == [0, 100]


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_the_split_is_the_same_when_money_is_counted_in_another_unit(scale: float) -> None:
    usual = scenario("s_shaped_livestream")
    lines = tuple(
        replace(
            one,
            now=one.now * scale,
            floor=one.floor * scale,
            cap=one.cap * scale,
            curve=replace(one.curve, beta=one.curve.beta * scale, kappa=one.curve.kappa * scale),
        )
        for one in usual.lines
        if isinstance(one.curve, Hill)
    )
    scaled = np.array(amounts(Problem(lines, usual.budget * scale))) / scale
    assert scaled == pytest.approx(amounts(usual), rel=1e-5)


def test_a_paused_line_wakes_when_its_first_money_brings_most() -> None:
    asleep = line("one", now=0, curve=Hill(900, 100, 0.7))
    plan = optimise(Problem((asleep, line("two", now=100)), 100))
    assert plan.places[0].amount > 1
    assert np.isfinite(plan.places[0].marginal_now)


def test_a_lock_at_nothing_has_a_finite_price_when_its_curve_starts_steeply() -> None:
    shut = line("one", now=0, cap=0, curve=Hill(900, 100, 0.7))
    place = optimise(Problem((shut, line("two", now=100)), 100)).places[0]
    assert place.bound == "cap"
    assert 0 < place.worth < 100


def test_a_late_line_gets_money_only_when_there_is_enough_for_it() -> None:
    """An S-shape that pays from 80 on only, against a line that pays at once."""
    late = line("late", curve=Hill(1000, 80, 12.0), now=0)
    soon = line("soon", curve=Hill(400, 60), now=60)
    assert amounts(Problem((late, soon), 60)) == pytest.approx([0, 60], abs=1e-6)
    assert amounts(Problem((late, soon), 160))[0] > 80


def test_overlapping_groups_are_kept_when_the_plan_is_careful() -> None:
    draws = tuple(Hill(beta, 100) for beta in (700, 900, 1100))
    lines = tuple(line(name, draws=draws) for name in ("one", "two", "three"))
    groups = (
        Group("left", frozenset({"one", "two"}), most=80),
        Group("right", frozenset({"two", "three"}), least=90),
    )
    plan = optimise_robust(Problem(lines, 150, groups=groups))
    one, two, three = (place.amount for place in plan.places)
    assert one + two <= 80 + 1e-6
    assert two + three >= 90 - 1e-6


@pytest.mark.parametrize(
    "wrong",
    [
        {"now": -1.0},
        {"floor": float("nan")},
        {"cap": -5.0},
    ],
)
def test_a_line_is_refused_when_an_amount_makes_no_sense(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="negative"):
        line("one", **wrong)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lines": ()}, "names of their own"),
        ({"lines": (line("one"), line("one"))}, "names of their own"),
        ({"budget": -1.0}, "budget"),
        ({"reserve": 1.5}, "reserve"),
        ({"step": 0.0}, "step"),
        ({"groups": (Group("some", frozenset({"two"})),)}, "not there: two"),
    ],
)
def test_a_problem_is_refused_when_it_makes_no_sense(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(Problem((line("one"),), 100), **changes)


def test_steps_are_kept_when_three_groups_overlap_in_a_ring() -> None:
    """By shares each line would get half a step; in whole ones only one line gets a step."""
    lines = tuple(line(name, curve=Hill(900, 100), cap=30) for name in ("one", "two", "three"))
    pairs = (("one", "two"), ("two", "three"), ("one", "three"))
    groups = tuple(Group("-".join(pair), frozenset(pair), most=10) for pair in pairs)
    found = amounts(Problem(lines, 100, step=10, groups=groups))
    assert sorted(found) == [0, 0, 10]
