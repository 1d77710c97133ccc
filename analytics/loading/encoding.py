"""Which encoding a text file is in: UTF-8, UTF-16 with its mark, or GB18030.

A file that mixes encodings is refused with the line where they part: guessing would turn
channel and campaign names into nonsense that looks like data.
"""

import codecs
import re
from collections.abc import Callable, Iterator

from analytics.errors import LoadRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_THREE_BYTES = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")


class WrongEncoding(LoadRefused):
    """A file breaks the encoding it seemed, or was said, to have."""

    def __init__(self, name: str, encoding: str, lines: int, done: int) -> None:
        super().__init__(
            f"{name} is not {encoding.upper().removesuffix('-SIG')} after line {lines + 1:,}"
            f" (about byte {done:,}): its encodings are mixed, or it is damaged"
        )


def marked_encoding(head: bytes) -> str | None:
    """The encoding the mark at a file's beginning tells; None without a mark."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def other_encoding(chunks: Iterator[bytes], name: str) -> str:
    """`gb18030` for text that is not all UTF-8; LoadRefused when it is neither or a mix."""
    return _among_lines(_blocks(chunks), name)


def _blocks(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Whole lines that hold other than ASCII, with the number of the first of each block."""
    number, rest = 1, b""
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut == 0:
            rest += chunk
            continue
        whole, rest = rest + chunk[:cut], chunk[cut:]
        if not whole.isascii():
            yield number, whole
        number += whole.count(b"\n")
    if not rest.isascii():
        yield number, rest


def _among_lines(blocks: Iterator[tuple[int, bytes]], name: str) -> str:
    """The one encoding of all lines.

    Two-byte GB text is hardly ever valid UTF-8 with a three-byte character in it, so such a
    line is UTF-8, one that is not valid UTF-8 is GB18030, and a file holds one kind only.
    """
    utf8_line, other_line = 0, 0
    for first, block in blocks:
        lines = block.split(b"\n")
        utf8_line = utf8_line or _first(first, lines, _surely_utf8)
        other_line = other_line or _first(first, lines, _not_utf8)
        _check_gb(first, lines, name)
        if utf8_line and other_line:
            raise LoadRefused(
                f"{name} mixes encodings: line {utf8_line:,} is UTF-8, line {other_line:,} is not"
                " (GB18030?). Save it in one encoding"
            )
    return "gb18030" if other_line else "utf-8"


def _first(first: int, lines: list[bytes], holds: Callable[[bytes], bool]) -> int:
    found = (first + index for index, line in enumerate(lines) if holds(line))
    return next(found, 0)


def _valid(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(line: bytes) -> bool:
    return not line.isascii() and not _valid(line, "utf-8")


def _surely_utf8(line: bytes) -> bool:
    return _THREE_BYTES.search(line) is not None and _valid(line, "utf-8")


def _check_gb(first: int, lines: list[bytes], name: str) -> None:
    for index, line in enumerate(lines):
        if _not_utf8(line) and not _valid(line, "gb18030"):
            raise LoadRefused(
                f"line {first + index:,} of {name} is neither UTF-8 nor GB18030:"
                " the file is damaged or in an encoding Tidebell does not read"
            )
