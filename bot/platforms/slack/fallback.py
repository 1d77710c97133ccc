"""A reply as plain lines: what a notification shows, a screen reader reads, and what is posted
where Slack refuses the blocks."""

from typing import assert_never

from bot.masking import masked
from bot.platforms.slack.figures import figure_line
from bot.platforms.slack.names import typed
from bot.platforms.slack.tables import table_cells, table_title
from bot.platforms.slack.text import cut
from bot.platforms.slack.voice import Voice, said_of
from commands.kit.reply import (
    Block,
    Button,
    Buttons,
    Chart,
    Checklist,
    ChecklistItem,
    Figures,
    Note,
    Table,
    Text,
)

_LINE = 200
_TONES = {"info": "", "warning": "⚠️ ", "error": "⛔ "}


def text_lines(block: Block, voice: Voice) -> list[str]:
    """The block as lines, not escaped yet."""
    match block:
        case Text():
            return [voice.say(block.message)]
        case Note():
            return [note_line(block, voice)]
        case Figures():
            return [figure_line(figure, voice) for figure in block.items]
        case Table():
            return _table_lines(block, voice)
        case Chart():
            return [chart_line(block, voice)]
        case Buttons():
            return [line for item in block.items if (line := _button_line(item, voice))]
        case Checklist():
            items = (checklist_line(item, voice) for item in block.items)
            return [cut(voice.say(block.title), _LINE), *items]
    assert_never(block)


def note_line(note: Note, voice: Voice) -> str:
    """The remark behind the sign of its tone."""
    return _TONES[note.tone] + voice.say(note.message)


def chart_line(chart: Chart, voice: Voice) -> str:
    """What the chart finds, in words."""
    return f"📈 {voice.say(chart.alt)}"


def checklist_line(item: ChecklistItem, voice: Voice) -> str:
    """`☑ Check stock — operator`."""
    owner = f" — {cut(voice.say(item.owner), _LINE)}" if item.owner else ""
    return f"{'☑' if item.done else '☐'} {cut(voice.say(item.label), 2 * _LINE)}{owner}"


def _button_line(button: Button, voice: Voice) -> str | None:
    """What to type instead of pressing; nothing for a line that nobody would type."""
    if len(button.command) > _LINE:
        return None
    label, command = cut(voice.say(button.label), _LINE), typed(masked(button.command))
    return command if label == command else said_of(label, command, voice)


def _table_lines(table: Table, voice: Voice) -> list[str]:
    """A row a line, every cell behind its column's name."""
    heads, *rows = table_cells(table, voice)
    title = [table_title(table, voice)] if table.title else []
    return [*title, *(_row_line(heads, row, voice) for row in rows)]


def _row_line(heads: list[str], row: list[str], voice: Voice) -> str:
    first, *rest = zip(heads, row, strict=True)
    if len(rest) == 1:
        return said_of(first[1], rest[0][1], voice)
    told = " · ".join(f"{head} {cell}" for head, cell in rest)
    return said_of(first[1], told, voice) if told else first[1]
