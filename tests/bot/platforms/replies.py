"""A reply with one of every block, and its smaller relatives."""

from datetime import date, timedelta
from decimal import Decimal

from commands.kit.message import Msg, msg
from commands.kit.plots import (
    Band,
    BarsChart,
    BarSeries,
    BridgeChart,
    BridgeStep,
    CurvePoint,
    CurvesChart,
    FunnelChart,
    FunnelStep,
    Level,
    Line,
    LineChart,
    Mark,
    QuadrantChart,
    ResponseCurve,
    Shade,
)
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
FUNNEL = Chart(
    name="funnel",
    title=msg("Fewer put it into the cart"),
    alt=msg("A funnel"),
    plot=FunnelChart(
        steps=(
            FunnelStep(label=msg("Visit"), people=12_345),
            FunnelStep(label=msg("Cart"), people=4_567, rate=0.37, expected=5_000.5),
            FunnelStep(label=msg("Order"), people=900, rate=0.197, expected=880.0),
        ),
        worst=1,
    ),
)
BARS = Chart(
    name="credits",
    title=msg("Last touch is kind to search"),
    alt=msg("Bars"),
    plot=BarsChart(
        groups=(Msg(text="抖音"), msg("Search")),
        series=(
            BarSeries(label=msg("Last touch"), values=(1000.0, 2000.0)),
            BarSeries(
                label=msg("Markov"), values=(1500.0, None), low=(1400.0, None), high=(1600.5, None)
            ),
        ),
        unit="money",
    ),
)
CURVES = Chart(
    name="curves",
    title=msg("Search is used up"),
    alt=msg("Curves"),
    plot=CurvesChart(
        curves=(
            ResponseCurve(
                label=msg("Search"),
                xs=(0.0, 100.0, 200.0),
                ys=(0.0, 300.0, 400.5),
                low=(0.0, 250.0, 300.0),
                high=(0.0, 350.0, 500.0),
                now=CurvePoint(x=200.0, y=400.5),
                proposed=CurvePoint(x=100.0, y=300.0),
                seen=150.0,
            ),
            ResponseCurve(label=Msg(text="抖音"), xs=(), ys=(), now=CurvePoint(x=50.0, y=75.5)),
        ),
        x_label=msg("Spend"),
        y_label=msg("GMV"),
    ),
)
QUADRANT = Chart(
    name="quadrant",
    title=msg("Two channels bring little"),
    alt=msg("A quadrant"),
    plot=QuadrantChart(
        marks=(
            Mark(label=Msg(text="抖音"), x=1000.0, y=2.5, size=1.0),
            Mark(label=msg("Search"), x=300.0, y=0.5),
            Mark(label=msg("Display"), x=200.0, y=0.25, size=0.0),
        ),
        x_label=msg("GMV"),
        y_label=msg("ROI"),
        x_cut=300.5,
        y_cut=2.5,
        x_unit="money",
        y_unit="number",
        fields=(msg("Test more"), msg("Invest"), msg("Wind down"), msg("Cut cost")),
    ),
)
RETURNS = Chart(
    name="returns",
    title=msg("ROI is under its stop line"),
    alt=msg("A line under another"),
    plot=LineChart(
        days=DAYS[:3],
        unit="number",
        lines=(Line(label=msg("ROI"), role="current", values=(2.0, 1.75, 1.25)),),
        levels=(Level(label=msg("Stop line"), value=1.5),),
    ),
)
PLOTS = (LINES, BRIDGE, FUNNEL, BARS, CURVES, QUADRANT, RETURNS)
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
