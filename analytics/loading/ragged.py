"""Records that could not be split into the header's columns, with the lines they stand in."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from analytics.errors import LoadRefused
from analytics.loading.expression import literal
from analytics.loading.headers import Found
from analytics.loading.snapshot import Snapshot
from analytics.loading.staged import Staged
from analytics.statement import Statement
from analytics.warehouse import Writer

_MOST_PLACED = 100_000
_CHUNK = 4 << 20


def keep_ragged(writer: Writer, found: Found, group: int, index: int) -> int:
    """Move the engine's rejected records into `load_ragged`; how many there are."""
    if "load_rejects" not in found.layout.relation:
        return 0
    writer.execute(
        "INSERT INTO load_ragged SELECT $group, $file, 0, first(error_type), first(csv_line),"
        " line_byte_position - 1 + length(first(csv_line))"
        " - length(ltrim(first(csv_line), chr(10)))"
        " FROM load_rejects GROUP BY line_byte_position",
        {"group": group, "file": index},
    )
    writer.execute("DROP TABLE load_rejects")
    writer.execute("DROP TABLE load_reject_scans")
    where = f'"group" = {group} AND file = {index}'
    count = int(writer.fetch(Statement(f"SELECT count(*) FROM load_ragged WHERE {where}")).scalar())
    if count:
        _place(writer, found.snapshot, where)
    return count


def _place(writer: Writer, snapshot: Snapshot, where: str) -> None:
    """Turn byte positions into line numbers: the engine counts records, not lines."""
    sql = f"SELECT place FROM load_ragged WHERE {where} ORDER BY place LIMIT {_MOST_PLACED}"
    places = [int(row[0]) for row in writer.fetch(Statement(sql))]
    path = snapshot.path.with_suffix(".places")
    with path.open("w") as out:
        out.writelines(f"{place},{line}\n" for place, line in _lines_at(snapshot.path, places))
    writer.execute(
        f"UPDATE load_ragged SET line = l.line FROM read_csv({literal(str(path))},"
        " columns = {'place': 'BIGINT', 'line': 'BIGINT'}, header = false, auto_detect = false,"
        f" delim = ',') l WHERE load_ragged.place = l.place AND {where}"
    )
    path.unlink()


def _lines_at(path: Path, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(byte position, its line) for positions in order."""
    line, start = 1, 0
    left = iter(places)
    place = next(left, None)
    with path.open("rb") as file:
        while place is not None and (chunk := file.read(_CHUNK)):
            counted = 0
            while place is not None and place < start + len(chunk):
                line += chunk.count(b"\n", counted, place - start)
                counted = place - start
                yield place, line
                place = next(left, None)
            line += chunk.count(b"\n", counted)
            start += len(chunk)


def check_whole(writer: Writer, staged: Staged, group: int) -> None:
    """LoadRefused for a file that ends in the middle of a record: it was cut short."""
    for index, found in enumerate(staged.files):
        snapshot = found.snapshot
        sql = (
            'SELECT line, error FROM load_ragged WHERE "group" = $group AND file = $file'
            " ORDER BY line DESC LIMIT 1"
        )
        last = writer.fetch(Statement(sql, {"group": group, "file": index})).rows
        if not last:
            continue
        line, error = last[0]
        unclosed = error == "UNQUOTED VALUE" and _reaches_end(writer, group, index, line, snapshot)
        cut = error == "MISSING COLUMNS" and not snapshot.ended and line > snapshot.lines
        if unclosed or cut:
            raise LoadRefused(
                f"{snapshot.name} is cut short: its record at line {line:,} is not complete"
            )


def _reaches_end(writer: Writer, group: int, index: int, line: int, snapshot: Snapshot) -> bool:
    """Whether the unclosed record at `line` swallows the rest of the file."""
    sql = (
        "SELECT length(content) - length(replace(content, chr(10), '')) FROM load_ragged"
        ' WHERE "group" = $group AND file = $file AND line = $line'
    )
    given = {"group": group, "file": index, "line": line}
    ends = writer.fetch(Statement(sql, given)).scalar()
    return line + int(ends or 0) >= snapshot.lines
