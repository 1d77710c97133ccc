"""Spend against its budget (R10) day by day, worked out once more, and the doubtful first week."""

from datetime import date, timedelta
from random import Random

import pytest

from analytics.pace import Budget, spend_pace

START = date(2026, 11, 1)
MONTH = Budget(30_000.0, START, date(2026, 12, 1))


@pytest.mark.parametrize("seed", range(40))
def test_pace_is_that_of_days_followed_one_by_one_when_spend_is_random(seed: int) -> None:
    pick = Random(seed)
    spent = [pick.choice((0.0, 300.0, 900.0, 1_400.0, 2_500.0)) for _ in range(pick.randint(7, 30))]
    as_of = START + timedelta(days=len(spent))
    found = spend_pace(MONTH, spent, as_of, over=0.15, under=0.85)
    assert found is not None
    rate, together, gone = sum(spent[-7:]) / 7, sum(spent), None
    if together >= MONTH.amount:
        gone = as_of
    for number in range((date(2026, 12, 1) - as_of).days):
        together += rate
        if gone is None and together > MONTH.amount * (1 + 1e-9):
            gone = as_of + timedelta(days=number)
    assert found.projected == pytest.approx(together)
    assert found.gone_on == gone
    course = together / MONTH.amount
    assert found.state == ("over" if course > 1.15 else "under" if course < 0.85 else "on")


def test_one_strong_day_is_no_course_when_the_month_begins() -> None:
    # 1,300 on the first day, six days of the week as allowed: (1,300 + 6 × 1,000) ÷ 7 a day.
    found = spend_pace(MONTH, [1_300.0], START + timedelta(days=1), over=0.15, under=0.85)
    assert found is not None
    assert found.rate == pytest.approx(7_300 / 7)
    assert found.projected == pytest.approx(1_300 + 29 * 7_300 / 7)  # 31,543: 5 % more
    assert found.state == "on"


def test_spending_twice_what_is_allowed_is_told_on_the_first_morning_when_it_begins() -> None:
    found = spend_pace(MONTH, [2_000.0], START + timedelta(days=1), over=0.15, under=0.85)
    assert found is not None
    assert found.state == "over"  # 2,000 + 29 × 8,000 ÷ 7 = 35,143


def test_rate_is_that_of_the_days_seen_when_a_budget_has_no_end() -> None:
    found = spend_pace(Budget(9_000.0, START, None), [2_000.0], date(2026, 11, 2), over=0, under=0)
    assert found is not None
    assert (found.rate, found.gone_on) == (2_000, date(2026, 11, 5))  # 7,000 last for 3½ days
