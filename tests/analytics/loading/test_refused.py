"""Refused rows as they are shown: which ones, in which order, and what of them stays unreadable."""

from pathlib import Path

import pytest

from analytics.loading.refused import RefusedRow, masked, refused_rows
from tests.analytics.loading.conftest import Store

SHANGHAI = "Asia/Shanghai"


def load(store: Store, name: str, *days: str) -> None:
    """Load a file of orders placed on `days`; a word that is none is refused."""
    lines = [f"{name}{number},{day},5" for number, day in enumerate(days)]
    file = store.folder.parent / f"{name}.csv"
    file.write_text("\n".join(["order_id,ordered_at,gross_amount", *lines, ""]), "utf-8")
    store.load("canonical-orders", file)


def shown(store: Store, load_id: int | None = None, most: int = 50) -> tuple[RefusedRow, ...]:
    return refused_rows(store.warehouse, load_id, most, SHANGHAI)


def test_the_newest_load_stands_first_when_two_refused_rows(store: Store) -> None:
    load(store, "a", "2026-11-01", "never")
    load(store, "b", "2026-11-02", "soon", "later")
    assert [(row.load_id, row.file, row.line) for row in shown(store)] == [
        (2, "b.csv", 3),
        (2, "b.csv", 4),
        (1, "a.csv", 3),
    ]


def test_one_loads_rows_are_shown_when_it_is_named(store: Store) -> None:
    load(store, "a", "2026-11-01", "never")
    load(store, "b", "2026-11-02", "soon")
    assert [row.file for row in shown(store, load_id=1)] == ["a.csv"]


def test_no_more_rows_are_shown_than_wanted_when_there_are_many(store: Store) -> None:
    load(store, "a", "2026-11-01", "never", "soon", "later")
    assert [row.line for row in shown(store, most=2)] == [3, 4]


def test_nothing_is_shown_when_nothing_was_refused(store: Store) -> None:
    load(store, "a", "2026-11-01")
    assert shown(store) == ()


def test_a_row_says_where_and_why_when_it_was_refused(store: Store) -> None:
    """Loaded at 2026-11-22 12:00 UTC, eight hours later by the shop's clocks."""
    load(store, "a", "2026-11-01", "never")
    (row,) = shown(store)
    assert (row.table, row.reason) == ("orders", "ordered_at cannot be read as a date and time")
    assert row.loaded_at.isoformat() == "2026-11-22T20:00:00"


def test_a_json_row_is_masked_too_when_it_was_refused(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text(
        '{"order_id": "A100001", "ordered_at": "2026-11-01", "gross_amount": 5}\n'
        '{"order_id": "A100002", "ordered_at": "never", "gross_amount": 5}\n',
        "utf-8",
    )
    store.load("canonical-orders", file)
    (row,) = shown(store)
    assert '"order_id": "…02", "ordered_at": "never"' in row.content


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ("lin.yue+x@mail.example.com,5", "…@…,5"),
        ("13800138000", "…00"),
        ("+86 138-0013-8000,x", "…00,x"),
        ("(020) 7946 0018", "…18"),
        ("A100001", "…01"),
        ("C-10023", "…23"),
        ("550e8400-e29b-41d4-a716-446655440000", "…00"),
        ('"order_id":"536365"', '"order_id":"…65"'),
    ],
)
def test_it_cannot_be_read_when_it_tells_of_a_person(content: str, seen: str) -> None:
    assert masked(content) == seen


@pytest.mark.parametrize(
    "content",
    [
        "2026-11-02 10:00:59",
        "2026/13/45",
        "0026-03-01",
        "20261102",
        "1234.50",
        "12,345.60",
        "¥99.00",
        "ab12",
        "抖音,paid",
        "",
    ],
)
def test_it_stays_when_it_is_a_day_an_amount_or_a_word(content: str) -> None:
    assert masked(content) == content


def test_it_is_cut_when_it_is_long() -> None:
    assert masked("word " * 100) == ("word " * 32)[:159] + "…"


def test_it_stands_on_one_line_when_a_value_holds_line_ends() -> None:
    assert masked('x,"one\ntwo"') == 'x,"one two"'
