"""The rules a canonical row must keep, as one SQL expression that names the first one broken."""

from collections.abc import Iterable, Sequence

from analytics.loading.expression import among, literal, quoted
from analytics.loading.mapping import Mapping, TableMapping
from analytics.loading.staged import BROKEN
from analytics.model import Column, Kind, Table

EARLIEST = "1990-01-01"
_MOST = 10**13


def reason_sql(
    table: Table, mapping: Mapping, rule: TableMapping, unreadable: Sequence[tuple[int, str]]
) -> str:
    """NULL for a good row, else a sentence. Reads the row's columns and its `_bad` mask.

    `unreadable`: the bit and the sentence of every field whose text may not be readable.
    `$latest` stands for the last instant a row may carry.
    """
    derived = set(rule.derive.columns) if rule.derive else set()
    whens = [_unread([(BROKEN, "not valid JSON"), *unreadable])]
    for column in table.columns:
        if column.name in rule.columns and column.name not in derived:
            whens += _column_rules(column, rule.columns[column.name], mapping)
    return f"CASE {' '.join(whens)} ELSE _refused END"


def _unread(said: Sequence[tuple[int, str]]) -> str:
    """Every bit is looked at only where one of them is set."""
    every = sum(1 << bit for bit, _ in said)
    each = " ".join(f"WHEN (_bad & {1 << bit}) <> 0 THEN {literal(text)}" for bit, text in said)
    return f"WHEN (_bad & {every}) <> 0 THEN CASE {each} END"


def _column_rules(column: Column, text: str, mapping: Mapping) -> Iterable[str]:
    name = quoted(column.name)
    shown = _shown(column.name, text, mapping)
    if column.required:
        yield f"WHEN {name} IS NULL THEN {literal(f'{shown} is empty')}"
    if column.choices:
        known = among(name, map(literal, column.choices))
        yield f"WHEN NOT {known} THEN {literal(f'{shown} is not one of its words')}"
    if column.kind is Kind.INSTANT:
        yield _early(f"{name} < TIMESTAMPTZ '{EARLIEST} 00:00:00+00'", shown)
        yield f"WHEN {name} > $latest THEN {literal(f'{shown} is in the future')}"
    elif column.kind is Kind.DAY:
        yield _early(f"{name} < DATE '{EARLIEST}'", shown)
    elif column.kind in {Kind.MONEY, Kind.NUMBER, Kind.COUNT}:
        yield from _size_rules(column, name, shown)


def _early(test: str, shown: str) -> str:
    return f"WHEN {test} THEN {literal(f'{shown} is before 1990')}"


def _size_rules(column: Column, name: str, shown: str) -> Iterable[str]:
    # The bounds are in the column's own type: a wider one would widen every amount first.
    low, high = (f"CAST({bound} AS {column.kind.value})" for bound in (-_MOST, _MOST))
    absurd = f"{name} NOT BETWEEN {low} AND {high}"
    yield f"WHEN {absurd} THEN {literal(f'{shown} is absurdly large')}"
    if not column.signed:
        yield f"WHEN {name} < 0 THEN {literal(f'{shown} is negative')}"


def _shown(column: str, text: str, mapping: Mapping) -> str:
    """The column by the name the file gives it, where it is one field's."""
    field = mapping.fields.get(text)
    return field.label if field and field.headers else column
