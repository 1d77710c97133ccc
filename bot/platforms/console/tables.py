"""Figures and tables as aligned lines of text."""

from rich.text import Text

from bot.i18n import Translator, visible
from bot.platforms.console.cells import joined, padded, widest
from commands.kit.message import Msg, msg
from commands.kit.reply import Figure, Figures, Table
from commands.kit.values import Count, Day, Days, Moment, Name, Value

GAP = "  "
NARROWEST = 6
COLOURS = {True: "green", False: "red", None: ""}


def figure_lines(figures: Figures, translator: Translator, width: int) -> list[Text]:
    """One aligned line per figure; two side by side when there are more than three.

    Where that would not fit, the comparison's values give way: their change is still there.
    """
    rows = [_figure_cells(figure, translator) for figure in figures.items]
    widths = [widest([row[place] for row in rows]) for place in range(4)]
    lines = [
        _figure_line(figure, cells, widths)
        for figure, cells in zip(figures.items, rows, strict=True)
    ]
    for used in (sum(widths) + 8, sum(widths[:3]) + 6):
        if len(lines) > 3 and 2 * used <= width + 2:
            return _side_by_side(lines, used)
    for line in lines:
        line.rstrip()
        line.truncate(width, overflow="ellipsis")
    return lines


def table_lines(
    table: Table, translator: Translator, width: int, most: int | None = None
) -> list[Text]:
    """Title, header and rows in at most `most` lines, the last one saying how many are left."""
    cells = [[_cell(cell, translator) for cell in row] for row in table.rows]
    header = [visible(translator.message(column.label)) for column in table.columns]
    right = [_is_quantity([row[place] for row in table.rows]) for place in range(len(header))]
    widths = _fitting(_natural(header, cells), right, width)
    lines = [_row(header, widths, right, "dim")]
    if table.title:
        lines.insert(0, Text(visible(translator.message(table.title)), style="bold"))
    lines += [_row(row, widths, right) for row in cells]
    if most is None or len(lines) <= most:
        return lines
    kept = max(most - 1, len(lines) - len(cells))
    left = msg("… {rows} more {rows|row|rows}", rows=Count(number=len(lines) - kept))
    return [*lines[:kept], Text(translator.message(left), style="dim")]


def _figure_cells(figure: Figure, translator: Translator) -> list[str]:
    against = ""
    if figure.baseline is not None:
        against = translator.message(msg("(vs {baseline})", baseline=figure.baseline))
    change = "" if figure.change is None else translator.value(figure.change)
    texts = [translator.message(figure.label), translator.value(figure.value), change, against]
    return [visible(text) for text in texts]


def _figure_line(figure: Figure, cells: list[str], widths: list[int]) -> Text:
    label, value, change, against = widths
    return Text(GAP).join(
        [
            Text(padded(cells[0], label)),
            Text(padded(cells[1], value, right=True), style="bold"),
            Text(padded(cells[2], change, right=True), style=COLOURS[figure.good]),
            Text(padded(cells[3], against), style="dim"),
        ]
    )


def _side_by_side(lines: list[Text], width: int) -> list[Text]:
    """Read across, then down: the most important figures are in the first lines."""
    for line in lines:
        line.truncate(width - 2)
    left, right = lines[::2], [*lines[1::2], Text()]
    for line in left:
        line.pad_right(max(0, width - line.cell_len))
    return [joined([one, other]) for one, other in zip(left, right, strict=False)]


def _cell(cell: Value | Msg | None, translator: Translator) -> str:
    return visible(translator.value(cell))


def _is_quantity(cells: list[Value | Msg | None]) -> bool:
    words = (Msg, Name, Day, Days, Moment)
    return any(cell is not None for cell in cells) and not any(
        isinstance(cell, words) for cell in cells
    )


def _natural(header: list[str], cells: list[list[str]]) -> list[int]:
    return [widest([text, *(row[place] for row in cells)]) for place, text in enumerate(header)]


def _fitting(widths: list[int], right: list[bool], width: int) -> list[int]:
    """Widths that fit the line: words give way first, widest first; numbers stay whole."""
    widths = list(widths)
    over = sum(widths) + len(GAP) * (len(widths) - 1) - width
    words = [place for place, is_right in enumerate(right) if not is_right]
    while over > 0 and words:
        place = max(words, key=lambda place: widths[place])
        if widths[place] <= NARROWEST:
            break
        widths[place] -= 1
        over -= 1
    return widths


def _row(texts: list[str], widths: list[int], right: list[bool], style: str = "") -> Text:
    pieces = [
        Text(padded(text, width, right=is_right), style=style)
        for text, width, is_right in zip(texts, widths, right, strict=True)
    ]
    return joined(pieces, GAP)
