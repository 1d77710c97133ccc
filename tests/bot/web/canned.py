"""A bot that answers from a drawer: every kind of block, a slow one, hostile ones."""

import base64
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.i18n import Translator
from bot.platforms.base import CommandHint, Person, Request
from commands.kit.message import msg
from commands.kit.reply import (
    Button,
    Buttons,
    Chart,
    Checklist,
    ChecklistItem,
    Figure,
    Figures,
    Line,
    LineChart,
    Note,
    Reply,
    Style,
    Table,
    TableColumn,
    Text,
)
from commands.kit.values import Change, Count, Days, Money, Name, Percent, Points, Unknown

LIN = Person("linyue", "林悦", ("growth lead",), "zh-CN")
ALEX = Person("alex", "Alex", ("product engineer",), "en")
PEOPLE = (ALEX, LIN)
COMMANDS = (
    CommandHint("/gmv", "[period] [by <dimension>] [<dim>=<value>…] [vs …]", msg("GMV, what moved it, and where")),
    CommandHint("/target", "[metric]", msg("Targets, pace and landing")),
    CommandHint("/calendar", "[period]", msg("Occasions with countdown")),
    CommandHint("/help", "[command]", msg("What Tidebell can do")),
)  # fmt: skip
SUGGEST = ("/gmv 7d by channel", "/target", "/calendar")

# One black dot: the smallest thing a browser accepts as a picture.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def money(amount: int, *, signed: bool = False) -> Money:
    return Money(amount=Decimal(amount), signed=signed)


SPAN = Days(first=date(2026, 11, 8), last=date(2026, 11, 14))
DAYS = tuple(date(2026, 11, 1) + timedelta(days=day) for day in range(14))
CHART = Chart(
    name="trend",
    title=msg("GMV by day"),
    alt=msg("GMV peaked on Nov 11"),
    plot=LineChart(
        days=DAYS,
        unit="money",
        lines=(
            Line(label=msg("This period"), role="current", values=tuple(float(180_000 + 9000 * i) for i in range(14))),
            Line(label=msg("Period before"), role="comparison", values=tuple(float(200_000 + 4000 * i) for i in range(14))),
        ),
    ),
)  # fmt: skip
MOVERS = Table(
    name="movers",
    title=msg("What moved it, by channel"),
    columns=(
        TableColumn(name="channel", label=msg("Channel")),
        TableColumn(name="paid_gmv", label=msg("Paid GMV")),
        TableColumn(name="contribution", label=msg("Contribution")),
        TableColumn(name="change", label=msg("Change")),
        TableColumn(name="cvr", label=msg("Conversion")),
    ),
    rows=(
        (Name(text="抖音"), money(1_204_330), money(-182_400, signed=True), Change(ratio=-0.131), Percent(ratio=0.0312)),
        (Name(text="小红书"), money(640_120), money(54_210, signed=True), Change(ratio=0.092), Percent(ratio=0.0274)),
        (Name(text="天猫"), money(2_910_044), money(-61_003, signed=True), Change(ratio=-0.021), Percent(ratio=0.0405)),
        (Name(text="线下"), money(330_900), money(2_100, signed=True), Change(ratio=0.006), Unknown()),
    ),
)  # fmt: skip
FIGURES = Figures(
    items=(
        Figure(metric="paid_gmv", label=msg("Paid GMV"), value=money(5_085_394), baseline=money(5_272_487), change=Change(ratio=-0.0355), good=False),
        Figure(metric="visitors", label=msg("Visitors"), value=Count(number=412_008), baseline=Count(number=398_100), change=Change(ratio=0.0349), good=True),
        Figure(metric="cvr", label=msg("Conversion"), value=Percent(ratio=0.0357), baseline=Percent(ratio=0.0386), change=Points(ratio=-0.0029), good=False),
        Figure(metric="aov", label=msg("Value per buyer"), value=money(346), baseline=money(343), change=Change(ratio=0.0087)),
    )
)  # fmt: skip
RICH = Reply(
    command="/gmv 7d by channel",
    blocks=(
        Text(
            message=msg("Paid GMV fell in {span}; 抖音 explains most of it.", span=SPAN),
            style=Style.HEADLINE,
        ),
        FIGURES,
        MOVERS,
        CHART,
        Buttons(
            items=(
                Button(label=msg("Why?"), command="/why paid_gmv 7d"),
                Button(
                    label=msg("Pause the campaign"),
                    command="/pause 42",
                    confirm=msg("Pause the campaign for everyone?"),
                ),
            )
        ),
        Note(message=msg("Paid GMV counts paid orders before refunds, compared with the 7 days before.")),
        Note(message=msg("Data until 2026-11-14 23:00."), tone="warning"),
    ),
    more=(
        Text(message=msg("Visitors rose, fewer of them bought.")),
        Checklist(
            title=msg("To look at"),
            items=(
                ChecklistItem(label=msg("Payment failures"), done=True, owner=msg("product engineer")),
                ChecklistItem(label=msg("Stock of the top sellers")),
            ),
        ),
        Text(message=msg("Details follow below."), style=Style.SMALL),
    ),
)  # fmt: skip
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202egpj.exe"


def said(sentence: str, **more: object) -> Reply:
    """A reply of one line that shows `sentence` as it is."""
    line = msg("Answer to {line}", line=Name(text=sentence))
    return Reply(blocks=(Text(message=line),)).model_copy(update=more)


class CannedBot:
    """Answers by the first word; `released` holds back `/slow` until it is set."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.released = threading.Event()

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        word = request.text.split()[0]
        match word:
            case "/gmv":
                return RICH
            case "/slow":
                self.released.wait(20)
            case "/secret":
                return said(request.text, audience="person")
            case "/incident":
                return said(request.text, thread="incident:42")
            case "/hostile":
                return said(HOSTILE)
            case "/broken":
                raise RuntimeError("against the promise")
        return said(request.text)


class Drawing:
    """Draws a dot and remembers for which languages."""

    def __init__(self) -> None:
        self.locales: list[str] = []

    def __call__(self, chart: Chart, translator: Translator) -> bytes:
        self.locales.append(translator.locale)
        return DOT


class Ticking:
    """A clock that is one minute later each time it is read."""

    def __init__(self) -> None:
        self._at = datetime(2026, 11, 14, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._at += timedelta(minutes=1)
        return self._at
