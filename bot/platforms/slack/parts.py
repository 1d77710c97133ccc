"""An answer too long for one Slack message, as several; nothing is left out.

Slack refuses a message whose blocks are too large in all (`msg_blocks_too_long`, met near
13 200 characters), one with two tables, and an edit whose text is over 4 000 characters. Every
part keeps well below all of these.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.platforms.slack.elements import BLOCKS_IN_A_MESSAGE, Json
from bot.platforms.slack.native_charts import IN_A_MESSAGE
from bot.platforms.slack.render import Page, block_json, chart_digest, text_of
from bot.platforms.slack.tables import COLUMNS, ROWS
from bot.platforms.slack.text import halves
from bot.platforms.slack.voice import Voice, voice
from commands.kit.message import Msg, msg
from commands.kit.reply import (
    Block,
    Buttons,
    Chart,
    Checklist,
    Figures,
    Note,
    Reply,
    Table,
    Text,
)


@dataclass(frozen=True)
class Size:
    """How much of a message something takes; `bytes` is of its blocks as they are sent."""

    bytes: int = 0
    blocks: int = 0
    text: int = 0
    tables: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(
            self.bytes + other.bytes,
            self.blocks + other.blocks,
            self.text + other.text,
            self.tables + other.tables,
        )

    def within(self, most: "Size") -> bool:
        """Whether it takes no more than `most` in any respect."""
        return (
            self.bytes <= most.bytes
            and self.blocks <= most.blocks
            and self.text <= most.text
            and self.tables <= most.tables
        )


# Kept free: the button “More”, and what the poster and the delivery may have to say beside.
_SPARE = 4
PART = Size(bytes=11_500, blocks=BLOCKS_IN_A_MESSAGE - _SPARE, text=3_800, tables=1)
PIECE = Size(bytes=9_000, blocks=10, text=2_000, tables=1)
_FILE = "F0123456789ABCDEF"


def split_reply(reply: Reply, locale: str) -> tuple[Reply, ...]:
    """The reply in as many parts as Slack needs, at least one; the last one carries `more`."""
    speaking = voice(locale)
    parts = list(_packed(piece for block in reply.blocks for piece in _pieces(block, speaking)))
    *first, last = parts or [()]
    shown = [reply.model_copy(update={"blocks": blocks, "more": ()}) for blocks in first]
    return (*shown, reply.model_copy(update={"blocks": last}))


def _packed(pieces: Iterable[tuple[Block, Size]]) -> Iterator[tuple[Block, ...]]:
    """As many pieces in a row as fit into a part."""
    held: list[Block] = []
    size = Size()
    for piece, takes in pieces:
        if held and not (size + takes).within(PART):
            yield tuple(held)
            held, size = [], Size()
        held.append(piece)
        size += takes
    if held:
        yield tuple(held)


def _pieces(block: Block, voice: Voice) -> Iterator[tuple[Block, Size]]:
    """The block in pieces that each fit into a part, with what they take."""
    for place, piece in enumerate(_halved(block, voice)):
        named = _continued(piece) if place and isinstance(piece, Table) else piece
        yield named, _size(named, voice)


def _halved(block: Block, voice: Voice) -> list[Block]:
    """Halved until every piece is small enough; what cannot be halved is cut where it is shown."""
    if _may_fit(block) and _size(block, voice).within(PIECE):
        return [block]
    both = _halves(block, voice)
    return [piece for half in both for piece in _halved(half, voice)] if both else [block]


def _may_fit(block: Block) -> bool:
    """Whether it is worth measuring: a table Slack would not take need not be written out."""
    if not isinstance(block, Table):
        return True
    return len(block.rows) < ROWS and len(block.columns) <= COLUMNS


def _halves(block: Block, voice: Voice) -> tuple[Block, Block] | None:
    match block:
        case Text() | Note():
            both = halves(voice.say(block.message))
            return _changed(block, "message", [Msg(text=half) for half in both]) if both else None
        case Table():
            return _halves_of_table(block)
        case Figures() | Buttons() | Checklist():
            middle = len(block.items) // 2
            return _changed(block, "items", _at(block.items, middle)) if middle else None
        case Chart():
            return None
    assert_never(block)


def _halves_of_table(table: Table) -> tuple[Block, Block] | None:
    """Fewer rows each; where there are too many columns, fewer of those beside the first."""
    middle = len(table.rows) // 2
    if middle and len(table.columns) <= COLUMNS:
        return _changed(table, "rows", _at(table.rows, middle))
    middle = (len(table.columns) + 1) // 2
    if middle < 2:
        return None
    rest = (0, *range(middle, len(table.columns)))
    return _columns(table, range(middle)), _columns(table, rest)


def _columns(table: Table, places: Iterable[int]) -> Table:
    kept = list(places)
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return table.model_copy(update={"columns": columns, "rows": rows})


def _at(items: tuple[object, ...], middle: int) -> list[tuple[object, ...]]:
    return [items[:middle], items[middle:]]


def _changed(block: Block, name: str, halves: Iterable[object]) -> tuple[Block, Block]:
    first, second = (block.model_copy(update={name: half}) for half in halves)
    return first, second


def _continued(table: Table) -> Table:
    if table.title is None:
        return table
    return table.model_copy(update={"title": msg("{title} (continued)", title=table.title)})


def _size(block: Block, voice: Voice) -> Size:
    """What the block takes at most, however its charts are shown."""
    pages = [Page(voice)]
    if isinstance(block, Chart):
        pictures = {chart_digest(block, voice.translator.locale): _FILE}
        pages += [Page(voice, pictures), Page(voice, charts=IN_A_MESSAGE)]
    drawn = [block_json(block, page) for page in pages]
    return Size(
        bytes=max(map(_bytes, drawn)),
        blocks=max(map(len, drawn)),
        text=len(text_of([block], voice)) + 1,
        tables=int(isinstance(block, Table)),
    )


def _bytes(blocks: list[Json]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode())
