"""Demand of days to come, from a year in which every second month sells twice as much."""

from datetime import date, timedelta

import numpy as np
import pytest

from analytics.curves import Hill
from analytics.periods import Period
from analytics.response import Fit, Refused
from analytics.seasonality import DailySeries
from analytics.shift_demand import at_demand, coming_demand

START = date(2025, 1, 1)
RECENT = Period(date(2026, 1, 1), date(2026, 1, 29))


def sold(days: int, monthly: tuple[float, float]) -> DailySeries:
    """Sales that differ between odd and even months."""
    every = [START + timedelta(days=number) for number in range(days)]
    return DailySeries(START, tuple(100 * monthly[day.month % 2] for day in every))


def test_demand_is_the_same_when_the_shop_sells_evenly() -> None:
    found = coming_demand(sold(600, (1, 1)), {}, RECENT, Period(date(2026, 2, 1), date(2026, 3, 1)))
    assert found == pytest.approx(1, abs=0.02)


def test_demand_falls_when_the_days_to_come_sold_less_a_year_ago() -> None:
    later = Period(date(2026, 2, 8), date(2026, 2, 20))
    assert coming_demand(sold(600, (1, 2)), {}, RECENT, later) < 0.8


def test_demand_is_taken_as_the_same_when_the_past_is_short() -> None:
    short = DailySeries(date(2025, 11, 1), (100.0,) * 100)
    assert coming_demand(short, {}, RECENT, Period(date(2026, 2, 1), date(2026, 3, 1))) == 1


def test_curves_bring_more_by_the_factor_when_demand_is_higher() -> None:
    curve = Hill(100.0, 10.0)
    fits: dict[str, Fit | Refused] = {
        "a": Fit("a", curve, (curve,), 5, 9, 0.0, 90, baseline=3.0),
        "b": Refused("b", "no_spend"),
    }
    found = at_demand(fits, 1.5)
    spend = np.array([5.0])
    a = found["a"]
    assert isinstance(a, Fit)
    assert a.curve.response(spend)[0] == pytest.approx(1.5 * curve.response(spend)[0])
    assert a.draws[0].marginal(spend)[0] == pytest.approx(1.5 * curve.marginal(spend)[0])
    assert (a.baseline, found["b"]) == (4.5, fits["b"])
