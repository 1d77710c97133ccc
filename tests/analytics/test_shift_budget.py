"""The budget set for days: 3,100 for December 2026 and 700 for its first week."""

from datetime import date

import pytest

from analytics.shift_budget import planned_budget
from analytics.targets import Target

DECEMBER = Target(date(2026, 12, 1), date(2027, 1, 1), "spend", 3_100)
FIRST_WEEK = Target(date(2026, 12, 1), date(2026, 12, 8), "spend", 700 * 2)


def test_month_is_spread_over_its_days_when_part_of_it_is_asked() -> None:
    assert planned_budget([DECEMBER], date(2026, 12, 11), date(2026, 12, 21)) == pytest.approx(1000)


def test_shorter_target_speaks_for_its_days_when_two_overlap() -> None:
    found = planned_budget([DECEMBER, FIRST_WEEK], date(2026, 12, 1), date(2026, 12, 11))
    assert found == pytest.approx(7 * 200 + 3 * 100)


def test_budget_is_unknown_when_a_day_has_none() -> None:
    assert planned_budget([DECEMBER], date(2026, 11, 30), date(2026, 12, 3)) is None


def test_budget_is_unknown_when_targets_are_of_something_else() -> None:
    sales = Target(DECEMBER.start, DECEMBER.end, "gmv", 1.0)
    of_channel = Target(DECEMBER.start, DECEMBER.end, "spend", 1.0, (("channel", "抖音"),))
    assert planned_budget([sales, of_channel], date(2026, 12, 1), date(2026, 12, 2)) is None
