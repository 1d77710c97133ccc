"""The metric catalogue: names in two languages, what it refuses, what it says of itself."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from analytics.catalog import CLOCK_DIMENSIONS, Catalogue, catalogue
from analytics.errors import UnknownName
from analytics.tables import TABLES

SMALL = """
dimensions:
  channel: {label: Channel, words: {抖音: [douyin, tiktok]}}
sources:
  placed: {table: mart.orders, needs: orders, day: d, hour: h, dimensions: [channel]}
metrics:
  gmv: {label: GMV, means: all, unit: money, source: placed, sum: gross_amount}
  buyers: {label: Buyers, means: people, unit: count, source: placed, distinct: buyer}
  aov: {label: AOV, means: each, unit: money, ratio: [gmv, buyers]}
"""


def small(**metric: Any) -> Catalogue:
    """The small catalogue with a metric `new` added."""
    content = yaml.safe_load(SMALL)
    content["metrics"]["new"] = {"label": "New", "means": "new", "unit": "count"} | metric
    return Catalogue.model_validate(content)


@pytest.mark.parametrize(
    "metric",
    [
        {"source": "placed"},
        {"source": "placed", "sum": "a", "distinct": "b"},
        {"sum": "a"},
        {"source": "placed", "ratio": ["gmv", "buyers"]},
        {"source": "nowhere", "sum": "a"},
        {"ratio": ["gmv", "no_such"]},
        {"minus": ["no_such", "gmv"]},
        {"source": "placed", "sum": "a", "unit": "euros"},
        {"source": "placed", "sum": "a", "colour": "red"},
    ],
    ids=[
        "nothing measured",
        "two things measured",
        "no source",
        "a ratio with a source",
        "unknown source",
        "ratio of an unknown metric",
        "difference of an unknown metric",
        "unknown unit",
        "unknown field",
    ],
)
def test_a_metric_is_refused_at_start_when_it_is_declared_wrongly(metric: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="new"):
        small(**metric)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dimensions: [channel]", "dimensions: [shelf]"),
        ("dimensions: [channel]", "dimensions: [channel], detail: nowhere"),
    ],
)
def test_a_source_is_refused_at_start_when_it_names_what_is_not_there(old: str, new: str) -> None:
    with pytest.raises(ValidationError, match="source placed"):
        Catalogue.model_validate(yaml.safe_load(SMALL.replace(old, new)))


def test_leaves_come_once_and_in_order_when_ratios_share_a_part() -> None:
    metrics = ("aov", "gmv", "buyers")
    assert small(ratio=["aov", "gmv"]).leaves(("new", *metrics)) == ("gmv", "buyers")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("gmv", "gmv"),
        (" GMV ", "gmv"),
        ("成交总额", "gmv"),
        ("UV", "visitors"),
        ("访客数", "visitors"),
        ("paid-gmv", "paid_gmv"),
        ("Paid GMV", "paid_gmv"),
        ("ASP", "aov"),
        ("客单价", "aov"),
        ("转化率", "cvr"),
        ("复购率", "repurchase_rate"),
    ],
)
def test_a_metric_is_found_when_it_is_named_in_either_language(word: str, name: str) -> None:
    assert catalogue().find_metric(word) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("渠道", "channel"),
        ("Channel", "channel"),
        ("品类", "category"),
        ("新老客", "customer_type"),
    ],
)
def test_a_dimension_is_found_when_it_is_named_in_either_language(word: str, name: str) -> None:
    assert catalogue().find_dimension(word) == name


def test_the_nearest_metrics_are_offered_when_a_word_is_misspelt() -> None:
    with pytest.raises(UnknownName) as refusal:
        catalogue().find_metric("vistors")
    assert (refusal.value.kind, refusal.value.word) == ("metric", "vistors")
    assert refusal.value.close[0] == "visitors"


def test_the_nearest_dimensions_are_offered_when_a_word_is_misspelt() -> None:
    with pytest.raises(UnknownName) as refusal:
        catalogue().find_dimension("chanel")
    assert (refusal.value.kind, refusal.value.close[0]) == ("dimension", "channel")


def test_another_spelling_becomes_the_word_held_when_the_dimension_knows_it() -> None:
    channel = catalogue().dimensions["channel"]
    assert channel.spelled("DouYin") == "抖音"
    assert channel.spelled("抖音") == "抖音"
    assert channel.spelled("kiosk") == "kiosk"


def test_a_spelling_means_one_thing_when_all_names_and_aliases_are_listed() -> None:
    for named in (catalogue().metrics, catalogue().dimensions):
        meant = {(w.casefold(), name) for name in named for w in (name, *named[name].aliases)}
        assert len({word for word, _ in meant}) == len(meant)


def test_visitors_have_no_category_when_dimensions_are_listed() -> None:
    assert catalogue().dimensions_of("visitors") == (
        *("channel", "campaign", "region", "device"),
        *CLOCK_DIMENSIONS,
    )


def test_a_ratio_has_the_dimensions_its_parts_share_when_they_are_listed() -> None:
    assert catalogue().dimensions_of("cac") == ("channel", "campaign", *CLOCK_DIMENSIONS)
    assert "category" in catalogue().dimensions_of("aov")
    assert catalogue().dimensions_of("cvr") == catalogue().dimensions_of("visitors")


@pytest.mark.parametrize(
    ("name", "zero"),
    [
        *[("gmv", True), ("buyers", True), ("orders", True), ("net_gmv", True)],
        *[("aov", False), ("sentiment", False)],
    ],
)
def test_nothing_is_zero_or_undefined_when_a_metric_is_a_count_or_a_ratio(
    name: str, zero: bool
) -> None:
    assert catalogue().metrics[name].empty_is_zero is zero


def test_every_source_needs_a_canonical_table_when_the_catalogue_is_read() -> None:
    assert {source.needs for source in catalogue().sources.values()} <= set(TABLES)


@pytest.mark.parametrize(
    "name",
    [
        *("gmv", "paid_gmv", "net_gmv", "visitors", "cvr", "aov", "order_value", "orders"),
        *("buyers", "new_buyers", "new_buyer_share", "repurchase_rate", "impressions", "clicks"),
        *("ctr", "bounce_rate", "dwell_seconds", "interactions", "spend", "media_spend", "cpm"),
        *("cpc", "cac", "refund_rate", "payment_failure_rate", "first_response_minutes"),
        "resolution_hours",
    ],
)
def test_a_word_of_the_rulebook_is_in_the_catalogue_when_it_can_be_measured(name: str) -> None:
    assert name in catalogue().metrics
