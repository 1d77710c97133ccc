"""Which days people work."""

from datetime import date

import pytest

from analytics.workdays import Workday, workday


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 9, 30), Workday(works=True)),
        (date(2026, 10, 1), Workday(works=False, swapped=True)),
        (date(2026, 10, 3), Workday(works=False)),
        (date(2026, 10, 10), Workday(works=True, swapped=True)),
        (date(2026, 9, 20), Workday(works=True, swapped=True)),
    ],
)
def test_make_up_days_count_when_the_shop_keeps_chinas_calendar(day: date, kind: Workday) -> None:
    assert workday(day, chinese=True) == kind


def test_monday_to_friday_count_when_the_shop_keeps_another_calendar() -> None:
    assert workday(date(2026, 10, 1), chinese=False) == Workday(works=True)
    assert workday(date(2026, 10, 10), chinese=False) == Workday(works=False)


def test_it_is_a_guess_when_the_years_days_off_are_not_announced() -> None:
    assert workday(date(2090, 1, 2), chinese=True) == Workday(works=True, announced=False)
