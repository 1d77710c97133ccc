"""Two funnels side by side, with numbers worked out by hand."""

import pytest

from analytics.funnel import Funnel, Step, compare_funnels, worst_step

NAMES = ("visit", "view_item", "pay")


def funnel(*counts: int, worth: float | None = 200.0) -> Funnel:
    steps = zip(NAMES, counts, strict=True)
    return Funnel(tuple(Step(name, count, "people") for name, count in steps), worth=worth)


# before: 1000 → 500 (50 %) → 100 (20 %); now: 2000 → 800 (40 %) → 120 (15 %).
# View: expected 2000 × 0.5 = 1000, lost 200, each worth 0.2 × 200 = 40: 8,000.
# Pay: expected 800 × 0.2 = 160, lost 40, each worth 200: 8,000.
BEFORE, NOW = funnel(1000, 500, 100), funnel(2000, 800, 120)


def test_lost_is_what_the_comparisons_rate_would_have_kept_when_a_rate_falls() -> None:
    _, view, pay = compare_funnels(NOW, BEFORE)
    assert (view.expected, view.lost, view.cost) == pytest.approx((1000, 200, 8000))
    assert (pay.expected, pay.lost, pay.cost) == pytest.approx((160, 40, 8000))


def test_costs_add_up_to_the_missing_buyers_when_all_steps_are_counted() -> None:
    found = compare_funnels(NOW, BEFORE)
    missing = 2000 * (100 / 1000) - 120
    assert sum(each.cost or 0 for each in found) == pytest.approx(missing * 200)


def test_the_costliest_fall_is_named_when_it_is_more_than_chance() -> None:
    worst = worst_step(compare_funnels(funnel(2000, 700, 140), BEFORE))
    assert worst is not None
    assert worst.step.name == "view_item"


def test_no_step_is_named_when_falls_may_be_chance() -> None:
    assert worst_step(compare_funnels(funnel(100, 48, 9), BEFORE)) is None


def test_people_decide_when_money_is_not_known() -> None:
    before, now = funnel(1000, 500, 100, worth=None), funnel(2000, 800, 120, worth=None)
    worst = worst_step(compare_funnels(now, before))
    assert worst is not None
    assert (worst.step.name, worst.cost) == ("view_item", None)


def test_nothing_is_expected_when_there_is_no_comparison() -> None:
    assert all(each.expected is None for each in compare_funnels(NOW, None))


def test_no_rate_is_told_when_steps_are_counted_differently() -> None:
    clicks = Step("click", 5000, "times")
    _, visit, *_ = compare_funnels(Funnel((clicks, *NOW.steps)), None)
    assert visit.rate is None


def test_nobody_is_lost_when_nobody_came_to_the_step_before() -> None:
    assert compare_funnels(funnel(10, 0, 0), BEFORE)[2].lost is None
