"""Files into temporary tables: first their fields, typed; then the canonical tables' rows.

`load_fields_<n>` holds one group of files as the mapping's fields, in file order, with a
`_bad` mask of the fields whose text could not be read. `new_<table>` holds the rows of a
canonical table; rows a rule refuses are moved to `load_bad`. Where every record is one row
of one table the fields are not kept, and the rows are staged straight from the files.
"""

from collections.abc import Sequence
from datetime import datetime

from analytics.loading.expression import SQL_TYPES, literal, quoted
from analytics.loading.headers import Found
from analytics.loading.mapping import Mapping, TableMapping
from analytics.loading.parsing import cleaned, local_time, parsed, unreadable
from analytics.loading.ragged import keep_ragged
from analytics.loading.rows import Source, rows_sql
from analytics.loading.staged import BLANK, BROKEN, Staged, record_of
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer, reading


def goes_straight(mapping: Mapping, files: Sequence[Found]) -> bool:
    """Whether every record is one row of one table, with nothing to settle in between."""
    rules = list(mapping.tables.values())
    alone = len(rules) == 1 and not rules[0].group_by and not rules[0].derive
    whole = alone and not mapping.where and not rules[0].where
    settled = not mapping.currency_field and not mapping.rates
    return whole and settled and all(found.snapshot.format != "jsonl" for found in files)


def stage_straight(
    writer: Writer,
    mapping: Mapping,
    files: Sequence[Found],
    zone: str,
    now: datetime,
    number: int,
) -> Staged:
    """Read every file of a group into `new_<table>`, checked. See `goes_straight`."""
    (name,) = mapping.tables
    columns = ", ".join(f"{quoted(one.name)} {one.kind.value}" for one in TABLES[name].columns)
    # Made empty first: rows put into a table keep their places, those it is made from do not.
    writer.execute(
        f"CREATE TEMP TABLE new_{name} (_file INTEGER, _row BIGINT, _group INTEGER, {columns},"
        " _reason VARCHAR)"
    )
    counts, rejected = [], []
    for index, found in enumerate(files):
        source = Source(
            f"({_reading(mapping, found, index, zone)})", "CAST(NULL AS BIGINT)", number
        )
        with reading(found.snapshot.name):
            writer.execute(f"INSERT INTO new_{name} {rows_sql(mapping, name, source, zone, now)}")
        counts.append(_count(writer, f"new_{name}", index))
        rejected.append(keep_ragged(writer, found, number, index))
    start = _start(writer, f"new_{name}")
    _set_aside(writer, name, mapping.tables[name])
    return Staged(mapping, tuple(files), number, tuple(counts), tuple(rejected), start)


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
    start = _start(writer, table)
    return Staged(mapping, tuple(files), number, tuple(counts), tuple(rejected), start)


def _start(writer: Writer, table: str) -> int:
    return int(writer.fetch(Statement(f"SELECT coalesce(min(rowid), 0) FROM {table}")).scalar())


def _count(writer: Writer, table: str, index: int) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE _file = $file"
    return int(writer.fetch(Statement(sql, {"file": index})).scalar())


def _reading(mapping: Mapping, found: Found, index: int, zone: str) -> str:
    """SELECT that gives a file's fields typed, with the mask of the unreadable ones."""
    raws, local, values, names, masks = [], [], [], [], []
    for place, (name, field) in enumerate(mapping.fields.items()):
        names.append(f"v{place} AS {quoted(name)}")
        cell, raw, time = found.cells.get(name), f"r{place}", f"l{place}"
        if cell is None:
            values.append(f"CAST(NULL AS {SQL_TYPES[field.plain_type]}) AS v{place}")
            continue
        raws.append(f"{cleaned(cell, field, mapping.read)} AS {raw}")
        local.append(f"{local_time(raw, cell.type, field)} AS {time}")
        value = parsed(raw, time, cell.type, field, mapping.read, mapping.zone or zone)
        values.append(f"CAST({value} AS {SQL_TYPES[field.plain_type]}) AS v{place}")
        bad = unreadable(raw, f"v{place}", field)
        if bad is not None:
            masks.append(f"CASE WHEN {bad} THEN CAST({1 << place} AS BIGINT) ELSE 0 END")
    if "_broken" in found.layout.relation:
        raws += ["_broken", "_blank"]
        masks.append(f"CASE WHEN _broken THEN CAST({1 << BROKEN} AS BIGINT) ELSE 0 END")
        masks.append(f"CASE WHEN _blank THEN CAST({1 << BLANK} AS BIGINT) ELSE 0 END")
    told = (
        f"SELECT *, {', '.join(local)} FROM (SELECT {', '.join(raws)} FROM {found.layout.relation})"
    )
    mask = " + ".join(masks) or "CAST(0 AS BIGINT)"
    return (
        f"SELECT {index} AS _file, {mask} AS _bad, {', '.join(names)}"
        f" FROM (SELECT *, {', '.join(values)} FROM ({told}))"
    )


def stage_table(
    writer: Writer, staged: Staged, name: str, zone: str, now: datetime, *, append: bool
) -> None:
    """Rows of canonical table `name` from staged fields into `new_<name>`, checked.

    With `append`, rows join those another group of files gave the same table.
    """
    blanks = any(found.snapshot.format == "jsonl" for found in staged.files)
    source = Source(staged.fields, f"{staged.fields}.rowid", staged.number, blanks)
    into = f"INSERT INTO new_{name}" if append else f"CREATE TEMP TABLE new_{name} AS"
    writer.execute(f"{into} {rows_sql(staged.mapping, name, source, zone, now)}")
    _set_aside(writer, name, staged.mapping.tables[name])


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
        f"INSERT INTO load_bad SELECT _group, _file, {record_of('n')}, {literal(name)}, _reason"
        f" FROM new_{name} n WHERE _reason IS NOT NULL"
    )
    writer.execute(f"DELETE FROM new_{name} WHERE _reason IS NOT NULL")


def refused_counts(writer: Writer, groups: Sequence[Staged]) -> dict[str, int]:
    """Refused rows by table; records that could not be split count for the main table."""
    rows = writer.fetch(Statement("SELECT table_name, count(*) FROM load_bad GROUP BY table_name"))
    counts = {str(name): int(count) for name, count in rows}
    for staged in groups:
        main = next(iter(staged.mapping.tables))
        counts[main] = counts.get(main, 0) + sum(staged.rejected)
    return counts
