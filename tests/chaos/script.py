"""What happens in a fault run, and when: drawn from a seed before anything starts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["slash", "mention", "reply", "direct", "press"]
Asks = Literal["calendar", "chart", "refused", "button"]

HOW: dict[Kind, int] = {"slash": 36, "mention": 22, "reply": 10, "direct": 24, "press": 8}
WHAT: dict[Asks, int] = {"calendar": 62, "chart": 20, "refused": 18}
SHOP_BEGINS, SHOP_ENDS = date(2026, 7, 25), date(2026, 11, 22)
CALENDAR_BEGINS = date(2021, 1, 1)
LEAST_BETWEEN_KILLS = 2.0
WRONG_BY = (-1200, -90, 45, 400, 1500)
"""Seconds by which the bot's own clock is wrong for a while; Slack's stays right."""
LATER_BY = 300
"""Seconds that pass at once for everybody: a slot of the schedule falls due."""


@dataclass(frozen=True)
class Span:
    """Days of which no other question speaks; both ends included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The days as a person types them."""
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


@dataclass(frozen=True)
class Ask:
    """A question `at` seconds after the start. `person`, `place`, `root`: which of those there are.

    `place` is a channel, `root` a thread in it; both mean nothing to a direct message. A `press`
    takes a button of an answer given by then, so it has no line of its own.
    """

    at: float
    how: Kind
    what: Asks
    person: int
    place: int
    root: int
    line: str
    span: Span | None = None
    word: str = ""


@dataclass(frozen=True)
class Kill:
    """The bot's process is killed and started again at once."""

    at: float


@dataclass(frozen=True)
class Step:
    """A clock is put forward or back. `everywhere`: Slack's too, so that time has passed."""

    at: float
    seconds: int
    everywhere: bool


@dataclass(frozen=True)
class Drop:
    """Slack closes the bot's sockets. `politely`: with a frame that announces it."""

    at: float
    politely: bool


Act = Ask | Kill | Step | Drop


@dataclass(frozen=True)
class Size:
    """How much happens, in how many seconds, among how many people and channels."""

    questions: int
    kills: int
    seconds: float
    wrong_clocks: int
    passing_times: int
    drops: int
    people: int
    places: int
    roots: int = 2


FULL = Size(2500, 24, 400, wrong_clocks=6, passing_times=24, drops=12, people=14, places=24)
QUICK = Size(200, 3, 24, wrong_clocks=1, passing_times=2, drops=2, people=6, places=8)


def draw(seed: int, size: Size) -> tuple[Act, ...]:
    """Everything that happens, in its order; the same for the same seed and size."""
    dice = random.Random(seed)
    acts: list[Act] = [*_questions(dice, size), *_kills(dice, size), *_steps(dice, size)]
    acts += [Drop(dice.uniform(0, size.seconds), bool(n % 2)) for n in range(size.drops)]
    return tuple(sorted(acts, key=lambda act: act.at))


def _questions(dice: random.Random, size: Size) -> Iterator[Ask]:
    moments = sorted(dice.uniform(0, size.seconds) for _ in range(size.questions))
    hows = dice.choices(list(HOW), list(HOW.values()), k=size.questions)
    whats = dice.choices(list(WHAT), list(WHAT.values()), k=size.questions)
    charted = _spans(dice, SHOP_BEGINS, SHOP_ENDS, longest=31)
    dated = _spans(dice, CALENDAR_BEGINS, SHOP_BEGINS, longest=45)
    for number, (at, how, what) in enumerate(zip(moments, hows, whats, strict=True)):
        where = dice.randrange(size.people), dice.randrange(size.places), dice.randrange(size.roots)
        if how == "press":
            yield Ask(at, how, "button", *where, line="")
        elif what == "refused":
            word = f"zq{number}x{dice.randrange(16**4):04x}"
            yield Ask(at, how, what, *where, line=f"gmv channel={word}", word=word)
        else:
            name, spans = ("gmv", charted) if what == "chart" else ("calendar", dated)
            span = next(spans)
            yield Ask(at, how, what, *where, line=f"{name} {span.words}", span=span)


def _spans(dice: random.Random, begins: date, ends: date, longest: int) -> Iterator[Span]:
    """Spans of two days and more, each given once; StopIteration when all are used."""
    days = (ends - begins).days
    all_ = [(first, length) for first in range(days) for length in range(1, longest)]
    dice.shuffle(all_)
    for first, length in all_:
        if first + length < days:
            start = begins + timedelta(first)
            yield Span(start, start + timedelta(length))


def _kills(dice: random.Random, size: Size) -> Iterator[Kill]:
    """Random moments, some while the bot is still starting, none right at the ends."""
    room = size.seconds - LEAST_BETWEEN_KILLS * (size.kills + 1)
    moments = sorted(dice.uniform(0, room) for _ in range(size.kills))
    for number, moment in enumerate(moments, start=1):
        yield Kill(moment + LEAST_BETWEEN_KILLS * number)


def _steps(dice: random.Random, size: Size) -> Iterator[Step]:
    for _ in range(size.wrong_clocks):
        seconds, at = dice.choice(WRONG_BY), dice.uniform(0, size.seconds * 0.85)
        yield Step(at, seconds, everywhere=False)
        yield Step(at + size.seconds * dice.uniform(0.01, 0.06), -seconds, everywhere=False)
    for number in range(size.passing_times):
        at = size.seconds * (number + dice.random()) / (size.passing_times + 1)
        yield Step(at, LATER_BY, everywhere=True)
