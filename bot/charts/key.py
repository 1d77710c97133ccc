"""The key of a chart: coloured squares with their names, above the plot."""

from bot.charts.canvas import GREY, INK, Pen
from bot.charts.sheet import Sheet

NO_DATA = "×"
NAME = Pen(13, INK)
ROW, SQUARE, BESIDE, APART = 19.0, 10.0, 4.0, 12.0
WIDEST = 170.0
Entry = tuple[str, str]


def key_height(entries: list[Entry], sheet: Sheet) -> float:
    """How much of the sheet's top the key takes."""
    return ROW * len(_rows(entries, sheet)) + (4 if entries else 0)


def draw_key(entries: list[Entry], sheet: Sheet) -> None:
    """Each entry is a colour and a name; no colour: a remark, `NO_DATA`: the sign of a gap."""
    for place, row in enumerate(_rows(entries, sheet)):
        left, middle = sheet.left, sheet.top - ROW * (place + 0.5)
        for colour, name in row:
            if colour == NO_DATA:
                sheet.canvas.text((left, middle), NO_DATA, Pen(15, GREY))
            elif colour:
                sheet.canvas.box((left, middle - SQUARE / 2), SQUARE, SQUARE, colour)
            beside = SQUARE + BESIDE if colour else 0.0
            sheet.canvas.text((left + beside, middle), _shortened(name, sheet), NAME)
            left += _width((colour, name), sheet)


def _rows(entries: list[Entry], sheet: Sheet) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    left = sheet.right
    for entry in entries:
        if left + _width(entry, sheet) - APART > sheet.right:
            rows.append([])
            left = sheet.left
        rows[-1].append(entry)
        left += _width(entry, sheet)
    return rows


def _width(entry: Entry, sheet: Sheet) -> float:
    square = SQUARE + BESIDE if entry[0] else 0.0
    return square + sheet.canvas.width(_shortened(entry[1], sheet), NAME) + APART


def _shortened(name: str, sheet: Sheet) -> str:
    return sheet.canvas.shortened(name, NAME, WIDEST)
