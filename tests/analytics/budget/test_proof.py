"""What the plan says of its limits, against problems solved anew with the limits moved."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from analytics.budget import Group, Infeasible, Line, Problem, optimise, widen, widen_tightest
from analytics.curves import Hill
from tests.analytics.budget.problems import scenario

UNIT = 1.0


def response(problem: Problem) -> float:
    return optimise(problem).response


def with_line(problem: Problem, name: str, **changes: float) -> Problem:
    lines = tuple(replace(line, **changes) if line.name == name else line for line in problem.lines)
    return replace(problem, lines=lines)


@pytest.fixture
def problem() -> Problem:
    return scenario("concave_pm30")


def test_the_price_is_what_one_more_unit_of_money_brings_when_solved_anew(problem: Problem) -> None:
    gained = response(replace(problem, budget=problem.budget + UNIT)) - response(problem)
    assert optimise(problem).price == pytest.approx(gained, rel=1e-4)


@pytest.mark.parametrize(("name", "changes"), [("display", "floor"), ("kol", "cap")])
def test_worth_is_what_one_more_unit_of_room_brings_when_solved_anew(
    problem: Problem, name: str, changes: str
) -> None:
    place = next(place for place in optimise(problem).places if place.name == name)
    moved = -UNIT if changes == "floor" else UNIT
    line = next(line for line in problem.lines if line.name == name)
    wider = with_line(problem, name, **{changes: getattr(line, changes) + moved})
    assert place.bound == changes
    assert place.worth == pytest.approx(response(wider) - response(problem), rel=1e-4)


@pytest.mark.parametrize(("amount", "side"), [(300_000.0, "cap"), (380_000.0, "floor")])
def test_a_lock_has_its_price_when_the_best_split_would_move_it(
    problem: Problem, amount: float, side: str
) -> None:
    locked = with_line(problem, "search", floor=amount, cap=amount)
    place = optimise(locked).places[0]
    freer = {"floor": amount - UNIT} if side == "floor" else {"cap": amount + UNIT}
    gained = response(with_line(locked, "search", **freer)) - response(locked)
    assert (place.amount, place.bound) == (amount, side)
    assert place.worth == pytest.approx(gained, rel=1e-3)


def test_the_reserve_has_its_price_when_it_is_kept() -> None:
    kept = scenario("concave_reserve_12pct")
    gained = response(replace(kept, reserve=0.0)) - response(kept)
    assert optimise(kept).reserve_price == pytest.approx(gained, rel=1e-6)


def test_it_has_none_when_nothing_is_kept(problem: Problem) -> None:
    assert optimise(problem).reserve_price == 0


@pytest.mark.parametrize(
    ("limits", "bound"), [({"least": 400_000.0}, "least"), ({"most": 250_000.0}, "most")]
)
def test_a_group_is_kept_and_priced_when_its_limit_binds(
    problem: Problem, limits: dict[str, float], bound: str
) -> None:
    group = Group("tests", frozenset({"display", "kol"}), **limits)
    grouped = replace(problem, groups=(group,))
    place = optimise(grouped).groups[0]
    moved = replace(group, **{bound: limits[bound] + (UNIT if bound == "most" else -UNIT)})
    gained = response(replace(problem, groups=(moved,))) - response(grouped)
    assert (place.amount, place.bound) == (pytest.approx(limits[bound]), bound)
    assert place.worth == pytest.approx(gained, rel=1e-3)


def test_inner_and_outer_groups_are_kept_when_nested(problem: Problem) -> None:
    inner = Group("inner", frozenset({"display", "kol"}), most=300_000)
    outer = Group("outer", frozenset({"display", "kol", "search"}), least=680_000)
    plan = optimise(replace(problem, groups=(outer, inner)))
    totals = {group.name: (round(group.amount), group.bound) for group in plan.groups}
    assert totals == {"inner": (300_000, "most"), "outer": (680_000, "least")}


def test_the_tightest_limit_is_the_one_whose_room_is_worth_most_when_several_bind(
    problem: Problem,
) -> None:
    widening = widen_tightest(problem, optimise(problem), 10_000)
    assert widening is not None
    assert (widening.name, widening.bound, widening.by) == ("display", "floor", 10_000)
    wider = with_line(problem, "display", floor=130_000)
    assert widening.gain == pytest.approx(response(wider) - response(problem))


def test_nothing_is_worth_widening_when_no_limit_binds() -> None:
    free = scenario("s_shaped_livestream")
    assert widen_tightest(free, optimise(free), 10_000) is None


def test_the_most_of_a_group_is_widened_when_it_is_named(problem: Problem) -> None:
    group = Group("tests", frozenset({"display", "kol"}), most=250_000)
    found = widen(replace(problem, groups=(group,)), "tests", "most", 200)
    place = optimise(replace(problem, groups=(group,))).groups[0]
    assert found.gain == pytest.approx(200 * place.worth, rel=0.01)


def test_there_is_nothing_to_gain_when_today_is_the_best_split(problem: Problem) -> None:
    best = {place.name: place.amount for place in optimise(problem).places}
    lines = tuple(replace(line, now=best[line.name]) for line in problem.lines)
    plan = optimise(replace(problem, lines=lines))
    assert plan.is_idle
    assert plan.gain == pytest.approx(0, abs=1e-3)


def test_there_is_something_to_gain_when_today_is_not(problem: Problem) -> None:
    assert not optimise(problem).is_idle


def test_staying_is_todays_split_cut_alike_when_there_is_less_money(problem: Problem) -> None:
    less = replace(problem, budget=900_000)
    plan, cut = optimise(less), 0.9
    staying = sum(float(line.curve.response(np.array([line.now * cut]))[0]) for line in less.lines)
    assert plan.response - plan.edge == pytest.approx(staying, rel=1e-6)
    assert plan.gain == pytest.approx(plan.response - plan.response_now)


def test_money_is_left_when_caps_leave_no_place_for_it(problem: Problem) -> None:
    plan = optimise(replace(problem, budget=1_500_000))
    assert plan.spent == pytest.approx(1_300_000)
    assert plan.unspent == pytest.approx(200_000)
    assert plan.price == 0
    assert all(place.bound == "cap" for place in plan.places)


def test_less_than_a_step_is_left_when_the_money_is_no_multiple(problem: Problem) -> None:
    plan = optimise(replace(problem, step=30_000.0))
    assert plan.unspent == pytest.approx(10_000)


def test_an_odd_lock_keeps_its_amount_when_there_are_steps(problem: Problem) -> None:
    locked = with_line(problem, "kol", floor=123_456.78, cap=123_456.78)
    plan = optimise(replace(locked, step=10_000.0))
    assert plan.places[3].amount == 123_456.78
    assert plan.unspent < 10_000


def test_a_line_stays_when_no_multiple_of_the_step_is_within_its_bounds(problem: Problem) -> None:
    narrow = with_line(problem, "affiliate", floor=70_000, cap=95_000)
    plan = optimise(replace(narrow, step=40_000.0))
    assert plan.places[4].amount == 80_000
    narrower = with_line(problem, "affiliate", floor=85_000, cap=95_000)
    assert optimise(replace(narrower, step=40_000.0)).places[4].amount == 95_000


def test_a_line_may_take_everything_when_it_has_no_cap() -> None:
    lines = tuple(
        Line(name, 50, Hill(beta, 100), 0, inf) for name, beta in (("good", 900), ("bad", 1))
    )
    plan = optimise(Problem(lines, 100))
    assert [(place.amount, place.bound) for place in plan.places] == [(100, None), (0, "floor")]
    assert plan.price == pytest.approx(plan.places[0].marginal)


@pytest.mark.parametrize(
    ("changes", "groups", "clash", "reason"),
    [
        (
            {"floor": 200_000.0, "cap": 100_000.0},
            (),
            "bounds",
            "lower bound 200000.00 of search exceeds its upper bound 100000.00",
        ),
        (
            {},
            (Group("tests", frozenset({"display"}), least=300_000),),
            "least",
            "least 300000.00 of group tests exceeds its upper bounds sum 260000.00",
        ),
        (
            {},
            (Group("tests", frozenset({"display", "kol"}), most=200_000),),
            "most",
            "lower bounds sum 245000.00 exceed most 200000.00 of group tests",
        ),
        (
            {"floor": 390_000.0},
            (Group("tests", frozenset({"display", "kol"}), least=400_000),),
            "floors",
            "lower bounds and what tests must get sum 1035000.00 "
            "exceed spendable budget 1000000.00",
        ),
        (
            {},
            (
                Group("one", frozenset({"display", "kol"}), least=440_000),
                Group("two", frozenset({"display", "social"}), most=320_000),
            ),
            "groups",
            "the limits of groups one, two contradict each other",
        ),
    ],
    ids=["bounds", "least", "most", "floors", "groups"],
)
def test_limits_are_named_when_they_leave_no_split(
    problem: Problem,
    changes: dict[str, float],
    groups: tuple[Group, ...],
    clash: str,
    reason: str,
) -> None:
    with pytest.raises(Infeasible) as caught:
        optimise(replace(with_line(problem, "search", **changes), groups=groups))
    assert (caught.value.clash, caught.value.reason) == (clash, reason)
