"""What promo phase days are worth, from ratios made up here: ordinary days are 100."""

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.promo_factors import PromoFactors, learn_promos

DAYS = 400


def learned(
    special: dict[int, float], keys: dict[int, str]
) -> tuple[PromoFactors, NDArray[np.float64]]:
    """Factors of a shop whose ordinary days swing between 95 and 105."""
    values = np.array([95.0, 105.0] * (DAYS // 2))
    for day, value in special.items():
        values[day] = value
    plain = np.array([day not in keys for day in range(DAYS)])
    return learn_promos(values, np.full(DAYS, 100.0), keys, plain)


def burst(first: int, name: str = "双11") -> dict[int, str]:
    return {first + n: f"{name}/burst/{n - 9}" for n in range(10)}


def test_a_phase_day_is_worth_what_it_was_when_promos_matter() -> None:
    keys = burst(100)
    factors, _ = learned(dict.fromkeys(keys, 200.0) | {109: 900.0}, keys)
    assert factors.day("双11/burst/0").factor == pytest.approx(9, rel=0.1)
    assert factors.day("双11/burst/-4").factor == pytest.approx(2, rel=0.1)


def test_another_promo_borrows_the_phase_day_when_it_was_never_seen() -> None:
    keys = burst(100)
    factors, _ = learned(dict.fromkeys(keys, 200.0) | {109: 900.0}, keys)
    borrowed = factors.day("618/burst/0")
    assert borrowed.factor == pytest.approx(9, rel=0.1)
    assert borrowed.doubt > factors.day("双11/burst/0").doubt


def test_a_factor_stays_near_one_when_promo_days_swing_like_any_other() -> None:
    swings = {50 * n: (125.0 if n % 2 else 80.0) for n in range(1, 8)}
    values = [(80.0, 100.0, 125.0)[day % 3] for day in range(DAYS)]
    keys = {day: f"p{day}/promo/0" for day in swings}
    factors, _ = learned(dict(enumerate(values)) | swings, keys)
    assert factors.day("p50/promo/0").factor == pytest.approx(1, abs=0.05)


def test_shut_days_say_nothing_when_they_lie_in_a_promo() -> None:
    keys = burst(100)
    sold = dict.fromkeys(keys, 200.0)
    whole, _ = learned(sold, keys)
    shut, _ = learned(sold | {103: 0.0, 104: 0.0}, keys)
    assert shut.day("双11/burst/-1").factor == pytest.approx(
        whole.day("双11/burst/-1").factor, rel=0.03
    )


def test_an_edition_is_judged_by_earlier_ones_only_when_it_comes_again() -> None:
    keys = burst(20) | burst(300)
    _, known = learned(dict.fromkeys(burst(20), 200.0) | dict.fromkeys(burst(300), 400.0), keys)
    assert np.isnan(known[20:30]).all()
    assert known[300:310] == pytest.approx([2.0] * 10, rel=0.1)


def test_doubt_grows_when_an_edition_missed_what_the_last_promised() -> None:
    keys = burst(20) | burst(300)
    first = dict.fromkeys(burst(20), 200.0)
    kept, _ = learned(first | dict.fromkeys(burst(300), 200.0), keys)
    missed, _ = learned(first | dict.fromkeys(burst(300), 600.0), keys)
    assert missed.misses[-1] > 1.5
    assert kept.misses[-1] < 0.1


def test_a_quiet_phase_is_ordinary_when_it_was_never_seen() -> None:
    preheat = PromoFactors().day("双11/preheat/-3")
    assert (preheat.factor, preheat.doubt, preheat.unseen) == (1.0, 0.0, False)


def test_a_burst_is_doubted_when_it_was_never_seen() -> None:
    found = PromoFactors().day("双11/burst/0")
    assert (found.factor, found.unseen) == (1.0, True)
    assert found.doubt > 0
