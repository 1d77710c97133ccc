"""Curves learned from pasts in which the truth is known."""

import numpy as np
import pytest
from scipy.optimize import curve_fit

from analytics.curves import Floats, Hill
from analytics.response import Fit, History, Refused, fit_responses, plain_covariates
from analytics.response_days import Covariates
from tests.analytics.response.pasts import DAYS, START, TRUE, past, wandering

SPENDS = np.array([300.0, 700.0, 1100.0, 1600.0, 2500.0])


def fit(history: History, covariates: Covariates | None = None) -> Fit:
    days = covariates or plain_covariates(START, len(history.spend))
    found = fit_responses([history], days)[history.name]
    assert isinstance(found, Fit)
    return found


@pytest.mark.parametrize(
    ("curve", "rate", "base", "tolerance"),
    [
        (Hill(8000.0, 1500.0, 2.2), 0.0, 0.0, 1e-6),
        (Hill(8000.0, 1500.0, 1.2), 0.55, 0.0, 1e-6),
        (Hill(8000.0, 1500.0, 1.2), 0.55, 2000.0, 1e-6),
    ],
    ids=["s-shaped", "carried-over", "with-a-baseline"],
)
def test_the_curve_is_found_again_when_nothing_is_left_to_chance(
    curve: Hill, rate: float, base: float, tolerance: float
) -> None:
    found = fit(past(wandering(), curve, rate=rate, base=base, campaigns=base == 0))
    np.testing.assert_allclose(found.curve.response(SPENDS), curve.response(SPENDS), rtol=tolerance)
    assert found.carry_over == pytest.approx(rate, abs=1e-6)
    assert found.baseline == pytest.approx(base, rel=1e-6)


def test_it_agrees_with_least_squares_of_others_when_a_plain_curve_is_noisy() -> None:
    history = past(wandering(), noise=0.05)

    def hill(spend: Floats, beta: float, kappa: float, slope: float) -> Floats:
        return Hill(beta, kappa, slope).response(spend)

    others, _ = curve_fit(
        hill, history.spend, history.value, p0=(9000, 1000, 1), sigma=np.sqrt(history.value)
    )
    np.testing.assert_allclose(
        fit(history).curve.response(SPENDS[1:4]), hill(SPENDS[1:4], *others), rtol=0.02
    )


def test_promos_are_not_taken_for_spend_when_both_come_together() -> None:
    promo = np.zeros(DAYS, dtype=bool)
    promo[::9] = True
    spend = wandering(spread=0.25) * np.where(promo, 2.0, 1.0)
    plain = past(spend, noise=0.1)
    value = plain.value * np.where(promo, 3.0, 1.0)
    part = History("抖音", START, spend, value)
    days = Covariates(
        START,
        np.where(promo, 3.0, 1.0),
        np.ones(DAYS),
        tuple("burst" if each else "" for each in promo),
    )
    found = fit(History("抖音", START, spend, value, None, (part,)), days)
    now = np.array([found.now])
    elasticity = now * found.curve.marginal(now) / found.curve.response(now)
    true = now * TRUE.marginal(now) / TRUE.response(now)
    assert elasticity[0] == pytest.approx(true[0], abs=0.1)


def test_commission_is_no_lever_when_it_follows_sales() -> None:
    # A tenth of the value is commission: on days that sell well by chance, more is "spent".
    spend = wandering(spread=0.1)
    plain = past(spend, Hill(8e4, 3e5, 0.6), noise=0.6)
    fees = 0.1 * plain.value
    part = History("抖音", START, spend + fees, plain.value, fees)
    found = fit(History("抖音", START, spend + fees, plain.value, fees, (part,)))
    now = np.array([found.now])
    steepness = now * found.curve.marginal(now) / found.curve.response(now)
    assert steepness[0] < 0.85


def test_draws_hold_the_best_estimate_when_there_is_noise() -> None:
    found = fit(past(wandering(), noise=0.4))
    now = np.array([found.now])
    low, high = np.quantile([draw.response(now)[0] for draw in found.draws], [0.1, 0.9])
    assert low < found.curve.response(now)[0] < high
    assert len(found.draws) == 200


def test_it_says_the_same_when_asked_again_with_the_same_seed() -> None:
    history = past(wandering(120), noise=0.4)
    assert fit(history) == fit(history)


def test_a_short_past_leans_on_the_others_when_it_cannot_tell() -> None:
    steep = Hill(8e5, 1e6, 0.9)
    others = [past(wandering(seed=n), steep, name=f"long {n}", noise=0.2) for n in range(4)]
    short = past(wandering(DAYS, seed=9), steep, name="short", noise=0.6)
    short.value[: DAYS - 40] = short.parts[0].value[: DAYS - 40] = np.nan
    found = fit_responses([*others, short], plain_covariates(START, DAYS))["short"]
    assert isinstance(found, Fit)
    now = np.array([found.now])
    elasticity = now * found.curve.marginal(now) / found.curve.response(now)
    assert elasticity[0] == pytest.approx(0.9, abs=0.15)


def test_days_without_data_are_left_out_when_there_is_a_gap() -> None:
    history = past(wandering())
    whole = fit(history)
    for each in (history, *history.parts):
        each.spend[100:130] = each.value[100:130] = np.nan
    gappy = fit(history)
    assert gappy.days == whole.days - 30
    np.testing.assert_allclose(
        gappy.curve.response(SPENDS), whole.curve.response(SPENDS), rtol=1e-6
    )


def test_today_is_nothing_when_spend_has_ended() -> None:
    history = past(wandering())
    for each in (history, *history.parts):
        each.spend[-60:] = each.value[-60:] = 0.0
    found = fit(history)
    assert found.now == 0
    assert found.curve.response(np.array([1000.0]))[0] == pytest.approx(
        TRUE.response(np.array([1000.0]))[0], rel=0.02
    )


@pytest.mark.parametrize(
    ("spend", "worth", "reason"),
    [
        (np.zeros(DAYS), 1.0, "no_spend"),
        (np.concatenate([np.zeros(DAYS - 20), wandering(20)]), 1.0, "too_short"),
        (np.full(DAYS, 1000.0), 1.0, "never_varied"),
        (wandering(), 0.0, "no_value"),
    ],
)
def test_it_is_refused_when_nothing_can_be_learned(
    spend: Floats, worth: float, reason: str
) -> None:
    history = History("抖音", START, spend, worth * spend)
    found = fit_responses([history], plain_covariates(START, DAYS))["抖音"]
    assert found == Refused("抖音", reason)  # type: ignore[arg-type]


def test_it_is_refused_when_campaigns_come_and_go_but_none_ever_varied() -> None:
    steady = [np.where(np.arange(DAYS) // 90 == number, 1000.0, 0.0) for number in range(4)]
    parts = tuple(past(one, name=f"c{number}") for number, one in enumerate(steady))
    spend, value = (sum(getattr(one, kind) for one in parts) for kind in ("spend", "value"))
    history = History("抖音", START, spend, value, None, parts)
    found = fit_responses([history], plain_covariates(START, DAYS))["抖音"]
    assert found == Refused("抖音", "never_varied")


def test_names_that_come_twice_are_refused_when_curves_are_asked() -> None:
    with pytest.raises(ValueError, match="names"):
        fit_responses([past(wandering())] * 2, plain_covariates(START, DAYS))


def test_covariates_that_do_not_reach_are_refused_when_curves_are_asked() -> None:
    with pytest.raises(ValueError, match="cover"):
        fit_responses([past(wandering())], plain_covariates(START, DAYS - 1))


def test_no_drawn_past_promises_many_times_the_best_when_sales_are_few_and_large() -> None:
    days = np.arange(120)
    old, young = wandering(120), np.where(days >= 100, wandering(120, seed=3), 0.0)
    chance = np.random.default_rng(9).gamma(0.05, 20.0, 120)
    brought = TRUE.response(old) * chance, np.where((days >= 100) & (days % 7 == 0), 1.0, 0.0)
    parts = (History("old", START, old, brought[0]), History("young", START, young, brought[1]))
    found = fit(History("抖音", START, old + young, brought[0] + brought[1], None, parts))
    at = np.array([found.now])
    largest = max(float(draw.response(at)[0]) for draw in found.draws)
    assert largest < 6 * float(found.curve.response(at)[0])
