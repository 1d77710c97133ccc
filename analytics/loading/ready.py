"""The ready-made mappings, those of canonical files, and mappings read from YAML."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import ValidationError

from analytics.errors import LoadRefused, UnknownName
from analytics.loading.mapping import CANONICAL, FIELD_TYPES, Mapping, SourceField, TableMapping
from analytics.spelling import closest
from analytics.tables import TABLES


def canonical_mapping(table: str) -> Mapping:
    """The mapping of a file that already has a canonical table's own columns."""
    declared = TABLES[table]
    fields = {
        column.name: SourceField.model_validate(
            {"from": column.name, "type": FIELD_TYPES[column.kind], "required": column.required}
        )
        for column in declared.columns
    }
    columns = {name: name for name in fields}
    return Mapping(
        name=f"{CANONICAL}-{table}",
        title=f"{table}, in our own columns",
        fields=fields,
        tables={table: TableMapping(columns=columns)},
    )


@cache
def mappings() -> dict[str, Mapping]:
    """The ready-made mappings by name."""
    folder = files("analytics.loading") / "mappings"
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    ready = {
        name[:-5]: parse_mapping(name[:-5], (folder / name).read_text("utf-8")) for name in found
    }
    ready[CANONICAL] = Mapping(
        name=CANONICAL,
        title="Files in Tidebell's own columns",
        description="The table is told by the file's name (orders.csv, events_2026-11.parquet)"
        " or, failing that, by its header; several tables may come in one call.",
    )
    return ready


def parse_mapping(name: str, text: str) -> Mapping:
    """A mapping from its YAML text; LoadRefused says what is wrong and where."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise LoadRefused(
            f"the mapping {name} is not YAML: {' '.join(str(error).split())}"
        ) from None
    if not isinstance(content, dict):
        raise LoadRefused(f"the mapping {name} is not a list of settings (title, fields, tables)")
    try:
        return Mapping.model_validate({"name": name} | content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise LoadRefused(f"the mapping {name}: {place + ': ' if place else ''}{said}") from None


def read_mapping(name_or_path: str) -> Mapping:
    """A ready-made mapping by name, `canonical-<table>`, or one read from a YAML file.

    UnknownName (with close names) for a word that is neither; LoadRefused for a bad file.
    """
    ready = mappings()
    if name_or_path in ready:
        return ready[name_or_path]
    table = name_or_path.removeprefix(f"{CANONICAL}-")
    if table != name_or_path and table in TABLES:
        return canonical_mapping(table)
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        raise UnknownName("mapping", name_or_path, closest(name_or_path, ready), tuple(ready))
    try:
        return parse_mapping(path.stem, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LoadRefused(f"the mapping {name_or_path} cannot be read: {error}") from None
