"""The GMV tree worked by hand: log-mean contributions, guests, and what is not known."""

import math

import pytest

from analytics.drivers import Decomposition
from analytics.tree import split_lines, split_tree


def amounts(split: Decomposition | None) -> dict[str, float]:
    assert split is not None
    return {part.name: part.amount for part in split.contributions}


def test_the_change_falls_on_one_factor_when_the_others_stay() -> None:
    """400 = 10 × 0.5 × 80 → 800 = 20 × 0.5 × 80: all of it is visitors."""
    before = {"paid_gmv": 400, "visitors": 10, "cvr": 0.5, "aov": 80}
    after = {"paid_gmv": 800, "visitors": 20, "cvr": 0.5, "aov": 80}
    found = amounts(split_tree(before, after))
    assert found == pytest.approx({"visitors": 400, "cvr": 0, "aov": 0}, abs=1e-9)


def test_contributions_are_log_shares_when_every_factor_moves() -> None:
    """450 = 4 × 1/2 × 225 → 200 = 3 × 1/3 × 200.

    L = (200 − 450) ÷ ln(200/450) = 308.2883…; visitors L·ln(3/4), conversion L·ln(2/3), spend
    per buyer L·ln(8/9). As 3/4 × 8/9 = 2/3, conversion is exactly half of the −250.
    """
    before = {"paid_gmv": 450, "visitors": 4, "cvr": 1 / 2, "aov": 225}
    after = {"paid_gmv": 200, "visitors": 3, "cvr": 1 / 3, "aov": 200}
    found = amounts(split_tree(before, after))
    assert found == pytest.approx({"visitors": -88.6889, "cvr": -125, "aov": -36.3111}, abs=1e-4)
    assert math.fsum(found.values()) == -250


def test_guests_are_a_line_of_their_own_when_visitors_are_not_known() -> None:
    """Known: 400 = 2 × 2 × 100 → 600 = 3 × 2 × 100, all buyers; guests 50 → 20."""
    before = {
        "paid_gmv": 450,
        "known_paid_gmv": 400,
        "guest_paid_gmv": 50,
        "buyers": 2,
        "orders_per_buyer": 2,
        "known_order_value": 100,
    }
    after = {
        "paid_gmv": 620,
        "known_paid_gmv": 600,
        "guest_paid_gmv": 20,
        "buyers": 3,
        "orders_per_buyer": 2,
        "known_order_value": 100,
    }
    split = split_tree(before, after)
    assert split is not None
    expected = {"buyers": 200, "orders_per_buyer": 0, "known_order_value": 0}
    assert amounts(split) == pytest.approx({**expected, "guest_paid_gmv": -30}, abs=1e-9)
    assert (split.before, split.after, split.remainder) == (450, 620, 0)


def test_the_whole_change_is_visitors_when_there_were_none() -> None:
    """Nothing before: conversion and spend are undefined there and count as unchanged."""
    before = {"paid_gmv": 0, "visitors": 0, "cvr": None, "aov": None}
    after = {"paid_gmv": 200, "visitors": 4, "cvr": 0.5, "aov": 100}
    assert amounts(split_tree(before, after)) == {"visitors": 200, "cvr": 0, "aov": 0}


def test_the_whole_change_is_conversion_when_nobody_bought_after() -> None:
    before = {"paid_gmv": 200, "visitors": 4, "cvr": 0.5, "aov": 100}
    after = {"paid_gmv": 0, "visitors": 8, "cvr": 0, "aov": None}
    assert amounts(split_tree(before, after)) == {"visitors": 0, "cvr": -200, "aov": 0}


@pytest.mark.parametrize("side", ["before", "after"])
def test_there_is_no_tree_when_a_side_is_unknown(side: str) -> None:
    known = {"paid_gmv": 200, "visitors": 4, "cvr": 0.5, "aov": 100}
    unknown = {**known, "paid_gmv": None}
    pair = (unknown, known) if side == "before" else (known, unknown)
    assert split_tree(*pair) is None


def test_the_finer_tree_splits_spend_when_units_are_known() -> None:
    """400 = 10 × 0.5 × 2 units × 40 → 800 = 10 × 0.5 × 4 × 40: all of it is units per buyer."""
    before = {"visitors": 10, "cvr": 0.5, "units_per_buyer": 2, "unit_price": 40}
    after = {**before, "units_per_buyer": 4}
    split = split_lines({**before, "paid_gmv": 400}, {**after, "paid_gmv": 800})
    expected = {"visitors": 0, "cvr": 0, "units_per_buyer": 400, "unit_price": 0}
    assert amounts(split) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("missing", ["visitors", "cvr", "units_per_buyer", "unit_price"])
def test_there_is_no_finer_tree_when_one_of_its_factors_is_not_measured(missing: str) -> None:
    known = {"visitors": 10, "cvr": 0.5, "units_per_buyer": 2, "unit_price": 40, "paid_gmv": 400}
    assert split_lines(known, {**known, missing: None}) is None


def test_what_the_factors_do_not_explain_is_shown_when_money_came_without_buyers() -> None:
    """Guests only: 50 paid, no buyer; spend per buyer is undefined and 4 × 0 × 1 explains none."""
    before = {"paid_gmv": 450, "visitors": 4, "cvr": 0.5, "aov": 225}
    after = {"paid_gmv": 50, "visitors": 4, "cvr": 0, "aov": None}
    split = split_tree(before, after)
    assert split is not None
    total = math.fsum(part.amount for part in split.contributions) + split.remainder
    assert total == pytest.approx(-400)
    assert split.remainder == pytest.approx(50)
