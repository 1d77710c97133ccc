"""Holidays asked for by name are set against last year's, whatever the date.

春节 fell on 17 February 2026 and 29 January 2025, 中秋节 on 25 September (a break of three days)
and 6 October (of eight), 清明节 on 5 and 4 April (both from the 4th to the 6th).
"""

from datetime import date

import pytest

from analytics.festivals import holidays, long_holidays
from analytics.occasion_table import holidays_day
from analytics.occasions import Occasion, merge
from tests.analytics.test_compare import PROMOS, compared, span

MOVED = tuple(e for e in holidays(2025, 2026) if e.name in ("中秋节", "清明节"))
HOLIDAYS = (*PROMOS, *long_holidays(2023, 2027), *MOVED)


@pytest.mark.parametrize("versus", ["", "lastyear"])
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("春节", "2025-01-28", "2025-02-04"),
        ("国庆节", "2025-10-01", "2025-10-07"),
        ("国庆当天", "2025-10-01", "2025-10-01"),
        ("中秋", "2025-10-06", "2025-10-08"),
        ("清明", "2025-04-04", "2025-04-06"),
        ("清明当天", "2025-04-04", "2025-04-04"),
    ],
)
def test_holiday_is_compared_day_for_day_with_last_years_when_it_is_named(
    text: str, first: str, last: str, versus: str
) -> None:
    found = compared(text, versus, occasions=HOLIDAYS)
    assert span(found.other) == (first, last, None)
    assert (found.aligned, found.versus.kind) == ("phase", "lastyear")
    assert found.occasion is not None


def test_holiday_meets_the_edition_named_when_another_year_is_asked() -> None:
    found = compared("春节", "春节 2024", occasions=HOLIDAYS)
    assert span(found.other) == ("2024-02-09", "2024-02-16", None)


def test_days_just_before_are_used_when_the_data_begin_after_last_years_holiday() -> None:
    found = compared("春节", occasions=HOLIDAYS, since=date(2025, 6, 1))
    assert (found.versus.kind, found.occasion) == ("prev", None)


def test_first_days_meet_when_a_holidays_own_day_is_unknown() -> None:
    one = Occasion(date(2026, 5, 1), date(2026, 5, 5), "Golden Days", "holiday")
    two = Occasion(date(2025, 5, 2), date(2025, 5, 4), "Golden Days", "holiday")
    found = compared("golden days", occasions=(one, two))
    assert span(found.other) == ("2025-05-02", "2025-05-06", None)


def test_the_days_themselves_meet_when_the_shops_own_calendar_has_the_breaks() -> None:
    rows = [
        {"starts_on": date(2026, 9, 25), "ends_on": date(2026, 9, 27), "name": "中秋"},
        {"starts_on": date(2025, 10, 1), "ends_on": date(2025, 10, 8), "name": "中秋"},
    ]
    own = merge((), [{**row, "kind": "holiday"} for row in rows])
    assert span(compared("中秋", occasions=own).other) == ("2025-10-06", "2025-10-08", None)


@pytest.mark.parametrize(
    ("name", "first", "last", "day"),
    [
        ("元旦", date(2023, 12, 30), date(2024, 1, 1), date(2024, 1, 1)),
        ("春节", date(2026, 2, 15), date(2026, 2, 23), date(2026, 2, 17)),
        ("端午节", date(2026, 6, 19), date(2026, 6, 21), date(2026, 6, 19)),
        ("清明节", date(2026, 4, 4), date(2026, 4, 6), None),
        ("国庆节", date(2026, 9, 25), date(2026, 9, 27), None),
        ("店庆", date(2026, 10, 1), date(2026, 10, 7), None),
    ],
)
def test_a_holidays_day_is_that_of_its_rule_when_the_days_hold_it(
    name: str, first: date, last: date, day: date | None
) -> None:
    assert holidays_day(name, first, last) == day
