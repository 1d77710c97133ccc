"""The same days have the same targets, whichever period they are seen from."""

from datetime import date, timedelta

import pytest

from analytics.seasonality import DailySeries
from analytics.targets import Target, split_target

START = date(2026, 7, 1)
OCTOBER = Target(date(2026, 10, 1), date(2026, 11, 1), "paid_gmv", 3100.0, ())
NOVEMBER = Target(date(2026, 11, 1), date(2026, 12, 1), "paid_gmv", 6000.0, ())
BOTH = Target(date(2026, 10, 1), date(2026, 12, 1), "paid_gmv", 9100.0, ())


def sold(day: date) -> float:
    """Mondays sell double from October on: what is learned before a month depends on the month."""
    return 200.0 if day >= OCTOBER.start and day.weekday() == 0 else 100.0


def test_days_of_a_month_have_its_own_targets_when_seen_from_a_longer_period() -> None:
    days = [START + timedelta(days=n) for n in range(140)]
    history = DailySeries(START, tuple(sold(day) for day in days))
    alone = split_target(NOVEMBER, history).values
    within = split_target(BOTH, history, inside=(OCTOBER, NOVEMBER)).values
    assert within[31:] == pytest.approx(alone)
    assert len({round(value, 6) for value in alone}) > 1
