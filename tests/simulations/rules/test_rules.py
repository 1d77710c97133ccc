"""A quick look at what `python -m tests.simulations.rules` measures in whole."""

import pytest

from tests.simulations.rules.declines import measure
from tests.simulations.rules.intervals import campaigns
from tests.simulations.rules.paces import COURSES, Course, watch
from tests.simulations.rules.reviews import review

SEEDS = range(1, 31)


def courses(name: str) -> Course:
    return next(course for course in COURSES if course.name == name)


@pytest.mark.parametrize("name", ["20 % more", "30 % more", "50 % more", "twice"])
def test_overspending_is_warned_of_three_days_ahead_when_it_is_steady(name: str) -> None:
    over = [each for seed in SEEDS if (each := watch(courses(name), seed)).exceeds]
    assert over
    assert all(each.ahead is not None and each.ahead >= 3 for each in over)


def test_hardly_anybody_must_explain_when_spend_is_as_allowed() -> None:
    found = [watch(courses("as allowed"), seed) for seed in range(1, 101)]
    assert sum(each.called is not None for each in found) <= 15


def test_nobody_is_warned_when_half_is_spent() -> None:
    assert all(watch(courses("half"), seed).ahead is None for seed in SEEDS)


def test_a_decline_is_found_and_no_other_accused_when_orders_are_many() -> None:
    rates = measure(range(1, 6), 0.4, sudden=False)
    assert rates.found[0] == 1
    assert rates.accused[0] <= 0.01


def test_hardly_any_look_accuses_when_nothing_declines() -> None:
    rates = measure(range(1, 6), 0.0, sudden=False)
    assert rates.accused[0] <= 0.01
    assert rates.accused[1] <= 0.07  # of few orders: 2.5 % by each of two tests


@pytest.mark.parametrize("own", [5.0, 80.0])
def test_plans_come_as_predicted_when_curves_are_right_and_demand_is_doubtful(own: float) -> None:
    found = [review(seed, own).as_predicted for seed in range(1, 101)]
    assert 0.72 <= sum(found) / len(found) <= 0.97


@pytest.mark.slow
def test_true_roi_lies_in_the_interval_when_shops_differ() -> None:
    found = [each for seed in (1, 2) for each in campaigns(seed, 0.1)]
    assert 0.86 <= sum(each.inside for each in found) / len(found) <= 1
