"""Questions as SQL text: what may be asked, what is bound, and what the statements look like."""

from datetime import date

import pytest

from analytics.catalog import catalogue
from analytics.errors import Unsplittable
from analytics.query import Question, build, tables_needed
from tests.conftest import Golden

FIRST, AFTER = date(2026, 11, 2), date(2026, 11, 9)
NASTY = (
    "抖音'; DROP TABLE main.orders; --",
    "' OR '1'='1",
    "x') UNION SELECT customer_id FROM main.customers --",
    "$start",
    "\\'; ATTACH 'other.db'; --",
)

QUESTIONS = {
    "gmv_by_channel": Question(("gmv", "orders"), FIRST, AFTER, by=("channel",)),
    "tree_of_a_week": Question(("paid_gmv", "visitors", "cvr", "aov"), FIRST, AFTER),
    "units_by_category": Question(("gmv", "units", "buyers"), FIRST, AFTER, by=("category",)),
    "net_by_week": Question(("net_gmv",), FIRST, AFTER, grain="week"),
    "orders_by_hour": Question(("orders",), FIRST, AFTER, by=("weekday",), grain="hour"),
    "running_day": Question(("gmv", "visitors"), FIRST, AFTER, hours=15),
    "no_channel_or_douyin": Question(
        ("paid_gmv",), FIRST, AFTER, where={"channel": ("抖音", None), "customer_type": ("new",)}
    ),
    "cost_of_new_buyers": Question(("cac", "cpm"), FIRST, AFTER, by=("channel", "campaign")),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_statement_is_the_reviewed_one_when_a_question_is_built(
    name: str, golden: Golden
) -> None:
    statement = build(QUESTIONS[name], catalogue())
    bound = "".join(f"-- ${key} = {value}\n" for key, value in statement.parameters.items())
    golden(f"{name}.sql", f"{bound}{statement.sql}\n")


@pytest.mark.parametrize("word", NASTY)
def test_no_word_of_the_asker_is_in_the_text_when_it_filters(word: str) -> None:
    asked = Question(("gmv",), FIRST, AFTER, where={"channel": (word,)})
    harmless = Question(("gmv",), FIRST, AFTER, where={"channel": ("抖音",)})
    statement = build(asked, catalogue())
    assert statement.sql == build(harmless, catalogue()).sql
    assert statement.parameters["where_channel"] == [word]


def test_days_are_bound_when_a_period_is_asked() -> None:
    statement = build(QUESTIONS["running_day"], catalogue())
    assert statement.parameters == {
        "start": FIRST,
        "end": AFTER,
        "last_day": date(2026, 11, 8),
        "hours": 15,
    }
    assert "2026" not in statement.sql


@pytest.mark.parametrize(
    ("metric", "dimension", "leaf"),
    [
        ("visitors", "category", "visitors"),
        ("cvr", "customer_type", "visitors"),
        ("spend", "device", "spend"),
        ("payment_failure_rate", "channel", "failed_payments"),
        ("tickets", "sku", "tickets"),
    ],
)
def test_a_split_is_refused_when_it_has_no_meaning(metric: str, dimension: str, leaf: str) -> None:
    with pytest.raises(Unsplittable) as refusal:
        build(Question((metric,), FIRST, AFTER, by=(dimension,)), catalogue())
    assert (refusal.value.metric, refusal.value.dimension) == (leaf, dimension)
    assert dimension not in refusal.value.possible


def test_a_filter_is_refused_when_it_has_no_meaning() -> None:
    with pytest.raises(Unsplittable):
        build(Question(("visitors",), FIRST, AFTER, where={"category": ("outer",)}), catalogue())


def test_the_possible_dimensions_can_all_be_asked_when_the_catalogue_lists_them() -> None:
    for metric in catalogue().metrics:
        for dimension in catalogue().dimensions_of(metric):
            statement = build(Question((metric,), FIRST, AFTER, by=(dimension,)), catalogue())
            assert statement.sql.startswith(f"SELECT\n    {dimension},")


@pytest.mark.parametrize(
    ("metrics", "dimensions", "tables"),
    [
        (("gmv", "orders"), (), ["orders"]),
        (("gmv",), ("category",), ["order_items"]),
        (("units",), (), ["order_items"]),
        (("cvr", "aov"), ("channel",), ["orders", "events"]),
        (("cac",), (), ["ad_spend", "orders"]),
    ],
)
def test_the_tables_needed_are_named_when_metrics_are_asked(
    metrics: tuple[str, ...], dimensions: tuple[str, ...], tables: list[str]
) -> None:
    assert tables_needed(metrics, dimensions, catalogue()) == tables


def test_day_sums_answer_when_only_channels_are_asked() -> None:
    assert "mart.days" in build(QUESTIONS["gmv_by_channel"], catalogue()).sql


@pytest.mark.parametrize(
    "question",
    [
        Question(("gmv",), FIRST, AFTER, by=("campaign",)),
        Question(("gmv",), FIRST, AFTER, hours=3),
        Question(("gmv",), FIRST, AFTER, grain="hour"),
        Question(("buyers",), FIRST, AFTER),
        Question(("known_paid_gmv",), FIRST, AFTER),
    ],
    ids=["by campaign", "running day", "by hour", "distinct", "some rows only"],
)
def test_rows_answer_when_day_sums_cannot(question: Question) -> None:
    assert "mart.days" not in build(question, catalogue()).sql
