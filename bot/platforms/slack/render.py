"""A reply as a Slack message: the blocks people see and the text that stands for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import assert_never

from bot.platforms.slack.controls import button_blocks, more_button
from bot.platforms.slack.elements import (
    BUTTONS,
    HEADER_TEXT,
    SECTION_TEXT,
    Json,
    actions,
    context,
    header,
    image,
    paragraph,
    run,
    runs,
    section,
)
from bot.platforms.slack.fallback import chart_line, checklist_line, note_line, text_lines
from bot.platforms.slack.figures import figure_blocks
from bot.platforms.slack.native_charts import IN_A_MESSAGE, native_chart
from bot.platforms.slack.tables import table_blocks
from bot.platforms.slack.text import CHANNEL, cut, escaped, fitted, linked
from bot.platforms.slack.voice import Voice, voice
from commands.kit.reply import (
    Block,
    Buttons,
    Called,
    Chart,
    Checklist,
    Figures,
    Note,
    Reply,
    Style,
    Table,
    Text,
)

# An edit with a longer text is refused.
TEXT = 4_000
_LINE = 200


@dataclass(frozen=True)
class Message:
    """What is sent: `text`, escaped already, and `blocks`, in the order shown."""

    text: str
    blocks: list[Json]


@dataclass
class Page:
    """One message being written.

    `pictures`: the ids of charts uploaded, by `chart_digest`. `charts`: how many charts Slack
    may still draw itself. `tables`: how many tables of its own it may still show: one, since it
    refuses a message with two.
    """

    voice: Voice
    pictures: Mapping[str, str] = field(default_factory=dict)
    charts: int = 0
    tables: int = 1
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


def message_of(
    reply: Reply,
    locale: str,
    key: str = "",
    pictures: Mapping[str, str] | None = None,
    *,
    native_charts: bool = False,
) -> Message:
    """The message for `reply`.

    `key`: our name of the message, which its button “More” carries. `pictures`: the file ids of
    the charts that are uploaded; a chart without one that Slack cannot draw itself is told in
    words. The message keeps every limit of Slack's but the total size; `parts` keeps that.
    """
    page = Page(voice(locale), pictures or {}, charts=IN_A_MESSAGE if native_charts else 0)
    blocks = [shown for block in reply.blocks for shown in block_json(block, page)]
    if reply.more:
        _add_more(blocks, more_button(page.voice, key))
    return Message(text_of(reply.blocks, page.voice), blocks)


def text_of(blocks: Iterable[Block], voice: Voice) -> str:
    """The blocks as escaped lines; never empty."""
    lines = (line for block in blocks for line in text_lines(block, voice))
    said = "\n".join(line for line in lines if line)
    return linked(fitted(said, TEXT - len(CHANNEL.findall(said)) * len("<>"))) or "–"


def chart_digest(chart: Chart, locale: str) -> str:
    """What a chart's picture is known by: the same for the same picture."""
    return sha256(f"{locale}\n{chart.model_dump_json()}".encode()).hexdigest()[:16]


def uploaded_charts(reply: Reply, locale: str, *, native_charts: bool) -> list[Chart]:
    """The charts that must be uploaded to be seen, because Slack does not draw them itself."""
    charts = [block for block in reply.blocks if isinstance(block, Chart)]
    drawn = [chart for chart in charts if native_charts and native_chart(chart, voice(locale))]
    return [chart for chart in charts if chart not in drawn[:IN_A_MESSAGE]]


def block_json(block: Block, page: Page) -> list[Json]:
    """The block as Slack's; none where there is nothing to show."""
    match block:
        case Text():
            return _text(block, page.voice)
        case Figures():
            return figure_blocks(block, page.voice)
        case Table():
            page.tables -= 1
            return table_blocks(block, page.voice, native=page.tables >= 0)
        case Chart():
            return [_chart(block, page)]
        case Buttons():
            return button_blocks(block, page.voice, page.numbers)
        case Checklist():
            return [_checklist(block, page.voice)]
        case Note():
            return _note(block, page.voice)
    assert_never(block)


def _add_more(blocks: list[Json], button: Json) -> None:
    """Beside the last buttons where there is room, else on a row of its own."""
    last = blocks[-1] if blocks else {}
    if last.get("type") == "actions" and len(last["elements"]) < BUTTONS:
        last["elements"].append(button)
    else:
        blocks.append(actions([button]))


def _text(text: Text, voice: Voice) -> list[Json]:
    said = voice.say(text.message)
    if not said:
        return []
    if text.calls:
        return [paragraph(*called(cut(said, SECTION_TEXT), text.calls))]
    match text.style:
        case Style.HEADLINE if len(escaped(said)) <= HEADER_TEXT and "\n" not in said:
            return [header(said)]
        case Style.HEADLINE:
            return [paragraph(*runs(cut(said, SECTION_TEXT), "bold"))]
        case Style.BODY:
            return [section(said)]
        case Style.SMALL:
            return [context(said)]
    assert_never(text.style)


def called(said: str, people: Sequence[Called]) -> list[Json]:
    """The words as runs, the people last named in them as mentions: Slack then notifies them."""
    if not people:
        return runs(said) if said else []
    *others, one = people
    before, named, after = said.rpartition(one.name)
    if not named:
        return called(said, others)
    own = {"type": "user", "user_id": one.person}
    return [*called(before, others), own, *called(after, ())]


def _note(note: Note, voice: Voice) -> list[Json]:
    said = note_line(note, voice)
    return [section(said) if note.tone == "error" else context(said)]


def _chart(chart: Chart, page: Page) -> Json:
    native = native_chart(chart, page.voice) if page.charts else None
    if native:
        page.charts -= 1
        return native
    file = page.pictures.get(chart_digest(chart, page.voice.translator.locale))
    if file:
        return image(file, page.voice.say(chart.alt))
    return section(chart_line(chart, page.voice))


def _checklist(checklist: Checklist, voice: Voice) -> Json:
    title = run(cut(voice.say(checklist.title), _LINE), "bold")
    items = (
        run(f"\n{checklist_line(item, voice)}", *(["strike"] if item.done else []))
        for item in checklist.items
    )
    return paragraph(title, *items)
