"""Which days a period is set against. Sunday 22 November 2026, 15:20, Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from analytics.compare import Comparison, Versus, compare, last_year, parse_versus, previous
from analytics.errors import UnknownName
from analytics.occasions import Occasion, promo_occasions
from analytics.periods import Period, parse_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 15, 20, tzinfo=SHANGHAI)
PROMOS = promo_occasions(2022, 2028)


def compared(
    text: str,
    versus: str = "",
    now: datetime = NOW,
    until: datetime | None = None,
    occasions: tuple[Occasion, ...] = PROMOS,
    since: date | None = None,
) -> Comparison:
    period = parse_period(text, now=now, occasions=occasions)
    asked = parse_versus(versus, now=now, occasions=occasions) if versus else None
    return compare(period, asked, now=now, occasions=occasions, data_until=until, data_from=since)


def span(period: Period | None) -> tuple[str, str, int | None]:
    assert period is not None
    return period.start.isoformat(), period.last.isoformat(), period.hours


# period | vs | first | last | hours | aligned
TABLE = """
today                  |           | 2026-11-21 | 2026-11-21 | 15 | elapsed
yesterday              |           | 2026-11-20 | 2026-11-20 |    | days
2026-11-20             |           | 2026-11-19 | 2026-11-19 |    | days
7d                     |           | 2026-11-08 | 2026-11-14 |    | days
28d                    |           | 2026-09-27 | 2026-10-24 |    | days
this week              |           | 2026-11-09 | 2026-11-15 | 15 | elapsed
last week              |           | 2026-11-02 | 2026-11-08 |    | days
mtd                    |           | 2026-10-01 | 2026-10-22 | 15 | elapsed
2026-11                |           | 2026-10-01 | 2026-10-22 | 15 | elapsed
last month             |           | 2026-09-01 | 2026-09-30 |    | days
2026-03                |           | 2026-02-01 | 2026-02-28 |    | days
q2                     |           | 2026-01-01 | 2026-03-31 |    | days
q4                     |           | 2026-07-01 | 2026-08-22 | 15 | elapsed
h1                     |           | 2025-07-01 | 2025-12-31 |    | days
ytd                    |           | 2025-01-01 | 2025-11-22 | 15 | elapsed
2025                   |           | 2024-01-01 | 2024-12-31 |    | days
2026-09-03..2026-09-12 |           | 2026-08-24 | 2026-09-02 |    | days
2026-11-13..2026-11-30 |           | 2026-11-03 | 2026-11-12 | 15 | elapsed
today                  | lastyear  | 2025-11-22 | 2025-11-22 | 15 | elapsed
7d                     | 同比      | 2025-11-15 | 2025-11-21 |    | days
mtd                    | 去年同期  | 2025-11-01 | 2025-11-22 | 15 | elapsed
this week              | yoy       | 2025-11-17 | 2025-11-23 | 15 | elapsed
2026-W30               | lastyear  | 2025-07-21 | 2025-07-27 |    | days
2026-W45               | lastyear  | 2025-11-02 | 2025-11-08 |    | phase
2026-W53               | lastyear  | 2025-12-29 | 2026-01-04 |    | days
2020-W53               | lastyear  | 2019-12-30 | 2020-01-05 |    | days
2024-02-29             | lastyear  | 2023-02-28 | 2023-02-28 |    | phase
2024-02                | lastyear  | 2023-02-01 | 2023-02-28 |    | days
2025-02                | lastyear  | 2024-02-01 | 2024-02-29 |    | days
2024-02-20..2024-02-29 | lastyear  | 2023-02-20 | 2023-02-28 |    | days
500d                   | lastyear  | 2023-07-10 | 2024-11-21 |    | days
7d                     | 2025-11   | 2025-11-01 | 2025-11-30 |    | days
mtd                    | 2025-11   | 2025-11-01 | 2025-11-22 | 15 | elapsed
last week              | 上上周    | 2026-11-02 | 2026-11-08 |    | days
双11                   |           | 2025-10-27 | 2025-11-11 |    | phase
双11                   | lastyear  | 2025-10-27 | 2025-11-11 |    | phase
双11                   | prev      | 2026-10-11 | 2026-10-26 |    | days
双11                   | 双11 2024 | 2024-10-27 | 2024-11-11 |    | phase
双11                   | 618       | 2026-06-03 | 2026-06-18 |    | days
双11 day               | 双11 2025 | 2025-11-11 | 2025-11-11 |    | phase
双11 day               | 双11 2024 day | 2024-11-11 | 2024-11-11 |  | phase
2026-11-11             | 2025-11-10 | 2025-11-10 | 2025-11-10 |   | days
today                  | 2026-11-19T09 | 2026-11-19 | 2026-11-19 | 9 | elapsed
双11 preheat           |           | 2025-09-27 | 2025-10-26 |    | phase
双11 day               |           | 2025-11-11 | 2025-11-11 |    | phase
2026-11-11             |           | 2025-11-11 | 2025-11-11 |    | phase
2026-11-01..2026-11-11 |           | 2025-11-01 | 2025-11-11 |    | phase
2026-11-12             |           | 2026-11-11 | 2026-11-11 |    | days
年货节                 |           | 2025-01-07 | 2025-01-22 |    | phase
2026-02-10             |           | 2025-01-22 | 2025-01-22 |    | phase
2026-02-10             | prev      | 2026-02-09 | 2026-02-09 |    | days
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} vs {row[1]}")
def test_other_days_are_the_fitting_ones_when_a_period_is_compared(row: list[str]) -> None:
    text, versus, first, last, hours, aligned = row
    found = compared(text, versus)
    assert span(found.other) == (first, last, int(hours) if hours else None)
    assert found.aligned == aligned


def test_month_is_clipped_when_the_one_before_is_shorter() -> None:
    now = datetime(2026, 3, 30, 15, 20, tzinfo=SHANGHAI)
    assert span(compared("mtd", now=now).other) == ("2026-02-01", "2026-02-28", None)


def test_month_keeps_its_hours_when_the_one_before_is_just_as_long() -> None:
    now = datetime(2026, 2, 28, 15, 20, tzinfo=SHANGHAI)
    assert span(compared("mtd", now=now).other) == ("2026-01-01", "2026-01-28", 15)


def test_leap_day_is_left_out_when_a_running_february_looks_a_year_back() -> None:
    now = datetime(2025, 2, 28, 15, 20, tzinfo=SHANGHAI)
    assert span(compared("mtd", "lastyear", now=now).other) == ("2024-02-01", "2024-02-28", 15)


def test_week_before_is_in_the_old_year_when_the_week_holds_new_year() -> None:
    now = datetime(2027, 1, 1, 10, 5, tzinfo=SHANGHAI)
    assert span(compared("this week", now=now).other) == ("2026-12-21", "2026-12-25", 10)


def test_month_before_is_december_when_it_is_january() -> None:
    now = datetime(2027, 1, 5, 10, 5, tzinfo=SHANGHAI)
    assert span(compared("mtd", now=now).other) == ("2026-12-01", "2026-12-05", 10)


def test_whole_days_are_compared_when_the_data_have_no_hours() -> None:
    period = parse_period("mtd", now=NOW, hourly=False)
    found = compare(period, None, now=NOW)
    assert span(found.other) == ("2026-10-01", "2026-10-21", None)
    assert found.aligned == "elapsed"


def test_both_sides_are_cut_alike_when_the_named_period_is_the_running_one() -> None:
    found = compared("last month", "this month")
    assert span(found.current) == ("2026-10-01", "2026-10-22", 15)
    assert span(found.other) == ("2026-11-01", "2026-11-22", 15)
    assert (found.aligned, found.cut_by_data) == ("elapsed", False)


# What else can be asked


def test_no_days_are_given_when_the_comparison_is_a_target() -> None:
    assert compared("mtd", "target").other is None


def test_no_days_are_given_when_the_comparison_is_a_baseline() -> None:
    assert compared("7d", "基线").other is None


def test_same_days_are_given_when_the_comparison_is_a_slice() -> None:
    found = compared("7d", "channel=抖音")
    assert found.other == found.current
    assert found.versus == Versus("slice", "channel", "抖音")


def test_slice_keeps_its_case_when_it_is_typed() -> None:
    assert parse_versus("Channel = KOL Live", now=NOW) == Versus("slice", "channel", "KOL Live")


def test_nearest_comparison_is_offered_when_it_is_mistyped() -> None:
    with pytest.raises(UnknownName) as refused:
        parse_versus("lastyaer", now=NOW)
    assert (refused.value.kind, refused.value.close[0]) == ("comparison", "lastyear")


def test_vs_itself_is_dropped_when_it_was_typed_along() -> None:
    assert parse_versus("vs prev", now=NOW).kind == "prev"


# Promos


def test_matched_edition_is_named_when_a_promo_is_compared() -> None:
    found = compared("双11")
    assert found.occasion is not None
    assert (found.occasion.ends_on, found.versus.kind) == (date(2025, 11, 11), "lastyear")


def test_promo_running_is_cut_alike_when_compared_with_the_earlier_one() -> None:
    found = compared("双11", now=datetime(2026, 11, 5, 10, 30, tzinfo=SHANGHAI))
    assert span(found.other) == ("2025-10-27", "2025-11-05", 10)


def test_both_sides_are_cut_alike_when_the_named_promo_is_the_running_one() -> None:
    now = datetime(2026, 11, 5, 10, 30, tzinfo=SHANGHAI)
    found = compared("双11 2024", "双11", now=now)
    assert span(found.current) == ("2024-10-27", "2024-11-05", 10)
    assert span(found.other) == ("2026-10-27", "2026-11-05", 10)


def test_days_count_back_from_the_promo_day_when_editions_differ_in_length() -> None:
    own = Occasion(date(2026, 10, 20), date(2026, 11, 11), "双11", "promo", "burst")
    earlier = Occasion(date(2025, 11, 1), date(2025, 11, 12), "双11", "promo", "burst")
    found = compared("2026-11-09..2026-11-11", occasions=(own, earlier))
    assert span(found.other) == ("2025-11-10", "2025-11-12", None)


def test_review_counts_from_its_first_day_when_compared() -> None:
    own = Occasion(date(2026, 11, 12), date(2026, 11, 25), "双11", "promo", "review")
    earlier = Occasion(date(2025, 11, 13), date(2025, 11, 19), "双11", "promo", "review")
    found = compared("双11 review", occasions=(own, earlier))
    assert found.other is not None
    assert found.other.start == date(2025, 11, 13)


def test_days_just_before_are_used_when_no_earlier_promo_is_known() -> None:
    found = compared("双11", occasions=promo_occasions(2026, 2026))
    assert (found.versus.kind, found.aligned, found.occasion) == ("prev", "days", None)


def test_days_just_before_are_used_when_the_data_begin_after_the_earlier_promo() -> None:
    assert compared("双11", since=date(2026, 1, 1)).versus.kind == "prev"


def test_monthly_sale_is_compared_with_last_months_when_nothing_is_asked() -> None:
    sales = tuple(
        Occasion(date(2026, m, 8), date(2026, m, 9), "Member Day", "promo") for m in range(1, 13)
    )
    found = compared("member day", occasions=sales)
    assert span(found.other) == ("2026-10-08", "2026-10-09", None)
    assert (found.versus.kind, found.aligned) == ("period", "phase")


@pytest.mark.parametrize(
    ("text", "versus"),
    [("7d", ""), ("mtd", ""), ("2026-W46", "prev"), ("2026-11-12", ""), ("2026-02", "prev")],
)
def test_promo_is_flagged_when_only_one_side_holds_it(text: str, versus: str) -> None:
    assert compared(text, versus).one_sided is not None


def test_promo_is_named_when_the_days_before_hold_it() -> None:
    found = compared("7d").one_sided
    assert found is not None
    assert (found.name, found.ends_on) == ("双11", date(2026, 11, 11))


@pytest.mark.parametrize(
    ("text", "versus"),
    [("双11", ""), ("mtd", "lastyear"), ("2026-W30", ""), ("7d", "channel=抖音"), ("7d", "target")],
)
def test_no_promo_is_flagged_when_the_sides_are_even(text: str, versus: str) -> None:
    assert compared(text, versus).one_sided is None


# Where the data end


UNTIL = datetime(2011, 12, 9, 13, tzinfo=SHANGHAI)
THEN = datetime(2011, 12, 20, 12, 50, tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["mtd", "2011-12"])
def test_both_sides_end_with_the_data_when_they_end_inside_the_month(text: str) -> None:
    found = compared(text, now=THEN, until=UNTIL)
    assert span(found.current) == ("2011-12-01", "2011-12-09", 13)
    assert span(found.other) == ("2011-11-01", "2011-11-09", 13)
    assert (found.cut_by_data, found.no_data, found.aligned) == (True, False, "elapsed")


def test_asked_period_is_kept_when_the_data_cut_it() -> None:
    found = compared("mtd", now=THEN, until=UNTIL)
    assert span(found.asked) == ("2011-12-01", "2011-12-20", 12)


def test_weekdays_still_match_when_a_run_of_days_is_cut() -> None:
    found = compared("14d", now=THEN, until=UNTIL)
    assert span(found.current) == ("2011-12-06", "2011-12-09", 13)
    assert span(found.other) == ("2011-11-22", "2011-11-25", 13)


def test_whole_days_are_compared_when_the_data_end_at_midnight() -> None:
    found = compared("mtd", now=THEN, until=datetime(2011, 12, 10, tzinfo=SHANGHAI))
    assert span(found.other) == ("2011-11-01", "2011-11-09", None)


def test_moment_is_the_shops_when_it_carries_no_zone() -> None:
    naive = datetime(2011, 12, 9, 13)  # noqa: DTZ001
    assert compared("mtd", now=THEN, until=naive).current.hours == 13


def test_moment_is_turned_to_the_shops_zone_when_it_is_in_utc() -> None:
    utc = UNTIL.astimezone(ZoneInfo("UTC"))
    assert compared("mtd", now=THEN, until=utc).current.hours == 13


def test_named_period_ends_with_the_data_when_they_end_inside_it() -> None:
    found = compared("2011-11", "2011-12", now=THEN, until=UNTIL)
    assert span(found.current) == ("2011-11-01", "2011-11-09", 13)
    assert span(found.other) == ("2011-12-01", "2011-12-09", 13)


@pytest.mark.parametrize("text", ["7d", "today", "yesterday", "2012-01"])
def test_absence_is_flagged_when_the_data_end_before_the_period(text: str) -> None:
    found = compared(text, now=THEN, until=UNTIL)
    assert (found.no_data, found.cut_by_data, found.current) == (True, False, found.asked)


def test_absence_is_flagged_when_the_data_end_in_the_first_hour() -> None:
    until = datetime(2011, 12, 20, 0, 30, tzinfo=SHANGHAI)
    assert compared("today", now=THEN, until=until).no_data


@pytest.mark.parametrize("until", [None, THEN, datetime(2012, 1, 1, tzinfo=SHANGHAI)])
def test_nothing_is_cut_when_the_data_reach_now(until: datetime | None) -> None:
    found = compared("mtd", now=THEN, until=until)
    assert (found.cut_by_data, found.no_data, found.current.hours) == (False, False, 12)


# Clocks that change


def test_elapsed_hours_are_compared_when_the_clocks_went_forward() -> None:
    london = ZoneInfo("Europe/London")  # 14 h have passed at 15:20, and 14 h the day before
    found = compared("today", now=datetime(2026, 3, 29, 15, 20, tzinfo=london))
    assert span(found.other) == ("2026-03-28", "2026-03-28", 14)


def test_day_of_twenty_three_hours_ends_at_midnight_when_it_is_covered_whole() -> None:
    london = ZoneInfo("Europe/London")
    now = datetime(2026, 3, 30, 12, tzinfo=london)
    found = compared("yesterday", now=now, until=datetime(2026, 3, 30, tzinfo=london))
    assert (found.cut_by_data, found.current.hours) == (False, None)


# The functions alone


def test_week_before_is_given_when_a_week_is_asked() -> None:
    week = Period(date(2026, 1, 5), date(2026, 1, 12), name="2026-W02")
    assert span(previous(week)) == ("2025-12-29", "2026-01-04", None)


def test_leap_day_becomes_the_28th_when_a_year_back_is_asked() -> None:
    day = Period(date(2024, 2, 29), date(2024, 3, 1), name="2024-02-29")
    assert span(last_year(day)) == ("2023-02-28", "2023-02-28", None)


def test_eleven_years_are_refused_when_a_year_back_is_asked() -> None:
    with pytest.raises(ValueError, match="ten years"):
        last_year(Period(date(2000, 1, 1), date(2026, 1, 1)))
