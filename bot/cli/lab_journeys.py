"""A plain file of journeys: counted paths, or single touches with their times (docs/lab.md).

A row that cannot be read refuses the file with its line: nothing is left out silently.
"""

import csv
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import NoReturn, TypeVar

from analytics.attribution.journeys import Journeys, Key, gather_journeys
from bot.failures import Failure

COUNTED = ("path", "total_conversions", "total_conversion_value", "total_null")
TOUCHES = ("journey_id", "channel", "ts", "converted", "value")

_DELIMITERS = ";,\t|"
_MOST = 1e15
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
_DAY = timedelta(days=1)

T = TypeVar("T")


def read_journeys_file(file: Path, window: float | None = None) -> Journeys:
    """The journeys of a CSV file, with one amount: the value. Failure says what is wrong with it.

    `window`: touches more days before the conversion than this are passed over, which takes a
    file with times. A journey without a conversion is dated by its last touch.
    """
    rows = _Rows.of(file)
    if not set(TOUCHES[:3]) & set(rows.head):
        rows.require(COUNTED)
        if window is not None:
            raise Failure(f"{file} has no times, so --window cannot be used with it")
        return _counted(rows)
    rows.require(TOUCHES)
    return _timed(rows, window)


def _decoded(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or error}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Failure(f"{file} is not a text file in UTF-8 or GB18030")


@dataclass(frozen=True)
class _Row:
    """One row's cells by column, and how to complain about it."""

    where: str
    cells: dict[str, str]

    def refuse(self, reason: str) -> NoReturn:
        raise Failure(f"{self.where}: {reason}")

    def text(self, column: str) -> str:
        """What must not be empty."""
        return self.cells[column] or self.refuse(f"no {column}")

    def number(self, column: str) -> float:
        """A number from 0 up."""
        found = self.read(column, float, "a number from 0 up")
        if not 0 <= found < math.inf:
            self._not(column, "a number from 0 up")
        return found if found <= _MOST else self._not(column, f"at most {_MOST:g}")

    def read(self, column: str, reader: Callable[[str], T], wanted: str) -> T:
        try:
            return reader(self.cells[column])
        except (ValueError, KeyError):
            self._not(column, wanted)

    def _not(self, column: str, wanted: str) -> NoReturn:
        self.refuse(f"{column} takes {wanted}, not {self.cells[column][:40]!r}")


@dataclass(frozen=True)
class _Rows:
    """A file's rows under the names of its first line, in small letters."""

    file: Path
    head: list[str]
    delimiter: str
    text: str

    @classmethod
    def of(cls, file: Path) -> "_Rows":
        text = _decoded(file)
        first = io.StringIO(text, newline=None).readline()
        delimiter = max(_DELIMITERS, key=first.count)
        names = next(csv.reader([first], delimiter=delimiter), [])
        return cls(file, [name.strip().casefold() for name in names], delimiter, text)

    def require(self, columns: tuple[str, ...]) -> None:
        missing = [name for name in columns if name not in self.head]
        if missing:
            raise Failure(
                f"{self.file} has no column {missing[0]}: its first line must name"
                f" {', '.join(COUNTED)} or {', '.join(TOUCHES)}"
            )
        twice = next((name for name in columns if self.head.count(name) > 1), None)
        if twice is not None:
            raise Failure(f"{self.file} has two columns {twice}: which one counts?")

    def __iter__(self) -> Iterator[_Row]:
        lines = io.StringIO(self.text, newline="")
        rows = csv.reader(lines, delimiter=self.delimiter, strict=True)
        try:
            next(rows)
            for row in filter(None, rows):
                where = f"{self.file}, line {rows.line_num}"
                if len(row) != len(self.head):
                    raise Failure(
                        f"{where}: {len(row)} values, the first line names {len(self.head)}"
                    )
                yield _Row(where, dict(zip(self.head, map(str.strip, row), strict=True)))
        except csv.Error as error:
            raise Failure(f"{self.file}, line {rows.line_num}: {error}") from error


def _counted(rows: _Rows) -> Journeys:
    paths: list[list[Key]] = []
    counts: list[tuple[float, ...]] = []
    for row in rows:
        path = [name.strip() for name in row.text("path").split(">")]
        if "" in path:
            row.refuse("a touch of the path has no name")
        paths.append([(name,) for name in path])
        converted, value, lost = (row.number(column) for column in COUNTED[1:])
        if value and not converted:
            row.refuse("a value without a conversion")
        counts.append((converted, lost, value))
    return gather_journeys(
        paths, [row[0] for row in counts], [row[1] for row in counts], [row[2:] for row in counts]
    )


@dataclass(frozen=True)
class _Touch:
    at: datetime
    channel: str
    converted: bool
    value: float
    row: _Row


def _timed(rows: _Rows, window: float | None) -> Journeys:
    found: dict[str, list[_Touch]] = {}
    for row in rows:
        found.setdefault(row.text("journey_id"), []).append(_touch(row))
    journeys = [_in_order(touches, window) for touches in found.values()]
    return gather_journeys(
        [[(touch.channel,) for touch in touches] for touches in journeys],
        [float(touches[-1].converted) for touches in journeys],
        [float(not touches[-1].converted) for touches in journeys],
        [[touches[-1].value] for touches in journeys],
        [(touches[-1].at - touch.at) / _DAY for touches in journeys for touch in touches],
    )


def _touch(row: _Row) -> _Touch:
    flag = row.read("converted", lambda text: _FLAGS[text.casefold()], "true or false")
    value = row.number("value") if flag or row.cells["value"] else 0.0
    if value and not flag:
        row.refuse("a value without a conversion")
    at = row.read("ts", datetime.fromisoformat, "a time like 2026-11-11T09:30:00")
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return _Touch(at, row.text("channel"), flag, value, row)


def _in_order(touches: list[_Touch], window: float | None) -> list[_Touch]:
    """Oldest first, those of one moment as the file has them, the conversion last of all."""
    ordered = sorted(touches, key=attrgetter("at", "converted"))
    if early := next((touch for touch in ordered[:-1] if touch.converted), None):
        early.row.refuse(
            "the journey goes on after its conversion; a journey converts once, at last"
        )
    last = ordered[-1].at
    return [touch for touch in ordered if window is None or (last - touch.at) / _DAY <= window]
