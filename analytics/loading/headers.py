"""Finding a mapping's fields among a file's columns: header line, delimiter, aliases."""

import csv
import difflib
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from analytics.errors import LoadRefused
from analytics.loading.expression import literal, quoted
from analytics.loading.files import HEAD_BYTES, MOST_COLUMNS
from analytics.loading.mapping import Mapping, SourceField
from analytics.loading.parsing import Cell
from analytics.loading.snapshot import Snapshot

_DELIMITERS = (",", "\t", ";", "|")
_HEADER_WITHIN = 40
_JSON_SAMPLE = 1000


@dataclass(frozen=True)
class Layout:
    """A file's columns. `skip`: lines before the first record, header included."""

    headers: tuple[str, ...]
    cells: tuple[Cell, ...]
    relation: str
    skip: int = 0
    delimiter: str = ","


@dataclass(frozen=True)
class Found:
    """Where each field stands in one file; `ignored` are the columns no field takes."""

    snapshot: Snapshot
    layout: Layout
    cells: dict[str, Cell]
    ignored: tuple[str, ...]
    currencies: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 15)
def plain_header(text: str) -> str:
    """A header without the accidents of typing: full-width forms, case, double spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").split()).casefold()


def find_fields(snapshot: Snapshot, layout: Layout, mapping: Mapping) -> Found:
    """The fields of `mapping` in a file; LoadRefused for a missing or doubled column."""
    cells: dict[str, Cell] = {}
    taken: set[int] = set()
    currencies: set[str] = set()
    for name, field in mapping.fields.items():
        places = _places(field, layout.headers)
        if len(places) > 1:
            raise LoadRefused(f"{snapshot.name} has the column {field.label} {len(places)} times")
        if not places and field.required:
            raise _missing(snapshot.name, field, layout.headers)
        for place in places:
            cells[name] = layout.cells[place]
            taken.add(place)
            currencies |= _currency(field, layout.headers[place])
    ignored = tuple(h for place, h in enumerate(layout.headers) if place not in taken and h)
    return Found(snapshot, layout, cells, ignored, frozenset(currencies))


def _places(field: SourceField, headers: Sequence[str]) -> list[int]:
    if field.pattern is not None:
        wanted = re.compile(field.pattern, re.IGNORECASE)
        return [i for i, header in enumerate(headers) if wanted.fullmatch(_spaced(header))]
    plain = [plain_header(header) for header in headers]
    for alias in field.headers:
        places = [i for i, header in enumerate(plain) if header == plain_header(alias)]
        if places:
            return places
    return []


@lru_cache(maxsize=1 << 15)
def _spaced(header: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", header).replace("\ufeff", "").split())


def _currency(field: SourceField, header: str) -> set[str]:
    found = re.compile(field.pattern or "", re.IGNORECASE).fullmatch(_spaced(header))
    code = found.groupdict().get("currency") if found else None
    return {code.upper()} if code else set()


def _missing(name: str, field: SourceField, headers: Sequence[str]) -> LoadRefused:
    near = difflib.get_close_matches(field.label, headers, 1, 0.5)
    shown = [header for header in headers if header][:12]
    said = f"the nearest is {near[0]}" if near else f"it has {', '.join(shown) or 'none'}"
    others = f" (or {', '.join(field.headers[1:])})" if field.headers[1:] else ""
    return LoadRefused(f"{name} has no column {field.label}{others}; {said}")


def delimited_layout(snapshot: Snapshot, mapping: Mapping) -> Layout:
    """The header line and delimiter under which most of the mapping's columns are found."""
    head = _head(snapshot.path)
    wanted = mapping.read.delimiter
    tried = [_best_header(head, mark, mapping) for mark in ([wanted] if wanted else _DELIMITERS)]
    _, _, mark, headers, skip = max(tried, key=lambda found: (found[0], found[1]))
    if len(headers) > MOST_COLUMNS:
        raise LoadRefused(
            f"{snapshot.name} has {len(headers):,} columns, at most {MOST_COLUMNS:,} are read"
        )
    cells = tuple(Cell(quoted(f"c{place}")) for place in range(len(headers)))
    relation = csv_relation(snapshot.path, [f"c{i}" for i in range(len(headers))], mark, skip)
    return Layout(headers, cells, relation, skip, mark)


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES).decode("utf-8", errors="ignore").removeprefix("\ufeff")


def _best_header(
    head: str, mark: str, mapping: Mapping
) -> tuple[int, int, str, tuple[str, ...], int]:
    """(fields found, columns, delimiter, headers, lines up to and with the header)."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
    best: tuple[int, int, str, tuple[str, ...], int] = (-1, 0, mark, (), 0)
    for row in _read_some(reader, mapping.read.skip):
        found = sum(1 for field in mapping.fields.values() if _places(field, row))
        if found > best[0]:
            best = (found, len(row), mark, tuple(cell.strip() for cell in row), reader.line_num)
        if found == len(mapping.fields):
            break
    return best


def _read_some(reader: Any, skip: int | None) -> Iterable[list[str]]:
    """The rows that may be the header: those near the top, or the declared one."""
    within = _HEADER_WITHIN if skip is None else 1
    try:
        for _ in range(skip or 0):
            next(reader, None)
        for row in islice(reader, within):
            if len(row) > MOST_COLUMNS:
                yield row
                return
            if any(row):
                yield row
    except csv.Error:
        return


def csv_relation(path: Path, columns: Sequence[str], mark: str, skip: int) -> str:
    """The engine's reading of a copied text file: every cell text, bad records set aside."""
    declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(str(path))}, columns = {{{declared}}}, header = false,"
        f" skip = {skip}, auto_detect = false, delim = {literal(mark)}, quote = '\"',"
        " escape = '\"', new_line = '\\n', ignore_errors = true, store_rejects = true,"
        " rejects_table = 'load_rejects', rejects_scan = 'load_reject_scans')"
    )


def lines_relation(path: Path) -> str:
    """A copied text file as one column of lines; a blank line is NULL."""
    return (
        f"read_csv({literal(str(path))}, columns = {{'line': 'VARCHAR'}}, header = false,"
        " auto_detect = false, delim = '\x01', quote = '', escape = '', new_line = '\\n',"
        " max_line_size = 16777216)"
    )


def json_layout(snapshot: Snapshot) -> Layout:
    """The keys of the first lines, nested ones joined by dots (`geo.country`)."""
    keys: dict[str, str] = {}
    for line in islice(_head(snapshot.path).splitlines(), _JSON_SAMPLE):
        try:
            _collect(json.loads(line), "", "$", keys)
        except (json.JSONDecodeError, RecursionError):
            continue
    if len(keys) > MOST_COLUMNS:
        raise LoadRefused(f"{snapshot.name} has more than {MOST_COLUMNS:,} different keys")
    if not keys:
        raise LoadRefused(f"{snapshot.name} is not JSON lines (one object a line)")
    cells = tuple(Cell(f"json_extract_string(line, {literal(path)})") for path in keys.values())
    relation = (
        "(SELECT CASE WHEN json_valid(line) THEN line END AS line,"
        " line IS NOT NULL AND NOT json_valid(line) AS _broken, line IS NULL AS _blank"
        f" FROM {lines_relation(snapshot.path)})"
    )
    return Layout(tuple(keys), cells, relation)


def _collect(value: object, name: str, path: str, keys: dict[str, str]) -> None:
    if not isinstance(value, dict):
        if name:
            keys.setdefault(name, path)
        return
    for key, inner in value.items():
        step = f"{path}." + json.dumps(key, ensure_ascii=False)
        _collect(inner, f"{name}.{key}" if name else key, step, keys)


def parquet_layout(snapshot: Snapshot, described: Iterable[tuple[Any, ...]]) -> Layout:
    """The columns of a parquet file as the engine describes them."""
    columns = [(str(row[0]), str(row[1])) for row in described]
    if len(columns) > MOST_COLUMNS:
        raise LoadRefused(f"{snapshot.name} has {len(columns):,} columns")
    cells = tuple(Cell(quoted(name), type_) for name, type_ in columns)
    relation = f"read_parquet({literal(str(snapshot.path))})"
    return Layout(tuple(name for name, _ in columns), cells, relation)
