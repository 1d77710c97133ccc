"""Rows a rule refuses: set aside with file, line, reason and text; the others are loaded."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.analytics.loading.conftest import DATA, Store

HEADER = "order_id,ordered_at,gross_amount,status,discount_amount\n"


def load_orders(store: Store, *lines: str, name: str = "orders.csv") -> Any:
    path = store.folder / name
    path.write_text(HEADER + "\n".join(lines) + "\n")
    return store.load("canonical-orders", path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("o9,2026-03-01,abc,paid,", "gross_amount cannot be read as an amount of money"),
        ("o9,2026-03-01,nan,paid,", "gross_amount cannot be read as an amount of money"),
        ('o9,2026-03-01,"1,5",paid,', "gross_amount cannot be read as an amount of money"),
        ("o9,yesterday,5,paid,", "ordered_at cannot be read as a date and time"),
        ("o9,2026-02-30,5,paid,", "ordered_at cannot be read as a date and time"),
        ("o9,2027-01-01,5,paid,", "ordered_at is in the future"),
        ("o9,0026-03-01,5,paid,", "ordered_at is before 1990"),
        ("o9,1989-12-30,5,paid,", "ordered_at is before 1990"),
        ("o9,2026-03-01,5,lost,", "status is not one of its words"),
        (",2026-03-01,5,paid,", "order_id is empty"),
        ("o9,2026-03-01,,paid,", "gross_amount is empty"),
        ("o9,2026-03-01,99999999999999,paid,", "gross_amount is absurdly large"),
        ("o9,2026-03-01,5", "the row has too few columns"),
        ("o9,2026-03-01,5,paid,1,2", "the row has too many columns"),
        ('o9,"2026-03-01" x,5,paid,', "a quoted value is not closed"),
    ],
)
def test_row_is_quarantined_with_its_line_when_it_breaks_a_rule(
    store: Store, line: str, reason: str
) -> None:
    summary = load_orders(store, "o1,2026-03-01,5,paid,", line, "o2,2026-03-02,6,paid,")
    assert store.rows(
        "SELECT file, line, table_name, reason, content FROM tidebell.quarantine"
    ) == [("orders.csv", 3, "orders", reason, line)]
    assert store.rows("SELECT order_id FROM orders ORDER BY 1") == [("o1",), ("o2",)]
    table = summary.tables["orders"]
    assert (table.read, table.loaded, table.quarantined) == (3, 2, 1)
    assert str(summary.reasons[0]) == f"1 × {reason}, first at orders.csv:3"


def test_row_is_kept_when_it_is_hours_ahead_of_the_clock(store: Store) -> None:
    assert load_orders(store, "o1,2026-11-23 10:00,5,paid,").tables["orders"].loaded == 1


def test_line_is_right_when_earlier_records_span_lines_are_blank_or_ragged(store: Store) -> None:
    path = store.folder / "orders.csv"
    path.write_text(
        'order_id,ordered_at,gross_amount,channel\no1,2026-03-01,5,"two\nlines"\n\n'
        "ragged,2026-03-01\no2,2026-03-01,bad,web\no3,2026-03-01,5,web\no4,2026-03-01,,web\n"
    )
    store.load("canonical-orders", path)
    assert store.rows("SELECT line, content FROM tidebell.quarantine ORDER BY line") == [
        (5, "ragged,2026-03-01"),
        (6, "o2,2026-03-01,bad,web"),
        (8, "o4,2026-03-01,,web"),
    ]


def test_lines_are_right_when_a_large_file_is_read_by_several_threads(store: Store) -> None:
    path = store.folder / "orders.csv"
    with path.open("w") as file:
        file.write(HEADER)
        for number in range(400_000):
            amount = "x" if number % 40_000 == 39_999 else "5"
            file.write(f"order-{number:09d},2026-03-01 10:00:00,{amount},paid,\n")
    store.load("canonical-orders", path)
    assert store.rows("SELECT line, left(content, 15) FROM tidebell.quarantine ORDER BY 1") == [
        (number + 2, f"order-{number:09d}") for number in range(39_999, 400_000, 40_000)
    ]


def test_file_and_line_are_named_when_a_later_file_holds_the_bad_row(store: Store) -> None:
    first, second = store.folder / "a.csv", store.folder / "b.csv"
    first.write_text(HEADER + "o1,2026-03-01,5,paid,\no2,2026-03-01,5,paid,\n")
    second.write_text(HEADER + "o3,2026-03-01,5,paid,\no4,2026-03-01,?,paid,\n")
    store.load("canonical-orders", first, second)
    assert store.rows("SELECT file, line, content FROM tidebell.quarantine") == [
        ("b.csv", 3, "o4,2026-03-01,?,paid,")
    ]


def test_row_is_shown_as_json_when_a_parquet_row_breaks_a_rule(store: Store) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    path = store.folder / "orders.parquet"
    table = {
        "order_id": ["o1", "o2"],
        "ordered_at": ["2026-03-01"] * 2,
        "gross_amount": [1.0, None],
    }
    parquet.write_table(arrow.table(table), path)
    store.load("canonical-orders", path)
    assert store.rows("SELECT line, reason, content FROM tidebell.quarantine") == [
        (2, "gross_amount is empty",
         '{"order_id":"o2","ordered_at":"2026-03-01","gross_amount":null}')
    ]  # fmt: skip


def test_line_is_quarantined_when_it_is_not_json(store: Store) -> None:
    path = store.folder / "orders.jsonl"
    path.write_text(
        '{"order_id": "o1", "ordered_at": "2026-03-01", "gross_amount": 5}\n\n{oops\n'
        '{"order_id": "o2", "ordered_at": "2026-03-01", "gross_amount": 5}\n'
    )
    assert store.load("canonical-orders", path).tables["orders"].loaded == 2
    assert store.rows("SELECT line, reason, content FROM tidebell.quarantine") == [
        (3, "not valid JSON", "{oops")
    ]


def test_row_of_the_sheet_is_named_when_a_workbook_row_breaks_a_rule(store: Store) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Orders of March"],
        ["order_id", "ordered_at", "gross_amount"],
        ["a\nb", "2026-03-01", 5],
        ["o2", "2026-03-01", "?"],
    ):
        sheet.append(row)
    path = store.folder / "orders.xlsx"
    book.save(path)
    store.load("canonical-orders", path)
    assert store.scalar("SELECT line FROM tidebell.quarantine") == 4


def test_negative_quantity_is_kept_and_negative_spend_refused(store: Store) -> None:
    items, spend = store.folder / "order_items.csv", store.folder / "ad_spend.csv"
    items.write_text("order_id,sku,quantity,unit_price\no1,s,-2,5\n")
    spend.write_text("at,channel,media_cost\n2026-03-01,web,-5\n")
    summary = store.load("canonical", items, spend)
    assert summary.tables["order_items"].loaded == 1
    assert summary.tables["ad_spend"].quarantined == 1
    assert store.scalar("SELECT reason FROM tidebell.quarantine") == "media_cost is negative"


def test_order_goes_to_quarantine_with_its_lines_when_its_only_date_is_bad(pounds: Store) -> None:
    text = (DATA / "uci_online_retail.csv").read_text().replace("12/1/2010 11:52", "soon")
    path = pounds.folder / "uci.csv"
    path.write_text(text)
    pounds.load("uci-online-retail", path)
    assert pounds.scalar("SELECT count(*) FROM orders WHERE order_id = '536414'") == 0
    assert pounds.scalar("SELECT count(*) FROM order_items WHERE order_id = '536414'") == 0
    assert pounds.scalar("SELECT DISTINCT line FROM tidebell.quarantine") == 4


def test_row_over_several_days_is_refused_with_the_mapping_s_sentence(dollars: Store) -> None:
    text = (DATA / "meta_ads.csv").read_text("utf-8-sig")
    path = dollars.folder / "meta.csv"
    path.write_text(text.replace("2026-03-01,2026-03-01", "2026-03-01,2026-03-07"))
    dollars.load("meta-ads", path)
    assert dollars.scalar("SELECT reason FROM tidebell.quarantine") == (
        "the row covers several days: export with the breakdown by day"
    )


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5", "5"),
        (" 5.25 ", "5.25"),
        ("¥1,234.50", "1234.5"),
        ("￥88", "88"),
        ("$1,234,567.8901", "1234567.8901"),
        ("1.2万", "12000"),
        ("3.4亿", "340000000"),
        ("1,234.5万元", "12345000"),
        ("(12.00)", "-12"),
        ("-7", "-7"),
        ("−7", "-7"),
        ("7-", "-7"),
        ("USD 9.99", "9.99"),
        ("99.9元", "99.9"),
        ("1e3", "1000"),
    ],
)
def test_amount_is_read_when_written_as_people_write_money(
    store: Store, text: str, amount: str
) -> None:
    load_orders(store, f'o1,2026-03-01,"{text}",paid,')
    assert store.scalar("SELECT gross_amount FROM orders") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-03-01", "2026-03-01 00:00:00"),
        ("2026/3/1 8:05", "2026-03-01 08:05:00"),
        ("20260301", "2026-03-01 00:00:00"),
        ("2026年3月1日", "2026-03-01 00:00:00"),
        ("2026年3月1日 08:05:06", "2026-03-01 08:05:06"),
        ("2026.03.01 08:05", "2026-03-01 08:05:00"),
        ("2026-03-01T00:30:00Z", "2026-03-01 08:30:00"),
        ("2026-03-01T00:30:00.250Z", "2026-03-01 08:30:00"),
        ("2026-03-01 00:30:00 UTC", "2026-03-01 08:30:00"),
        ("2026-02-28 19:30:00 -0500", "2026-03-01 08:30:00"),
        ("2026-02-28T19:30:00-05:00", "2026-03-01 08:30:00"),
        ("2026-03-01 09:30:00+09", "2026-03-01 08:30:00"),
    ],
)
def test_moment_is_read_when_date_is_written_in_a_common_way(
    store: Store, text: str, local: str
) -> None:
    load_orders(store, f"o1,{text},5,paid,")
    shown = "strftime(timezone('Asia/Shanghai', ordered_at), '%Y-%m-%d %H:%M:%S')"
    assert store.scalar(f"SELECT {shown} FROM orders") == local


def test_moment_is_placed_in_the_mapping_s_zone_when_it_names_one(store: Store) -> None:
    path = store.folder / "uci.csv"
    path.write_text((DATA / "uci_online_retail.csv").read_text().replace("12/1/2010", "7/1/2010"))
    store.load("uci-online-retail", path, currency="GBP")
    utc = "strftime(timezone('UTC', min(ordered_at)), '%H:%M')"
    assert store.scalar(f"SELECT {utc} FROM orders") == "07:26"


def mapping(folder: Path, text: str) -> str:
    path = folder / "own.yaml"
    path.write_text(text)
    return str(path)


def test_decimal_comma_is_read_when_the_mapping_says_so(store: Store) -> None:
    own = mapping(
        store.folder,
        """
title: Own
read: {delimiter: ";", decimal: ","}
currency: EUR
rates: {EUR: 8}
fields:
  day: {from: Tag, type: day, formats: ["%d.%m.%Y"], required: true}
  cost: {from: Kosten, type: money, required: true}
tables:
  ad_spend:
    columns: {at: midnight(day), channel: "'web'", media_cost: cost}
""",
    )
    path = store.folder / "kosten.csv"
    path.write_text("Tag;Kosten\n31.03.2026;1.234,50\n")
    store.load(own, path)
    assert store.scalar("SELECT media_cost FROM ad_spend") == Decimal("9876")
