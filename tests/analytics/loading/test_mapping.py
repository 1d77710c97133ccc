"""Mappings of one's own: what the language can say, and what it refuses."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import LoadRefused
from analytics.loading import read_mapping
from analytics.loading.expression import compile_expression
from analytics.loading.ready import parse_mapping
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse
from tests.analytics.loading.conftest import Store

FIELDS: Any = {"name": "text", "number": "number", "price": "money", "at": "instant", "day": "day"}


@pytest.fixture(scope="module")
def engine() -> DuckDBWarehouse:
    return DuckDBWarehouse(None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("concat(upper(name), '-', 'x')", "ABC-x"),
        ("split_part('a|b|c', '|', 2)", "b"),
        ("number * price", "6.7500"),
        ("price / 0", None),
        ("-number + 1", "-2.0"),
        ("greatest(number, 10)", "10.0"),
        ("sign(0 - price)", "-1"),
        ("round(2.6)", "3"),
        ("coalesce(None, name)", "abc"),
        ("'yes' if number > 2 and name != 'x' else 'no'", "yes"),
        ("'in' if name in ['abc', 'd'] else 'out'", "in"),
        ("'unknown' if name is None else 'known'", "known"),
        ("day(at)", "2026-03-02"),
        ("date(2026, 2, 29)", None),
        ("replace(lower('A-B'), '-', '')", "ab"),
        ("left(name, 2)", "ab"),
        ("not starts_with(name, 'a')", "false"),
    ],
)
def test_expression_gives_value_when_evaluated_over_a_row(
    engine: DuckDBWarehouse, text: str, value: str | None
) -> None:
    sql = compile_expression(text, FIELDS, "Asia/Shanghai").sql
    row = (
        "(SELECT 'abc' AS name, 3.0::DOUBLE AS number, 2.25::DECIMAL(18,4) AS price,"
        " TIMESTAMPTZ '2026-03-01 16:00:00+00' AS at, DATE '2026-03-01' AS day)"
    )
    assert engine.fetch(Statement(f"SELECT CAST({sql} AS VARCHAR) FROM {row}")).scalar() == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nam", "no field is called `nam`"),
        ("name +", "cannot be read"),
        ("name + 1", "does not calculate with numbers"),
        ("getenv('HOME')", "no function is called `getenv`"),
        ("name.upper()", "is not part of the mapping language"),
        ("[x for x in name]", "is not part of the mapping language"),
        ("lambda: 1", "is not part of the mapping language"),
        ("upper()", "does not take 0 values"),
        ("1 < number < 3", "compare two things at a time"),
        ("b'x'", "is not a constant"),
        ("number ** 2", "does not calculate with numbers"),
    ],
)
def test_expression_is_refused_with_a_sentence_when_outside_the_language(
    text: str, said: str
) -> None:
    with pytest.raises(LoadRefused, match=said.replace("(", r"\(")):
        compile_expression(text, FIELDS, "UTC")


def test_quotes_of_a_constant_stay_text_when_it_looks_like_sql(engine: DuckDBWarehouse) -> None:
    sql = compile_expression('"\'; DROP TABLE orders; --"', FIELDS, "UTC").sql
    assert engine.fetch(Statement(f"SELECT {sql}")).scalar() == "'; DROP TABLE orders; --"


GOOD = """
title: Own
fields:
  id: {from: id, required: true}
tables:
  customers:
    columns: {customer_id: id}
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("customers:", "customer:", "no table is called `customer`; did you mean customers"),
        ("customer_id: id", "customer_idd: id", "has no column `customer_idd`; did you mean"),
        ("customer_id: id", "customer_id: idd", "no field is called `idd`"),
        ("customer_id: id", "member_tier: id", "customers needs customer_id"),
        ("title: Own", "title: Own\ntitel: X", "titel: Extra inputs are not permitted"),
        ("{from: id, required: true}", "{required: true}", "give either `from` or `header`"),
        ("{from: id, required: true}", "{header: '('}", "is not a regular expression"),
        ("title: Own", "title: Own\nzone: Mars/Base", "no time zone is called Mars/Base"),
        ("title: Own", "title: Own\ncurrency_field: c", "currency's field `c` is not declared"),
        (GOOD, "title: [", "is not YAML"),
        (GOOD, "just words", "is not a list of settings"),
    ],
)
def test_mapping_is_refused_with_the_place_when_it_is_wrong(
    before: str, after: str, said: str
) -> None:
    with pytest.raises(LoadRefused) as caught:
        parse_mapping("own", GOOD.replace(before, after))
    assert said in str(caught.value)


def test_mapping_file_is_refused_when_it_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match="cannot be read"):
        read_mapping(str(tmp_path / "absent.yaml"))


def test_canonical_table_is_named_when_mapping_says_which(store: Store) -> None:
    path = store.folder / "anything.csv"
    path.write_text("customer_id\nc1\n")
    assert store.load("canonical-customers", path).tables["customers"].loaded == 1


def test_words_become_ours_when_the_field_maps_them(store: Store) -> None:
    own = store.folder / "own.yaml"
    own.write_text(
        "title: Own\nfields:\n  id: {from: 订单号, type: id}\n"
        "  at: {from: 下单时间, type: instant}\n"
        "  paid: {from: 金额, type: money}\n"
        "  state: {from: 状态, map: {交易成功: completed, 已关闭: cancelled}}\n"
        "tables:\n  orders:\n    columns:\n      order_id: id\n      ordered_at: at\n"
        "      gross_amount: paid\n      status: state\n"
    )
    path = store.folder / "订单.csv"
    path.write_text("订单号,下单时间,金额,状态\n1.0,2026/3/1 9:00,¥5,交易成功\n2,2026/3/1,6,改天\n")
    store.load(str(own), path)
    assert store.rows("SELECT order_id, status FROM orders") == [("1", "completed")]
    assert store.scalar("SELECT reason FROM tidebell.quarantine") == "状态 is not one of its words"


def test_amounts_are_converted_when_the_mapping_states_a_rate(store: Store) -> None:
    from tests.analytics.loading.conftest import DATA

    own = store.folder / "own.yaml"
    ready = (files("analytics.loading") / "mappings" / "meta-ads.yaml").read_text("utf-8")
    own.write_text(ready + "rates: {USD: 7.25}\n")
    store.load(str(own), DATA / "meta_ads.csv")
    assert float(store.scalar("SELECT sum(media_cost) FROM ad_spend")) == pytest.approx(2061.9)
