"""Targets spread over days: exact sums, closed days, seasons, promos, explicit children."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.seasonality import DailySeries
from analytics.targets import Target, find_target, split_target

START = date(2024, 1, 1)
EMPTY = DailySeries(START, ())


def target(start: date, end: date, value: float = 1000.0) -> Target:
    return Target(start, end, "paid_gmv", value)


def year(number: int, value: float = 1000.0) -> Target:
    return target(date(number, 1, 1), date(number + 1, 1, 1), value)


def month(number: int, value: float = 1000.0, in_year: int = 2025) -> Target:
    end = date(in_year + number // 12, number % 12 + 1, 1)
    return target(date(in_year, number, 1), end, value)


def repeating(days: int, week: tuple[float, ...]) -> DailySeries:
    return DailySeries(START, tuple(week[i % 7] for i in range(days)))


FLAT = repeating(366, (100.0,) * 7)


def test_days_share_evenly_when_there_is_no_history() -> None:
    plan = split_target(target(START, START + timedelta(days=4), 10), EMPTY)
    assert plan.values == (2.5, 2.5, 2.5, 2.5)


def test_a_closed_weekday_gets_nothing_when_the_shop_never_sells_on_it() -> None:
    history = repeating(364, (100.0, 100.0, 100.0, 100.0, 200.0, 0.0, 100.0))
    week = split_target(target(date(2024, 12, 30), date(2025, 1, 6), 700), history)
    assert week.values[5] == 0
    assert week.values[4] == pytest.approx(200, rel=0.05)
    assert math.fsum(week.values) == pytest.approx(700, rel=1e-12)


def test_a_month_gets_its_share_of_last_year_when_a_year_is_known() -> None:
    # December sold three times as much as any other month of 2024.
    days = (date(2025, 1, 1) - START).days
    history = DailySeries(
        START,
        tuple(300.0 if (START + timedelta(days=i)).month == 12 else 100.0 for i in range(days)),
    )
    plan = split_target(year(2025, 427), history)
    june, december = plan.parts("month")[5], plan.parts("month")[11]
    # 334 days at 100 and 31 at 300 make 427 parts of 100; the season is smoothed over 4 weeks.
    assert june.value == pytest.approx(30, rel=0.03)
    assert december.value == pytest.approx(93, rel=0.15)


def test_months_share_by_their_days_when_less_than_a_year_is_known() -> None:
    rising = DailySeries(START, tuple(100.0 + i for i in range(200)))
    plan = split_target(target(date(2024, 7, 19), date(2024, 9, 19), 620), rising)
    weekly = [week.value for week in plan.parts("week")[1:-1]]
    assert weekly == pytest.approx([weekly[0]] * len(weekly))


def test_a_promo_day_weighs_as_last_years_when_its_key_is_known() -> None:
    promo = {date(2024, 11, 11): "双11/burst/0", date(2025, 11, 11): "双11/burst/0"}
    promo |= {date(y, 11, d): f"双11/burst/{d - 11}" for y in (2024, 2025) for d in (7, 8, 9, 10)}
    values = [100.0 + i % 3 for i in range(400)]
    values[(date(2024, 11, 11) - START).days] = 1000.0
    plan = split_target(month(11, 4000), DailySeries(START, tuple(values)), promo)
    # 29 ordinary days and one worth ten: a quarter of the month.
    assert plan.values[10] == pytest.approx(1000, rel=0.15)


def test_an_explicit_month_wins_when_the_year_is_spread() -> None:
    plan = split_target(year(2025, 1200), FLAT, inside=[month(6, 600)])
    months = plan.parts("month")
    assert months[5].value == pytest.approx(600, rel=1e-12)
    # The other 335 days share what is left.
    assert months[0].value == pytest.approx(600 * 31 / 335, rel=0.01)
    assert math.fsum(plan.values) == pytest.approx(1200, rel=1e-12)


def test_the_inner_target_wins_when_a_quarter_and_its_month_are_given() -> None:
    quarter = target(date(2025, 4, 1), date(2025, 7, 1), 500)
    plan = split_target(year(2025, 1200), FLAT, inside=[quarter, month(6, 300)])
    assert plan.parts("quarter")[1].value == pytest.approx(500)
    assert plan.parts("month")[5].value == pytest.approx(300)
    assert plan.parts("month")[3].value == pytest.approx(200 * 30 / 61, rel=0.01)


def test_the_excess_is_told_when_months_ask_for_more_than_the_year() -> None:
    plan = split_target(year(2025, 1000), FLAT, inside=[month(6, 1500)])
    assert math.fsum(plan.values) == pytest.approx(1500)
    assert plan.unplaced == pytest.approx(-500)


def test_what_finds_no_day_is_told_when_months_fill_the_year_with_less() -> None:
    plan = split_target(year(2025, 1300), FLAT, inside=[month(n, 100) for n in range(1, 13)])
    assert plan.unplaced == pytest.approx(100)


def test_other_metrics_and_scopes_do_not_count_when_a_target_is_spread() -> None:
    other = Target(date(2025, 6, 1), date(2025, 7, 1), "gmv", 900)
    scoped = Target(date(2025, 6, 1), date(2025, 7, 1), "paid_gmv", 900, (("channel", "x"),))
    plan = split_target(year(2025, 365), FLAT, inside=[other, scoped])
    assert plan.parts("month")[5].value == pytest.approx(30, rel=0.01)


def test_the_plan_does_not_move_when_the_target_period_is_already_running() -> None:
    longer = DailySeries(START, (*FLAT.values, 900.0, 10.0, 5.0))
    assert split_target(year(2025), longer) == split_target(year(2025), FLAT)


def test_february_has_29_shares_when_the_year_is_a_leap_year() -> None:
    plan = split_target(year(2024, 366), EMPTY)
    assert plan.parts("month")[1].value == pytest.approx(29)


def test_weeks_start_on_monday_when_a_month_is_cut_into_them() -> None:
    weeks = split_target(month(3, 310), EMPTY).parts("week")  # 1 March 2025 is a Saturday
    assert [(week.start.day, week.days) for week in weeks] == [
        (1, 2),
        (3, 7),
        (10, 7),
        (17, 7),
        (24, 7),
        (31, 1),
    ]
    assert [week.value for week in weeks] == pytest.approx([20, 70, 70, 70, 70, 10])


def test_an_empty_period_is_refused_when_it_is_spread() -> None:
    with pytest.raises(ValueError, match="empty period"):
        split_target(target(START, START), EMPTY)


sold = st.lists(st.one_of(st.none(), st.floats(-1e5, 1e6)), max_size=500)


@settings(max_examples=50, deadline=None)
@given(sold, st.floats(1, 1e9), st.integers(1, 400))
def test_days_sum_to_the_target_whatever_the_history(
    values: list[float | None], value: float, days: int
) -> None:
    history = DailySeries(START, tuple(values))
    plan = split_target(target(history.end, history.end + timedelta(days=days), value), history)
    assert math.fsum(plan.values) == pytest.approx(value, rel=5e-16, abs=0)
    assert min(plan.values) >= -1e-9 * value
    assert math.fsum(part.value for part in plan.parts("week")) == pytest.approx(value, rel=1e-12)


def found(targets: list[Target], start: date, end: date) -> Target | None:
    result = find_target(targets, metric="paid_gmv", start=start, end=end)
    return None if result is None else result[0]


def test_the_very_period_is_found_when_there_is_a_target_for_it() -> None:
    assert found([year(2025), month(6, 90)], date(2025, 6, 1), date(2025, 7, 1)) == month(6, 90)


def test_twelve_months_make_a_year_when_the_year_has_no_target() -> None:
    months = [month(n, 10.0 * n) for n in range(1, 13)]
    assert found(months, date(2025, 1, 1), date(2026, 1, 1)) == year(2025, 780)


def test_eleven_months_make_no_year_when_one_is_missing() -> None:
    months = [month(n) for n in range(1, 12)]
    assert found(months, date(2025, 1, 1), date(2026, 1, 1)) is None


def test_the_shortest_whole_is_found_when_only_longer_targets_exist() -> None:
    quarter = target(date(2025, 4, 1), date(2025, 7, 1), 500)
    assert found([year(2025), quarter], date(2025, 6, 2), date(2025, 6, 9)) == quarter


def test_the_targets_inside_come_along_when_a_year_is_found() -> None:
    result = find_target(
        [year(2025), month(6)], metric="paid_gmv", start=date(2025, 1, 1), end=date(2026, 1, 1)
    )
    assert result == (year(2025), (month(6),))


def test_nothing_is_found_when_the_scope_differs() -> None:
    scoped = find_target(
        [year(2025)],
        metric="paid_gmv",
        start=date(2025, 1, 1),
        end=date(2026, 1, 1),
        scope=(("channel", "抖音"),),
    )
    assert scoped is None
