"""Where shop days begin and end: zones, days of 23 and 25 hours, leap days, the last ISO week."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics import marts
from analytics.catalog import catalogue
from analytics.periods import Period
from analytics.query import Grain, Question, build
from analytics.shop import Shop
from tests.shop import (
    LONDON,
    NEW_YORK,
    SHANGHAI,
    event,
    insert,
    open_shop,
    order,
    reading,
    stocked,
)


def day(text: str) -> Period:
    """The one-day period of an ISO date."""
    start = date.fromisoformat(text)
    return Period(start, date.fromordinal(start.toordinal() + 1))


def sold_at(*instants: str) -> dict[str, Any]:
    """Orders of 1, 2, 4, 8 … at the instants (UTC), so that a sum tells which are in it."""
    return {
        "orders": [
            order(f"O{n}", _utc(text), 2**n, customer_id=f"c{n}") for n, text in enumerate(instants)
        ]
    }


def _utc(text: str) -> Any:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def gmv(shop: Shop, period: Period) -> Any:
    return shop.total(("gmv",), period)["gmv"]


def buckets(zone: str, tables: dict[str, Any], start: str, end: str, grain: Grain) -> list[Any]:
    """Rows of (bucket, gmv) from `start` up to `end`."""
    question = Question(("gmv",), date.fromisoformat(start), date.fromisoformat(end), grain=grain)
    return stocked(tables, zone).fetch(build(question, catalogue())).rows


def test_a_day_ends_at_local_midnight_when_the_shop_is_at_utc_plus_8() -> None:
    """23:59:59 and 00:00 in Shanghai are 15:59:59 and 16:00 UTC of one UTC day."""
    shop = open_shop(sold_at("2026-11-02 15:59:59", "2026-11-02 16:00:00"))
    assert (gmv(shop, day("2026-11-02")), gmv(shop, day("2026-11-03"))) == (1, 2)


def test_a_visit_belongs_to_the_local_day_when_the_shop_is_at_utc_plus_8() -> None:
    seen = [event("a", _utc("2026-11-02 15:59:59")), event("b", _utc("2026-11-02 16:00:00"))]
    shop = open_shop({"events": seen})
    for period in (day("2026-11-02"), day("2026-11-03")):
        assert shop.total(("visitors",), period) == {"visitors": 1}


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Asia/Kolkata", "18:29:59", "18:30:00"),
        ("Asia/Kathmandu", "18:14:59", "18:15:00"),
        ("Pacific/Kiritimati", "09:59:59", "10:00:00"),
    ],
)
def test_a_day_ends_at_local_midnight_when_the_offset_is_odd(
    zone: str, before: str, after: str
) -> None:
    """Midnight between the 2nd and the 3rd at UTC+5:30, +5:45 and +14."""
    at = [f"2026-11-02 {before}", f"2026-11-02 {after}"]
    seen = [event("a", _utc(at[0])), event("b", _utc(at[1])), event("c", _utc(at[1]))]
    shop = open_shop({**sold_at(*at), "events": seen}, zone)
    found = [shop.total(("gmv", "visitors"), day(f"2026-11-0{n}")) for n in (2, 3)]
    assert found == [{"gmv": 1, "visitors": 1}, {"gmv": 2, "visitors": 2}]


LONG_LONDON_DAY = (
    "2026-10-24 22:59:59",  # the 24th, 23:59:59 summer time
    "2026-10-24 23:00:00",  # 00:00 summer time: the 25th begins
    "2026-10-25 00:30:00",  # 01:30 summer time
    "2026-10-25 01:30:00",  # 01:30 again, winter time
    "2026-10-25 23:59:59",  # 23:59:59, the 25th hour
    "2026-10-26 00:00:00",  # the 26th
)
SHORT_LONDON_DAY = (
    "2026-03-28 23:59:59",  # the 28th
    "2026-03-29 00:00:00",  # 00:00: the 29th begins
    "2026-03-29 01:00:00",  # 02:00 summer time; there was no 01:00
    "2026-03-29 14:59:59",  # 15:59:59, in the 15th hour of the day
    "2026-03-29 15:00:00",  # 16:00, in the 16th
    "2026-03-29 22:59:59",  # 23:59:59, in the 23rd and last
    "2026-03-29 23:00:00",  # the 30th
)


def test_a_day_of_25_hours_is_one_day_when_the_clocks_go_back() -> None:
    shop = open_shop(sold_at(*LONG_LONDON_DAY), LONDON)
    assert [gmv(shop, day(f"2026-10-{n}")) for n in (24, 25, 26)] == [1, 2 + 4 + 8 + 16, 32]


def test_the_hour_that_comes_twice_is_one_hour_when_the_clocks_go_back() -> None:
    shop = open_shop(sold_at(*LONG_LONDON_DAY), LONDON)
    assert shop.hours("gmv", day("2026-10-25")) == {"00": 2, "01": 4 + 8, "23": 16}


def test_three_elapsed_hours_end_at_two_when_the_clocks_go_back() -> None:
    shop = open_shop(sold_at(*LONG_LONDON_DAY), LONDON)
    long_day = Period(date(2026, 10, 25), date(2026, 10, 26), hours=3)
    assert gmv(shop, long_day) == 2 + 4 + 8


@pytest.mark.parametrize("hours", [24, 25])
def test_the_last_hour_is_in_when_25_hours_have_gone(hours: int) -> None:
    """24 elapsed hours end at 23:00: the day's last order is still to come."""
    shop = open_shop(sold_at(*LONG_LONDON_DAY), LONDON)
    long_day = Period(date(2026, 10, 25), date(2026, 10, 26), hours=hours)
    assert gmv(shop, long_day) == {24: 14, 25: 30}[hours]


def test_a_day_of_23_hours_is_one_day_when_the_clocks_go_forward() -> None:
    shop = open_shop(sold_at(*SHORT_LONDON_DAY), LONDON)
    assert [gmv(shop, day(f"2026-03-{n}")) for n in (28, 29, 30)] == [1, 2 + 4 + 8 + 16 + 32, 64]


@pytest.mark.parametrize(("hours", "total"), [(1, 2), (2, 6), (15, 14), (16, 30), (23, 62)])
def test_elapsed_hours_cut_the_day_when_the_clocks_went_forward(hours: int, total: int) -> None:
    shop = open_shop(sold_at(*SHORT_LONDON_DAY), LONDON)
    assert gmv(shop, Period(date(2026, 3, 29), date(2026, 3, 30), hours=hours)) == total


def test_visits_follow_the_clock_when_it_changes_in_new_york() -> None:
    """2026-11-01 has 25 hours there: 04:00 UTC to 05:00 UTC of the 2nd."""
    at = ("2026-11-01 03:59:59", "2026-11-01 04:00:00", "2026-11-02 04:59:59", "2026-11-02 05:00")
    seen = [event(str(n), _utc(text)) for n, text in enumerate(at)]
    shop = open_shop({"events": seen}, NEW_YORK)
    series = shop.series("visitors", date(2026, 10, 31), date(2026, 11, 3))
    assert series.values == (1.0, 2.0, 1.0)
    assert shop.hours("visitors", day("2026-11-01")) == {"00": 1, "23": 1}


def test_one_day_is_rewritten_when_it_begins_at_one_o_clock() -> None:
    """São Paulo skipped midnight on 2018-11-04: its first instant was 01:00, 03:00 UTC."""
    zone = "America/Sao_Paulo"
    warehouse = stocked(sold_at("2018-11-04 02:59:59", "2018-11-04 03:00:00"), zone)
    with warehouse.writing() as writer:
        insert(writer, {"orders": [order("N", _utc("2018-11-04 03:30"), 4)]}, zone)
        marts.refresh(writer, zone, [date(2018, 11, 4)])
    shop = reading(warehouse, zone)
    assert (gmv(shop, day("2018-11-03")), gmv(shop, day("2018-11-04"))) == (1, 6)


def test_the_leap_day_is_a_day_of_february_when_months_are_asked() -> None:
    tables = sold_at("2024-02-28 04:00", "2024-02-29 04:00", "2024-03-01 04:00")
    assert buckets(SHANGHAI, tables, "2024-02-01", "2024-04-01", "month") == [
        (date(2024, 2, 1), 3),
        (date(2024, 3, 1), 4),
    ]
    series = open_shop(tables).series("gmv", date(2024, 2, 28), date(2024, 3, 2))
    assert series.values == (1.0, 2.0, 4.0)


def test_week_53_holds_days_of_two_years_when_weeks_are_asked() -> None:
    """2026-12-28 is the Monday of 2026-W53, which ends on 2027-01-03."""
    tables = sold_at("2026-12-27 04:00", "2026-12-28 04:00", "2027-01-03 04:00", "2027-01-04 04:00")
    assert buckets(SHANGHAI, tables, "2026-12-21", "2027-01-11", "week") == [
        (date(2026, 12, 21), 1),
        (date(2026, 12, 28), 2 + 4),
        (date(2027, 1, 4), 8),
    ]


def test_months_end_with_the_year_when_months_are_asked() -> None:
    """2026-12-31 23:59:59 and 2027-01-01 00:00 in Shanghai."""
    tables = sold_at("2026-12-31 15:59:59", "2026-12-31 16:00:00")
    assert buckets(SHANGHAI, tables, "2026-12-01", "2027-02-01", "month") == [
        (date(2026, 12, 1), 1),
        (date(2027, 1, 1), 2),
    ]


def test_hours_are_moments_on_the_clock_when_hours_are_asked() -> None:
    tables = sold_at("2026-11-02 01:10", "2026-11-02 01:50", "2026-11-02 02:00")
    assert buckets(SHANGHAI, tables, "2026-11-02", "2026-11-03", "hour") == [
        (datetime.fromisoformat("2026-11-02 09:00"), 1 + 2),
        (datetime.fromisoformat("2026-11-02 10:00"), 4),
    ]


def test_weekdays_are_numbered_from_monday_when_they_are_asked() -> None:
    tables = sold_at("2026-11-02 04:00", "2026-11-08 04:00", "2026-11-09 04:00")
    slices = open_shop(tables).split(
        ("gmv",), Period(date(2026, 11, 2), date(2026, 11, 10)), ("weekday",)
    )
    assert {each.key[0]: each.values["gmv"] for each in slices} == {"1": 1 + 4, "7": 2}


def test_sales_of_a_weekday_are_its_own_when_it_filters() -> None:
    shop = open_shop(sold_at("2026-11-02 04:00", "2026-11-08 04:00", "2026-11-09 04:00"))
    two_weeks = Period(date(2026, 11, 2), date(2026, 11, 16))
    assert shop.total(("gmv", "buyers"), two_weeks, {"weekday": ("1",)}) == {"gmv": 5, "buyers": 2}
    assert shop.total(("gmv",), two_weeks, {"hour": ("12",)}) == {"gmv": 7}
    assert shop.total(("gmv",), two_weeks, {"hour": ("13",)}) == {"gmv": 0}
