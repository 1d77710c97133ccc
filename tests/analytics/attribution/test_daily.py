"""Tables made to add up both ways."""

import numpy as np
import pytest

from analytics.attribution.daily import rake


def test_both_sums_are_kept_when_they_fit() -> None:
    even = np.array([[4.0, 0.0, 2.0], [1.0, 3.0, 0.0]])
    fitted = rake(even, np.array([6.5, 3.5]))
    assert fitted.sum(axis=0) == pytest.approx(even.sum(axis=0))
    assert fitted.sum(axis=1) == pytest.approx([6.5, 3.5], rel=1e-6)


def test_a_key_gets_the_pattern_of_the_days_when_it_had_nothing() -> None:
    fitted = rake(np.array([[2.0, 6.0], [0.0, 0.0]]), np.array([4.0, 4.0]))
    assert fitted == pytest.approx(np.array([[1, 3], [1, 3]]), rel=1e-3)


def test_table_stays_when_there_is_nothing_to_share() -> None:
    assert rake(np.zeros((2, 3)), np.zeros(2)).tolist() == np.zeros((2, 3)).tolist()
