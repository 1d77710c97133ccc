"""What the rules say, each at its limit."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.pace import Budget, Pace, spend_pace
from analytics.quadrants import quadrants
from analytics.roi import Interval
from analytics.roi_falls import Fall
from analytics.verdicts import Case, Lines, judge

LINES = Lines(stop=1.5, replace=2.0, fall=0.2, band=0.15, over=0.15, under=0.85, days=3)
GOOD = Case(creator=False, roi=3.0, interval=Interval(2.5, 3.6))
FALLEN = Fall(2.0, 3.0, -1 / 3, -0.3, -0.3, 0.1)
NOVEMBER = Budget(3000, date(2026, 11, 1), date(2026, 12, 1))


def said(case: Case) -> list[str]:
    return [each.action for each in judge(case, LINES)]


def test_nothing_is_said_when_roi_is_above_every_line() -> None:
    assert said(GOOD) == []


def test_stop_is_proposed_when_the_whole_interval_is_below_the_line() -> None:
    assert said(replace(GOOD, roi=1.0, interval=Interval(0.7, 1.4))) == ["stop"]


def test_it_is_only_watched_when_the_interval_straddles_the_line() -> None:
    assert said(replace(GOOD, roi=1.0, interval=Interval(0.4, 2.2))) == ["watch_stop"]


def test_creators_have_a_line_of_their_own_when_they_are_judged() -> None:
    case = replace(GOOD, roi=1.7, interval=Interval(1.6, 1.9))
    assert said(case) == []
    assert said(replace(case, creator=True)) == ["replace"]


def test_nothing_is_said_when_roi_is_unknown() -> None:
    assert said(Case(creator=False, roi=None, interval=None, predicted=3.0)) == []


def test_a_new_plan_is_asked_for_when_the_interval_misses_the_prediction() -> None:
    # 15 % about 4.3 is 3.655 to 4.945: the interval's end of 3.6 is below; about 4.2 it is not.
    assert said(replace(GOOD, predicted=4.3)) == ["replan"]
    assert said(replace(GOOD, predicted=4.2)) == []
    assert said(replace(GOOD, predicted=2.1)) == ["outdone"]


def test_a_fall_is_told_when_it_is_surely_its_own() -> None:
    assert said(replace(GOOD, fall=FALLEN)) == ["fall"]
    assert said(replace(GOOD, fall=replace(FALLEN, against_others=-0.1))) == []
    assert said(replace(GOOD, fall=replace(FALLEN, error=0.5))) == []


def test_a_slow_decline_is_told_when_sales_and_roi_both_stay_behind() -> None:
    slow = replace(FALLEN, change=0.1)
    assert said(replace(GOOD, slow_fall=slow)) == ["slow_fall"]
    assert said(replace(GOOD, slow_fall=replace(slow, sales_against_others=0.2))) == []


def test_the_weightiest_comes_first_when_several_rules_speak() -> None:
    case = Case(
        creator=False,
        roi=1.0,
        interval=Interval(0.7, 1.4),
        predicted=3.0,
        fall=FALLEN,
        field="wind_down",
    )
    assert said(case) == ["stop", "fall", "replan", "wind_down"]


def paced(daily: float, days: int, budget: Budget = NOVEMBER) -> Pace:
    as_of = date.fromordinal(budget.start.toordinal() + days)
    found = spend_pace(budget, [daily] * days, as_of, over=0.15, under=0.85)
    assert found is not None
    return found


def test_spend_is_on_course_when_each_day_takes_its_share() -> None:
    # 100 a day of 3000 for 30 days.
    found = paced(100, 10)
    assert (found.projected, found.state, found.gone_on) == (3000, "on", None)


def test_the_day_the_money_is_gone_is_named_days_ahead_when_it_is_overspent() -> None:
    # 150 a day for 10 days: 1500 spent, 4500 projected; the rest lasts 10 days, 11 to 20 November.
    found = paced(150, 10)
    assert (found.projected, found.off, found.state) == (4500, 0.5, "over")
    assert found.gone_on == date(2026, 11, 20)
    assert found.warned_ahead == 9
    assert said(replace(GOOD, pace=found)) == ["over_budget"]


@pytest.mark.parametrize(
    ("daily", "state"), [(115, "on"), (115.1, "over"), (85, "on"), (84, "under")]
)
def test_the_limits_themselves_are_on_course_when_reached(daily: float, state: str) -> None:
    assert paced(daily, 10).state == state


def test_a_budget_without_an_end_has_only_a_last_day_when_it_runs() -> None:
    found = paced(100, 10, Budget(1500, date(2026, 11, 1), None))
    assert (found.projected, found.state, found.gone_on) == (None, None, date(2026, 11, 15))
    assert said(replace(GOOD, pace=found)) == ["gone"]


def test_no_day_is_named_when_the_flight_is_over() -> None:
    found = paced(84, 30)
    assert (found.days_left, found.gone_on, found.state) == (0, None, "under")
    assert said(replace(GOOD, pace=found)) == ["under_budget"]


def test_there_is_no_pace_when_nothing_was_budgeted_or_has_begun() -> None:
    assert (
        spend_pace(replace(NOVEMBER, amount=0), [1.0], date(2026, 11, 2), over=0, under=0) is None
    )
    assert spend_pace(NOVEMBER, [], date(2026, 11, 1), over=0, under=0) is None


def test_fields_are_cut_at_the_medians_when_there_are_four() -> None:
    # Medians: gmv (200 + 300) ÷ 2 = 250, ROI (2 + 3) ÷ 2 = 2.5.
    found = quadrants({"a": (100, 1), "b": (200, 4), "c": (300, 2), "d": (400, 3)})
    assert found is not None
    assert (found.gmv_cut, found.roi_cut) == (250, 2.5)
    assert found.fields == {
        "a": "wind_down",
        "b": "test_more",
        "c": "cut_cost",
        "d": "invest",
    }


def test_there_are_no_fields_when_there_are_three() -> None:
    assert quadrants({"a": (1, 1), "b": (2, 2), "c": (3, 3)}) is None
