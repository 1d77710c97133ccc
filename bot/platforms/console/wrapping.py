"""Lines of a width: English breaks at spaces, Chinese between any two letters."""

import re

from rich.cells import cell_len

_WIDE = "\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "，。、；：！？）」』】》”’％万亿"
_OPENING = "（「『【《“‘"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:(?:\d+[年月日])+|[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*")


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, without space at their ends; [""] for none.

    A sign that closes (，。）万) never begins a line, one that opens never ends it; a date stays
    whole. A word longer than the line is cut.
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if cell_len(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while cell_len(line) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _head(text: str, width: int) -> str:
    """As much of the text as fits, at least a letter."""
    size = 1
    while size < len(text) and cell_len(text[: size + 1]) <= width:
        size += 1
    return text[:size]
