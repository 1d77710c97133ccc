"""How a table's columns share a line: words wrap, then columns of little weight give way."""

from dataclasses import dataclass

from bot.platforms.console.cells import widest

GAP = "  "
NAME = 18
"""Words wrap down to this width before a column gives way."""
NARROWEST = 6
FEWEST = 4


@dataclass(frozen=True)
class Columns:
    """The columns that are shown, by their place in the table, with their widths in cells."""

    places: tuple[int, ...]
    widths: tuple[int, ...]


def fitted(natural: list[int], words: list[bool], width: int) -> Columns:
    """The columns that fit in `width`: `natural` are the widths wanted, `words` those that wrap.

    A table's columns stand in order of weight, but for the last, which closes the row: the last
    but one gives way first. A few always stay, in narrower words if need be.
    """
    places = [*range(len(natural))]
    while len(places) > FEWEST and _least(natural, words, places, NAME) > width:
        del places[-2]
    widths = {place: natural[place] for place in places}
    for floor in (NAME, NARROWEST):
        _narrow(widths, words, floor, width)
    return Columns(tuple(places), tuple(widths.values()))


def _least(natural: list[int], words: list[bool], places: list[int], floor: int) -> int:
    """The width of a line whose words are as narrow as they may be."""
    held = [min(natural[place], floor) if words[place] else natural[place] for place in places]
    return _line(held)


def _narrow(widths: dict[int, int], words: list[bool], floor: int, width: int) -> None:
    """Take from the widest words, cell by cell, until the line fits or all are at `floor`."""
    while _line([*widths.values()]) > width:
        wide = [place for place in widths if words[place] and widths[place] > floor]
        if not wide:
            return
        widths[max(wide, key=lambda place: widths[place])] -= 1


def _line(widths: list[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def natural_widths(header: list[str], cells: list[list[str]]) -> list[int]:
    """Each column's widest text, the header's included."""
    return [widest([text, *(row[place] for row in cells)]) for place, text in enumerate(header)]
