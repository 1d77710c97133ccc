"""Loading again, in pieces, newer, by key: what counts as the same row."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import LoadRefused
from tests.analytics.loading.conftest import REFERENCE, Store

needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the UCI reference data are not beside the checkout"
)
ORDERS = "order_id,ordered_at,gross_amount,channel\n"


def load(store: Store, name: str, text: str, **options: Any) -> Any:
    path = store.folder / name
    path.write_text(text)
    return store.load("canonical", path, **options)


def test_nothing_changes_when_the_same_file_is_loaded_twice(store: Store) -> None:
    text = ORDERS + "o1,2026-03-01,5,web\n"
    load(store, "orders.csv", text)
    again = load(store, "orders.csv", text)
    assert (again.load_id, again.tables["orders"].duplicate) == (None, 1)
    assert store.scalar("SELECT count(*) FROM tidebell.loads") == 1
    assert store.scalar("SELECT count(*) FROM tidebell.coverage") == 1


def test_refused_rows_are_kept_once_when_their_file_is_loaded_twice(store: Store) -> None:
    text = ORDERS + "o1,2026-03-01,5,web\no2,2026-03-01,?,web\n"
    load(store, "orders.csv", text)
    load(store, "orders.csv", text)
    assert store.scalar("SELECT count(*) FROM tidebell.quarantine") == 1


def test_stored_row_stays_and_a_warning_is_given_when_append_brings_its_key_changed(
    store: Store,
) -> None:
    load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\n")
    summary = load(store, "orders.csv", ORDERS + "o1,2026-03-01,9,web\no2,2026-03-02,1,web\n")
    assert store.rows("SELECT order_id, gross_amount FROM orders ORDER BY 1") == [
        ("o1", Decimal("5.0000")),
        ("o2", Decimal("1.0000")),
    ]
    assert "1 rows of orders stand in the store with other content" in summary.warnings[0]


def test_row_is_updated_when_upsert_brings_its_key_changed(store: Store) -> None:
    load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\no2,2026-03-02,1,web\n")
    text = ORDERS + "o1,2026-03-03,9,web\no2,2026-03-02,1,web\n"
    days: list[Any] = []
    summary = load(
        store, "orders.csv", text, mode="upsert", after=lambda _, touched: days.append(touched)
    )
    told = summary.tables["orders"]
    assert (told.loaded, told.replaced, told.duplicate) == (1, 1, 1)
    assert store.scalar("SELECT sum(gross_amount) FROM orders") == Decimal("10.0000")
    assert days == [frozenset({date(2026, 3, 1), date(2026, 3, 3)})]


def test_what_a_file_does_not_say_is_kept_when_upsert_updates_a_row(store: Store) -> None:
    load(store, "customers.csv", "customer_id,member_tier,consent\nc1,gold,true\n")
    own = store.folder / "tiers.yaml"
    own.write_text(
        "title: Tiers\nfields:\n  id: {from: id}\n  tier: {from: tier}\n"
        "tables:\n  customers:\n    columns: {customer_id: id, member_tier: tier}\n"
    )
    path = store.folder / "tiers.csv"
    path.write_text("id,tier\nc1,black\n")
    store.load(str(own), path, mode="upsert")
    assert store.rows("SELECT member_tier, consent FROM customers") == [("black", True)]


def test_empty_key_columns_are_the_same_row_when_loaded_again_with_more(store: Store) -> None:
    header = "at,channel,campaign,media_cost\n"
    load(store, "ad_spend.csv", header + "2026-03-01,web,,5\n")
    load(store, "ad_spend.csv", header + "2026-03-01,web,,5\n2026-03-02,web,,6\n")
    assert store.scalar("SELECT count(*) FROM ad_spend") == 2


def test_last_row_is_taken_with_a_warning_when_a_file_holds_a_key_twice(store: Store) -> None:
    text = ORDERS + "o1,2026-03-01,5,web\no1,2026-03-01,7,web\no2,2026-03-01,1,web\n"
    summary = load(store, "orders.csv", text)
    told = summary.tables["orders"]
    assert (told.read, told.loaded, told.duplicate) == (3, 2, 1)
    assert store.scalar("SELECT gross_amount FROM orders WHERE order_id = 'o1'") == 7
    assert "1 keys of orders stand more than once" in summary.warnings[0]


def test_no_warning_is_given_when_a_key_stands_twice_with_the_same_content(store: Store) -> None:
    summary = load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\n" * 2)
    assert (summary.tables["orders"].loaded, summary.warnings) == (1, ())


ITEMS = "order_id,sku,quantity,unit_price\n"


def test_equal_lines_are_all_kept_when_an_order_holds_them_twice(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\n" * 2)
    assert store.scalar("SELECT count(*) FROM order_items") == 2


def test_only_new_lines_are_added_when_a_newer_export_overlaps(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no1,s,1,5\no2,t,1,9\n")
    newer = ITEMS + "o1,s,1,5\no1,s,1,5\no1,u,1,2\no2,t,1,9\no3,v,1,1\n"
    summary = load(store, "order_items.csv", newer)
    assert store.scalar("SELECT count(*) FROM order_items") == 5
    assert "3 rows of order_items stood in the store already" in summary.warnings[0]


def test_all_lines_are_added_when_a_further_piece_shares_an_order(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\n")
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no1,t,1,5\no1,u,1,5\n")
    assert store.scalar("SELECT count(*) FROM order_items") == 4


def test_lines_of_an_order_are_made_the_file_s_when_upserted(store: Store) -> None:
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no1,s,1,5\no1,t,1,5\no2,t,1,9\n")
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no1,w,1,3\n", mode="upsert")
    assert store.rows("SELECT order_id, sku FROM order_items ORDER BY 1, 2") == [
        ("o1", "s"), ("o1", "w"), ("o2", "t")
    ]  # fmt: skip


EVENTS = "event_at,visitor_id,event\n"


def test_returning_visitors_are_all_added_when_the_next_day_comes(store: Store) -> None:
    load(store, "events.csv", EVENTS + "2026-03-01 10:00,v1,visit\n2026-03-01 11:00,v2,visit\n")
    load(store, "events.csv", EVENTS + "2026-03-02 10:00,v1,visit\n")
    assert store.scalar("SELECT count(*) FROM events") == 3


def test_first_days_are_not_doubled_when_a_longer_export_repeats_them(store: Store) -> None:
    load(store, "events.csv", EVENTS + "2026-03-01 10:00,v1,visit\n")
    later = "".join(f"2026-03-0{day} 10:00,v1,visit\n" for day in (1, 2, 3, 4))
    load(store, "events.csv", EVENTS + later)
    assert store.scalar("SELECT count(*) FROM events") == 4


def test_period_is_replaced_with_its_lines_when_mode_is_replace(store: Store) -> None:
    day = "2026-03-0{} 12:00"
    orders = ORDERS + "".join(f"o{n},{day.format(n)},5,web\n" for n in (1, 2, 3))
    load(store, "orders.csv", orders)
    load(store, "order_items.csv", ITEMS + "o1,s,1,5\no2,s,1,5\no3,s,1,5\n")
    new = store.folder / "new"
    new.mkdir()
    (new / "orders.csv").write_text(ORDERS + f"o9,{day.format(2)},8,web\n")
    (new / "order_items.csv").write_text(ITEMS + "o9,t,1,8\n")
    store.load("canonical", new, mode="replace")
    assert store.rows("SELECT order_id FROM orders ORDER BY 1") == [("o1",), ("o3",), ("o9",)]
    assert store.rows("SELECT order_id FROM order_items ORDER BY 1") == [
        ("o1",), ("o3",), ("o9",)
    ]  # fmt: skip


def test_targets_of_the_file_s_days_are_replaced_when_mode_is_replace(store: Store) -> None:
    header = "period_start,period_end,metric,value\n"
    months = "".join(f"2026-0{n}-01,2026-0{n}-28,paid_gmv,100\n" for n in (1, 2, 3))
    load(store, "targets.csv", header + months)
    load(store, "targets.csv", header + "2026-02-01,2026-02-28,net_gmv,70\n", mode="replace")
    assert store.rows("SELECT metric, value FROM targets ORDER BY period_start") == [
        ("paid_gmv", 100.0), ("net_gmv", 70.0), ("paid_gmv", 100.0)
    ]  # fmt: skip


def test_file_is_loaded_again_when_a_replacement_had_taken_it_out(store: Store) -> None:
    first = ORDERS + "o1,2026-03-01,5,web\n"
    load(store, "orders.csv", first)
    load(store, "orders.csv", ORDERS + "o2,2026-03-01,5,web\n", mode="replace")
    load(store, "orders.csv", first)
    assert store.scalar("SELECT count(*) FROM orders") == 2


def test_store_is_untouched_when_the_run_is_dry(store: Store) -> None:
    summary = load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\n", dry_run=True)
    assert (summary.load_id, summary.tables["orders"].loaded) == (None, 1)
    assert store.scalar("SELECT count(*) FROM orders") == 0
    assert store.left_behind() == []


def test_load_is_undone_when_what_follows_it_fails(store: Store) -> None:
    def refuse(*_: object) -> None:
        raise LoadRefused("the marts did not fit")

    with pytest.raises(LoadRefused, match="the marts did not fit"):
        load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\n", after=refuse)
    assert store.scalar("SELECT count(*) FROM orders") == 0


def test_covered_days_are_shop_days_when_rows_lie_across_midnight_utc(store: Store) -> None:
    text = ORDERS + "o1,2026-02-28T16:00:00Z,5,web\no2,2026-03-03T15:59:59Z,5,web\n"
    load(store, "orders.csv", text)
    assert store.rows("SELECT first_day, last_day, last_at::VARCHAR FROM tidebell.coverage") == [
        (date(2026, 3, 1), date(2026, 3, 3), "2026-03-03 23:59:59")
    ]


def test_lines_cover_the_days_of_their_orders_when_loaded_after_them(store: Store) -> None:
    load(store, "orders.csv", ORDERS + "o1,2026-03-01,5,web\n")
    days: list[Any] = []
    load(
        store,
        "order_items.csv",
        ITEMS + "o1,s,1,5\n",
        after=lambda _, touched: days.append(touched),
    )
    assert days == [frozenset({date(2026, 3, 1)})]
    assert store.rows(
        "SELECT first_day, last_day FROM tidebell.coverage WHERE table_name = 'order_items'"
    ) == [(date(2026, 3, 1), date(2026, 3, 1))]


LINES = "SELECT sum(hash(order_id, sku, quantity, unit_price)), count(*) FROM order_items"
INVOICES = (
    "SELECT sum(hash(order_id, ordered_at, paid_at, gross_amount, paid_amount, refund_amount,"
    " customer_id, region, status)), count(*) FROM orders"
)


def content(store: Store) -> list[Any]:
    return [store.rows(LINES), store.rows(INVOICES)]


def excerpt(folder: Path) -> list[str]:
    """40,000 lines of the reference as CSV, header first, exact duplicates among them."""
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(REFERENCE / "online_retail.parquet").slice(0, 40_000)
    path = folder / "excerpt.csv"
    table.to_pandas().to_csv(path, index=False)
    return path.read_text().splitlines(keepends=True)


@needs_reference
@pytest.mark.parametrize("cut", ["contiguous", "interleaved"])
def test_tables_are_identical_when_a_file_comes_in_three_pieces(
    pounds: Store, tmp_path: Path, cut: str
) -> None:
    header, *lines = excerpt(pounds.folder)
    pounds.load("uci-online-retail", pounds.folder / "excerpt.csv")
    whole = content(pounds)
    other = Store(tmp_path / "other", "Europe/London", "GBP")
    for piece in range(3):
        own = lines[piece::3] if cut == "interleaved" else lines[piece * 13_334 :][:13_334]
        path = other.folder / f"piece{piece}.csv"
        path.write_text(header + "".join(own))
        other.load("uci-online-retail", path)
    assert content(other) == whole
    assert other.load("uci-online-retail", pounds.folder / "excerpt.csv").load_id is None
    other.warehouse.close()


@needs_reference
@pytest.mark.slow
def test_sums_equal_the_reference_when_uci_retail_is_loaded(pounds: Store) -> None:
    pounds.load("uci-online-retail", REFERENCE / "online_retail.parquet")
    revenue = "sum(CAST(quantity AS DECIMAL(18,4)) * unit_price)"
    assert pounds.scalar(f"SELECT {revenue} FROM order_items") == Decimal("9747747.934")
    assert pounds.rows(
        f"SELECT count(*), count(DISTINCT order_id), count(DISTINCT customer_id),"
        f" round({revenue}, 2) FROM order_items JOIN orders USING (order_id)"
        " WHERE customer_id IS NOT NULL AND quantity > 0 AND unit_price > 0"
    ) == [(397_884, 18_532, 4_338, Decimal("8911407.90"))]


@needs_reference
@pytest.mark.slow
def test_every_month_equals_the_reference_when_uci_retail_is_loaded(pounds: Store) -> None:
    import pandas

    pounds.load("uci-online-retail", REFERENCE / "online_retail.parquet")
    amount = "CAST(quantity AS DECIMAL(18,4)) * unit_price"
    found = pounds.rows(
        "SELECT strftime(date_trunc('month', timezone('Europe/London', ordered_at)), '%Y-%m-%d'),"
        " count(*), count(DISTINCT order_id), count(DISTINCT customer_id),"
        f" CAST(sum({amount}) AS DOUBLE),"
        f" CAST(sum({amount}) FILTER ({amount} > 0) AS DOUBLE),"
        f" CAST(sum({amount}) FILTER (quantity < 0) AS DOUBLE)"
        " FROM order_items JOIN orders USING (order_id) GROUP BY 1 ORDER BY 1"
    )
    expected = pandas.read_csv(REFERENCE / "reference_monthly.csv").values.tolist()
    assert [list(row[:4]) for row in found] == [row[:4] for row in expected]
    assert [row[4:] for row in found] == [
        pytest.approx(tuple(row[4:]), abs=0.011) for row in expected
    ]
