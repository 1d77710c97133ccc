"""The landing forecast against a real shop's past, and the arithmetic of its scores."""

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.backtest import Trial, backtest, backtest_table, scores
from analytics.forecast import DailySeries

CHECKOUT = Path(__file__).parents[2]
RETAIL = CHECKOUT.parent / "shared/data/uci_online_retail/online_retail.parquet"


@pytest.fixture(scope="module")
def retail() -> DailySeries:
    """Daily sales (lines above zero, guests included) of a UK web shop, 0 where it was shut."""
    if not RETAIL.exists():
        pytest.skip("the UCI Online Retail reference data is not here")
    import pandas as pd

    lines = pd.read_parquet(RETAIL, columns=["InvoiceDate", "Quantity", "UnitPrice"])
    sold = lines[(lines.Quantity > 0) & (lines.UnitPrice > 0)]
    daily = (sold.Quantity * sold.UnitPrice).groupby(sold.InvoiceDate.dt.date).sum()
    start = date(2010, 12, 1)
    days = [start + timedelta(days=i) for i in range((date(2011, 12, 9) - start).days)]
    return DailySeries(start, tuple(float(daily.get(day, 0.0)) for day in days))


def test_it_beats_simple_ways_when_a_real_shop_is_forecast(retail: DailySeries) -> None:
    *_, overall = scores(backtest(retail))
    assert overall.trials == 46
    assert overall.wape < 0.85 * overall.pace_wape
    assert overall.wape < 0.85 * overall.naive_wape


def test_its_interval_holds_what_it_says_when_a_real_shop_is_forecast(
    retail: DailySeries,
) -> None:
    *_, overall = scores(backtest(retail))
    assert 0.7 <= overall.coverage <= 0.9


def test_the_documented_table_is_the_measured_one_when_it_is_measured_again(
    retail: DailySeries,
) -> None:
    table = backtest_table(retail)
    sys.stdout.write(table)
    assert table in (CHECKOUT / "docs/forecast.md").read_text("utf-8")


def steady(days: int) -> DailySeries:
    return DailySeries(date(2024, 1, 1), (100.0,) * days)


def test_only_whole_months_are_tried_when_the_last_one_is_running() -> None:
    months = {trial.month for trial in backtest(steady(100))}  # to 9 April
    assert months == {date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)}


def test_early_trials_are_left_out_when_nothing_could_be_said_yet() -> None:
    january = [trial.day for trial in backtest(steady(31))]
    assert january == [15, 20]


def test_a_month_is_left_out_when_it_has_a_gap() -> None:
    series = DailySeries(date(2024, 1, 1), (100.0,) * 40 + (None,) + (100.0,) * 59)
    assert {trial.month.month for trial in backtest(series)} == {1, 3}


def test_the_last_months_are_taken_when_there_are_more() -> None:
    assert {trial.month.month for trial in backtest(steady(366), months=2)} == {11, 12}


def trial(actual: float, expected: float, low: float, high: float) -> Trial:
    return Trial(date(2024, 1, 1), 10, actual, expected, low, high, actual * 1.5, actual * 0.5)


def test_scores_are_worked_out_by_hand_when_there_are_two_trials() -> None:
    # Errors 10 of 100 and 60 of 300: WAPE 70/400, MAPE (0.1 + 0.2)/2; one of two inside.
    by_day, overall = scores([trial(100, 110, 90, 130), trial(300, 240, 200, 280)])
    assert by_day.day == 10
    assert overall.day is None
    assert overall.wape == pytest.approx(0.175)
    assert overall.mape == pytest.approx(0.15)
    assert overall.coverage == 0.5
    assert overall.width == pytest.approx((40 / 100 + 80 / 300) / 2)
    assert (overall.pace_wape, overall.naive_wape) == (0.5, 0.5)


def test_there_are_no_scores_when_there_were_no_trials() -> None:
    assert scores([]) == ()
