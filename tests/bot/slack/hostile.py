"""Replies as nobody should make them: huge, empty, full of what Slack would obey."""

from decimal import Decimal

from hypothesis import strategies as st

from commands.kit.message import Msg, msg
from commands.kit.plots import BarsChart, BarSeries, Line, LineChart, Plot
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
from commands.kit.values import Change, Count, Money, Name, Unknown

NASTY = (
    "",
    " ",
    "<!channel>",
    "<@U0123> <#C1|x> <https://x.example|y>",
    "|",
    ">",
    "> quote\n```code``` *b* _i_ ~s~",
    "&amp; & &lt;",
    ":smile: 😀👨‍👩‍👧",
    "\u202eright to left مرحبا",
    "\x00\x07\u2028",
    "成交总额" * 40,
    "/calendar 双11 /help",
    "&" * 700,
)
HUGE = (*NASTY, "w" * 5_000, "word <!here> & " * 4_000)


def said(texts: tuple[str, ...] = NASTY) -> st.SearchStrategy[Msg]:
    return st.sampled_from(texts).map(lambda text: msg("{name}", name=Name(text=text))) | (
        st.sampled_from(texts).map(lambda text: Msg(text=text))
    )


def cells() -> st.SearchStrategy[object]:
    return st.one_of(
        st.none(),
        st.just(Unknown()),
        st.sampled_from(NASTY).map(lambda text: Name(text=text)),
        st.integers(-(10**9), 10**9).map(lambda amount: Money(amount=Decimal(amount))),
        st.floats(-10, 10).map(lambda ratio: Change(ratio=ratio)),
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A row is drawn once and repeated: it is the size that matters."""
    wide = draw(st.sampled_from([0, 1, 2, 6, 20, 21, 45]))
    row = tuple(draw(st.lists(cells(), min_size=wide, max_size=wide)))
    columns = tuple(TableColumn(name=f"c{n}", label=draw(said())) for n in range(wide))
    high = [0, 1, 3] if wide > 6 else [0, 1, 3, 99, 100, 101, 500]
    rows = (row,) * draw(st.sampled_from(high))
    return Table(name="t", title=draw(st.none() | said()), columns=columns, rows=rows)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    value = cells().filter(lambda cell: cell is not None)
    figure = Figure(
        metric="m",
        label=draw(said()),
        value=draw(value),
        baseline=draw(cells()),
        change=draw(cells()),
        good=draw(st.sampled_from([True, False, None])),
    )
    return Figures(items=(figure,) * draw(st.sampled_from([0, 1, 10, 11, 60])))


@st.composite
def buttons(draw: st.DrawFn) -> Buttons:
    commands = st.sampled_from(["/gmv 7d", "", "/gmv " + "x" * 200, "/gmv " + "x" * 3_000])
    button = st.builds(Button, label=said(), command=commands, confirm=st.none() | said())
    items = draw(st.lists(button, min_size=1, max_size=4))
    return Buttons(items=tuple(items) * draw(st.sampled_from([1, 6, 15, 40])))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    points = draw(st.sampled_from([1, 7, 20, 21]))
    names = [msg("{n}", n=Count(number=n)) for n in range(draw(st.sampled_from([1, 3, 6, 7])))]
    values, labels = (1.5,) * points, tuple(f"{hour:02}" for hour in range(points))
    lines = tuple(Line(label=name, role="current", values=values) for name in names)
    bars = tuple(BarSeries(label=name, values=values) for name in names)
    groups = tuple(Msg(text=label) for label in labels)
    plots: list[Plot] = [
        LineChart(x_labels=labels, lines=lines, unit="count"),
        BarsChart(groups=groups, series=bars, unit="count"),
    ]
    plot = draw(st.sampled_from(plots))
    return Chart(name="c", title=draw(said()), alt=draw(said()), plot=plot)


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    item = ChecklistItem(label=draw(said()), done=draw(st.booleans()), owner=draw(said()))
    items = (item,) * draw(st.sampled_from([0, 1, 5, 80]))
    return Checklist(title=draw(said()), items=items)


def blocks() -> st.SearchStrategy[Block]:
    return st.one_of(
        st.builds(Text, message=said(HUGE), style=st.sampled_from(list(Style))),
        st.builds(Note, message=said(HUGE), tone=st.sampled_from(["info", "warning", "error"])),
        tables(),
        figures(),
        buttons(),
        charts(),
        checklists(),
    )


def hostile_replies() -> st.SearchStrategy[Reply]:
    some = st.lists(blocks(), max_size=6).map(tuple)
    return st.builds(Reply, blocks=some, more=st.just(()) | some)
