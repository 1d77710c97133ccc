"""Markov credit: by hand, against the slow way, and against published figures."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.attribution.chain import build_chain
from analytics.attribution.markov import credit_by_markov
from tests.analytics.attribution.brute import (
    EXCERPT,
    Row,
    credit,
    journeys_of,
    made_up_rows,
    read_rows,
    removal_effects,
)


def effects(rows: list[Row], order: int = 1) -> dict[str, list[float]]:
    found = journeys_of(rows)
    return by_name(found.names, credit_by_markov(found, order).effects)


def by_name(names: tuple[tuple[str | None, ...], ...], table: np.ndarray) -> dict[str, list[float]]:
    return {str(name[0]): row for name, row in zip(names, table.tolist(), strict=True)}


def test_effects_are_those_worked_out_by_hand_when_three_paths_are_known() -> None:
    """a > b converts, a does not, b converts: P = ⅔.

    Without a: b alone, ⅓ of the journeys, converts: effect ½. Without b nothing does: effect 1.
    A conversion earns what those at b earned, (6 + 2) ÷ 2.
    """
    rows: list[Row] = [(("a", "b"), 1, 6, 0), (("a",), 0, 0, 1), (("b",), 1, 2, 0)]
    assert effects(rows) == {"a": pytest.approx([0.5, 0.5]), "b": pytest.approx([1, 1])}
    found = credit_by_markov(journeys_of(rows)).credit
    assert found == pytest.approx(np.array([[2 / 3, 8 / 3], [4 / 3, 16 / 3]]))


def test_value_follows_the_last_state_when_states_earn_differently() -> None:
    """a converts for 10, b for 1, and half the journeys each: without a, 1 of 11 is left."""
    rows: list[Row] = [(("a",), 1, 10, 0), (("b",), 1, 1, 0)]
    assert effects(rows)["a"] == pytest.approx([0.5, 10 / 11])


def test_a_repeated_touch_changes_nothing_when_the_chain_looks_back_one() -> None:
    once: list[Row] = [(("a", "b"), 3, 9, 2), (("b",), 1, 2, 4)]
    again: list[Row] = [(("a", "a", "b", "b"), 3, 9, 2), (("b",), 1, 2, 4)]
    assert effects(again)["a"] == pytest.approx(effects(once)["a"])
    assert effects(again)["b"] == pytest.approx(effects(once)["b"])


def test_all_is_credited_to_the_only_channel_when_paths_have_a_single_touch() -> None:
    found = credit_by_markov(journeys_of([(("a",), 4, 20, 6)]))
    assert found.effects.tolist() == [[1, 1]]
    assert found.credit.tolist() == [[4, 20]]


def test_a_channel_gets_credit_for_what_it_leads_to_when_it_never_converts_itself() -> None:
    """Half the journeys begin at a, which leads to b; b, where all end up, converts ¾."""
    rows: list[Row] = [(("a", "b"), 2, 2, 0), (("b",), 1, 1, 1)]
    assert effects(rows) == {"a": pytest.approx([1 / 2, 1 / 2]), "b": pytest.approx([1, 1])}


def test_a_channel_gets_nothing_when_its_journeys_all_end_without_conversion() -> None:
    rows: list[Row] = [(("a",), 2, 4, 0), (("c", "d"), 0, 0, 5)]
    assert effects(rows) == {"a": [1, 1], "c": [0, 0], "d": [0, 0]}


def test_nothing_is_credited_when_nobody_converted() -> None:
    assert effects([(("a", "b"), 0, 0, 5)]) == {"a": [0, 0], "b": [0, 0]}


def test_nothing_is_credited_when_there_are_no_journeys() -> None:
    assert credit_by_markov(journeys_of([])).credit.shape[0] == 0


def test_a_path_nobody_took_is_harmless_when_it_stands_in_the_file() -> None:
    rows: list[Row] = [(("a",), 1, 1, 1), (("b", "c"), 0, 0, 0)]
    assert effects(rows) == {"a": [1, 1], "b": [0, 0], "c": [0, 0]}


def test_a_journey_that_does_not_see_its_end_is_told_apart_when_the_order_is_two() -> None:
    """After a > b all convert, after b alone nobody: only order 2 knows that b needs a."""
    rows: list[Row] = [(("a", "b"), 1, 1, 0), (("b",), 0, 0, 1)]
    assert effects(rows, 1)["a"] == pytest.approx([0.5, 0.5])
    assert effects(rows, 2)["a"] == pytest.approx([1, 1])


@pytest.mark.parametrize("order", [0, -1])
def test_order_is_refused_when_it_looks_back_nowhere(order: int) -> None:
    with pytest.raises(ValueError, match="one touch"):
        build_chain(journeys_of([(("a",), 1, 1, 0)]), order)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_effects_equal_the_slow_way_when_taken_from_real_paths(order: int) -> None:
    rows = read_rows(EXCERPT)
    slow = removal_effects(rows, order)
    assert effects(rows, order) == {
        name: pytest.approx(each, rel=1e-9) for name, each in slow.items()
    }


@settings(max_examples=60, deadline=None)
@given(rows=made_up_rows())
def test_credit_equals_the_slow_way_and_sums_when_rows_are_any(rows: list[Row]) -> None:
    found = journeys_of(rows)
    for order in (1, 2, 3):
        shared = credit_by_markov(found, order).credit
        assert shared.sum(axis=0) == pytest.approx(found.outcomes.sum(axis=0), rel=1e-9)
        slow = credit(rows, order)
        assert by_name(found.names, shared) == {
            name: pytest.approx(each, rel=1e-7, abs=1e-9) for name, each in slow.items()
        }


def test_figures_equal_the_published_ones_when_computed_from_the_same_paths(
    reference: Path,
) -> None:
    folder = reference / "attribution"
    found = journeys_of(read_rows(folder / "paths.csv"))
    removal = credit_by_markov(found, order=1)
    table = by_name(found.names, np.hstack([removal.effects, removal.credit]))
    with (folder / "exact_markov_order1.csv").open() as file:
        for row in csv.DictReader(file):
            columns = ("re_conv", "re_value", "total_conversions", "total_conversion_value")
            expected = [float(row[column]) for column in columns]
            assert table.pop(row["channel_name"]) == pytest.approx(expected, rel=1e-9)
    assert not table
