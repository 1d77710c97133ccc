"""Grades of evidence and the tests that would raise them."""

import pytest

from analytics.evidence import cheapest_trial, grade


@pytest.mark.parametrize(
    ("rois", "orders", "share", "letter"),
    [
        ((3.0, 3.2, 2.9), 150, 0.8, "B"),  # all within 15 % of 3.0, many orders
        ((3.0, 3.2, 2.9), 60, 0.8, "C"),  # as close, fewer orders
        ((3.0, 3.8, 2.4), 150, 0.8, "C"),  # within 30 %
        ((3.0, 3.2, 2.9), 20, 0.8, "D"),  # close, but too few orders to tell
        ((3.0, 4.5, 1.5), 500, 0.8, "D"),  # half as much again: they disagree
        ((3.0, 3.0, 3.0), 150, 0.1, "C"),  # hardly any paths: the models cannot disagree
        ((3.0, 3.0, 3.0), 60, 0.1, "D"),
        ((3.0, 3.2, 2.9), 9, 0.8, "E"),
        ((), 500, 0.8, "E"),
    ],
)
def test_grade_follows_agreement_and_orders_when_there_is_no_experiment(
    rois: tuple[float, ...], orders: float, share: float, letter: str
) -> None:
    assert grade(rois, orders, share).letter == letter


def test_grade_is_the_best_when_an_experiment_measured_it() -> None:
    assert grade((3.0, 9.0), 5, 0.8, experiment=True).letter == "A"


def test_days_are_those_of_the_formula_when_a_pause_is_the_only_test() -> None:
    # 4 × (1.6449 + 0.8416)² × 100² ÷ 120² = 24.73 × 0.6944 = 17.2 days → two weeks on, two off.
    found = cheapest_trial(effect=120, noise=100, regional_noise=None)
    assert found is not None
    assert (found.kind, found.days) == ("pause", 28)


def test_regions_are_compared_when_they_are_less_noisy() -> None:
    # 24.73 × 90² ÷ 120² = 13.9 days → two weeks.
    found = cheapest_trial(effect=120, noise=100, regional_noise=90)
    assert found is not None
    assert (found.kind, found.days) == ("geo", 14)


def test_two_weeks_are_the_least_when_the_effect_is_plain() -> None:
    found = cheapest_trial(effect=1000, noise=100, regional_noise=None)
    assert found is not None
    assert found.days == 14


def test_no_length_is_named_when_it_would_take_over_twelve_weeks() -> None:
    # 24.73 × 100² ÷ 50² = 98.9 days.
    found = cheapest_trial(effect=50, noise=100, regional_noise=None)
    assert found is not None
    assert found.days is None


def test_nothing_is_proposed_when_nothing_is_credited() -> None:
    assert cheapest_trial(effect=0, noise=100, regional_noise=None) is None
