"""A reply as HTML: every block has its function here, and everything it shows is escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.platforms.web.markup import Markup, element, joined, shortened
from bot.platforms.web.reader import Reader
from commands.kit.message import Msg, msg
from commands.kit.reply import (
    Block,
    Button,
    Buttons,
    Chart,
    Checklist,
    ChecklistItem,
    Figure,
    Figures,
    Note,
    Reply,
    Style,
    Table,
    TableColumn,
    Text,
)
from commands.kit.values import (
    Change,
    Count,
    Money,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
    size_of,
)

_TEXT_CLASS = {Style.HEADLINE: "headline", Style.BODY: "text", Style.SMALL: "small"}
# Shape as well as colour: the sign and the arrow say which way, the word says whether it is
# welcome, so nothing hangs on telling two colours apart.
_WELCOME = {
    True: ("good", msg("better")),
    False: ("bad", msg("worse")),
}


LONG = 9
"""Letters from which a cell's words may take a second line on a phone."""

# Browsers may break a line between a sign and a currency's sign.
_SIGN = re.compile(r"[+−](?=[^\s\w])")


@dataclass(frozen=True)
class Place:
    """Where a reply stands: the form a button posts to and the address of its pictures."""

    say: str
    thread: str | None
    picture: str


def reply_html(reply: Reply, reader: Reader, place: Place) -> Markup:
    """The whole reply; `more` is folded."""
    pictures = _numbered(reply)
    shown = [_block(block, reader, place, pictures) for block in reply.blocks]
    folded = [_block(block, reader, place, pictures) for block in reply.more]
    summary = element("summary", reader.say(msg("More")))
    more = element("details", summary, *folded, class_="more") if folded else None
    return element("div", *shown, more, class_="reply failed" if reply.failed else "reply")


def charts_of(reply: Reply) -> tuple[Chart, ...]:
    """The reply's charts in the order in which their pictures are numbered."""
    return tuple(block for block in (*reply.blocks, *reply.more) if isinstance(block, Chart))


def say_form(
    reader: Reader,
    place: Place,
    *children: Markup,
    confirm: str | None = None,
    edit: bool = False,
    **more: str,
) -> Markup:
    """A form that says something as this reader; without JavaScript it posts and comes back.

    `edit`: what it says is put where one writes instead, to be changed first.
    """
    carried = {"as": reader.person.id, "thread": place.thread, **more}
    hidden = [
        element("input", type="hidden", name=name, value=value)
        for name, value in carried.items()
        if value is not None
    ]
    return element(
        "form", *hidden, *children, method="post", action=place.say, data_say=True,
        data_confirm=confirm, data_edit=edit or None,
    )  # fmt: skip


def ask_button(
    reader: Reader,
    place: Place,
    label: str,
    command: str,
    confirm: str | None = None,
    *,
    edit: bool = False,
) -> Markup:
    """A button that asks `command`; `confirm` first asks whether that is meant, `edit` writes it
    where one changes it."""
    button = element("button", shortened(label), type="submit", class_="ask", title=command)
    return say_form(reader, place, button, confirm=confirm, edit=edit, text=command)


def _numbered(reply: Reply) -> Iterator[int]:
    return iter(range(len(charts_of(reply))))


def _block(block: Block, reader: Reader, place: Place, pictures: Iterator[int]) -> Markup:
    match block:
        case Text():
            said = _unbroken(reader.say(block.message))
            return element("p", said, class_=_TEXT_CLASS[block.style])
        case Figures():
            items = (_figure(figure, reader) for figure in block.items)
            return element("dl", *items, class_="figures")
        case Table():
            return _table(block, reader)
        case Chart():
            return _chart(block, reader, place, next(pictures))
        case Buttons():
            items = (_button(button, reader, place) for button in block.items)
            return element("div", *items, class_="buttons")
        case Checklist():
            return _checklist(block, reader)
        case Note():
            return _note(block, reader)
    assert_never(block)


def _unbroken(sentence: str) -> str:
    """The sentence with every sign kept on the line of its amount (−¥5, +¥5)."""
    return _SIGN.sub("\\g<0>\N{WORD JOINER}", sentence)


def _figure(figure: Figure, reader: Reader) -> Markup:
    value = element("dd", _value(figure.value, reader), class_="value")
    change = _change(figure, reader)
    return element("div", element("dt", reader.say(figure.label)), value, change, class_="figure")


def _change(figure: Figure, reader: Reader) -> Markup | None:
    if figure.change is None and figure.baseline is None:
        return None
    moved = _moved(figure.change, figure.good, reader) if figure.change else None
    was = reader.say(msg("was {value}", value=figure.baseline)) if figure.baseline else None
    against = element("span", was, class_="baseline") if was else None
    return element("dd", moved, " " if moved and against else None, against)


def _moved(change: Value, good: bool | None, reader: Reader) -> Markup:
    kind, verdict = _WELCOME[good] if good is not None else ("even", None)
    word = element("span", f" {reader.say(verdict)}", class_="unseen") if verdict else None
    return element("span", _arrow(change), _value(change, reader), word, class_=f"change {kind}")


def _arrow(change: Value) -> Markup | None:
    size = size_of(change)
    if not size:
        return None
    return element("span", "▲" if size > 0 else "▼", class_="arrow", aria_hidden="true")


def _value(value: Value, reader: Reader) -> str:
    return shortened(reader.translator.value(value))


def _table(table: Table, reader: Reader) -> Markup:
    numeric = [_is_numeric(table, index) for index in range(len(table.columns))]
    heads = (
        _head(column, number, reader) for column, number in zip(table.columns, numeric, strict=True)
    )
    rows = (_row(row, numeric, reader) for row in table.rows)
    title = reader.say(table.title) if table.title else None
    grid = element(
        "table",
        element("caption", title) if title else None,
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    # A region that scrolls must be reachable by keyboard, and then needs a name.
    label = title or reader.say(msg("Table"))
    return element("div", grid, class_="grid", tabindex=0, role="region", aria_label=label)


def _head(column: TableColumn, numeric: bool, reader: Reader) -> Markup:
    label = shortened(reader.say(column.label))
    return element("th", label, scope="col", class_="number" if numeric else None)


def _row(cells: Sequence[Value | Msg | None], numeric: list[bool], reader: Reader) -> Markup:
    texts = [shortened(reader.translator.value(cell)) for cell in cells]
    written = (
        element(
            "td" if index else "th",
            text,
            scope=None if index else "row",
            class_="number" if numeric[index] else "long" if len(text) > LONG else None,
        )
        for index, text in enumerate(texts)
    )
    return element("tr", *written)


def _is_numeric(table: Table, index: int) -> bool:
    """A column is set flush right when it holds numbers; missing cells do not decide."""
    cells = [row[index] for row in table.rows if row[index] is not None]
    known = [cell for cell in cells if not isinstance(cell, Unknown)]
    numbers = (Money, Percent, Change, Points, Count, Number)
    return bool(known) and all(isinstance(cell, numbers) for cell in known)


def _chart(chart: Chart, reader: Reader, place: Place, index: int) -> Markup:
    address = f"{place.picture}.{index}-{reader.locale}.png"
    image = element("img", src=address, alt=reader.say(chart.alt), loading="lazy")
    return element("a", image, href=address, target="_blank", rel="noopener", class_="chart")


def _button(button: Button, reader: Reader, place: Place) -> Markup:
    label = reader.say(button.label)
    confirm = reader.say(button.confirm) if button.confirm else None
    return ask_button(reader, place, label, button.command, confirm, edit=button.edit)


def _checklist(checklist: Checklist, reader: Reader) -> Markup:
    title = element("p", reader.say(checklist.title), class_="title")
    items = (_item(item, reader) for item in checklist.items)
    return element("div", title, element("ul", *items), class_="checklist")


def _item(item: ChecklistItem, reader: Reader) -> Markup:
    state = reader.say(msg("done")) if item.done else reader.say(msg("to do"))
    owner = element("span", reader.say(item.owner), class_="owner") if item.owner else None
    mark = element("span", "✓" if item.done else "", class_="mark", aria_hidden="true")
    said = joined(mark, element("span", f"{state}: ", class_="unseen"), reader.say(item.label))
    return element("li", said, " " if owner else None, owner, class_="done" if item.done else None)


def _note(note: Note, reader: Reader) -> Markup:
    sign = {"info": "", "warning": "!", "error": "×"}[note.tone]
    mark = element("span", sign, class_="mark", aria_hidden="true") if sign else None
    return element("p", mark, _unbroken(reader.say(note.message)), class_=f"note {note.tone}")
