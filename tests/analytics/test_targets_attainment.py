"""Attainment, weekly bands (R06) and checkpoints (R05) of a month worked out by hand."""

from datetime import date, timedelta

import pytest

from analytics.attainment import Attainment, Thresholds, attainment, checkpoint, weekly_bands
from analytics.seasonality import DailySeries
from analytics.targets import DayTargets, Target

APRIL = date(2024, 4, 1)  # a Monday; thirty days at 100


def plan(value: float = 3000.0) -> DayTargets:
    whole = Target(APRIL, date(2024, 5, 1), "paid_gmv", value)
    return DayTargets(whole, (value / 30,) * 30, 0.0)


def sold(*values: float | None) -> DailySeries:
    return DailySeries(APRIL, values)


def after(days: int) -> date:
    return APRIL + timedelta(days=days)


def reached(ratio: float, days: int) -> Attainment:
    return attainment(plan(), sold(*(100 * ratio,) * days), after(days))


def test_pace_counts_the_days_gone_when_a_month_is_running() -> None:
    # Ten days at 90: 900 of 3000, 900 of 1000 due, 2100 to go in 20 days.
    found = reached(0.9, 10)
    assert (found.actual, found.expected_so_far, found.days_left) == (900, 1000, 20)
    assert (found.ratio, found.pace_ratio) == pytest.approx((0.3, 0.9))
    assert found.needed_per_day == pytest.approx(105)


@pytest.mark.parametrize(
    ("ratio", "light"),
    [(1.2, "green"), (0.95, "green"), (0.94, "yellow"), (0.85, "yellow"), (0.84, "red")],
)
def test_the_light_follows_the_pace_when_it_changes(ratio: float, light: str) -> None:
    assert reached(ratio, 10).light == light


def test_the_light_follows_the_settings_when_they_are_others() -> None:
    strict = Thresholds(green=1.1, yellow=1.0)
    found = attainment(plan(), sold(*(100.0,) * 10), after(10), thresholds=strict)
    assert found.light == "yellow"


def test_there_is_no_light_when_nothing_is_due_yet() -> None:
    found = attainment(plan(), sold(), APRIL)
    assert (found.light, found.pace_ratio, found.ratio) == (None, None, 0)
    assert found.needed_per_day == 100


def test_nothing_is_needed_when_the_target_is_passed() -> None:
    found = attainment(plan(500), sold(*(100.0,) * 10), after(10))
    assert (found.needed_per_day, found.ratio) == (0, 2)


def test_no_day_is_left_when_the_month_is_over() -> None:
    found = attainment(plan(), sold(*(80.0,) * 40), after(40))
    assert (found.actual, found.days_left, found.needed_per_day) == (2400, 0, None)


def test_days_without_data_are_not_held_against_the_pace_when_there_is_a_gap() -> None:
    found = attainment(plan(), sold(100.0, None, None, 100.0), after(4))
    assert (found.actual, found.expected_so_far, found.gap_days) == (200, 200, 2)
    assert found.pace_ratio == 1


def test_there_is_no_light_when_most_days_are_gaps() -> None:
    assert attainment(plan(), sold(100.0, None, None, 100.0), after(4)).light is None
    assert attainment(plan(), sold(*(100.0,) * 9, None), after(10)).light == "green"


def test_half_a_day_is_due_when_half_of_today_is_done() -> None:
    found = attainment(plan(), sold(100.0, 40.0), after(1), day_share=0.5)
    assert (found.actual, found.expected_so_far) == (140, 150)
    assert found.needed_per_day == pytest.approx(2860 / 28.5)


def test_nothing_is_needed_per_day_when_the_last_day_is_done() -> None:
    found = attainment(plan(), sold(*(100.0,) * 30), after(29), day_share=1.0)
    assert (found.days_left, found.needed_per_day) == (0, None)


def test_closed_days_are_not_left_when_they_have_no_target() -> None:
    values = tuple(0.0 if (APRIL.weekday() + i) % 7 == 5 else 100.0 for i in range(30))
    whole = DayTargets(Target(APRIL, date(2024, 5, 1), "paid_gmv", 2600), values, 0.0)
    assert attainment(whole, sold(), APRIL).days_left == 26


def test_a_shop_ahead_of_a_zero_target_has_no_ratio_when_it_sells() -> None:
    found = attainment(plan(0.0), sold(10.0), after(1))
    assert (found.ratio, found.pace_ratio, found.light) == (None, None, None)


def test_weeks_are_in_over_or_under_when_they_leave_the_band() -> None:
    days = (100.0,) * 7 + (116.0,) * 7 + (84.0,) * 7
    weeks = weekly_bands(plan(), sold(*days), after(21))
    assert [week.state for week in weeks] == ["in", "over", "under", None, None]
    assert [week.target for week in weeks] == pytest.approx([700, 700, 700, 700, 200])
    assert [week.complete for week in weeks] == [True, True, True, False, False]


@pytest.mark.parametrize(("each", "state"), [(115.0, "in"), (85.0, "in"), (115.5, "over")])
def test_the_edge_of_the_band_is_inside_when_it_is_met(each: float, state: str) -> None:
    assert weekly_bands(plan(), sold(*(each,) * 7), after(7))[0].state == state


def test_a_running_week_is_judged_by_its_days_when_it_is_not_over() -> None:
    week = weekly_bands(plan(), sold(50.0, 50.0, 50.0), after(3))[0]
    assert (week.due, week.actual, week.state, week.complete) == (300, 150, "under", False)


def test_a_week_with_a_gap_is_not_complete_when_its_last_day_has_gone() -> None:
    week = weekly_bands(plan(), sold(*(100.0,) * 6, None), after(7))[0]
    assert (week.complete, week.due, week.state) == (False, 600, "in")


@pytest.mark.parametrize(
    ("ratio", "days", "tripped"),
    [
        (0.10, 9, None),
        (0.69, 10, 10),
        (0.70, 10, None),
        (0.69, 19, 10),
        (0.75, 19, None),
        (0.84, 20, 20),
        (0.85, 20, None),
        (0.60, 30, 20),
    ],
)
def test_the_alarm_rule_is_the_last_checkpoint_passed_when_pace_is_low(
    ratio: float, days: int, tripped: int | None
) -> None:
    found = checkpoint(reached(ratio, days), APRIL, after(days))
    assert (found and found.day) == tripped


def test_no_alarm_is_raised_when_there_is_no_pace() -> None:
    nothing = attainment(plan(), sold(), after(15))
    assert checkpoint(nothing, APRIL, after(15)) is None
