"""The careful plan over draws of the curves."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.budget import BudgetPlan, Group, Line, Problem, optimise, optimise_robust
from analytics.curves import Hill
from tests.analytics.budget.problems import scenario

DRAWS = 120


def uncertain(seed: int, doubt: float, lines: int = 5) -> Problem:
    """Lines of which level, half-way point and slope are known up to `doubt`, moved by 30 %."""
    random = np.random.default_rng(seed)
    return Problem(tuple(_line(random, f"l{at}", doubt) for at in range(lines)), 100.0 * lines)


def _line(random: np.random.Generator, name: str, doubt: float) -> Line:
    beta, kappa = random.uniform(200, 900), random.uniform(50, 300)
    slope = float(random.choice([0.8, 1.0, 1.6]))
    factors = np.exp(random.normal(0, doubt, (DRAWS, 3))).tolist()
    draws = tuple(Hill(beta * a, kappa * b, slope * c**0.3) for a, b, c in factors)
    return Line(name, 100.0, Hill(beta, kappa, slope), 70.0, 130.0, draws)


def gains(problem: Problem, amounts: np.ndarray) -> np.ndarray:
    """What a split gains in each draw against today's."""
    now = np.array([line.now for line in problem.lines])
    return np.array(
        [
            sum(
                float(np.diff(line.draws[draw].response(np.array([then, at])))[0])
                for line, then, at in zip(problem.lines, now, amounts, strict=True)
            )
            for draw in range(DRAWS)
        ]
    )


def amounts_of(plan: BudgetPlan) -> np.ndarray:
    return np.array([place.amount for place in plan.places])


@pytest.mark.parametrize("doubt", [0.1, 0.4, 0.9])
@pytest.mark.parametrize("seed", range(6))
def test_it_loses_in_few_draws_and_gains_on_average_when_curves_are_uncertain(
    seed: int, doubt: float
) -> None:
    problem = uncertain(seed, doubt)
    plan = optimise_robust(problem, loss=0.1)
    drawn = gains(problem, amounts_of(plan))
    assert np.mean(drawn < -1e-9) <= 0.1
    assert drawn.mean() >= -1e-9
    assert plan.gain == pytest.approx(drawn.mean(), abs=1e-6)
    assert (plan.low, plan.high) == pytest.approx(tuple(np.quantile(drawn, (0.1, 0.9))), abs=1e-6)
    assert plan.loss_chance == pytest.approx(np.mean(drawn < -1e-9), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_no_split_tried_at_random_gains_more_when_losses_are_rare_anyway(seed: int) -> None:
    problem = uncertain(seed, 0.1)
    plan = optimise_robust(problem)
    random = np.random.default_rng(seed)
    best = amounts_of(plan)
    for _ in range(60):
        moves = random.normal(0, 10, len(best))
        other = np.clip(best + moves - moves.mean(), 70, 130)
        if abs(other.sum() - problem.budget) < 1e-6:
            assert gains(problem, other).mean() <= plan.gain + 1e-6
    assert plan.caution == 0


def test_no_split_that_loses_seldom_gains_more_when_thousands_are_tried_at_random() -> None:
    problem = uncertain(4, 0.6)
    random = np.random.default_rng(1)
    moves = random.normal(0, 1, (3000, 5)) * (random.random((3000, 5)) < 0.7)
    moves -= moves.mean(axis=1, keepdims=True)
    widest = np.abs(moves).max(axis=1, keepdims=True)
    moves *= 30 * random.random((3000, 1)) / np.where(widest > 0, widest, 1)
    drawn = np.zeros((3000, DRAWS))
    for at, line in enumerate(problem.lines):
        for draw, curve in enumerate(line.draws):
            today, moved = curve.response(np.array([100.0])), curve.response(100 + moves[:, at])
            drawn[:, draw] += moved - today
    seldom = (drawn < 0).mean(axis=1) <= 0.1
    assert seldom.sum() > 50
    assert optimise_robust(problem).gain >= drawn[seldom].mean(axis=1).max()


def test_caution_is_the_mean_gain_given_up_when_the_best_by_mean_loses_too_often() -> None:
    problem = uncertain(4, 0.6)
    free, careful = optimise_robust(problem, loss=1.0), optimise_robust(problem, loss=0.05)
    assert free.loss_chance > 0.05 >= careful.loss_chance
    assert 0 < careful.gain < free.gain
    assert careful.caution == pytest.approx(free.gain - careful.gain, rel=1e-6)


def test_a_smaller_chance_of_loss_gains_no_more_when_it_is_asked_for() -> None:
    problem = uncertain(4, 0.6)
    earned = [optimise_robust(problem, loss).gain for loss in (0.02, 0.05, 0.1, 0.2, 1.0)]
    assert earned == sorted(earned)


def test_everything_stays_when_no_move_is_safe_enough() -> None:
    lines = tuple(
        Line(name, 100, Hill(500, 100), 70, 130, tuple(Hill(beta, 100) for beta in betas))
        for name, betas in (("one", (300, 700)), ("two", (700, 300)))
    )
    plan = optimise_robust(Problem(lines, 200))
    assert plan.is_idle
    assert [place.amount for place in plan.places] == [100, 100]
    assert (plan.gain, plan.loss_chance) == (0, 0)


def test_limits_are_kept_when_there_are_groups_and_steps() -> None:
    group = Group("some", frozenset({"l0", "l1"}), least=230)
    problem = replace(uncertain(2, 0.5), groups=(group,), step=5.0)
    amounts = amounts_of(optimise_robust(problem))
    assert amounts[:2].sum() >= 230
    assert amounts.sum() == pytest.approx(500)
    assert amounts / 5 == pytest.approx(np.round(amounts / 5))


def test_a_loss_is_judged_against_todays_split_cut_alike_when_there_is_less_money() -> None:
    plan = optimise_robust(replace(uncertain(1, 0.1), budget=450.0))
    assert plan.gain < 0 < plan.edge
    assert plan.loss_chance <= 0.1


def test_the_reserve_has_a_price_when_it_is_kept() -> None:
    problem = uncertain(1, 0.1)
    kept = replace(problem, budget=550.0, reserve=1 / 11)
    more = optimise_robust(replace(problem, budget=550.0), loss=1)
    less = optimise_robust(kept, loss=1)
    assert less.reserve_price == pytest.approx(more.response - less.response, rel=1e-3)


def test_the_plan_is_the_same_when_made_again() -> None:
    problem = uncertain(4, 0.6)
    assert optimise_robust(problem) == optimise_robust(problem)


def test_it_is_the_plain_optimum_when_there_are_no_draws() -> None:
    problem = scenario("s_shaped_livestream")
    assert optimise_robust(problem) == optimise(problem)


def test_a_line_without_draws_is_certain_when_others_have_some() -> None:
    problem = uncertain(3, 0.3)
    lines = (replace(problem.lines[0], draws=()), *problem.lines[1:])
    plan = optimise_robust(replace(problem, lines=lines))
    assert plan.loss_chance <= 0.1


def test_it_is_refused_when_the_chance_is_no_share() -> None:
    with pytest.raises(ValueError, match="share"):
        optimise_robust(uncertain(1, 0.1), loss=10)
