"""A plain file of events (`user,ts,event`), read line by line."""

import csv
import io
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from analytics.funnel_levels import Happening
from analytics.funnel_window import SECOND
from bot.failures import Failure

COLUMNS = ("user", "ts", "event")
_MOST_SECONDS = 1e15


def read_events(file: Path) -> list[Happening]:
    """The events of a CSV file with the columns user, ts and event, in its order.

    `ts`: seconds from any beginning, or an ISO time (without a zone: UTC). The file is UTF-8, or
    else GB18030. Raises Failure, with the line where there is one, for what cannot be read.
    """
    try:
        text = _decoded(file.read_bytes())
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{file} is not a text file in UTF-8 or GB18030") from error
    try:
        return [*_events(file, text)]
    except csv.Error as error:
        raise Failure(f"{file} is not a CSV file: {error}") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _events(file: Path, text: str) -> Iterator[Happening]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    head = [name.strip().casefold() for name in next(rows, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise Failure(
            f"{file} has no column {missing[0]}: its first line must name {', '.join(COLUMNS)}"
        )
    twice = next((name for name in COLUMNS if head.count(name) > 1), None)
    if twice is not None:
        raise Failure(f"{file} has two columns {twice}: which one counts?")
    places = [head.index(name) for name in COLUMNS]
    for row in rows:
        if row:
            where = f"{file}, line {rows.line_num}"
            if len(row) != len(head):
                raise Failure(f"{where}: {len(row)} values, the first line names {len(head)}")
            yield _event(where, *(row[place].strip() for place in places))


def _event(where: str, user: str, moment: str, event: str) -> Happening:
    for name, value in (("user", user), ("event", event)):
        if not value:
            raise Failure(f"{where}: no {name}")
    try:
        return Happening(user, _microseconds(moment), event)
    except ValueError as error:
        raise Failure(
            f"{where}: ts takes seconds or a time like 2026-11-11T09:30:00, not {moment[:40]!r}"
        ) from error


def _microseconds(text: str) -> int:
    """Seconds or an ISO time as microseconds; ValueError where it is neither."""
    try:
        seconds = float(text)
    except ValueError:
        found = datetime.fromisoformat(text)
        since = (found if found.tzinfo else found.replace(tzinfo=UTC)) - _EPOCH
        return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds
    if not math.isfinite(seconds) or abs(seconds) > _MOST_SECONDS:
        raise ValueError(text)
    return round(seconds * SECOND)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
