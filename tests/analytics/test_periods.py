"""Words for periods, in both languages, from one fixed clock."""

from dataclasses import replace
from datetime import date, datetime
from time import thread_time
from zoneinfo import ZoneInfo

import pytest

from analytics.errors import UnknownName
from analytics.occasions import Occasion, promo_occasions
from analytics.periods import (
    Period,
    Unit,
    canonical,
    dated,
    describe,
    is_future,
    last_covered,
    parse_period,
    unit_of,
    whole,
)
from tests.analytics.period_cases import CASES, REFUSED, Case

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 15, 20, tzinfo=SHANGHAI)
PROMOS = promo_occasions(2023, 2028)


def parse(text: str, now: datetime = NOW, hourly: bool = True) -> Period:
    return parse_period(text, now=now, hourly=hourly)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_days_are_those_meant_when_a_period_is_typed(case: Case) -> None:
    found = parse(case.text)
    assert (found.start, found.last, found.hours) == (case.first, case.last, case.hours)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_name_is_canonical_when_a_period_is_typed(case: Case) -> None:
    assert parse(case.text).name == case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_period_survives_when_written_back_and_read_again(case: Case) -> None:
    found = parse(case.text)
    assert parse(canonical(found)) == found


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.last < NOW.date()], ids=lambda case: case.text
)
def test_days_stay_when_a_dated_word_is_read_a_year_later(case: Case) -> None:
    later = parse(dated(parse(case.text)), now=datetime(2027, 11, 29, 9, tzinfo=SHANGHAI))
    assert (later.start, later.last) == (case.first, case.last)


@pytest.mark.parametrize("text", REFUSED)
def test_word_is_refused_when_it_names_no_period(text: str) -> None:
    with pytest.raises(UnknownName) as refused:
        parse(text)
    assert refused.value.kind == "period"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yestreday", "yesterday"),
        ("lsat week", "last week"),
        ("thisweek!", "this week"),
        ("昨夫", "昨天"),
        ("本月之今", "本月至今"),
        ("上个目", "上个月"),
        ("duoble 11", "双11"),
        ("2026-11-11..2026-11-01", "2026-11-01..2026-11-11"),
        ("2026-02-30", "2026-02"),
        ("7dd", "7d"),
    ],
)
def test_nearest_word_is_offered_when_one_is_mistyped(typed: str, meant: str) -> None:
    with pytest.raises(UnknownName) as refused:
        parse(typed)
    assert meant in refused.value.close


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("yestreday", ("yesterday",)),
        ("black friday", ()),
        ("duoble 11", ("双11",)),
        ("whatever", ()),
        ("这个渠道", ()),
    ],
)
def test_only_the_near_are_offered_when_a_word_is_mistyped(
    typed: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownName) as refused:
        parse(typed)
    assert refused.value.close == near


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("december", date(2026, 12, 1)),
        ("12月", date(2026, 12, 1)),
        ("10月", date(2026, 10, 1)),
        ("q1", date(2026, 1, 1)),
        ("december 2025", date(2025, 12, 1)),
        ("last december", date(2025, 12, 1)),
        ("12月24日", date(2026, 12, 24)),
        ("双12", date(2026, 11, 27)),
        ("双11", date(2026, 10, 27)),
        ("2月29日", date(2024, 2, 29)),
    ],
)
def test_the_running_year_is_meant_when_plans_are_asked_for(text: str, first: date) -> None:
    assert parse_period(text, now=NOW, this_year=True).start == first


def test_suggestions_can_be_read_when_they_are_taken_up() -> None:
    with pytest.raises(UnknownName) as refused:
        parse("lsat week")
    for word in (*refused.value.close, *refused.value.known):
        assert parse(word).days > 0


@pytest.mark.parametrize(
    "garbage",
    ["x" * 10_000, "1" * 10_000, "11-" * 3_400, "近" * 10_000, "2026-11-01.." * 900, "十" * 9_999],
    ids=lambda text: text[:6],
)
def test_refusal_is_quick_when_ten_kilobytes_are_typed(garbage: str) -> None:
    began = thread_time()
    with pytest.raises(UnknownName) as refused:
        parse(garbage)
    assert thread_time() - began < 0.05
    assert len(refused.value.word) <= 40


def test_clock_is_refused_when_it_has_no_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        parse_period("today", now=datetime(2026, 11, 22))  # noqa: DTZ001


# A period still running


def test_period_ends_yesterday_when_the_data_have_no_hours() -> None:
    assert parse("mtd", hourly=False) == Period(date(2026, 11, 1), date(2026, 11, 22), name="mtd")


def test_day_is_whole_when_nothing_else_would_be_left_without_hours() -> None:
    found = parse("today", hourly=False)
    assert (found.start, found.end, found.hours) == (date(2026, 11, 22), date(2026, 11, 23), None)


def test_period_ends_at_midnight_when_today_is_in_its_first_hour() -> None:
    found = parse("mtd", now=datetime(2026, 11, 22, 0, 40, tzinfo=SHANGHAI))
    assert (found.end, found.hours) == (date(2026, 11, 22), None)


def test_no_hour_is_counted_when_the_period_has_only_just_begun() -> None:
    found = parse("today", now=datetime(2026, 11, 22, 0, 40, tzinfo=SHANGHAI))
    assert (found.days, found.hours) == (1, 0)


@pytest.mark.parametrize(("typed", "hours"), [("2026-11-22T09", 9), ("2026-11-22T23", 15)])
def test_hours_typed_are_kept_when_they_have_passed(typed: str, hours: int) -> None:
    assert parse(typed).hours == hours


def test_month_is_whole_when_it_lies_ahead() -> None:
    found = parse("2027-01")
    assert (found.days, is_future(found, NOW)) == (31, True)


def test_running_period_is_not_ahead_when_it_holds_today() -> None:
    assert not is_future(parse("mtd"), NOW)


def test_whole_unit_is_given_when_a_running_period_is_made_whole() -> None:
    assert whole(parse("mtd")) == Period(date(2026, 11, 1), date(2026, 12, 1), name="2026-11")


# Clocks, zones and the ends of years


def test_hour_is_missing_when_the_clocks_went_forward() -> None:
    london = ZoneInfo("Europe/London")  # 29 March 2026 has no 01:00-02:00
    found = parse("today", now=datetime(2026, 3, 29, 15, 20, tzinfo=london))
    assert found.hours == 14


def test_hour_is_doubled_when_the_clocks_went_back() -> None:
    london = ZoneInfo("Europe/London")
    found = parse("today", now=datetime(2026, 10, 25, 23, 20, tzinfo=london))
    assert found.hours == 24
    assert parse(canonical(replace(found, name="")), now=datetime(2026, 11, 1, 12, tzinfo=london))


def test_last_instant_follows_elapsed_hours_when_the_clocks_went_forward() -> None:
    london = ZoneInfo("Europe/London")
    _, until = Period(date(2026, 3, 29), date(2026, 3, 30), hours=14).instants(london)
    assert (until.hour, until.minute) == (15, 0)


def test_day_is_the_shops_when_it_is_still_yesterday_in_utc() -> None:
    moment = datetime(2026, 11, 21, 18, 30, tzinfo=ZoneInfo("UTC"))
    assert parse("today", now=moment.astimezone(SHANGHAI)).start == date(2026, 11, 22)
    assert parse("today", now=moment).start == date(2026, 11, 21)


def test_instants_are_sixteen_hundred_utc_when_the_shop_is_in_shanghai() -> None:
    start, end = parse("yesterday").instants(SHANGHAI)
    utc = ZoneInfo("UTC")
    assert start.astimezone(utc) == datetime(2026, 11, 20, 16, tzinfo=utc)
    assert end.astimezone(utc) == datetime(2026, 11, 21, 16, tzinfo=utc)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", date(2026, 12, 31), date(2026, 12, 31)),
        ("last month", date(2026, 12, 1), date(2026, 12, 31)),
        ("last week", date(2026, 12, 21), date(2026, 12, 27)),
        ("last quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("12月", date(2026, 12, 1), date(2026, 12, 31)),
        ("12月31日", date(2026, 12, 31), date(2026, 12, 31)),
        ("w53", date(2026, 12, 28), date(2027, 1, 1)),
        ("双12", date(2026, 11, 27), date(2026, 12, 12)),
    ],
)
def test_days_are_last_years_when_it_is_new_years_day(text: str, first: date, last: date) -> None:
    found = parse(text, now=datetime(2027, 1, 1, 10, tzinfo=SHANGHAI))
    assert (found.start, found.last) == (first, last)


def test_leap_day_is_found_when_it_is_today() -> None:
    found = parse("2月29日", now=datetime(2028, 2, 29, 10, tzinfo=SHANGHAI))
    assert found.start == date(2028, 2, 29)


# Promos in the shop's calendar


def test_shops_own_dates_are_used_when_its_calendar_names_the_promo() -> None:
    own = Occasion(date(2026, 10, 20), date(2026, 11, 11), "双11", "promo", "burst")
    found = parse_period("double 11", now=NOW, occasions=(own,))
    assert (found.start, found.occasion, found.phase) == (date(2026, 10, 20), "双11", "burst")


def test_any_name_is_a_period_when_the_shops_calendar_has_it() -> None:
    own = Occasion(date(2026, 5, 20), date(2026, 5, 21), "Brand Birthday", "promo")
    found = parse_period("brand birthday", now=NOW, occasions=(own,))
    assert (found.start, found.days, found.name) == (date(2026, 5, 20), 2, "Brand Birthday")


def test_plain_days_count_as_promo_when_all_of_them_lie_in_its_burst() -> None:
    found = parse_period("2026-11-01..2026-11-11", now=NOW, occasions=PROMOS)
    assert (found.occasion, found.phase) == ("双11", "burst")


def test_plain_days_stay_ordinary_when_one_lies_outside_the_burst() -> None:
    found = parse_period("2026-11-01..2026-11-12", now=NOW, occasions=PROMOS)
    assert found.occasion is None


def test_last_edition_is_meant_when_this_years_has_not_begun() -> None:
    found = parse("双11", now=datetime(2026, 10, 1, 10, tzinfo=SHANGHAI))
    assert found.last == date(2025, 11, 11)


def test_promo_is_cut_at_now_when_it_is_running() -> None:
    found = parse("双11", now=datetime(2026, 11, 5, 10, 30, tzinfo=SHANGHAI))
    assert (found.start, found.last, found.hours) == (date(2026, 10, 27), date(2026, 11, 5), 10)


# Units, covered periods, plain data


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("today", Unit.DAY), ("2026-11-11", Unit.DAY), ("last week", Unit.WEEK),
        ("2026-W45", Unit.WEEK), ("mtd", Unit.MONTH), ("2026-10", Unit.MONTH),
        ("q2", Unit.QUARTER), ("h1", Unit.HALF), ("2025", Unit.YEAR), ("7d", Unit.DAYS),
        ("双11", Unit.DAYS), ("2026-11-01..2026-11-11", Unit.DAYS),
    ],
)  # fmt: skip
def test_unit_is_told_when_a_period_was_named(text: str, unit: Unit) -> None:
    assert unit_of(parse(text)) is unit


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", date(2011, 12, 8), date(2011, 12, 8)),
        ("7d", date(2011, 12, 2), date(2011, 12, 8)),
        ("last week", date(2011, 11, 28), date(2011, 12, 4)),
        ("mtd", date(2011, 11, 1), date(2011, 11, 30)),
        ("q4", date(2011, 7, 1), date(2011, 9, 30)),
        ("ytd", date(2010, 1, 1), date(2010, 12, 31)),
    ],
)
def test_last_whole_period_is_offered_when_the_data_end_early(
    text: str, first: date, last: date
) -> None:
    until = datetime(2011, 12, 9, 12, 50, tzinfo=SHANGHAI)
    found = last_covered(parse(text), until)
    assert (found.start, found.last, found.hours) == (first, last, None)


def test_month_itself_is_offered_when_the_data_end_with_it() -> None:
    until = datetime(2011, 12, 1, tzinfo=SHANGHAI)
    assert last_covered(parse("mtd"), until).name == "2011-11"


def test_description_is_plain_data_when_a_period_is_described() -> None:
    assert describe(parse("mtd")) == {
        "start": "2026-11-01", "end": "2026-11-23", "last": "2026-11-22", "days": 22, "hours": 15,
        "name": "mtd", "occasion": None, "phase": None, "text": "mtd",
    }  # fmt: skip


def test_table_is_long_enough_when_counted() -> None:
    assert len(CASES) >= 120
