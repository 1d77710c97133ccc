"""The arithmetic of the backtest, and that it looks at nothing it could not know."""

from datetime import date, timedelta

import pytest

from analytics.response import History
from analytics.response_backtest import Trial, backtest, backtest_table, scores
from analytics.seasonality import DailySeries
from tests.analytics.response.pasts import DAYS, START, past, wandering

FLAT = DailySeries(START, (100.0,) * DAYS)
ORIGIN = START + timedelta(days=DAYS - 28)


def test_the_coming_weeks_are_told_when_nothing_is_left_to_chance() -> None:
    history = past(wandering(spread=0.2))
    (trial,) = backtest([history], FLAT, {}, [ORIGIN])
    assert trial.expected == pytest.approx(trial.actual, rel=0.02)
    assert trial.low <= trial.expected <= trial.high


def test_what_came_later_changes_nothing_when_it_was_not_known() -> None:
    history = past(wandering(spread=0.2), noise=0.3)
    (trial,) = backtest([history], FLAT, {}, [ORIGIN])
    later = history.value.copy()
    later[-28:] *= 7
    part = History("抖音", START, history.spend, later)
    (other,) = backtest(
        [History("抖音", START, history.spend, later, None, (part,))], FLAT, {}, [ORIGIN]
    )
    assert other.expected == trial.expected
    assert other.actual == pytest.approx(7 * trial.actual)


def test_there_is_no_trial_when_its_weeks_are_not_all_known() -> None:
    assert backtest([past(wandering())], FLAT, {}, [ORIGIN + timedelta(days=1)]) == ()


def test_scores_are_worked_out_by_hand_when_there_are_two_trials() -> None:
    # Off by 10 of 100 and 60 of 300: 70/400; the simple way by 50 and 0.
    day = date(2025, 6, 1)
    found = [
        Trial("a", day, 100.0, 110.0, 90.0, 120.0, 150.0, 100.0),
        Trial("b", day, 300.0, 240.0, 200.0, 280.0, 300.0, 200.0),
    ]
    *_, overall = scores(found)
    assert overall.error == pytest.approx(70 / 400)
    assert (overall.naive, overall.scaled) == (50 / 400, 100 / 400)
    assert overall.inside == 0.5
    assert "| all | 2 | 17.5% | 12.5% | 25.0% | 50.0% |" in backtest_table(scores(found))


def test_nothing_is_scored_when_nothing_was_tried() -> None:
    assert scores([]) == ()
