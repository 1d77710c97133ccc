"""A reply in the terminal: at most twelve lines, the rest folded until asked for."""

from typing import assert_never

from rich.console import Console
from rich.text import Text as Styled

from bot.i18n import Translator, visible
from bot.masking import masked
from bot.platforms.console.cells import cut, widest
from bot.platforms.console.sparkline import chart_lines
from bot.platforms.console.tables import figure_lines, table_lines
from bot.platforms.console.wrapping import wrapped
from commands.kit.reply import (
    Block,
    Buttons,
    Chart,
    Checklist,
    Figures,
    Note,
    Reply,
    Style,
    Table,
    Text,
)

MOST_LINES = 12
# Which blocks lose lines in turn, and how many each keeps at least: a short table is the answer
# itself and stays whole as long as anything else can give way.
GIVING_WAY: tuple[tuple[type, int], ...] = (
    (Table, 8),
    (Buttons, 0),
    (Figures, 2),
    (Chart, 0),
    (Figures, 0),
    (Table, 4),
)
STYLES = {Style.HEADLINE: "bold", Style.BODY: "", Style.SMALL: "dim"}
TONES = {"info": ("· ", "dim"), "warning": ("! ", "yellow"), "error": ("✗ ", "red")}


def render(
    reply: Reply,
    translator: Translator,
    *,
    width: int = 100,
    more: bool = False,
    console: Console | None = None,
) -> str:
    """The reply as lines of text; with a `console` it is printed there as well, in colour.

    Returns plain text without escape codes. `width` is in cells and is the console's where
    there is one. `more` unfolds everything.
    """
    lines = _lines(reply, translator, console.width if console else width, more)
    if console:
        for line in lines:
            console.print(line, highlight=False, soft_wrap=True)
    return "".join(f"{line.plain}\n" for line in lines)


def _lines(reply: Reply, translator: Translator, width: int, more: bool) -> list[Styled]:
    if more:
        return _joined(_drawn((*reply.blocks, *reply.more), translator, width))
    drawn = _drawn(reply.blocks, translator, width)
    full = sum(map(len, drawn))
    if full > MOST_LINES - bool(reply.more):
        drawn = _folded(reply.blocks, drawn, translator, width)
    lines = _joined(drawn)
    if not reply.more and len(lines) == full:
        return lines
    return [*lines, Styled(translator.plain("… more: add --more"), style="dim")]


def _drawn(blocks: tuple[Block, ...], translator: Translator, width: int) -> list[list[Styled]]:
    return [_block(block, translator, width) for block in blocks]


def _joined(drawn: list[list[Styled]]) -> list[Styled]:
    return [line for lines in drawn for line in lines]


def _folded(
    blocks: tuple[Block, ...], drawn: list[list[Styled]], translator: Translator, width: int
) -> list[list[Styled]]:
    """What must stay: words and notes in full. The other kinds give way in turn.

    Words alone may still take more than the limit; nothing that is said is cut off.
    """
    drawn = list(drawn)
    for kind, shortest in GIVING_WAY:
        for place, block in enumerate(blocks):
            over = sum(map(len, drawn)) - (MOST_LINES - 1)
            if over <= 0 or not isinstance(block, kind):
                continue
            kept = max(shortest, len(drawn[place]) - over)
            if isinstance(block, Table):
                drawn[place] = table_lines(block, translator, width, kept)
            else:
                drawn[place] = drawn[place][:kept]
    return drawn


def _block(block: Block, translator: Translator, width: int) -> list[Styled]:
    match block:
        case Text():
            text = translator.message(block.message)
            return _wrapped(text, STYLES[block.style], width)
        case Note():
            mark, style = TONES[block.tone]
            return _wrapped(mark + translator.message(block.message), style, width)
        case Figures():
            return figure_lines(block, translator, width)
        case Table():
            return table_lines(block, translator, width)
        case Chart():
            return chart_lines(block, translator, width)
        case Buttons():
            return _button_lines(block, width)
        case Checklist():
            return _checklist_lines(block, translator, width)
    assert_never(block)


def _wrapped(text: str, style: str, width: int) -> list[Styled]:
    lines = (line for paragraph in text.split("\n") for line in wrapped(visible(paragraph), width))
    return [Styled(line, style=style) for line in lines]


def _button_lines(buttons: Buttons, width: int) -> list[Styled]:
    """The commands to type instead of pressing, as many as fit on one line."""
    hints = [f"› {visible(masked(button.command))}" for button in buttons.items]
    while len(hints) > 1 and widest(["   ".join(hints)]) > width:
        hints.pop()
    return [Styled(cut("   ".join(hints), width), style="dim")] if hints else []


def _checklist_lines(checklist: Checklist, translator: Translator, width: int) -> list[Styled]:
    lines = _wrapped(translator.message(checklist.title), "bold", width)
    for item in checklist.items:
        owner = f" — {translator.message(item.owner)}" if item.owner else ""
        text = f"{'☑' if item.done else '☐'} {translator.message(item.label)}{owner}"
        lines += _wrapped(text, "dim" if item.done else "", width)
    return lines
