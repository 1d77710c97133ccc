"""Typed fields as the rows of a canonical table, each with the rule it breaks, as one SELECT."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from analytics.loading.checks import reason_sql
from analytics.loading.expression import Compiled, compile_expression, literal, quoted
from analytics.loading.mapping import Mapping, TableMapping
from analytics.loading.staged import BLANK
from analytics.model import Table
from analytics.tables import TABLES


@dataclass(frozen=True)
class Source:
    """Where typed fields stand: a relation, SQL of a record's place in it, the group's number.

    `blanks`: some of its records may be empty lines.
    """

    relation: str
    record: str
    group: int
    blanks: bool = False


def rows_sql(mapping: Mapping, name: str, source: Source, zone: str, now: datetime) -> str:
    """SELECT of the rows of table `name`: `_file`, `_row`, `_group`, its columns, `_reason`."""
    rule, table, zone = mapping.tables[name], TABLES[name], mapping.zone or zone
    reason = reason_sql(table, mapping, rule, _labels(mapping, rule, table, zone))
    columns = ", ".join(quoted(column.name) for column in table.columns)
    latest = literal((now + timedelta(days=1)).isoformat())
    body = (
        f"SELECT _file, _row, _group, {columns}, {reason} AS _reason"
        f" FROM ({_unchecked(mapping, rule, table, source, zone)})"
    )
    return body.replace("$latest", f"TIMESTAMPTZ {latest}")


def _labels(mapping: Mapping, rule: TableMapping, table: Table, zone: str) -> list[tuple[int, str]]:
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


def _unchecked(
    mapping: Mapping, rule: TableMapping, table: Table, source: Source, zone: str
) -> str:
    """The rows before any rule is looked at: one a record, or one a group of records."""
    compiled = _compiled(mapping, rule, zone)
    values = ", ".join(
        f"{_value(compiled.get(column.name), column.kind.value, rule)} AS {quoted(column.name)}"
        for column in table.columns
    )
    values += f", {_refused(mapping, rule, zone)} AS _refused"
    record, kept = source.record, f"FROM {source.relation}{_where(mapping, rule, source, zone)}"
    group = f"{source.group} AS _group"
    if not rule.group_by:
        return f"SELECT _file, {record} AS _row, {group}, _bad, {values} {kept}"
    keys = ", ".join(quoted(name) for name in rule.group_by)
    return (
        f"SELECT max(_file) AS _file, max({record}) AS _row, {group},"
        f" bit_or(_bad) AS _bad, {values} {kept} GROUP BY {keys}"
    )


def _value(compiled: Compiled | None, kind: str, rule: TableMapping) -> str:
    if compiled is None:
        return f"CAST(NULL AS {kind})"
    # What cannot be computed (an overflow, a month 13) is empty, it does not end the load.
    # The engine takes no TRY in a grouped query.
    plain = bool(rule.group_by) or compiled.sql.startswith('"')
    return f"TRY_CAST({compiled.sql if plain else f'TRY({compiled.sql})'} AS {kind})"


def _refused(mapping: Mapping, rule: TableMapping, zone: str) -> str:
    """The mapping's own sentence for a row it refuses."""
    whens = " ".join(
        f"WHEN {compile_expression(test, mapping.types, zone).sql} THEN {literal(said)}"
        for said, test in rule.refuse.items()
    )
    case = f"CASE {whens} END" if whens else "CAST(NULL AS VARCHAR)"
    return f"max({case})" if rule.group_by else case


def _where(mapping: Mapping, rule: TableMapping, source: Source, zone: str) -> str:
    """Rows wanted; a grouped table leaves out the rows its lines' table refused."""
    texts = [text for text in (mapping.where, rule.where) if text]
    parts = [compile_expression(text, mapping.types, zone).sql for text in texts]
    if source.blanks:
        parts.append(f"(_bad & {1 << BLANK}) = 0")
    if rule.derive is not None:
        parts.append(
            f'{source.record} NOT IN (SELECT line FROM load_bad WHERE "group" = {source.group}'
            f" AND table_name = {literal(rule.derive.source)})"
        )
    return f" WHERE {' AND '.join(parts)}" if parts else ""
