"""From copied files to fields found: each file's layout, grouped by the mapping it follows."""

import re
from collections.abc import Sequence
from pathlib import Path

from analytics.errors import LoadRefused
from analytics.loading.expression import literal
from analytics.loading.headers import (
    Found,
    Layout,
    delimited_layout,
    find_fields,
    json_layout,
    parquet_layout,
    plain_header,
)
from analytics.loading.mapping import CANONICAL, Mapping
from analytics.loading.ready import canonical_mapping
from analytics.loading.snapshot import Snapshot
from analytics.statement import Statement
from analytics.tables import TABLES
from analytics.warehouse import Writer, reading

Group = tuple[Mapping, list[Found]]


def open_files(writer: Writer, mapping: Mapping, snapshots: Sequence[Snapshot]) -> list[Group]:
    """Every file with its mapping's fields found; files of one mapping stand together."""
    groups: dict[str, Group] = {}
    for snapshot in snapshots:
        own = mapping if mapping.name != CANONICAL else _by_itself(writer, snapshot)
        found = find_fields(snapshot, _layout(writer, snapshot, own), own)
        groups.setdefault(own.name, (own, []))[1].append(found)
    return list(groups.values())


def _layout(writer: Writer, snapshot: Snapshot, mapping: Mapping) -> Layout:
    if snapshot.format == "parquet":
        path = literal(str(snapshot.path))
        with reading(snapshot.name):
            described = writer.fetch(Statement(f"DESCRIBE SELECT * FROM read_parquet({path})"))
        return parquet_layout(snapshot, described)
    if snapshot.format == "jsonl":
        return json_layout(snapshot)
    return delimited_layout(snapshot, mapping)


def _by_itself(writer: Writer, snapshot: Snapshot) -> Mapping:
    """The canonical table a file holds, by its name or else by its header."""
    stem = Path(snapshot.name).name.split(".")[0]
    named = [name for name in TABLES if re.fullmatch(rf"{name}([-_ ]?\d.*)?", stem, re.IGNORECASE)]
    if named:
        return canonical_mapping(max(named, key=len))
    fitting = [name for name in TABLES if _fit(writer, snapshot, name)[0]]
    if not fitting:
        raise LoadRefused(
            f"{snapshot.name} fits no table: name the file after one ({', '.join(TABLES)})"
            " or give its required columns"
        )
    return canonical_mapping(max(fitting, key=lambda name: _fit(writer, snapshot, name)[1]))


def _fit(writer: Writer, snapshot: Snapshot, table: str) -> tuple[bool, float]:
    """Whether the required columns are there, and how much of header and table agree."""
    declared = TABLES[table]
    layout = _layout(writer, snapshot, canonical_mapping(table))
    headers = {plain_header(header) for header in layout.headers}
    known = {column.name for column in declared.columns}
    return set(declared.required) <= headers, len(headers & known) / len(headers | known)
