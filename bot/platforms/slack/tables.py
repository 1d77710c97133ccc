"""Tables: Slack's own where they fit, else aligned lines in letters of one width."""

import unicodedata

from bot.platforms.slack.elements import Json, paragraph, preformatted, run, runs
from bot.platforms.slack.text import CHANNEL, cut
from bot.platforms.slack.voice import Voice
from commands.kit.message import msg
from commands.kit.reply import Table
from commands.kit.values import Change, Count, Money, Number, Percent, Points, Unknown

ROWS, COLUMNS = 100, 20
# Slack refuses more than 10 000 characters in all of a message's tables.
CHARACTERS = 9_500
_CELL = 200
_WRAPPED = 30
_DRAWN_CELL, _DRAWN = 24, 2_800
_GAP = "  "


def table_blocks(table: Table, voice: Voice, *, native: bool) -> list[Json]:
    """The title and the table: Slack's own where it is wished and fits, else drawn in letters."""
    cells = table_cells(table, voice)
    title = [paragraph(run(table_title(table, voice), "bold"))] if table.title else []
    if not cells[0]:
        return title
    fits = native and fits_natively(cells)
    return [*title, _native(table, cells) if fits else preformatted(_drawn(table, cells, voice))]


def table_title(table: Table, voice: Voice) -> str:
    """The title, short enough for a line or two; empty where there is none."""
    return cut(voice.say(table.title), _CELL) if table.title else ""


def table_cells(table: Table, voice: Voice) -> list[list[str]]:
    """The heads and every row as text; no cell is empty. A table without columns has no rows."""
    heads = [cut(voice.say(column.label), _CELL) or "–" for column in table.columns]
    rows = table.rows if heads else ()
    return [heads, *([cut(voice.value(cell), _CELL) for cell in row] for row in rows)]


def fits_natively(cells: list[list[str]]) -> bool:
    """Whether Slack takes this as a table block."""
    size = sum(len(cell) for row in cells for cell in row)
    return len(cells) <= ROWS and len(cells[0]) <= COLUMNS and size <= CHARACTERS


def _native(table: Table, cells: list[list[str]]) -> Json:
    heads, *rows = cells
    return {
        "type": "table",
        "column_settings": [_setting(table, cells, place) for place in range(len(heads))],
        "rows": [
            [paragraph(run(head, "bold")) for head in heads],
            *([_cell(cell) for cell in row] for row in rows),
        ],
    }


def _cell(cell: str) -> Json:
    return paragraph(*runs(cell)) if CHANNEL.search(cell) else {"type": "raw_text", "text": cell}


def _setting(table: Table, cells: list[list[str]], place: int) -> Json:
    longest = max(len(row[place]) for row in cells)
    align = "right" if _is_numeric(table, place) else "left"
    return {"align": align, "is_wrapped": longest > _WRAPPED}


def _is_numeric(table: Table, place: int) -> bool:
    """A column is set flush right when it holds numbers; missing cells do not decide."""
    cells = [row[place] for row in table.rows if row[place] is not None]
    known = [cell for cell in cells if not isinstance(cell, Unknown)]
    numbers = (Money, Percent, Change, Points, Count, Number)
    return bool(known) and all(isinstance(cell, numbers) for cell in known)


def _drawn(table: Table, cells: list[list[str]], voice: Voice) -> str:
    """Aligned lines, as many as there is room for; the last one says how many are left out."""
    places = range(len(cells[0]))
    right = [_is_numeric(table, place) for place in places]
    short = [[cut(cell, _DRAWN_CELL) for cell in row] for row in cells]
    widths = [max(_width(row[place]) for row in short) for place in places]
    drawn = [_line(row, widths, right) for row in short]
    kept = _room(drawn)
    if kept == len(drawn):
        return "\n".join(drawn)
    left = msg("… {rows} more {rows|row|rows}", rows=Count(number=len(drawn) - kept))
    return "\n".join([*drawn[:kept], voice.say(left)])


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = (
        " " * (width - _width(cell)) + cell if flush else cell + " " * (width - _width(cell))
        for cell, width, flush in zip(cells, widths, right, strict=True)
    )
    return cut(_GAP.join(padded).rstrip(), _DRAWN)


def _room(drawn: list[str]) -> int:
    """How many lines fit."""
    size = 0
    for place, line in enumerate(drawn):
        size += len(line) + 1
        if size > _DRAWN:
            return place
    return len(drawn)


def _width(text: str) -> int:
    """How many cells of a fixed-width font it takes: a Chinese letter takes two."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
