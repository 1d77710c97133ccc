"""Files into temporary tables: first their fields, typed; then the canonical tables' rows.

`load_fields_<n>` holds one group of files as the mapping's fields, in file order, with a
`_bad` mask of the fields whose text could not be read. `new_<table>` holds the rows of a
canonical table; rows a rule refuses are moved to `load_bad`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.loading.checks import reason_sql
from analytics.loading.expression import SQL_TYPES, Compiled, compile_expression, literal, quoted
from analytics.loading.headers import Found
from analytics.loading.mapping import Mapping, TableMapping
from analytics.loading.parsing import Cell, cleaned, parsed, unreadable
from analytics.loading.ragged import BLANK, BROKEN, keep_ragged
from analytics.model import Table
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer, reading


@dataclass(frozen=True)
class Staged:
    """One group of files of one mapping, staged. `counts`: records read from each file."""

    mapping: Mapping
    files: tuple[Found, ...]
    fields: str
    counts: tuple[int, ...]
    rejected: tuple[int, ...]


def stage_fields(
    writer: Writer, mapping: Mapping, files: Sequence[Found], zone: str, number: int
) -> Staged:
    """Read every file of a group into one temporary table of typed fields."""
    table = f"load_fields_{number}"
    declared = ", ".join(
        f"{quoted(name)} {SQL_TYPES[field.plain_type]}" for name, field in mapping.fields.items()
    )
    writer.execute(f"CREATE TEMP TABLE {table} (_file INTEGER, _bad BIGINT, {declared})")
    counts, rejected = [], []
    for index, found in enumerate(files):
        with reading(found.snapshot.name):
            writer.execute(f"INSERT INTO {table} {_reading(mapping, found, index, zone)}")
        counts.append(_count(writer, table, index))
        rejected.append(keep_ragged(writer, found, number, index))
    return Staged(mapping, tuple(files), table, tuple(counts), tuple(rejected))


def _count(writer: Writer, table: str, index: int) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE _file = $file"
    return int(writer.fetch(Statement(sql, {"file": index})).scalar())


def _reading(mapping: Mapping, found: Found, index: int, zone: str) -> str:
    """SELECT that gives a file's fields typed, with the mask of the unreadable ones."""
    raws, values, masks = [], [], []
    for place, (name, field) in enumerate(mapping.fields.items()):
        cell = found.cells.get(name, Cell("NULL"))
        raws.append(f"{cleaned(cell, field, mapping.read)} AS r{place}")
        value = parsed(f"r{place}", cell.type, field, mapping.read, mapping.zone or zone)
        values.append(f"{value} AS v{place}")
        bad = unreadable(f"r{place}", f"v{place}", field) if name in found.cells else None
        if bad is not None:
            masks.append(f"CASE WHEN {bad} THEN CAST({1 << place} AS BIGINT) ELSE 0 END")
    broken = "_broken" in found.layout.relation
    if broken:
        masks.append(f"CASE WHEN _broken THEN CAST({1 << BROKEN} AS BIGINT) ELSE 0 END")
        masks.append(f"CASE WHEN _blank THEN CAST({1 << BLANK} AS BIGINT) ELSE 0 END")
    kept = [*(f"r{i}" for i in range(len(raws))), *(["_broken", "_blank"] if broken else [])]
    inner = f"SELECT {', '.join(raws + kept[len(raws) :])} FROM {found.layout.relation}"
    typed = f"SELECT {', '.join(kept + values)} FROM ({inner})"
    names = ", ".join(f"v{place}" for place in range(len(values)))
    mask = " + ".join(masks) or "CAST(0 AS BIGINT)"
    return f"SELECT {index}, {mask}, {names} FROM ({typed})"


def stage_table(
    writer: Writer, staged: Staged, name: str, zone: str, now: datetime, *, append: bool
) -> None:
    """Rows of canonical table `name` from staged fields into `new_<name>`, checked.

    With `append`, rows join those another group of files gave the same table.
    """
    rule = staged.mapping.tables[name]
    table = TABLES[name]
    sql = _rows_sql(staged, table, rule, staged.mapping.zone or zone)
    reason = reason_sql(
        table, staged.mapping, rule, _label_masks(staged.mapping, rule, table, zone)
    )
    columns = ", ".join(quoted(column.name) for column in table.columns)
    body = f"SELECT _file, _row, _group, {columns}, {reason} AS _reason FROM ({sql})"
    into = f"INSERT INTO new_{name}" if append else f"CREATE TEMP TABLE new_{name} AS"
    latest = literal((now + timedelta(days=1)).isoformat())
    writer.execute(f"{into} {body}".replace("$latest", f"TIMESTAMPTZ {latest}"))
    _set_aside(writer, name, rule)


def _set_aside(writer: Writer, name: str, rule: TableMapping) -> None:
    """Refused rows leave `new_<name>` for `load_bad`; a refused order takes its lines along."""
    bad = f"SELECT 1 FROM new_{name} WHERE _reason IS NOT NULL LIMIT 1"
    if not len(writer.fetch(Statement(bad))):
        return
    if rule.derive is not None:
        source, key = rule.derive.source, quoted(rule.derive.by)
        writer.execute(
            f"UPDATE new_{source} SET _reason = whole._reason FROM new_{name} whole"
            f" WHERE new_{source}.{key} = whole.{key} AND whole._reason IS NOT NULL"
        )
        _move(writer, source)
    _move(writer, name)


def _move(writer: Writer, name: str) -> None:
    writer.execute(
        f"INSERT INTO load_bad SELECT _group, _file, _row, {literal(name)}, _reason"
        f" FROM new_{name} WHERE _reason IS NOT NULL"
    )
    writer.execute(f"DELETE FROM new_{name} WHERE _reason IS NOT NULL")


def _label_masks(
    mapping: Mapping, rule: TableMapping, table: Table, zone: str
) -> list[tuple[int, str]]:
    """(bit, what to say) of every field the table, or one derived from it, reads."""
    rules = [rule, *(other for other in mapping.tables.values() if _from(other, table))]
    used = frozenset[str]().union(
        *(part.fields for one in rules for part in _compiled(mapping, one, zone).values()),
        *(one.group_by for one in rules),
    )
    return [
        (place, f"{field.label} cannot be read as {_said(field.type)}")
        for place, (name, field) in enumerate(mapping.fields.items())
        if name in used
    ]


def _from(rule: TableMapping, table: Table) -> bool:
    return rule.derive is not None and rule.derive.source == table.name


def _said(type_: str) -> str:
    words = {"instant": "a date and time", "day": "a date", "money": "an amount of money"}
    words |= {"count": "a whole number", "flag": "yes or no"}
    return words.get(type_, "a number")


def _compiled(mapping: Mapping, rule: TableMapping, zone: str) -> dict[str, Compiled]:
    return {
        name: compile_expression(text, mapping.types, zone) for name, text in rule.columns.items()
    }


def _rows_sql(staged: Staged, table: Table, rule: TableMapping, zone: str) -> str:
    """SELECT of a table's rows: one a field row, or one a group."""
    compiled = _compiled(staged.mapping, rule, zone)
    values = ", ".join(
        f"{_value(compiled.get(column.name), column.kind.value, rule)} AS {quoted(column.name)}"
        for column in table.columns
    )
    group = staged.fields.rsplit("_", 1)[1]
    where = _where(staged, rule, zone)
    values += f", {_refused(staged, rule, zone)} AS _refused"
    if not rule.group_by:
        return (
            f"SELECT _file, {staged.fields}.rowid AS _row, {group} AS _group, _bad, {values}"
            f" FROM {staged.fields}{where}"
        )
    keys = ", ".join(quoted(name) for name in rule.group_by)
    return (
        f"SELECT max(_file) AS _file, max({staged.fields}.rowid) AS _row, {group} AS _group,"
        f" bit_or(_bad) AS _bad, {values} FROM {staged.fields}{where} GROUP BY {keys}"
    )


def _value(compiled: Compiled | None, kind: str, rule: TableMapping) -> str:
    if compiled is None:
        return f"CAST(NULL AS {kind})"
    # What cannot be computed (an overflow, a month 13) is empty, it does not end the load.
    # The engine takes no TRY in a grouped query.
    plain = bool(rule.group_by) or compiled.sql.startswith('"')
    return f"TRY_CAST({compiled.sql if plain else f'TRY({compiled.sql})'} AS {kind})"


def _refused(staged: Staged, rule: TableMapping, zone: str) -> str:
    """The mapping's own sentence for a row it refuses."""
    whens = " ".join(
        f"WHEN {compile_expression(test, staged.mapping.types, zone).sql} THEN {literal(said)}"
        for said, test in rule.refuse.items()
    )
    case = f"CASE {whens} END" if whens else "CAST(NULL AS VARCHAR)"
    return f"max({case})" if rule.group_by else case


def _where(staged: Staged, rule: TableMapping, zone: str) -> str:
    """Rows wanted; a grouped table leaves out the rows its lines' table refused."""
    texts = [text for text in (staged.mapping.where, rule.where) if text]
    parts = [compile_expression(text, staged.mapping.types, zone).sql for text in texts]
    if any(found.snapshot.format == "jsonl" for found in staged.files):
        parts.append(f"(_bad & {1 << BLANK}) = 0")
    if rule.derive is not None:
        group = staged.fields.rsplit("_", 1)[1]
        parts.append(
            f'{staged.fields}.rowid NOT IN (SELECT line FROM load_bad WHERE "group" = {group}'
            f" AND table_name = {literal(rule.derive.source)})"
        )
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def refused_counts(writer: Writer, groups: Sequence[Staged]) -> dict[str, int]:
    """Refused rows by table; records that could not be split count for the main table."""
    rows = writer.fetch(Statement("SELECT table_name, count(*) FROM load_bad GROUP BY table_name"))
    counts = {str(name): int(count) for name, count in rows}
    for staged in groups:
        main = next(iter(staged.mapping.tables))
        counts[main] = counts.get(main, 0) + sum(staged.rejected)
    return counts
