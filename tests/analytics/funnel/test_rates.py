"""Intervals and tests against figures of their papers and of scipy."""

import pytest
from scipy import stats

from analytics.funnel_rates import difference, holm, rate_of


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (1, 29), (56, 70), (10, 10), (1908, 12330)])
def test_interval_is_wilsons_when_a_rate_is_known(part: int, whole: int) -> None:
    rate = rate_of(part, whole)
    assert rate is not None
    theirs = stats.binomtest(part, whole).proportion_ci(0.95, method="wilson")
    assert (rate.low, rate.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (11, 10), (-1, 5)])
def test_there_is_no_rate_when_it_is_no_share(part: int, whole: int) -> None:
    assert rate_of(part, whole) is None


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_interval_is_newcombes_when_two_rates_differ(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = difference(rate_of(*now), rate_of(*before))  # type: ignore[arg-type]
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_chance_is_that_of_the_chi_square_test_when_two_rates_differ() -> None:
    found = difference(rate_of(56, 70), rate_of(48, 80))  # type: ignore[arg-type]
    theirs = stats.chi2_contingency([[56, 14], [48, 32]], correction=False)
    assert found.chance == pytest.approx(theirs.pvalue, rel=1e-9)


def test_chance_is_certain_when_everybody_came_on_both_sides() -> None:
    assert difference(rate_of(5, 5), rate_of(9, 9)).chance == 1.0  # type: ignore[arg-type]


def test_chances_are_holms_when_there_are_several() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_nothing_is_corrected_when_there_is_nothing() -> None:
    assert holm([]) == []
