"""The optimiser against trying every split, on small random problems."""

import numpy as np
import pytest

from analytics.budget import BudgetPlan, Infeasible, Problem, optimise
from tests.analytics.budget.brute import UNIT, best_by_trying, random_problem

SEEDS = range(150)


def solve(problem: Problem) -> BudgetPlan | None:
    try:
        return optimise(problem)
    except Infeasible:
        return None


def assert_kept(problem: Problem, plan: BudgetPlan) -> None:
    amounts = {place.name: place.amount for place in plan.places}
    assert sum(amounts.values()) <= problem.spendable * (1 + 1e-9) + 1e-9
    for line in problem.lines:
        assert line.floor - 1e-6 <= amounts[line.name] <= line.cap + 1e-6
    for group in problem.groups:
        total = sum(amounts[name] for name in group.members)
        assert group.least - 1e-6 <= total <= group.most + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_no_split_in_steps_is_better_when_all_are_tried(seed: int) -> None:
    problem = random_problem(seed, step=True)
    plan, best = solve(problem), best_by_trying(problem)
    assert (plan is None) == (best is None)
    if plan is None or best is None:
        return
    assert_kept(problem, plan)
    amounts = np.array([place.amount for place in plan.places])
    assert amounts / UNIT == pytest.approx(np.round(amounts / UNIT), abs=1e-9)
    assert plan.response == pytest.approx(best, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_split_on_a_grid_is_better_when_amounts_are_free(seed: int) -> None:
    problem = random_problem(seed, step=False)
    plan, best = solve(problem), best_by_trying(problem, UNIT / 2)
    assert (plan is None) == (best is None)
    if plan is None or best is None:
        return
    assert_kept(problem, plan)
    assert plan.response >= best * (1 - 1e-6)
    assert plan.gap <= 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_marginal_returns_equal_prices_when_a_line_is_inside_its_bounds(seed: int) -> None:
    plan = solve(random_problem(seed, step=False))
    for place in plan.places if plan else ():
        if place.bound is None:
            assert place.marginal == pytest.approx(place.price, rel=1e-4, abs=1e-7)
        elif place.bound == "cap":
            assert place.marginal >= place.price - 1e-4 * abs(place.price) - 1e-7
        else:
            assert place.marginal <= place.price + 1e-4 * abs(place.price) + 1e-7
