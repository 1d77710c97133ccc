"""Intervals of Markov credit: about the credit, narrower with more journeys, always the same."""

import numpy as np
import pytest

from analytics.attribution.bootstrap import bootstrap_markov
from analytics.attribution.chain import build_chain
from analytics.attribution.markov import credit_by_markov, remove_each
from tests.analytics.attribution.brute import EXCERPT, Row, journeys_of, read_rows

ROWS = read_rows(EXCERPT)


@pytest.mark.parametrize("order", [1, 2])
def test_interval_holds_the_credit_when_journeys_are_many(order: int) -> None:
    found = journeys_of(ROWS)
    sure, credit = bootstrap_markov(found, order), credit_by_markov(found, order).credit
    assert (sure.low <= credit).all()
    assert (credit <= sure.high).all()


def test_interval_narrows_by_a_third_when_there_are_nine_times_the_journeys() -> None:
    more: list[Row] = [(path, 9 * won, 9 * value, 9 * lost) for path, won, value, lost in ROWS]
    one, nine = (bootstrap_markov(journeys_of(rows)) for rows in (ROWS, more))
    ratio = (nine.high - nine.low)[:, 0].sum() / 9 / (one.high - one.low)[:, 0].sum()
    assert ratio == pytest.approx(1 / 3, rel=0.15)


def test_interval_is_the_same_when_asked_again() -> None:
    found = journeys_of(ROWS)
    assert (bootstrap_markov(found).low == bootstrap_markov(found).low).all()


def test_spread_is_that_of_drawing_journeys_again_when_done_one_by_one() -> None:
    """The quick way at order 1 against drawing each journey and solving anew."""
    found = journeys_of(ROWS)
    chain, chance = build_chain(found, 1), np.random.default_rng(1)
    drawn = []
    for _ in range(300):
        won, lost = chance.poisson(found.conversions), chance.poisson(found.nulls)
        again = remove_each(chain, found, won.astype(float), lost.astype(float))
        shares = again.effects / again.effects.sum(axis=0)
        drawn.append(shares * found.outcomes.sum(axis=0))
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    sure = bootstrap_markov(found)
    assert sure.high - sure.low == pytest.approx(high - low, rel=0.35)
    assert (sure.high + sure.low) / 2 == pytest.approx((high + low) / 2, rel=0.02)


def test_interval_is_empty_when_there_are_no_journeys() -> None:
    assert bootstrap_markov(journeys_of([])).low.shape[0] == 0
