"""Landings of shops whose true totals are known because they are made up here."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.forecast import DailySeries, Landing, NoLanding, land

START = date(2024, 1, 1)  # a Monday
WEEK = (100.0, 100.0, 100.0, 100.0, 140.0, 0.0, 60.0)  # closed on Saturdays, 600 a week


def shop(days: int, week: tuple[float, ...] = (100.0,) * 7, start: date = START) -> DailySeries:
    """A shop that repeats its week for ever."""
    first = start.weekday()
    return DailySeries(start, tuple(week[(first + i) % 7] for i in range(days)))


def noisy(days: int, seed: int = 1, start: date = START) -> DailySeries:
    """Around 100 a day, a fifth up or down."""
    noise = np.random.default_rng(seed).normal(0, 0.2, days)
    return DailySeries(start, tuple((100 * np.exp(noise)).tolist()))


def with_days(series: DailySeries, changed: Mapping[date, float | None]) -> DailySeries:
    values = list(series.values)
    for day, value in changed.items():
        values[(day - series.start).days] = value
    return DailySeries(series.start, tuple(values))


def landed(
    history: DailySeries,
    start: date,
    end: date,
    as_of: date | datetime,
    promo: dict[date, str] | None = None,
    level: float = 0.8,
    day_share: float | None = None,
) -> Landing:
    found = land(
        history,
        start=start,
        end=end,
        as_of=as_of,
        promo=promo,
        level=level,
        day_share=day_share,
    )
    assert isinstance(found, Landing)
    return found


NOON = datetime(2024, 3, 11, 12, 0, tzinfo=UTC)
MARCH = (date(2024, 3, 1), date(2024, 4, 1))


def test_the_total_is_certain_when_every_day_is_known() -> None:
    found = landed(shop(120), *MARCH, date(2024, 4, 10))
    assert (found.expected, found.low, found.high, found.method) == (3100, 3100, 3100, "known")


def test_the_rest_is_added_to_what_is_known_when_a_month_is_running() -> None:
    found = landed(shop(70), *MARCH, date(2024, 3, 11))  # history to 10 March
    assert found.so_far == 1000
    assert found.expected == pytest.approx(3100)
    assert [day.known for day in found.path] == [True] * 10 + [False] * 21


def test_closed_saturdays_get_nothing_when_the_shop_never_sold_on_one() -> None:
    found = landed(shop(70, WEEK), *MARCH, date(2024, 3, 11))
    saturdays = [day.expected for day in found.path if day.day.weekday() == 5]
    assert saturdays == [0] * 5
    # March 2024 has five Fridays, Saturdays and Sundays, else four: 16·100 + 5·140 + 5·60.
    assert found.expected == pytest.approx(2600, rel=0.02)


def test_a_weekday_is_closed_when_it_never_has_data() -> None:
    gaps = DailySeries(
        START, tuple(None if i % 7 == 5 else value for i, value in enumerate(shop(70).values))
    )
    found = landed(gaps, date(2024, 3, 11), date(2024, 3, 18), date(2024, 3, 11))
    assert found.expected == pytest.approx(600)


def test_weekdays_stay_open_when_data_resume_after_a_long_gap() -> None:
    resumed = DailySeries(START, (100.0,) * 60 + (None,) * 70 + (100.0,) * 4)
    found = landed(resumed, date(2024, 5, 13), date(2024, 5, 20), date(2024, 5, 14))
    assert found.expected == pytest.approx(700)


@pytest.mark.parametrize("days", [0, 1, 13])
def test_nothing_is_forecast_when_fewer_than_fourteen_days_are_known(days: int) -> None:
    found = land(shop(days), start=START, end=date(2024, 2, 1), as_of=START + timedelta(days=days))
    assert found == NoLanding("short_history", days)


@pytest.mark.parametrize("days", [14, 20, 22, 30])
def test_a_young_shop_is_told_so_when_it_has_less_than_eight_weeks(days: int) -> None:
    as_of = START + timedelta(days=days)
    found = landed(shop(days), as_of, as_of + timedelta(days=30), as_of)
    assert "short_history" in found.notes
    assert found.high - found.low > 0.2 * found.expected


def test_the_interval_narrows_when_the_history_grows() -> None:
    widths = []
    for days in (20, 50, 400):
        as_of = START + timedelta(days=days)
        found = landed(noisy(days), as_of, as_of + timedelta(days=30), as_of)
        widths.append((found.high - found.low) / found.expected)
    assert widths[0] > widths[1] > widths[2]


def test_the_interval_holds_about_its_level_when_many_months_are_tried() -> None:
    inside = []
    start, end = date(2024, 7, 18), date(2024, 8, 18)
    for seed in range(40):
        series = noisy((end - START).days, seed)
        found = landed(series, start, end, start)
        actual = sum(value or 0 for value in series.between(start, end))
        inside.append(found.low <= actual <= found.high)
    assert 0.7 <= np.mean(inside) <= 1.0


def test_a_lower_level_is_narrower_when_asked() -> None:
    wide = landed(noisy(200), date(2024, 7, 1), date(2024, 8, 1), date(2024, 7, 10))
    narrow = landed(noisy(200), date(2024, 7, 1), date(2024, 8, 1), date(2024, 7, 10), level=0.5)
    assert narrow.high - narrow.low < wide.high - wide.low
    assert narrow.expected == wide.expected


def test_a_lower_level_is_narrower_when_the_shop_is_too_young_to_judge_itself() -> None:
    wide = landed(noisy(16), date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 17))
    narrow = landed(noisy(16), date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 17), level=0.5)
    assert narrow.high - narrow.low < wide.high - wide.low


def double_11(year: int) -> dict[date, str]:
    """Fifteen days of burst up to the day itself."""
    peak = date(year, 11, 11)
    return {peak - timedelta(days=n): f"双11/burst/{-n}" for n in range(16)}


PROMO = {**double_11(2024), **double_11(2025)}


def promo_shop(days: int) -> DailySeries:
    """100 a day, 200 in the burst, 1500 on 双11 itself; a little noise to learn from."""
    base = noisy(days, 3)
    values = [100 + 0.2 * ((value or 0) - 100) for value in base.values]
    for i in range(days):
        key = PROMO.get(START + timedelta(days=i))
        values[i] *= 1 if key is None else 15 if key.endswith("/0") else 2
    return DailySeries(START, tuple(values))


NOVEMBER = (date(2025, 11, 1), date(2025, 12, 1))


def test_the_promo_day_is_foreseen_when_the_last_one_is_known() -> None:
    days = (date(2025, 10, 25) - START).days
    found = landed(promo_shop(days), *NOVEMBER, date(2025, 10, 25), PROMO)
    peak = next(day for day in found.path if day.day == date(2025, 11, 11))
    assert peak.expected == pytest.approx(1500, rel=0.15)
    # Ten days of burst at 200, the day at 1500, nineteen at 100.
    assert found.expected == pytest.approx(5400, rel=0.1)
    assert "unseen_promo" not in found.notes


def test_ordinary_days_stay_ordinary_when_a_promo_has_just_ended() -> None:
    days = (date(2025, 11, 12) - START).days
    found = landed(promo_shop(days), *NOVEMBER, date(2025, 11, 12), PROMO)
    rest = [day.expected for day in found.path if not day.known]
    assert rest == pytest.approx([100] * 19, rel=0.15)


def test_doubt_is_told_when_a_promo_like_it_was_never_seen() -> None:
    days = (date(2024, 10, 20) - START).days
    month = (date(2024, 11, 1), date(2024, 12, 1))
    plain = landed(promo_shop(days), *month, date(2024, 10, 20))
    found = landed(promo_shop(days), *month, date(2024, 10, 20), PROMO)
    assert "unseen_promo" in found.notes
    assert found.expected == pytest.approx(plain.expected)
    assert found.high - found.low > plain.high - plain.low


def test_the_calendar_changes_little_when_the_shop_never_noticed_it() -> None:
    days = (date(2025, 10, 25) - START).days
    without = landed(noisy(days), *NOVEMBER, date(2025, 10, 25))
    found = landed(noisy(days), *NOVEMBER, date(2025, 10, 25), PROMO)
    assert found.expected == pytest.approx(without.expected, rel=0.1)


def test_promos_are_learned_from_like_other_days_when_nothing_else_is_known() -> None:
    keys = {START + timedelta(days=i): f"618/burst/{i - 100}" for i in range(100)}
    found = landed(shop(40), START, date(2024, 3, 1), date(2024, 2, 10), keys)
    assert found.expected == pytest.approx(6000)


def test_last_years_rise_is_followed_when_a_year_is_known() -> None:
    # Every December sells twice as much; the year before is the only witness.
    days = (date(2025, 12, 3) - START).days
    series = DailySeries(
        START,
        tuple(200.0 if (START + timedelta(days=i)).month == 12 else 100.0 for i in range(days)),
    )
    found = landed(series, date(2025, 12, 1), date(2026, 1, 1), date(2025, 11, 30))
    assert found.method == "level_weekday_season"
    assert 4500 < found.expected < 6300


def test_half_a_day_counts_as_half_when_a_time_is_given() -> None:
    series = with_days(shop(71), {date(2024, 3, 11): 80.0})
    found = landed(series, *MARCH, NOON)
    assert found.so_far == 1080
    assert found.expected == pytest.approx(1080 + 50 + 2000)
    assert "partial_day" in found.notes


def test_the_usual_share_is_used_when_the_day_is_not_even() -> None:
    series = with_days(shop(71), {date(2024, 3, 11): 20.0})
    found = landed(series, *MARCH, NOON, day_share=0.2)
    assert found.expected == pytest.approx(1020 + 80 + 2000)


def test_the_running_day_is_whole_when_nothing_is_known_of_it() -> None:
    found = landed(shop(70), *MARCH, NOON)
    assert found.expected == pytest.approx(3100)


def test_the_running_day_is_left_out_when_the_period_has_not_begun() -> None:
    series = with_days(shop(71), {date(2024, 3, 11): 80.0})
    april = (date(2024, 4, 1), date(2024, 5, 1))
    found = landed(series, *april, NOON)
    assert found.so_far == 0
    assert found.expected == pytest.approx(3000)


def test_missing_days_are_estimated_when_the_history_has_gaps() -> None:
    series = with_days(shop(70), {date(2024, 3, 4): None, date(2024, 3, 5): None})
    found = landed(series, *MARCH, date(2024, 3, 11))
    assert found.so_far == 800
    assert found.expected == pytest.approx(3100)
    assert "gaps" in found.notes


def test_a_past_month_is_completed_when_only_a_gap_is_left() -> None:
    series = with_days(shop(120), {date(2024, 3, 4): None})
    found = landed(series, *MARCH, date(2024, 4, 20))
    assert found.expected == pytest.approx(3100)
    assert found.low < found.expected < found.high


def test_nothing_is_expected_when_the_shop_never_sold() -> None:
    found = landed(shop(60, (0.0,) * 7), date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 20))
    assert (found.expected, found.low, found.high) == (0, 0, 0)


def test_the_low_end_stays_above_what_is_sold_when_no_day_was_ever_negative() -> None:
    found = landed(noisy(20), date(2024, 1, 1), date(2024, 4, 1), date(2024, 1, 19), level=0.9999)
    assert found.low == found.so_far


def test_the_low_end_may_fall_below_when_returns_exceed_sales() -> None:
    series = DailySeries(START, tuple(-100.0 if i % 2 else 90.0 for i in range(60)))
    found = landed(series, date(2024, 2, 1), date(2024, 4, 1), date(2024, 2, 29))
    assert found.low < found.so_far


def test_one_giant_order_hardly_moves_the_rest_when_it_came_yesterday() -> None:
    series = with_days(shop(70), {date(2024, 3, 10): 8000.0})
    found = landed(series, *MARCH, date(2024, 3, 11))
    assert found.expected - found.so_far == pytest.approx(2100, rel=0.2)


def test_the_level_is_kept_when_the_shop_was_shut_over_christmas() -> None:
    shut = {date(2024, 2, 10) + timedelta(days=i): 0.0 for i in range(9)}
    found = landed(with_days(shop(60), shut), *MARCH, date(2024, 2, 25))
    assert found.expected == pytest.approx(3100, rel=0.02)


def test_february_has_29_days_when_the_year_is_a_leap_year() -> None:
    found = landed(shop(40), date(2024, 2, 1), date(2024, 3, 1), date(2024, 2, 9))
    assert len(found.path) == 29
    assert found.expected == pytest.approx(2900)


def test_an_empty_period_is_refused_when_it_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="empty period"):
        land(shop(60), start=START, end=START, as_of=START)


values = st.lists(
    st.one_of(st.none(), st.floats(-1e6, 1e6), st.just(0.0)), min_size=20, max_size=120
)


@settings(max_examples=50, deadline=None)
@given(values, st.integers(0, 60), st.integers(1, 90))
def test_the_interval_holds_the_expectation_whatever_the_history(
    numbers: list[float | None], behind: int, length: int
) -> None:
    history = DailySeries(START, tuple(numbers))
    as_of = history.end
    start = as_of - timedelta(days=behind)
    found = land(history, start=start, end=start + timedelta(days=length), as_of=as_of)
    if isinstance(found, Landing):
        assert found.low <= found.expected <= found.high
        total = sum(day.expected for day in found.path)
        assert total == pytest.approx(found.expected, rel=1e-9, abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(values, st.floats(1, 1e6))
def test_the_future_is_not_looked_at_whatever_it_holds(
    numbers: list[float | None], future: float
) -> None:
    as_of = START + timedelta(days=len(numbers))
    known = DailySeries(START, tuple(numbers))
    longer = DailySeries(START, (*numbers, future, None, future))
    start, end = as_of - timedelta(days=5), as_of + timedelta(days=20)
    now = land(known, start=start, end=end, as_of=as_of)
    assert now == land(longer, start=start, end=end, as_of=as_of)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 1e6))
def test_everything_scales_when_the_currency_does(seed: int, rate: float) -> None:
    series = noisy(100, seed)
    scaled = DailySeries(START, tuple((value or 0) * rate for value in series.values))
    one = landed(series, *MARCH, date(2024, 3, 15))
    two = landed(scaled, *MARCH, date(2024, 3, 15))
    assert (two.low, two.expected, two.high) == pytest.approx(
        (one.low * rate, one.expected * rate, one.high * rate)
    )
