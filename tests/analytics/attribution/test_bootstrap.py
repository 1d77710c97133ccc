"""Intervals of Markov credit: about the credit, narrower with more journeys, always the same."""

import numpy as np
import pytest

from analytics.attribution.bootstrap import bootstrap_markov, draws_of
from analytics.attribution.chain import build_chain
from analytics.attribution.journeys import Floats, Journeys
from analytics.attribution.markov import credit_by_markov, remove_each
from tests.analytics.attribution.brute import EXCERPT, Row, journeys_of, read_rows

ROWS = read_rows(EXCERPT)


def few(people: int) -> list[Row]:
    """Journeys over four names, three in ten of which convert."""
    pick = np.random.default_rng(3)
    paths = [pick.choice(list("abcd"), pick.geometric(0.4)).tolist() for _ in range(people)]
    won = (pick.random(people) < 0.3).astype(float).tolist()
    return [(tuple(path), one, 9 * one, 1 - one) for path, one in zip(paths, won, strict=True)]


def solved_anew(found: Journeys, order: int) -> tuple[Floats, Floats]:
    """The 80 % interval of credit when each draw is a chain of its own."""
    chain, chance = build_chain(found, order), np.random.default_rng(1)
    drawn = []
    for _ in range(300):
        won, lost = chance.poisson(found.conversions), chance.poisson(found.nulls)
        again = remove_each(chain, found, won.astype(float), lost.astype(float))
        drawn.append(again.effects / again.effects.sum(axis=0) * found.outcomes.sum(axis=0))
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    return low, high


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
    low, high = solved_anew(found, 1)
    sure = bootstrap_markov(found)
    assert sure.high - sure.low == pytest.approx(high - low, rel=0.35)
    assert (sure.high + sure.low) / 2 == pytest.approx((high + low) / 2, rel=0.02)


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("rows", [ROWS, few(400)], ids=["excerpt", "four-hundred"])
def test_spread_is_that_of_drawing_again_when_each_draw_is_one_linear_step(
    rows: list[Row], order: int
) -> None:
    found = journeys_of(rows)
    low, high = solved_anew(found, order)
    sure, width = bootstrap_markov(found, order), high - low
    assert sure.high - sure.low == pytest.approx(width, rel=0.25)
    assert (abs(sure.high + sure.low - high - low) / 2 < 0.15 * width).all()


def test_draws_are_fewer_but_some_when_names_are_many() -> None:
    chains = [build_chain(one_touch_each(names), 1) for names in (100, 300, 2000)]
    assert [draws_of(chain) for chain in chains] == [200, 59, 20]


def test_interval_holds_the_credit_when_there_are_hundreds_of_names() -> None:
    found = one_touch_each(400)
    sure = bootstrap_markov(found)
    assert sure.low.shape == (400, 2)
    assert (sure.low.sum(axis=0) <= found.outcomes.sum(axis=0)).all()
    assert (sure.high.sum(axis=0) >= found.outcomes.sum(axis=0)).all()


def one_touch_each(names: int) -> Journeys:
    """Nine journeys of a touch for each of so many names, four of which convert."""
    return journeys_of([((f"name {n}",), 4.0, 40.0, 5.0) for n in range(names)])


def test_interval_is_empty_when_there_are_no_journeys() -> None:
    assert bootstrap_markov(journeys_of([])).low.shape[0] == 0
