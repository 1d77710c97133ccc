"""A quick look at what the commands measure in whole: docs/response.md has the figures."""

import sys

import pytest

from tests.simulations.responses.coverage import cover, coverage_table
from tests.simulations.responses.demo_backtest import demo_backtest
from tests.simulations.responses.forward import forward_summary, shift

pytestmark = pytest.mark.slow
SEEDS = range(300, 306)


def test_the_truth_lies_inside_as_often_as_said_when_shops_differ() -> None:
    hits = [hit for seed in SEEDS for hit in cover(seed)]
    sys.stdout.write(coverage_table(hits))
    assert 0.68 <= sum(hit.inside for hit in hits) / len(hits) <= 0.92


def test_the_proposed_split_gains_when_it_is_lived_through() -> None:
    found = [shift(seed) for seed in SEEDS]
    sys.stdout.write(forward_summary(found))
    assert sum(each.realised > 0 for each in found) >= 0.9 * len(found)
    assert min(each.realised for each in found) > -0.02


def test_the_last_return_is_beaten_when_both_count_with_demand() -> None:
    table = demo_backtest(trials=3)
    sys.stdout.write(table)
    *_, overall = table.splitlines()
    cells = [float(cell.strip(" %")) for cell in overall.split("|")[3:6]]
    error, _, scaled = cells
    assert error < scaled
