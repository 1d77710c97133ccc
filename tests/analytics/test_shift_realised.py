"""A plan's outcome, worked out by hand.

A unit brings 1 on feed and 3 on search. The old split was 100 a day each, the plan 70 and 130:
60 a day are predicted, 600 in the ten days. As planned, 70 × 10 + 130 × 3 × 10 = 4,600 come.
"""

from dataclasses import replace

import pytest

from analytics.response import Fit, Refused
from analytics.shift_realised import Since, calibrate, realise
from tests.straight import Straight

FITS: dict[str, Fit | Refused] = {
    "feed": Fit("feed", Straight(1), (), 100, 200, 0.0, 365),
    "search": Fit("search", Straight(3), (), 100, 200, 0.0, 365),
}
OLD, PLANNED = {"feed": 100.0, "search": 100.0}, {"feed": 70.0, "search": 130.0}
AS_PLANNED = Since(10, PLANNED, {"feed": 700, "search": 3_900}, demand=1.0, noise=0.0)


def test_gain_is_as_predicted_when_everything_came_as_the_curves_say() -> None:
    found = realise(FITS, OLD, PLANNED, AS_PLANNED)
    assert found.predicted.mean == pytest.approx(600)
    assert found.realised.mean == pytest.approx(600)
    assert (found.followed, found.spent) == pytest.approx((1, 1))
    assert found.as_predicted


def test_season_is_allowed_for_when_the_days_were_twice_as_good() -> None:
    good = replace(AS_PLANNED, value={"feed": 1_400, "search": 7_800}, demand=2.0)
    found = realise(FITS, OLD, PLANNED, good)
    assert (found.predicted.mean, found.realised.mean) == pytest.approx((1_200, 1_200))


def test_prediction_failed_when_less_came_than_chance_explains() -> None:
    poor = replace(AS_PLANNED, value={"feed": 700, "search": 3_000}, noise=10.0)
    found = realise(FITS, OLD, PLANNED, poor)
    assert found.realised.mean == pytest.approx(-300)
    assert not found.as_predicted


def test_prediction_holds_when_days_differ_by_more_than_what_is_missing() -> None:
    noisy = replace(AS_PLANNED, value={"feed": 700, "search": 3_600}, noise=200.0)
    found = realise(FITS, OLD, PLANNED, noisy)
    assert found.as_predicted
    assert found.realised.low < 300 < found.realised.high


def test_prediction_is_for_the_money_really_spent_when_half_was_carried_out() -> None:
    half = Since(10, {"feed": 85, "search": 115}, {"feed": 850, "search": 3_450}, 1.0, 0.0)
    found = realise(FITS, OLD, PLANNED, half)
    assert (found.followed, found.spent) == pytest.approx((0.5, 1))
    assert (found.predicted.mean, found.realised.mean) == pytest.approx((300, 300))


def test_split_was_followed_with_less_money_when_every_channel_spent_less_than_planned() -> None:
    less = {name: 0.6 * amount for name, amount in PLANNED.items()}
    found = realise(FITS, OLD, PLANNED, replace(AS_PLANNED, spend=less))
    assert (found.followed, found.spent) == pytest.approx((1, 0.6))
    assert not found.is_carried_out(0.5, 0.85, 1.15)


def test_split_was_not_followed_when_every_channel_spent_less_than_before() -> None:
    less = {name: 0.6 * amount for name, amount in OLD.items()}
    found = realise(FITS, OLD, PLANNED, replace(AS_PLANNED, spend=less))
    assert (found.followed, found.spent) == pytest.approx((0, 0.6))


def test_split_was_not_followed_when_it_went_too_far_or_elsewhere() -> None:
    too_far = replace(AS_PLANNED, spend={"feed": 10, "search": 190})
    assert realise(FITS, OLD, PLANNED, too_far).followed == pytest.approx(-1)
    fits = FITS | {"kol": Fit("kol", Straight(1), (), 100, 200, 0.0, 365)}
    old, planned = OLD | {"kol": 100.0}, PLANNED | {"kol": 100.0}
    elsewhere = replace(AS_PLANNED, spend=PLANNED | {"kol": 0.0})
    assert realise(fits, old, planned, elsewhere).followed == pytest.approx(-7 / 3)


def test_there_is_no_split_to_follow_when_the_plan_changes_the_total_alone() -> None:
    more = {name: 1.1 * amount for name, amount in OLD.items()}
    found = realise(FITS, OLD, more, replace(AS_PLANNED, spend=more))
    assert found.followed is None
    assert found.is_carried_out(0.5, 0.85, 1.15)


def test_nothing_is_said_of_the_money_when_the_plan_spends_none() -> None:
    nothing = dict.fromkeys(OLD, 0.0)
    found = realise(FITS, OLD, nothing, replace(AS_PLANNED, spend=nothing))
    assert (found.followed, found.spent) == (None, None)
    assert not found.is_carried_out(0.5, 0.85, 1.15)


def test_estimate_is_the_mean_of_its_interval_when_the_best_curve_is_none_of_the_draws() -> None:
    search = Fit("search", Straight(9), (Straight(2), Straight(4)), 100, 200, 0.0, 365)
    found = realise(FITS | {"search": search}, OLD, PLANNED, replace(AS_PLANNED, noise=50.0))
    assert found.predicted.mean == pytest.approx(600)  # −300 of feed, 600 or 1,200 of search
    assert found.predicted.low < found.predicted.mean < found.predicted.high
    assert found.realised.mean == pytest.approx(4_600 - 1_000 - 3_000)


def test_interval_is_that_of_the_draws_when_curves_are_uncertain() -> None:
    search = Fit("search", Straight(3), (Straight(2), Straight(4)), 100, 200, 0.0, 365)
    found = realise(FITS | {"search": search}, OLD, PLANNED, AS_PLANNED)
    assert (found.predicted.low, found.predicted.high) == pytest.approx((360, 840))


def test_channel_is_left_out_when_its_curve_was_unknown() -> None:
    fits = FITS | {"search": Refused("search", "too_short")}
    found = realise(fits, OLD, PLANNED, AS_PLANNED)
    assert found.realised.mean == pytest.approx(-300)  # feed alone: 30 a day less


def test_calibration_counts_hits_when_plans_came_out_differently() -> None:
    good = realise(FITS, OLD, PLANNED, AS_PLANNED)
    poor = realise(FITS, OLD, PLANNED, replace(AS_PLANNED, value={"feed": 0, "search": 0}))
    found = calibrate([good, poor])
    assert found is not None
    assert (found.plans, found.as_predicted) == (2, 1)
    assert found.realised == pytest.approx((600 - 4_000) / 2)
    assert calibrate([]) is None
