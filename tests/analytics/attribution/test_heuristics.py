"""The models by rule: shares of a journey, sums, and published figures."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.attribution.heuristics import HEURISTICS, credit_by_rule, touch_weights
from analytics.attribution.journeys import Journeys, gather_journeys
from tests.analytics.attribution.brute import Row, journeys_of, made_up_rows, read_rows


def one_journey(*names: str, ages: list[float] | None = None) -> Journeys:
    return gather_journeys([[(name,) for name in names]], [1], [0], [[8]], ages)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("last", [0, 0, 0, 1]),
        ("first", [1, 0, 0, 0]),
        ("linear", [0.25, 0.25, 0.25, 0.25]),
        ("position", [0.4, 0.1, 0.1, 0.4]),
    ],
)
def test_touches_share_by_the_rule_when_there_are_four(model: str, expected: list[float]) -> None:
    assert touch_weights(one_journey(*"abcd"), model).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(("names", "expected"), [("a", [1]), ("ab", [0.5, 0.5])])
def test_ends_share_all_when_there_is_nothing_between(names: str, expected: list[float]) -> None:
    assert touch_weights(one_journey(*names), "position").tolist() == expected


def test_a_touch_weighs_half_when_it_is_a_half_life_older() -> None:
    found = touch_weights(one_journey(*"abc", ages=[14, 7, 0]), "time_decay", half_life=7)
    assert found.tolist() == pytest.approx([1 / 7, 2 / 7, 4 / 7])


def test_old_journeys_keep_their_shares_when_years_lie_before_the_conversion() -> None:
    ages = [90_007.0, 90_000.0]
    found = touch_weights(one_journey(*"ab", ages=ages), "time_decay", half_life=7)
    assert found.tolist() == pytest.approx([1 / 3, 2 / 3])


def test_time_decay_is_refused_when_touches_have_no_times() -> None:
    with pytest.raises(ValueError, match="times"):
        touch_weights(one_journey("a"), "time_decay")


def test_a_model_is_refused_when_it_is_no_rule() -> None:
    with pytest.raises(ValueError, match="markov"):
        touch_weights(one_journey("a"), "markov")


@settings(max_examples=60, deadline=None)
@given(rows=made_up_rows(), half_life=st.floats(0.5, 60), data=st.data())
def test_credit_sums_to_the_totals_when_rows_are_any(
    rows: list[Row], half_life: float, data: st.DataObject
) -> None:
    touches = sum(len(path) for path, *_ in rows)
    age = st.lists(st.floats(0, 400), min_size=touches, max_size=touches)
    plain = journeys_of(rows)
    found = replace(plain, ages=np.array(data.draw(age)))
    for model in HEURISTICS:
        credit = credit_by_rule(found, model, half_life)
        assert (credit >= 0).all()
        assert credit.sum(axis=0) == pytest.approx(found.outcomes.sum(axis=0), rel=1e-9)


@pytest.mark.parametrize("model", ["first", "last", "linear"])
def test_figures_equal_the_published_ones_when_computed_from_the_same_paths(
    reference: Path, model: str
) -> None:
    found = journeys_of(read_rows(reference / "attribution" / "paths.csv"))
    credit = credit_by_rule(found, model)
    mine = {str(name[0]): row for name, row in zip(found.names, credit.tolist(), strict=True)}
    with (reference / "attribution" / "heuristic_models.csv").open() as file:
        theirs = {row["channel_name"]: row for row in csv.DictReader(file)}
    assert mine.keys() == theirs.keys()
    for name, row in theirs.items():
        columns = (f"{model}_touch_conversions", f"{model}_touch_value")
        assert mine[name] == pytest.approx([float(row[c]) for c in columns], rel=1e-9, abs=1e-9)
