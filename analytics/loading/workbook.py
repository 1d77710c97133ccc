"""A workbook's sheet written out as CSV, with dates as ISO text and whole numbers whole."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analytics.errors import LoadRefused
from analytics.loading.files import MOST_COLUMNS


def write_sheet(book: Path, target: Path, sheet: str | None, name: str) -> int:
    """Write the sheet called `sheet` (the first one by default); how many lines were written.

    The book must have passed `check_workbook`. Formulas give the values saved with them.
    """
    rows = _rows(book, sheet, name)
    lines = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for row in rows:
            writer.writerow([_text(cell) for cell in row])
            lines += 1
    if lines == 0:
        raise LoadRefused(f"the sheet of {name} is empty")
    return lines


def _rows(book: Path, sheet: str | None, name: str) -> Iterable[list[Any]]:
    from python_calamine import CalamineError, load_workbook

    try:
        opened = load_workbook(book)
        wanted = sheet or _first(opened.sheet_names, name)
        if wanted not in opened.sheet_names:
            raise LoadRefused(f"{name} has no sheet {wanted}; it has {opened.sheet_names}")
        found = opened.get_sheet_by_name(wanted)
    except (CalamineError, OSError, ValueError) as error:
        raise LoadRefused(f"{name} cannot be opened as a workbook: {error}") from None
    if found.width > MOST_COLUMNS:
        raise LoadRefused(f"{name} has {found.width:,} columns, at most {MOST_COLUMNS:,} are read")
    return found.iter_rows()


def _first(names: list[str], name: str) -> str:
    if not names:
        raise LoadRefused(f"{name} holds no sheet")
    return names[0]


def _text(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return cell
