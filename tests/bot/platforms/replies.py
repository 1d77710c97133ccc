"""A reply with one of every block, and its smaller relatives."""

from datetime import date, timedelta
from decimal import Decimal

from commands.kit.message import msg
from commands.kit.plots import Band, BridgeChart, BridgeStep, Line, LineChart, Shade
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
from commands.kit.values import Change, Count, Days, Money, Name, Percent, Points, Unknown

FIRST = date(2026, 11, 1)
DAYS = tuple(FIRST + timedelta(days=day) for day in range(11))
PERIOD = Days(first=DAYS[0], last=DAYS[-1])


def yuan(amount: str) -> Money:
    return Money(amount=Decimal(amount))


HEADLINE = Text(
    message=msg("Paid GMV {value}, {period}", value=yuan("1234567.89"), period=PERIOD),
    style=Style.HEADLINE,
)
FIGURES = Figures(
    items=(
        Figure(
            metric="paid_gmv",
            label=msg("Paid GMV"),
            value=yuan("123.45"),
            baseline=yuan("140.00"),
            change=Change(ratio=-0.12),
            good=False,
        ),
        Figure(
            metric="visitors",
            label=msg("Visitors"),
            value=Count(number=48213),
            baseline=Count(number=50001),
            change=Change(ratio=-0.0358),
        ),
        Figure(
            metric="cvr",
            label=msg("Conversion"),
            value=Percent(ratio=0.0342),
            change=Points(ratio=0.004),
            good=True,
        ),
        Figure(metric="roi", label=msg("ROI"), value=Unknown()),
    )
)


def table(rows: int) -> Table:
    """Channels with an amount each; the second amount is not known."""
    return Table(
        name="channels",
        title=msg("Channels"),
        columns=(
            TableColumn(name="channel", label=msg("Channel")),
            TableColumn(name="paid_gmv", label=msg("Paid GMV")),
            TableColumn(name="visitors", label=msg("Visitors")),
        ),
        rows=tuple(
            (
                Name(text="抖音" if row == 0 else f"channel {row}"),
                Unknown() if row == 1 else yuan(f"{1000 * (row + 1)}.5"),
                Count(number=100 - row),
            )
            for row in range(rows)
        ),
    )


LINES = Chart(
    name="trend",
    title=msg("Paid GMV fell"),
    alt=msg("A line that falls"),
    plot=LineChart(
        days=DAYS,
        unit="money",
        lines=(
            Line(
                label=msg("Paid GMV"),
                role="current",
                values=(10.0, 20.0, None, 30.0, 40.0, 50.0, 60.0, 70.0, 80.5, 90.0, 5.0),
            ),
        ),
        band=Band(label=msg("80 %"), low=(None,) * 11, high=(1.0,) * 11),
        shades=(Shade(first=date(2026, 11, 9), last=date(2026, 11, 11), label=msg("Burst")),),
    ),
)
BRIDGE = Chart(
    name="bridge",
    title=msg("Visitors cost most"),
    alt=msg("A bridge"),
    plot=BridgeChart(
        start_label=msg("Before"),
        start=140.0,
        steps=(
            BridgeStep(label=msg("Visitors"), amount=-20.0),
            BridgeStep(label=msg("Conversion"), amount=3.45),
        ),
        end_label=msg("Now"),
        end=123.45,
        unit="money",
    ),
)
BUTTONS = Buttons(
    items=(
        Button(label=msg("By channel"), command="/gmv 7d by channel"),
        Button(label=msg("Reset"), command="/settings reset", confirm=msg("Sure?")),
    )
)
CHECKLIST = Checklist(
    title=msg("To do"),
    items=(
        ChecklistItem(label=msg("Check stock"), done=True),
        ChecklistItem(label=msg("Check prices"), owner=msg("operator")),
    ),
)
WARNING = Note(message=msg("data until {day}", day=PERIOD), tone="warning")


def reply(*blocks: Block, more: tuple[Block, ...] = ()) -> Reply:
    return Reply(blocks=blocks, more=more, command="/gmv 7d")


def everything() -> Reply:
    return reply(
        HEADLINE, FIGURES, table(3), LINES, BRIDGE, BUTTONS, CHECKLIST, WARNING, more=(table(2),)
    )
