"""Figures and tables as aligned lines of text."""

from itertools import accumulate, chain, zip_longest

from rich.text import Text

from bot.i18n import Translator, visible
from bot.platforms.console.cells import joined, padded, widest
from bot.platforms.console.columns import GAP, Columns, fitted, natural_widths
from bot.platforms.console.wrapping import wrapped
from commands.kit.message import Msg, msg
from commands.kit.reply import Figure, Figures, Table
from commands.kit.values import Count, Day, Days, Moment, Name, Value

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
    """Title, header and rows in at most `most` lines, the last one saying how many are left.

    Words wrap; where even that does not fit, columns of little weight are left out
    (`columns.fitted`).
    """
    cells = [[_cell(cell, translator) for cell in row] for row in table.rows]
    header = [visible(translator.message(column.label)) for column in table.columns]
    words = [not _is_quantity([row[place] for row in table.rows]) for place in range(len(header))]
    columns = fitted(natural_widths(header, cells), words, width)
    top = _row_lines(header, columns, words, "dim")
    if table.title:
        top.insert(0, Text(visible(translator.message(table.title)), style="bold"))
    rows = [_row_lines(row, columns, words) for row in cells]
    if most is None or len(top) + sum(map(len, rows)) <= most:
        return [*top, *chain.from_iterable(rows)]
    return [*top, *_first_rows(rows, most - len(top), translator)]


def _first_rows(rows: list[list[Text]], most: int, translator: Translator) -> list[Text]:
    """As many whole rows as fit before the line that says how many are left."""
    ends = accumulate(map(len, rows))
    kept = sum(1 for end in ends if end < most)
    left = msg("… {rows} more {rows|row|rows}", rows=Count(number=len(rows) - kept))
    shown = chain.from_iterable(rows[:kept])
    return [*shown, Text(translator.message(left), style="dim")]


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


def _row_lines(
    texts: list[str], columns: Columns, words: list[bool], style: str = ""
) -> list[Text]:
    """A row, in as many lines as its longest words take; numbers stand in the first."""
    parts = [
        wrapped(texts[place], width) if words[place] else [texts[place]]
        for place, width in zip(columns.places, columns.widths, strict=True)
    ]
    return [
        joined(
            [
                Text(padded(part, width, right=not words[place]), style=style)
                for part, place, width in zip(line, columns.places, columns.widths, strict=True)
            ],
            GAP,
        )
        for line in zip_longest(*parts, fillvalue="")
    ]
