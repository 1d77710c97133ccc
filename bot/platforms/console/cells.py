"""Text in terminal cells: Chinese letters are two cells wide, so lengths are not widths."""

from rich.cells import cell_len, set_cell_size
from rich.text import Text

ELLIPSIS = "…"


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where something was cut off."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + ELLIPSIS


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells; `right` aligns it to the right."""
    text = cut(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def widest(texts: list[str]) -> int:
    """The width of the widest text; 0 for none."""
    return max((cell_len(text) for text in texts), default=0)


def joined(parts: list[Text], gap: str = "") -> Text:
    """One line of several pieces, without trailing space."""
    line = Text(gap).join(parts)
    line.rstrip()
    return line
