"""What of the staged rows the store takes: identity, duplicates, replacement.

A table with a key: the same key again is the same row. A table without one holds a bag of
rows: a row is its whole content and how often it occurs within its group. Every function
leaves in `new_<table>` only what is to be added and in `old_<table>` the stored rows to go.
"""

from dataclasses import dataclass, replace
from typing import Literal

from analytics.loading.expression import quoted
from analytics.loading.mapping import TableMapping, compiled_derivation
from analytics.loading.placing import Span, placed, within
from analytics.loading.staged import record_of
from analytics.model import Table
from analytics.statement import Statement
from analytics.warehouse import Writer

Mode = Literal["append", "upsert", "replace"]


@dataclass(frozen=True)
class Merge:
    """What became of a table's good rows. `conflicts`: keys that stood twice in the files
    with different content; `differing`: keys that stand in the store with other content;
    `newer`: rows found standing in a file taken for a newer export."""

    good: int
    duplicate: int = 0
    replaced: int = 0
    loaded: int = 0
    conflicts: int = 0
    differing: int = 0
    newer: bool = False


def merge(
    writer: Writer,
    table: Table,
    rule: TableMapping | None,
    mode: Mode,
    zone: str,
    span: Span | None,
) -> Merge:
    """Decide table by table; see the module's first lines for what is left behind."""
    good = _count(writer, f"SELECT count(*) FROM new_{table.name}")
    columns = _columns(table)
    writer.execute(
        f"CREATE TEMP TABLE old_{table.name} AS SELECT rowid AS _old, {columns}"
        f" FROM main.{table.name} LIMIT 0"
    )
    merged = Merge(good)
    if table.key:
        merged = _unique(writer, table, merged)
    stored = _count(writer, f"SELECT count(*) FROM (SELECT 1 FROM main.{table.name} LIMIT 1)")
    if stored and good:
        merge_one = _merge_keyed if table.key else _merge_bag
        merged = merge_one(writer, table, rule, mode, zone, span, merged)
    elif rule is not None and rule.derive is not None:
        _derive(writer, table, rule)
    return merged


def apply(writer: Writer, table: Table, merged: Merge, load_id: int) -> Merge:
    """Take the rows to go out of the store and put the new ones in."""
    name, columns = table.name, _columns(table)
    removed = _count(writer, f"SELECT count(*) FROM old_{name}")
    loaded = _count(writer, f"SELECT count(*) FROM new_{name}")
    if removed:
        writer.execute(f"DELETE FROM main.{name} WHERE rowid IN (SELECT _old FROM old_{name})")
    if loaded:
        writer.execute(
            f"INSERT INTO main.{name} ({columns}, _load)"
            f" SELECT {columns}, {load_id} FROM new_{name}"
        )
    return replace(merged, replaced=removed, loaded=loaded)


def _count(writer: Writer, sql: str) -> int:
    return int(writer.fetch(Statement(sql)).scalar() or 0)


def _columns(table: Table, alias: str = "") -> str:
    return ", ".join(f"{alias}{quoted(column.name)}" for column in table.columns)


def _same(names: tuple[str, ...], left: str, right: str) -> str:
    return " AND ".join(
        f"{left}.{quoted(name)} IS NOT DISTINCT FROM {right}.{quoted(name)}" for name in names
    )


def _keys(table: Table) -> str:
    return ", ".join(quoted(name) for name in table.key)


def _unique(writer: Writer, table: Table, merged: Merge) -> Merge:
    """Of rows with one key in the files the last stays; identical copies are no conflict."""
    name, keys = table.name, _keys(table)
    writer.execute(
        f"CREATE TEMP TABLE twice_{name} AS SELECT {keys} FROM new_{name}"
        f" GROUP BY {keys} HAVING count(*) > 1"
    )
    if not _count(writer, f"SELECT count(*) FROM twice_{name}"):
        return merged
    copies = f"FROM new_{name} n JOIN twice_{name} t ON {_same(table.key, 'n', 't')}"
    conflicts = _count(
        writer,
        f"SELECT count(*) FROM (SELECT {keys} FROM (SELECT DISTINCT {_columns(table, 'n.')}"
        f" {copies}) GROUP BY {keys} HAVING count(*) > 1)",
    )
    partition = ", ".join(f"n.{quoted(key)}" for key in table.key)
    writer.execute(
        f"DELETE FROM new_{name} WHERE rowid IN (SELECT _id FROM (SELECT n.rowid AS _id,"
        f" row_number() OVER (PARTITION BY {partition} ORDER BY n._group DESC, n._file DESC,"
        f" {record_of('n')} DESC) AS _nth {copies}) WHERE _nth > 1)"
    )
    left = _count(writer, f"SELECT count(*) FROM new_{name}")
    return replace(merged, duplicate=merged.good - left, conflicts=conflicts)


def _merge_keyed(
    writer: Writer,
    table: Table,
    rule: TableMapping | None,
    mode: Mode,
    zone: str,
    span: Span | None,
    merged: Merge,
) -> Merge:
    name = table.name
    _combine(writer, table, rule, mode)
    if rule is not None and rule.derive is not None:
        _derive(writer, table, rule)
    others = tuple(column.name for column in table.columns if column.name not in table.key)
    writer.execute(
        f"CREATE TEMP TABLE standing_{name} AS SELECT n.rowid AS _new, s.rowid AS _old,"
        f" NOT ({_same(others, 'n', 's')}) AS _differs"
        f" FROM new_{name} n JOIN main.{name} s ON {_same(table.key, 'n', 's')}"
    )
    differing = _count(writer, f"SELECT count(*) FROM standing_{name} WHERE _differs")
    updating = mode != "append" or _combines(rule)
    test = "NOT _differs" if updating else "TRUE"
    if updating:
        _mark_old(writer, table, zone, span if mode == "replace" else None)
    before = _count(writer, f"SELECT count(*) FROM new_{name}")
    writer.execute(
        f"DELETE FROM new_{name} WHERE rowid IN (SELECT _new FROM standing_{name} WHERE {test})"
    )
    gone = before - _count(writer, f"SELECT count(*) FROM new_{name}")
    return replace(
        merged,
        duplicate=merged.duplicate + gone,
        differing=0 if updating else differing,
    )


def _combines(rule: TableMapping | None) -> bool:
    return rule is not None and bool(rule.combine or rule.derive)


def _mark_old(writer: Writer, table: Table, zone: str, span: Span | None) -> None:
    """Stored rows to go: those whose key comes with other content, and the replaced period's."""
    name = table.name
    period = f" OR {within(table, zone, span, 's')}" if span and placed(table) else ""
    writer.execute(
        f"INSERT INTO old_{name} SELECT s.rowid, {_columns(table, 's.')} FROM main.{name} s"
        f" WHERE (s.rowid IN (SELECT _old FROM standing_{name} WHERE _differs){period})"
        f" AND s.rowid NOT IN (SELECT _old FROM standing_{name} WHERE NOT _differs)"
    )


def _combine(writer: Writer, table: Table, rule: TableMapping | None, mode: Mode) -> None:
    """Keep what the store knows and the file does not say; in append, combine as declared."""
    sets = []
    for column in table.columns:
        name = quoted(column.name)
        how = rule.combine.get(column.name) if rule and mode == "append" else None
        if how:
            function = "least" if how == "min" else "greatest"
            sets.append(f"{name} = {function}(new_{table.name}.{name}, s.{name})")
        elif rule and column.name not in rule.columns and not _is_derived(rule, column.name):
            sets.append(f"{name} = s.{name}")
    if sets and mode != "replace":
        writer.execute(
            f"UPDATE new_{table.name} SET {', '.join(sets)} FROM main.{table.name} s"
            f" WHERE {_same(table.key, f'new_{table.name}', 's')}"
        )


def _is_derived(rule: TableMapping, column: str) -> bool:
    return rule.derive is not None and column in rule.derive.columns


def _derive(writer: Writer, table: Table, rule: TableMapping) -> None:
    """Columns recomputed from the stored rows of the table they come from.

    The other table must have been applied already; rows without any there get zero.
    """
    assert rule.derive is not None
    name, source, key = table.name, rule.derive.source, quoted(rule.derive.by)
    computed, chosen = [], []
    for column in table.columns:
        text = rule.derive.columns.get(column.name)
        if text is None:
            chosen.append(f"n.{quoted(column.name)}")
            continue
        computed.append(f"{compiled_derivation(rule, text).sql} AS {quoted(column.name)}")
        value = f"CAST(coalesce(d.{quoted(column.name)}, 0) AS {column.kind.value})"
        chosen.append(f"{value} AS {quoted(column.name)}")
    writer.execute(f"ALTER TABLE new_{name} RENAME TO bare_{name}")
    writer.execute(
        f"CREATE TEMP TABLE new_{name} AS SELECT n._file, n._row, n._group, {', '.join(chosen)}"
        f" FROM bare_{name} n LEFT JOIN (SELECT {key}, {', '.join(computed)} FROM main.{source}"
        f" WHERE {key} IN (SELECT {key} FROM bare_{name}) GROUP BY {key}) d USING ({key})"
    )
    writer.execute(f"DROP TABLE bare_{name}")


def _merge_bag(
    writer: Writer,
    table: Table,
    rule: TableMapping | None,
    mode: Mode,
    zone: str,
    span: Span | None,
    merged: Merge,
) -> Merge:
    """Append: add what a newer export adds, or all of a further piece. Else: make the same."""
    name, group = table.name, quoted(table.group[0])
    scope = f"s.{group} IN (SELECT {group} FROM new_{name})"
    if mode == "replace" and span and placed(table):
        scope = f"({within(table, zone, span, 's')})"
    columns = _columns(table)
    writer.execute(
        f"INSERT INTO old_{name} SELECT s.rowid, {_columns(table, 's.')}"
        f" FROM main.{name} s WHERE {scope}"
    )
    if not _count(writer, f"SELECT count(*) FROM old_{name}"):
        return merged
    numbered = f"row_number() OVER (PARTITION BY {columns})"
    writer.execute(
        f"CREATE TEMP TABLE standing_{name} AS SELECT n._id AS _new, o._old FROM"
        f" (SELECT rowid AS _id, {columns}, {numbered} AS _nth FROM new_{name}) n JOIN"
        f" (SELECT _old, {columns}, {numbered} AS _nth FROM old_{name}) o"
        f" ON {_same(tuple(c.name for c in table.columns), 'n', 'o')} AND n._nth = o._nth"
    )
    standing = _count(writer, f"SELECT count(*) FROM standing_{name}")
    if mode == "append" and not _is_newer(writer, table, standing):
        writer.execute(f"DELETE FROM old_{name}")
        return merged
    writer.execute(f"DELETE FROM new_{name} WHERE rowid IN (SELECT _new FROM standing_{name})")
    keep = f" WHERE _old IN (SELECT _old FROM standing_{name})" if mode != "append" else ""
    writer.execute(f"DELETE FROM old_{name}{keep}")
    return replace(merged, duplicate=merged.duplicate + standing, newer=mode == "append")


def _is_newer(writer: Writer, table: Table, standing: int) -> bool:
    """At least half of the rows that could stand do: an overlapping or newer export.

    A row could stand when its group is stored and, where rows have a time of their own, when
    it lies within the stored span: a visitor's later days say nothing about overlap.
    """
    name = table.name
    group = quoted(table.group[0])
    span = ""
    if table.time is not None:
        time = quoted(table.time)
        span = (
            f" AND {time} BETWEEN (SELECT min({time}) FROM old_{name})"
            f" AND (SELECT max({time}) FROM old_{name})"
        )
    shared = _count(
        writer,
        f"SELECT count(*) FROM new_{name} WHERE {group} IN (SELECT {group} FROM old_{name}){span}",
    )
    return standing > 0 and standing * 2 >= shared
