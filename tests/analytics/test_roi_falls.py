"""Falls of a channel's ROI beside those of the others."""

import numpy as np
import pytest

from analytics.roi_days import roi_by_day
from analytics.roi_falls import Series, Window, measure_fall


def flat(value: float, spend: float, days: int = 28) -> Series:
    return Series(np.full(days, float(value)), np.full(days, float(spend)))


def test_the_middle_change_of_the_others_is_taken_out_when_all_rise() -> None:
    # Own ROI 3 → 3; the others' 2 → 3, 4 → 6 and 5 → 5: the middle is × 1.5. Sales: 300 → 300
    # against × 1.5 in the middle.
    before = Window(flat(300, 100), (flat(200, 100), flat(400, 100), flat(500, 100)))
    now = Window(flat(300, 100), (flat(300, 100), flat(600, 100), flat(500, 100)))
    found = measure_fall(now, before)
    assert found is not None
    assert found.change == pytest.approx(0)
    assert found.against_others == pytest.approx(1 / 1.5 - 1)
    assert found.sales_against_others == pytest.approx(1 / 1.5 - 1)
    assert found.declines(0.2)
    assert not found.trips(0.2)


def test_a_fall_is_its_own_when_the_others_stay() -> None:
    before = Window(flat(300, 100), (flat(200, 100),))
    found = measure_fall(Window(flat(210, 100), (flat(200, 100),)), before)
    assert found is not None
    assert found.change == pytest.approx(-0.3)
    assert found.trips(0.2)


def test_a_costly_campaign_is_no_decline_when_sales_hold() -> None:
    before = Window(flat(300, 100), (flat(200, 100),))
    found = measure_fall(Window(flat(300, 200), (flat(200, 100),)), before)
    assert found is not None
    assert found.trips(0.2)
    assert not found.declines(0.2)


def test_a_fall_is_not_sure_when_days_are_wild() -> None:
    # 1500 on every seventh day: 28 days hold 4 such days, 6000, then 3 of them, 4500.
    wild = np.zeros(28)
    wild[::7] = 1500.0
    fewer = wild.copy()
    fewer[0] = 0.0
    others = (flat(200, 100),)
    before = Window(Series(wild, np.full(28, 100.0)), others)
    found = measure_fall(Window(Series(fewer, np.full(28, 100.0)), others), before)
    assert found is not None
    assert found.change == pytest.approx(-0.25)
    assert not found.trips(0.2)


def test_ups_and_downs_that_all_share_are_no_noise_when_measured() -> None:
    promo = np.where(np.arange(28) < 4, 900.0, 100.0)
    window = Window(Series(promo, promo), (Series(2 * promo, promo),))
    assert window.noise == pytest.approx(0)


def test_there_is_no_fall_when_spend_was_a_flight_of_a_few_days() -> None:
    flight = Series(np.full(28, 300.0), np.r_[np.zeros(20), np.full(8, 100.0)])
    others = (flat(200, 100),)
    assert measure_fall(Window(flat(300, 100), others), Window(flight, others)) is None


def test_it_is_measured_alone_when_there_is_no_other_channel() -> None:
    found = measure_fall(Window(flat(200, 100), ()), Window(flat(300, 100), ()))
    assert found is not None
    assert found.against_others == pytest.approx(found.change) == pytest.approx(-1 / 3)


def test_roi_by_day_is_of_the_days_before_when_it_is_smoothed() -> None:
    # Two days: (10 + 20) ÷ (5 + 5) = 3, then (20 + 0) ÷ (5 + 0) = 4, then nothing spent.
    value, spend = np.array([10.0, 20.0, 0.0, 5.0]), np.array([5.0, 5.0, 0.0, 0.0])
    assert roi_by_day(value, spend, over=2) == (None, 3.0, 4.0, None)
