"""A bot that answers from a drawer: every kind of block, a slow one, hostile ones."""

import base64
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.i18n import Translator
from bot.platforms.base import CommandHint, Person, Request
from commands.kit.message import Msg, msg
from commands.kit.plots import Line, LineChart
from commands.kit.reply import (
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
from commands.kit.values import Change, Count, Days, Money, Name, Percent, Points, Unknown, Value

LIN = Person("linyue", "林悦", ("growth lead",), "zh-CN")
ALEX = Person("alex", "Alex", ("product engineer",), "en")
PEOPLE = (ALEX, LIN)
GMV_USAGE = "[period] [by <dimension>] [dimension=value …] [vs <comparison>]"
COMMANDS = (
    CommandHint("/gmv", GMV_USAGE, msg("GMV, what moved it, and where")),
    CommandHint("/target", "[metric]", msg("Targets, pace and landing")),
    CommandHint("/calendar", "[period]", msg("Occasions with countdown")),
    CommandHint("/help", "[command]", msg("What Tidebell can do")),
)
SUGGEST = {
    "en": ("/gmv 7d by channel", "/target", "/calendar"),
    "zh-CN": ("/gmv 近7天", "/target", "/calendar"),
}

# One black dot: the smallest thing a browser accepts as a picture.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def money(amount: int, *, signed: bool = False) -> Money:
    return Money(amount=Decimal(amount), signed=signed)


def figure(
    metric: str, label: str, now: Value, before: Value, change: Value, good: bool | None
) -> Figure:
    return Figure(
        metric=metric, label=Msg(text=label), value=now, baseline=before, change=change, good=good
    )


def mover(
    channel: str, gmv: int, contribution: int, change: float, cvr: Value
) -> tuple[Value, ...]:
    signed = money(contribution, signed=True)
    return Name(text=channel), money(gmv), signed, Change(ratio=change), cvr


def line(label: str, role: str, first: float, step: float) -> Line:
    values = [first + step * day for day in range(14)]
    return Line.model_validate({"label": Msg(text=label), "role": role, "values": values})


SPAN = Days(first=date(2026, 11, 8), last=date(2026, 11, 14))
CHART = Chart(
    name="trend",
    title=msg("GMV by day"),
    alt=msg("GMV peaked on Nov 11"),
    plot=LineChart(
        days=tuple(date(2026, 11, 1) + timedelta(days=day) for day in range(14)),
        unit="money",
        lines=(
            line("This period", "current", 180_000, 9000),
            line("Period before", "comparison", 200_000, 4000),
        ),
    ),
)
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
        mover("抖音", 1_204_330, -182_400, -0.131, Percent(ratio=0.0312)),
        mover("小红书", 640_120, 54_210, 0.092, Percent(ratio=0.0274)),
        mover("天猫", 2_910_044, -61_003, -0.021, Percent(ratio=0.0405)),
        mover("线下", 330_900, 2_100, 0.006, Unknown()),
    ),
)
_VISITORS = Count(number=412_008), Count(number=398_100)
_CVR = Percent(ratio=0.0357), Percent(ratio=0.0386)
FIGURES = Figures(
    items=(
        figure(
            "paid_gmv", "Paid GMV", money(5_085_394), money(5_272_487), Change(ratio=-0.036), False
        ),
        figure("visitors", "Visitors", *_VISITORS, Change(ratio=0.0349), True),
        figure("cvr", "Conversion", *_CVR, Points(ratio=-0.0029), False),
        figure("aov", "Value per buyer", money(346), money(343), Change(ratio=0.0087), None),
    )
)


def many_figures(number: int) -> Reply:
    """A reply with a number of figures as long as they come."""
    amount = Figure(
        metric="landing", label=msg("Landing"), value=money(123_456_700), baseline=money(9_876_500),
        change=Change(ratio=-0.462), good=False,
    )  # fmt: skip
    return Reply(blocks=(Figures(items=(amount,) * number),))


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
        Note(message=msg("Paid GMV counts paid orders, compared with the 7 days before.")),
        Note(message=msg("Data until 2026-11-14 23:00."), tone="warning"),
    ),
    more=(
        Text(message=msg("Visitors rose, fewer of them bought.")),
        Checklist(
            title=msg("To look at"),
            items=(
                ChecklistItem(label=msg("Payment failures"), done=True, owner=msg("analyst")),
                ChecklistItem(label=msg("Stock of the top sellers")),
            ),
        ),
        Text(message=msg("Details follow below."), style=Style.SMALL),
    ),
)
ADJUSTABLE = Reply(
    blocks=(
        Buttons(items=(Button(label=msg("Adjust"), command="/gmv 7d by channel", edit=True),)),
    ),
)
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202egpj.exe"


def said(sentence: str, **more: object) -> Reply:
    """A reply of one line that shows `sentence` as it is."""
    line = msg("Answer to {line}", line=Name(text=sentence))
    return Reply(blocks=(Text(message=line),)).model_copy(update=more)


class Chosen:
    """The languages people chose, for the length of a test."""

    def __init__(self) -> None:
        self.locales: dict[str, str] = {}

    def language_of(self, person: str) -> str | None:
        return self.locales.get(person)

    def set_language(self, person: str, locale: str) -> None:
        self.locales[person] = locale

    def language_of_channel(self, channel: str) -> str | None:
        return None

    def set_channel_language(self, channel: str, locale: str) -> None:
        raise AssertionError("the page chooses for people only")


class CannedBot:
    """Answers by the first word; `released` holds back `/slow` until it is set."""

    def __init__(self, languages: Chosen | None = None) -> None:
        self.asked: list[Request] = []
        self.languages = languages or Chosen()
        self.released = threading.Event()

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        word = request.text.split()[0]
        match word:
            case "/gmv":
                return RICH
            case "/adjust":
                return ADJUSTABLE
            case "/slow":
                self.released.wait(120)
            case "/secret":
                return said(request.text, audience="person")
            case "/incident":
                return said(request.text, thread="incident:42")
            case "/settings":
                self.languages.set_language(request.person.id, request.text.split()[-1])
            case "/hostile":
                return said(HOSTILE)
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
