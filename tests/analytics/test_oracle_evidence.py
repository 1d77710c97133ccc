"""Grades and lengths of tests against the rulebook's order and the noncentral t distribution.

Cohen (1988, table 2.4.1, one-sided 5 %, power 80 %) asks for the days per arm below; a test's
length rests on the normal distribution, so that it may fall short of them by a day before it is
rounded up to weeks.
"""

import math
from datetime import date, timedelta
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.stats import nct, norm, t

from analytics.credits import CreditRule
from analytics.evidence import Letter, Trial, cheapest_trial, grade
from analytics.periods import Period
from analytics.roi_board import Facts
from analytics.roi_books import read_books
from analytics.roi_days import read_days
from analytics.roi_subjects import Campaign, Subject
from analytics.verdicts import Lines
from tests.shop import Row, open_shop, order

COHEN = {0.5: 50, 0.6: 35, 0.7: 26, 0.8: 20}
RANK: tuple[Letter, ...] = ("A", "B", "C", "D", "E")


def power(effect: float, arm: int) -> float:
    """The power of a one-sided t test at 5 % of two arms of so many days."""
    freedom = 2 * arm - 2
    return float(nct.sf(t.ppf(0.95, freedom), freedom, effect * math.sqrt(arm / 2)))


@pytest.mark.parametrize(("effect", "arm"), COHEN.items())
def test_length_is_that_of_the_published_table_in_whole_weeks_when_effects_differ(
    effect: float, arm: int
) -> None:
    assert round(power(effect, arm), 2) == 0.8  # the table itself
    days = 14 * math.ceil((arm - 1) / 7)
    assert cheapest_trial(effect, 1.0, None) == Trial("pause", days if days <= 84 else None)


@pytest.mark.parametrize("effect", [0.55, 0.65, 0.9, 1.1, 1.5, 2.5])
def test_no_pause_shorter_by_two_weeks_would_do_when_a_length_is_named(effect: float) -> None:
    found = cheapest_trial(effect, 1.0, None)
    assert found is not None
    assert found.days is not None
    assert power(effect, found.days // 2) >= 0.79
    assert found.days == 14 or power(effect, found.days // 2 - 7) < 0.8


def test_regions_tell_in_the_days_named_when_half_of_them_go_without() -> None:
    # 40 orders a day of 100 ± 50 in two halves, of which a quarter would not come: the daily
    # difference of the halves has the variance 40 × (100² + 50²); half the effect is missing.
    random, effect, noise = np.random.default_rng(5), 1_000.0, math.sqrt(40 * 12_500.0)
    found = cheapest_trial(effect, 10 * noise, noise)
    assert found is not None
    assert found.kind == "geo"
    assert found.days is not None
    exact = 4 * (norm.ppf(0.95) + norm.ppf(0.8)) ** 2 * noise**2 / effect**2
    assert found.days == max(14, 7 * math.ceil(exact / 7))
    days = math.ceil(exact)
    halves = random.poisson([[[20.0]], [[15.0]]], (2, 4_000, days))  # with, and a quarter less
    values = halves * 100.0 + np.sqrt(halves) * random.normal(0, 50, halves.shape)
    difference = (values[0] - values[1]).mean(axis=1)
    seen = difference / (noise / math.sqrt(days)) > norm.ppf(0.95)
    assert 0.76 <= seen.mean() <= 0.85


def test_grade_never_rises_when_models_part_or_orders_become_fewer() -> None:
    spreads, orders, shares = (
        (0.0, 0.1, 0.2, 0.4),
        (500.0, 100.0, 50.0, 20.0, 9.0),
        (0.9, 0.31, 0.1),
    )
    for spread, share in product(spreads, shares):
        ranks = [RANK.index(grade((2, 2 * (1 + spread)), n, share).letter) for n in orders]
        assert ranks == sorted(ranks)
    for number, share in product(orders, shares):
        ranks = [RANK.index(grade((2, 2 - s, 2 + s), number, share).letter) for s in spreads]
        assert ranks == sorted(ranks)


def test_order_of_evidence_is_the_rulebooks_when_enough_orders_stand_behind_it() -> None:
    # An experiment > several models that agree > one model > fewer orders > hardly any.
    letters = [
        grade((2.0, 9.0), 200, 0.9, experiment=True).letter,
        grade((2.0, 2.1), 200, 0.9).letter,
        grade((2.0,), 200, 0.9).letter,
        grade((2.0,), 50, 0.9).letter,
        grade((2.0,), 9, 0.9).letter,
    ]
    assert letters == [*RANK]


DAYS = 28
END = date(2026, 11, 1)
PERIOD = Period(END - timedelta(days=28), END)
RULE = CreditRule("last", 14, 7)
LINES = Lines(1.5, 2.0, 0.2, 0.15, 0.15, 0.85, 3)


def trial(about: Subject, regions: tuple[str | None, ...]) -> Trial | None:
    """The test for one of two channels that sell 100 some 4 and 6 times a day."""
    pick, orders, spend = np.random.default_rng(3), list[Row](), list[Row]()
    words = Random(4)
    for back in range(DAYS, 0, -1):
        day = END - timedelta(days=back)
        for channel, mean in (("抖音", 4), ("搜索", 6)):
            spend.append(
                {"at": f"{day} 00:00", "channel": channel, "campaign": "live", "media_cost": 9}
            )
            for n in range(pick.poisson(mean)):
                own = order(f"{day}{channel}{n}", f"{day} 12:00", 100, channel=channel)
                orders.append({**own, "campaign": "live", "region": words.choice(regions)})
    shop = open_shop({"orders": orders, "ad_spend": spend})
    books = read_books(shop, PERIOD, RULE, ("last",))
    days = read_days(shop, END - timedelta(days=DAYS), END, RULE)
    facts = Facts(books, days, "last", lambda _: LINES, 28, {}, frozenset())
    return facts.trial(facts.judged([about])[0])


ONE = Subject("channel", "抖音")


def test_regions_are_not_halved_when_there_is_only_one() -> None:
    paused = trial(ONE, (None,))
    assert paused is not None
    assert paused.kind == "pause"
    assert trial(ONE, ("上海",)) == paused


def test_regions_tell_later_when_few_orders_name_theirs() -> None:
    # 4 × 2.486² × 4 × 100² ÷ 400² = 6.2 days of all orders, two weeks at least. Where a fifteenth
    # of them names a region, it takes fifteen times as long, and a pause is shorter.
    all_, few = trial(ONE, ("上海", "北京")), trial(ONE, ("上海", "北京", *[None] * 28))
    assert all_ == Trial("geo", 14)
    assert few is not None
    assert few.kind == "pause"


def test_no_test_is_named_when_a_campaign_runs_in_several_channels() -> None:
    both = Subject("campaign", "live", (Campaign("live", "抖音"), Campaign("live", "搜索")))
    assert trial(both, (None,)) is None
