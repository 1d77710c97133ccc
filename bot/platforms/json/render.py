"""The public JSON of a reply, version 1 (documented in docs/json.md).

Numbers are raw and named; texts are in the reader's language. Within a version fields are only
added, so programs must ignore what they do not know.
"""

from collections.abc import Mapping
from typing import Any, assert_never

from bot.i18n import Translator
from bot.platforms.json.numbers import number
from bot.platforms.json.plots import plot_data
from commands.kit.message import Msg
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
    Table,
    TableColumn,
    Text,
)
from commands.kit.values import (
    Change,
    Count,
    Day,
    Days,
    Moment,
    Money,
    Name,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
)

VERSION = 1
Json = dict[str, Any]


def render(reply: Reply, translator: Translator, charts: Mapping[str, str] | None = None) -> Json:
    """The reply as plain JSON types. `charts`: file paths of drawn charts by chart name."""
    files = charts or {}
    return {
        "tidebell": VERSION,
        "command": reply.command,
        "locale": translator.locale,
        "failed": reply.failed,
        "audience": reply.audience,
        "thread": reply.thread,
        "blocks": [_block(block, translator, files) for block in reply.blocks],
        "more": [_block(block, translator, files) for block in reply.more],
    }


def raw(value: Value | Msg | None, translator: Translator) -> Any:
    """A value as a JSON scalar: numbers as numbers, dates as ISO 8601, unknown as null.

    A span of days is an ISO interval whose both ends are included (`2026-11-01/2026-11-11`).
    """
    match value:
        case None | Unknown():
            return None
        case Msg():
            return translator.message(value)
        case Name():
            return value.text
        case Day():
            return value.day.isoformat()
        case Days():
            return f"{value.first.isoformat()}/{value.last.isoformat()}"
        case Moment():
            return value.at.isoformat()
        case Money():
            return number(value.amount)
        case Count() | Number():
            return number(value.number)
        case Percent() | Change() | Points():
            return number(value.ratio)
    assert_never(value)


def unit(value: Value | Msg | None) -> str | None:
    """What a raw value is: its kind, `text` for words, None for what is not known."""
    match value:
        case None | Unknown():
            return None
        case Msg() | Name():
            return "text"
        case _:
            return value.kind


def _block(block: Block, translator: Translator, files: Mapping[str, str]) -> Json:
    match block:
        case Text():
            return {"block": "text", "style": block.style.value} | _text(block.message, translator)
        case Note():
            return {"block": "note", "tone": block.tone} | _text(block.message, translator)
        case Figures():
            return {
                "block": "figures",
                "items": [_figure(item, translator) for item in block.items],
            }
        case Table():
            return _table(block, translator)
        case Chart():
            return _chart(block, translator, files.get(block.name))
        case Buttons():
            return {
                "block": "buttons",
                "items": [_button(item, translator) for item in block.items],
            }
        case Checklist():
            return _checklist(block, translator)
    assert_never(block)


def _text(message: Msg, translator: Translator) -> Json:
    parts = {name: raw(part, translator) for name, part in message.parts.items()}
    return {"text": translator.message(message), "parts": parts}


def _figure(figure: Figure, translator: Translator) -> Json:
    return {
        "metric": figure.metric,
        "label": translator.message(figure.label),
        "value": raw(figure.value, translator),
        "unit": unit(figure.value),
        "currency": _currency(figure.value),
        "baseline": raw(figure.baseline, translator),
        "change": raw(figure.change, translator),
        "change_unit": unit(figure.change),
        "good": figure.good,
        "text": translator.value(figure.value),
    }


def _currency(value: Value | Msg | None) -> str | None:
    return value.currency if isinstance(value, Money) else None


def _table(table: Table, translator: Translator) -> Json:
    return {
        "block": "table",
        "name": table.name,
        "title": translator.message(table.title) if table.title else None,
        "columns": [
            _column(column, [row[position] for row in table.rows], translator)
            for position, column in enumerate(table.columns)
        ],
        "rows": [[raw(cell, translator) for cell in row] for row in table.rows],
    }


def _column(column: TableColumn, cells: list[Value | Msg | None], translator: Translator) -> Json:
    """A column's unit is that of its known cells; `mixed` where they differ, null for none."""
    units = {unit(cell) for cell in cells} - {None}
    currencies = {_currency(cell) for cell in cells} - {None}
    return {
        "name": column.name,
        "label": translator.message(column.label),
        "unit": "mixed" if len(units) > 1 else next(iter(units), None),
        "currency": next(iter(currencies)) if len(currencies) == 1 else None,
    }


def _chart(chart: Chart, translator: Translator, file: str | None) -> Json:
    return {
        "block": "chart",
        "name": chart.name,
        "title": translator.message(chart.title),
        "alt": translator.message(chart.alt),
        "file": file,
        "data": plot_data(chart.plot, translator),
    }


def _button(button: Button, translator: Translator) -> Json:
    return {
        "label": translator.message(button.label),
        "command": button.command,
        "confirm": translator.message(button.confirm) if button.confirm else None,
    }


def _checklist(checklist: Checklist, translator: Translator) -> Json:
    return {
        "block": "checklist",
        "title": translator.message(checklist.title),
        "items": [_checklist_item(item, translator) for item in checklist.items],
    }


def _checklist_item(item: ChecklistItem, translator: Translator) -> Json:
    return {
        "label": translator.message(item.label),
        "done": item.done,
        "owner": translator.message(item.owner) if item.owner else None,
    }
