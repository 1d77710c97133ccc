"""Rate and mix effects of a ratio."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.drivers import REST
from analytics.mix import MixSplit, split_mix


def whole(split: MixSplit) -> float:
    return math.fsum(part.amount for part in split.slices)


def test_only_mix_moves_when_every_rate_stays() -> None:
    # 5 % of 100 and 1 % of 100 → 3 %; weights 50 : 150 → (2.5 + 1.5) / 200 = 2 %.
    split = split_mix({"a": (5, 100), "b": (1, 100)}, {"a": (2.5, 50), "b": (1.5, 150)})
    assert split is not None
    assert (split.before, split.after) == pytest.approx((0.03, 0.02))
    assert [part.rate_effect for part in split.slices] == [0, 0]
    # mean rate 2.5 %: a is 2.5 points above and lost a quarter, b 1.5 below and gained it.
    assert {part.name: part.mix_effect for part in split.slices} == pytest.approx(
        {"a": -0.00625, "b": -0.00375}
    )


def test_only_rates_move_when_weights_stay() -> None:
    split = split_mix({"a": (5, 100), "b": (1, 100)}, {"a": (7, 100), "b": (1, 100)})
    assert split is not None
    assert {part.name: part.rate_effect for part in split.slices} == pytest.approx(
        {"a": 0.01, "b": 0.0}
    )
    assert [part.mix_effect for part in split.slices] == pytest.approx([0, 0])


def test_a_new_slice_has_only_a_mix_effect_when_it_had_no_rate_before() -> None:
    split = split_mix({"a": (5, 100)}, {"a": (5, 100), "b": (1, 100)})
    assert split is not None
    new = next(part for part in split.slices if part.name == "b")
    assert (new.rate_before, new.rate_effect) == (None, 0.0)
    assert whole(split) == pytest.approx(0.03 - 0.05)


def test_a_rest_line_appears_when_people_overlap_between_slices() -> None:
    split = split_mix(
        {"a": (5, 100), "b": (5, 100)},
        {"a": (5, 100), "b": (5, 100)},
        total_before=0.06,
        total_after=0.07,
    )
    assert split is not None
    assert split.slices[-1].name == REST
    assert whole(split) == pytest.approx(0.01)


def test_there_is_no_split_when_one_side_has_no_visitors() -> None:
    assert split_mix({"a": (0, 0)}, {"a": (1, 10)}) is None


fraction = st.tuples(st.floats(0, 1e6), st.one_of(st.just(0.0), st.floats(1, 1e6)))
shop = st.dictionaries(st.sampled_from("abcd"), fraction, max_size=4)


@given(shop, shop)
def test_effects_sum_to_the_change_whatever_the_slices(
    old: dict[str, tuple[float, float]], new: dict[str, tuple[float, float]]
) -> None:
    split = split_mix(old, new)
    if split is not None:
        scale = max(1.0, *(abs(part.amount) for part in split.slices))
        assert whole(split) == pytest.approx(split.after - split.before, abs=1e-9 * scale)
