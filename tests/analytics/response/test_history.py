"""Pasts read from a generated shop whose spend is known."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest

from analytics.catalog import catalogue
from analytics.credits import CreditRule
from analytics.errors import Unsplittable
from analytics.marts import ensure
from analytics.periods import Period
from analytics.response_history import read_covariates, read_histories
from analytics.shop import Shop
from tests.analytics.demo_shop import END, demo_shop

DAYS = 60
START = END - timedelta(days=DAYS)
RULE = CreditRule("last", 14, 7.0)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with demo_shop(DAYS, 0.2) as demo:
        ensure(demo.warehouse, "Asia/Shanghai")
        yield Shop(demo.warehouse, catalogue(), "Asia/Shanghai")


def test_spend_is_that_of_the_catalogue_when_it_is_read(shop: Shop) -> None:
    slices = shop.split(("spend",), Period(START, END), ("channel",))
    spent = {one.key[0]: float(one.values["spend"] or 0) for one in slices}
    histories = read_histories(shop, START, END, RULE)
    assert {each.name: pytest.approx(each.spend.sum()) for each in histories} == spent


def test_only_what_campaigns_brought_counts_when_they_are_told_apart(shop: Shop) -> None:
    slices = shop.split(("paid_gmv",), Period(START, END), ("channel", "campaign"))
    brought = {one.key: float(one.values["paid_gmv"] or 0) for one in slices}
    for each in read_histories(shop, START, END, RULE):
        own = sum(worth for key, worth in brought.items() if key[0] == each.name and key[1])
        assert each.value.sum() == pytest.approx(own, rel=1e-6)
        assert sum(part.value.sum() for part in each.parts) == pytest.approx(own, rel=1e-6)


def test_commission_is_kept_apart_when_campaigns_pay_it(shop: Shop) -> None:
    douyin = next(each for each in read_histories(shop, START, END, RULE) if each.name == "抖音")
    assert douyin.fees is not None
    assert 0 < douyin.fees.sum() < 0.2 * douyin.value.sum()


def test_a_campaign_is_a_history_of_its_own_when_split_by_it(shop: Shop) -> None:
    histories = read_histories(shop, START, END, RULE, ("channel", "campaign"))
    assert "搜索 / 搜索品牌词" in {each.name for each in histories}
    assert {len(each.parts) for each in histories if each.value.sum() > 0} == {1}


def test_days_before_the_load_are_unknown_when_they_are_asked(shop: Shop) -> None:
    histories = read_histories(shop, START - timedelta(days=5), END, RULE)
    assert all(np.isnan(each.spend[:5]).all() for each in histories)
    assert not any(np.isnan(each.spend[5:] + each.value[5:]).any() for each in histories)


def test_spend_cannot_be_split_when_it_does_not_know_the_dimension(shop: Shop) -> None:
    with pytest.raises(Unsplittable):
        read_histories(shop, START, END, RULE, ("region",))


def test_covariates_are_as_long_as_the_period_when_they_are_read(shop: Shop) -> None:
    found = read_covariates(shop, START, END, ())
    assert len(found.promo) == len(found.season) == len(found.phases) == DAYS
    assert (found.season > 0).all()
