"""Contributions against published figures, brute force and properties."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.drivers import (
    REST,
    Decomposition,
    log_mean,
    most_telling,
    split_factors,
    split_slices,
    with_lines,
)

positive = st.floats(1e-6, 1e9)
at_least_zero = st.one_of(st.just(0.0), positive)
any_factor = st.one_of(at_least_zero, st.floats(-1e9, -1e-6))


def factors(values: tuple[float | None, ...]) -> dict[str, float | None]:
    return {f"factor {index}": value for index, value in enumerate(values, 1)}


def amounts(split: Decomposition) -> list[float]:
    return [part.amount for part in split.contributions]


# The worked example of the LMDIR package (M. K. Heun, MIT licence): two categories of three
# factors over the years 1971 to 1974, its results from a spreadsheet (data-raw/LMDI_testing).
LMDIR = [
    ((1, 10, 2), (4, 5, 3), (50.47438029, -25.23719014, 14.76280986)),
    ((4, 5, 3), (5, 6, 4), (19.31568569, 15.78206435, 24.90224996)),
]


@pytest.mark.parametrize(("old", "new", "expected"), LMDIR)
def test_factors_equal_the_published_example_when_all_are_positive(
    old: tuple[float, ...], new: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert amounts(split_factors(factors(old), factors(new))) == pytest.approx(expected, abs=1e-7)


def test_categories_add_up_to_the_published_total_when_summed() -> None:
    # Same source: years 1972 → 1973 give 42.96021467, −34.31902656, 50.3588119 over both.
    one = amounts(split_factors(factors((4, 5, 3)), factors((8, 2, 4))))
    two = amounts(split_factors(factors((5, 6, 4)), factors((5, 7, 5))))
    summed = [a + b for a, b in zip(one, two, strict=True)]
    assert summed == pytest.approx([42.96021467, -34.31902656, 50.3588119], abs=1e-7)


def test_a_hand_worked_shop_is_split_when_visitors_double() -> None:
    # 1000 × 2 % × 50 = 1000 → 2000 × 1 % × 60 = 1200.
    # L = 200 / ln 1.2 = 1096.963; × ln 2 = 760.36, × ln ½ = −760.36, × ln 1.2 = 200.
    split = split_factors(
        {"visitors": 1000.0, "cvr": 0.02, "aov": 50.0},
        {"visitors": 2000.0, "cvr": 0.01, "aov": 60.0},
    )
    assert amounts(split) == pytest.approx([760.3568, -760.3568, 200.0], abs=1e-3)
    assert split.method == "lmdi"


# Analytical limits: B. W. Ang, F. Q. Zhang, K.-H. Choi, Energy 23 (1998), table 2, cases 1–8,
# for the first factor; the second is what keeps the product at 42 or 0.
LIMITS = [
    ((0, 2), (21, 2), (42, 0)),
    ((21, 2), (0, 2), (-42, 0)),
    ((21, 0), (21, 2), (0, 42)),
    ((21, 2), (21, 0), (0, -42)),
    ((21, 0), (30, 0), (0, 0)),
    ((0, 0), (0, 0), (0, 0)),
    ((21, 0), (0, 0), (0, 0)),
    ((0, 0), (21, 0), (0, 0)),
]


@pytest.mark.parametrize(("old", "new", "expected"), LIMITS)
def test_limits_are_those_of_the_literature_when_a_factor_is_zero(
    old: tuple[float, ...], new: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert amounts(split_factors(factors(old), factors(new))) == list(expected)


def test_the_limit_is_where_small_values_converge_when_two_factors_appear() -> None:
    # The "small value" strategy of Ang & Choi 1997, with δ = 1e-150.
    tiny = amounts(split_factors(factors((1e-150, 1e-150, 3)), factors((4, 5, 6))))
    limit = amounts(split_factors(factors((0, 0, 3)), factors((4, 5, 6))))
    assert limit == [60, 60, 0]
    assert tiny == pytest.approx(limit, abs=0.5)


@pytest.mark.parametrize("missing", [None, math.nan])
def test_all_falls_on_visitors_when_there_were_none(missing: float | None) -> None:
    split = split_factors(
        {"visitors": 0.0, "cvr": missing, "aov": missing},
        {"visitors": 100.0, "cvr": 0.1, "aov": 30.0},
    )
    assert amounts(split) == [300.0, 0.0, 0.0]
    assert split.contributions[1].before is None


def test_an_undefined_factor_counts_as_unchanged_when_the_other_side_knows_it() -> None:
    assert amounts(split_factors(factors((10, None)), factors((20, 5)))) == [50, 0]


def test_nothing_is_split_when_both_sides_are_empty() -> None:
    split = split_factors(factors((0, None)), factors((0, None)))
    assert (split.change, amounts(split), split.remainder) == (0, [0, 0], 0)


def test_a_negative_factor_is_split_by_shapley_when_returns_exceed_sales() -> None:
    # 10 × 5 = 50 → 8 × −2 = −16. Marginals of buyers: (8−10)·5 = −10 and (8−10)·−2 = 4,
    # mean −3; of value: 10·(−7) = −70 and 8·(−7) = −56, mean −63.
    split = split_factors({"buyers": 10, "value": 5}, {"buyers": 8, "value": -2})
    assert (split.method, amounts(split)) == ("shapley", [-3, -63])


@given(st.lists(st.tuples(any_factor, any_factor), min_size=1, max_size=4))
def test_shapley_equals_brute_force_when_a_factor_is_negative(
    pairs: list[tuple[float, float]],
) -> None:
    pairs = [*pairs, (-1.0, 2.0)]
    old, new = zip(*pairs, strict=True)
    expected = [0.0] * len(pairs)
    orders = list(permutations(range(len(pairs))))
    for order in orders:
        current = list(old)
        for k in order:
            start = math.prod(current)
            current[k] = new[k]
            expected[k] += (math.prod(current) - start) / len(orders)
    size = math.prod(max(abs(a), abs(b)) for a, b in pairs)
    got = amounts(split_factors(factors(old), factors(new)))
    assert got == pytest.approx(expected, abs=1e-9 * size)


@given(st.lists(st.tuples(any_factor, any_factor), min_size=1, max_size=5))
def test_contributions_sum_to_the_change_whatever_the_factors(
    pairs: list[tuple[float, float]],
) -> None:
    old, new = zip(*pairs, strict=True)
    split = split_factors(factors(old), factors(new))
    scale = max([abs(split.before), abs(split.after), *(abs(a) for a in amounts(split))])
    assert split.remainder == 0.0
    assert abs(math.fsum(amounts(split)) - split.change) <= 1e-12 * scale


@given(st.lists(st.tuples(any_factor, any_factor), min_size=1, max_size=5))
def test_signs_flip_when_before_and_after_are_swapped(pairs: list[tuple[float, float]]) -> None:
    old, new = zip(*pairs, strict=True)
    there = amounts(split_factors(factors(old), factors(new)))
    back = amounts(split_factors(factors(new), factors(old)))
    size = math.prod(max(abs(a), abs(b)) for a, b in pairs)
    assert there == pytest.approx([-amount for amount in back], rel=1e-9, abs=1e-9 * size)


@given(st.lists(st.tuples(at_least_zero, at_least_zero), min_size=2, max_size=5), st.randoms())
def test_amounts_stay_when_factors_are_listed_in_another_order(
    pairs: list[tuple[float, float]], random: object
) -> None:
    named = [(f"f{i}", pair) for i, pair in enumerate(pairs)]
    forward = split_factors({n: p[0] for n, p in named}, {n: p[1] for n, p in named})
    backward = split_factors({n: p[0] for n, p in named[::-1]}, {n: p[1] for n, p in named[::-1]})
    one = {part.name: part.amount for part in forward.contributions}
    two = {part.name: part.amount for part in backward.contributions}
    assert one == pytest.approx(two, rel=1e-7, abs=1e-9 * max(1.0, abs(forward.change)))


def test_a_disagreement_is_kept_when_the_total_is_not_the_product() -> None:
    split = split_factors({"a": 2, "b": 3}, {"a": 4, "b": 3}, total_before=6, total_after=15)
    assert amounts(split) == pytest.approx([6, 0])
    assert split.remainder == pytest.approx(3)


def test_different_factors_are_refused_when_names_do_not_match() -> None:
    with pytest.raises(ValueError, match="different factors"):
        split_factors({"a": 1}, {"b": 1})


@given(positive, positive)
def test_the_log_mean_lies_between_its_arguments(a: float, b: float) -> None:
    assert min(a, b) * (1 - 1e-12) <= log_mean(a, b) <= max(a, b) * (1 + 1e-12)


def test_guests_are_a_line_of_their_own_when_added_to_customers() -> None:
    customers = split_factors({"customers": 10, "value": 5}, {"customers": 20, "value": 5})
    whole = with_lines(customers, {"guests": 30}, {"guests": 20})
    assert (whole.before, whole.after) == (80, 120)
    assert [(part.name, part.amount) for part in whole.contributions] == [
        ("customers", 50),
        ("value", 0),
        ("guests", -10),
    ]


def test_slices_cover_both_sides_when_one_appears_and_one_vanishes() -> None:
    split = split_slices({"tmall": 100, "douyin": 40}, {"tmall": 110, "weixin": 25})
    assert [(p.name, p.before, p.after, p.amount) for p in split.contributions] == [
        ("douyin", 40, 0, -40),
        ("weixin", 0, 25, 25),
        ("tmall", 100, 110, 10),
    ]
    assert (split.change, split.remainder) == (-5, 0)


def test_a_rest_line_appears_when_slices_do_not_make_the_total() -> None:
    split = split_slices({"a": 60, "b": 60}, {"a": 90, "b": 60}, total_before=100, total_after=120)
    rest = split.contributions[-1]
    assert (rest.name, rest.before, rest.after, rest.amount) == (REST, -20, -30, -10)
    assert math.fsum(amounts(split)) == 20


def test_no_rest_line_appears_when_totals_differ_by_rounding_only() -> None:
    split = split_slices({"a": 0.1, "b": 0.2}, {"a": 0.3}, total_before=0.3, total_after=0.3)
    assert {part.name for part in split.contributions} == {"a", "b"}


slices = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1e9, 1e9), max_size=6)


@given(slices, slices)
def test_slices_sum_to_the_change_whatever_they_are(
    old: dict[str, float], new: dict[str, float]
) -> None:
    split = split_slices(old, new)
    assert math.fsum(amounts(split)) == pytest.approx(split.change, rel=1e-9, abs=1e-5)


def test_the_dimension_with_the_guilty_slice_wins_when_others_fell_evenly() -> None:
    splits = {
        "region": split_slices({"n": 50, "s": 50}, {"n": 40, "s": 40}),
        "channel": split_slices({"x": 30, "y": 70}, {"x": 10, "y": 70}),
        "device": split_slices({"phone": 80, "desk": 20}, {"phone": 66, "desk": 14}),
    }
    assert most_telling(splits) == "channel"


def test_a_dimension_of_crumbs_loses_when_none_explains_a_tenth() -> None:
    crumbs = split_slices({str(i): 5.0 for i in range(20)}, {str(i): 4.0 for i in range(20)})
    two = split_slices({"x": 50, "y": 50}, {"x": 38, "y": 42})
    assert most_telling({"sku": crumbs, "channel": two}) == "channel"


def test_explaining_the_change_beats_surprise_when_a_dimension_has_only_one() -> None:
    # One word of `sku` vanished, a great surprise, but it is only half of the fall.
    sku = split_slices(
        {"x": 50.0} | {str(i): 50.0 for i in range(19)},
        {"x": 0.0} | {str(i): 50.0 - 50 / 19 for i in range(19)},
    )
    device = split_slices({"phone": 500, "desk": 500}, {"phone": 410, "desk": 490})
    assert most_telling({"sku": sku, "device": device}) == "device"


def test_the_first_wins_when_dimensions_tell_the_same() -> None:
    split = split_slices({"x": 30, "y": 70}, {"x": 10, "y": 70})
    assert most_telling({"a": split, "b": split}) == "a"


def test_the_reshuffled_dimension_wins_when_the_total_did_not_change() -> None:
    still = split_slices({"x": 50, "y": 50}, {"x": 50, "y": 50})
    moved = split_slices({"x": 50, "y": 50}, {"x": 80, "y": 20})
    assert most_telling({"still": still, "moved": moved}) == "moved"


def test_choosing_is_refused_when_there_is_no_dimension() -> None:
    with pytest.raises(ValueError, match="no dimension"):
        most_telling({})
