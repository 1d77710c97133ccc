"""Refused rows, told with the file, the line and the text they stand in."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from analytics.loading.expression import literal, quoted
from analytics.loading.headers import Found
from analytics.loading.staged import Staged
from analytics.loading.summary import Reason
from analytics.statement import Statement
from analytics.warehouse import Writer

MOST_KEPT = 50_000
_CONTENT = 2_000
_RAGGED = {
    "MISSING COLUMNS": "the row has too few columns",
    "TOO MANY COLUMNS": "the row has too many columns",
    "UNQUOTED VALUE": "a quoted value is not closed",
    "LINE SIZE OVER MAXIMUM": "the row is longer than two megabytes",
}


def quarantine(writer: Writer, groups: Sequence[Staged], load_id: int, folder: Path) -> bool:
    """Write the refused rows to `tidebell.quarantine`; whether some were left out for number."""
    cut = False
    for number, staged in enumerate(groups):
        main = next(iter(staged.mapping.tables))
        for index, found in enumerate(staged.files):
            _keep_ragged(writer, number, index, found, main, load_id)
            wanted = _wanted(writer, number, index, staged.first(index))
            cut = cut or len(wanted) == MOST_KEPT
            if wanted:
                _keep_bad(writer, staged, number, index, wanted, load_id, folder)
    return cut


def _keep_ragged(
    writer: Writer, number: int, index: int, found: Found, main: str, load_id: int
) -> None:
    cases = " ".join(f"WHEN {literal(key)} THEN {literal(said)}" for key, said in _RAGGED.items())
    writer.execute(
        f"INSERT INTO tidebell.quarantine SELECT {load_id}, $name, line, $main,"
        f" CASE error {cases} ELSE lower(error) END, left(trim(content, chr(10)), {_CONTENT})"
        f' FROM load_ragged WHERE "group" = {number} AND file = {index}'
        f" ORDER BY line LIMIT {MOST_KEPT}",
        {"name": found.snapshot.name, "main": main},
    )


def _wanted(writer: Writer, number: int, index: int, first: int) -> list[int]:
    """Record numbers (from 0 within the file) of the refused rows, in order."""
    sql = (
        f"SELECT DISTINCT line - {first} AS record FROM load_bad"
        f' WHERE "group" = {number} AND file = {index} ORDER BY record LIMIT {MOST_KEPT}'
    )
    return [int(row[0]) for row in writer.fetch(Statement(sql))]


def _keep_bad(
    writer: Writer,
    staged: Staged,
    number: int,
    index: int,
    wanted: list[int],
    load_id: int,
    folder: Path,
) -> None:
    found = staged.files[index]
    if found.snapshot.format == "parquet":
        located = _parquet_rows(found)
    else:
        path = folder / "refused.csv"
        _write_located(path, _located(writer, staged, number, index, wanted))
        located = (
            f"read_csv({literal(str(path))}, columns = {{'record': 'BIGINT', 'line': 'BIGINT',"
            " 'content': 'VARCHAR'}, header = false, auto_detect = false, delim = ',',"
            " quote = '\"', escape = '\"', max_line_size = 16777216)"
        )
    writer.execute(
        f"INSERT INTO tidebell.quarantine SELECT {load_id}, $name, l.line, b.table_name,"
        f" b.reason, left(coalesce(l.content, ''), {_CONTENT}) FROM load_bad b JOIN {located} l"
        f" ON l.record = b.line - {staged.first(index)}"
        f' WHERE b."group" = {number} AND b.file = {index}',
        {"name": found.snapshot.name},
    )


def _parquet_rows(found: Found) -> str:
    path = literal(str(found.snapshot.path))
    packed = ", ".join(f"{literal(name)}: {quoted(name)}" for name in found.layout.headers)
    return (
        "(SELECT file_row_number AS record, file_row_number + 1 AS line,"
        f" CAST(to_json({{{packed}}}) AS VARCHAR) AS content"
        f" FROM read_parquet({path}, file_row_number = true))"
    )


def _write_located(path: Path, rows: Iterator[tuple[int, int, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def _located(
    writer: Writer, staged: Staged, number: int, index: int, wanted: list[int]
) -> Iterator[tuple[int, int, str]]:
    """(record, line, text) of each wanted record of a text file."""
    found = staged.files[index]
    snapshot = found.snapshot
    lines = snapshot.lines + (0 if snapshot.ended else 1) - found.layout.skip
    regular = snapshot.format == "jsonl" or lines == staged.counts[index]
    records = _by_line(found) if regular else _by_record(found, _ragged(writer, number, index))
    left = iter(wanted)
    want = next(left, None)
    for record, (line, text) in enumerate(records):
        if record == want:
            yield record, record + 1 + found.layout.skip if snapshot.by_row else line, text
            want = next(left, None)
        if want is None:
            return


def _ragged(writer: Writer, number: int, index: int) -> set[int]:
    sql = f'SELECT line FROM load_ragged WHERE "group" = {number} AND file = {index} LIMIT 100000'
    return {int(row[0]) for row in writer.fetch(Statement(sql))}


def _by_line(found: Found) -> Iterator[tuple[int, str]]:
    with found.snapshot.path.open(encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(file, 1):
            if number > found.layout.skip:
                yield number, text.rstrip("\n")


def _by_record(found: Found, ragged: set[int]) -> Iterator[tuple[int, str]]:
    """Records of a file whose records and lines differ: quoted line ends, blanks, ragged rows."""
    held: list[str] = []
    with found.snapshot.path.open(encoding="utf-8", newline="\n") as file:
        reader = csv.reader(_remembering(file, held), delimiter=found.layout.delimiter)
        for row in reader:
            text, first = "".join(held).rstrip("\n"), reader.line_num - len(held) + 1
            held.clear()
            if row and first > found.layout.skip and first not in ragged:
                yield first, text


def _remembering(file: Iterator[str], held: list[str]) -> Iterator[str]:
    for line in file:
        held.append(line)
        yield line


def reasons(writer: Writer, load_id: int, most: int = 5) -> tuple[Reason, ...]:
    """The commonest reasons of a load's refused rows, with the first place of each."""
    rows = writer.fetch(
        Statement(
            "SELECT reason, count(*) AS n, arg_min(file || ':' || line, line)"
            " FROM tidebell.quarantine WHERE load_id = $load_id GROUP BY reason"
            " ORDER BY n DESC, reason LIMIT $most",
            {"load_id": load_id, "most": most},
        )
    )
    return tuple(Reason(reason=row[0], count=row[1], example=row[2]) for row in rows)
