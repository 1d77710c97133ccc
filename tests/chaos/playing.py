"""Plays a script: people ask, the bot is killed, clocks step, sockets break."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic, sleep

from bot.i18n import LOCALES, translator
from commands.kit.values import Days
from tests.chaos.record import Question
from tests.chaos.script import Act, Ask, Drop, Kill, Span, Step
from tests.chaos.stage import Stage
from tests.doubles.slack import Delivery

SLASHED = ("gmv",)
"""Commands that Slack itself knows; the others go behind /tidebell."""


@dataclass
class Asked:
    """A question on its way. `delivery` for what was pressed or typed as a command."""

    ask: Ask
    line: str
    person: str
    channel: str
    name: str
    at: float
    holds: tuple[str, ...]
    delivery: Delivery | None = None


@dataclass
class Player:
    """Carries a script out on a stage; `asked` is what people asked so far.

    `transports`: how Slack reaches the bot, in turn from one life of it to the next.
    """

    stage: Stage
    seed: int
    transports: tuple[str, ...] = ("socket",)
    asked: list[Asked] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    _roots: dict[tuple[str, int], str] = field(default_factory=dict)
    _pressed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def start_bot(self) -> None:
        """The bot's next life, over the next transport."""
        self.stage.use(self.transports[self.stage.bot.lives % len(self.transports)])
        self.stage.bot.start()

    def play(self, script: tuple[Act, ...]) -> None:
        """All of it, each act at its moment or as soon after as those before are done."""
        began = monotonic()
        for act in script:
            sleep(max(0.0, began + act.at - monotonic()))
            self.carry_out(act)

    def carry_out(self, act: Act) -> None:
        """One act, now."""
        match act:
            case Ask():
                self._ask(act)
            case Kill():
                self.stage.bot.kill()
                self.kills.append(monotonic())
                self.start_bot()
            case Step():
                self.stage.clocks.step(act.seconds, everywhere=act.everywhere)
                self.done["time passed" if act.everywhere else "bot's clock stepped"] += 1
            case Drop():
                self.done["sockets dropped"] += len(self.stage.slack.connections)
                if act.politely:
                    self.stage.slack.part_sockets()
                else:
                    self.stage.slack.drop_sockets()

    def questions(self) -> tuple[Question, ...]:
        """What was asked, and what became of it on the way to the bot."""
        told = taken(self.stage.slack.deliveries)
        return tuple(self._question(one, told) for one in self.asked)

    def _question(self, one: Asked, told: dict[str, float]) -> Question:
        accepted = told.get(one.name)
        refused = one.delivery is not None and accepted is None
        return Question(
            one.name, one.line, one.person, one.channel, one.holds, one.at, accepted, refused
        )

    def _ask(self, ask: Ask) -> None:
        if ask.how == "press":
            self._press(ask)
            return
        stage, person = self.stage, self.stage.people[ask.person]
        channel = stage.channels[ask.place]
        at, delivery, name = monotonic(), None, ""
        if ask.how == "slash":
            command, _, rest = ask.line.partition(" ")
            typed = (f"/{command}", rest) if command in SLASHED else ("/tidebell", ask.line)
            delivery = stage.slack.slash(person, channel, *typed)
            name = delivery.payload["trigger_id"]
        elif ask.how == "direct":
            channel = stage.slack.world.direct(person, stage.slack.world.bot_user).id
            name = stage.slack.say(person, channel, f"/{ask.line}")
        else:
            thread = self._root(channel, ask) if ask.how == "reply" else None
            mention = f"<@{stage.slack.world.bot_user}> /{ask.line}"
            at = monotonic()
            name = stage.slack.say(person, channel, mention, thread)
        held = _held(ask.span) if ask.span else (ask.word,)
        self._note(Asked(ask, ask.line, person, channel, name, at, held, delivery))

    def _root(self, channel: str, ask: Ask) -> str:
        """A thread that people began; begun now where it is not there yet."""
        key = channel, ask.root
        if key not in self._roots:
            person = self.stage.people[ask.person]
            self._roots[key] = self.stage.slack.say(person, channel, "who has seen the numbers?")
        return self._roots[key]

    def _press(self, ask: Ask) -> None:
        """A button of some answer that asks about the same days; each answer's is pressed once."""
        found = self._pressable(ask)
        if found is None:
            self.done["presses with no button there yet"] += 1
            return
        first, place, action, line = found
        self._pressed.add(first.name)
        direct = first.ask.how == "direct"
        person = first.person if direct else self.stage.people[ask.person]
        at = monotonic()
        delivery = self.stage.slack.press(person, first.channel, place, action_id=action)
        name = delivery.payload["trigger_id"]
        asked = Asked(ask, line, person, first.channel, name, at, first.holds, delivery)
        self._note(asked)

    def _pressable(self, ask: Ask) -> tuple[Asked, str, str, str] | None:
        charted = [one for one in self.asked if one.ask.what == "chart"]
        self._dice.shuffle(charted)
        for one in charted:
            if one.name not in self._pressed and (found := self._button(one)):
                return one, *found
        return None

    def _button(self, asked: Asked) -> tuple[str, str, str] | None:
        """Place, action and command of a button that asks more about the days of an answer."""
        assert asked.ask.span is not None
        for place, entry in self.stage.journal.about(asked.name):
            for element in _elements(entry.held.body):
                line = str(element.get("value", ""))
                if asked.ask.span.words in line:
                    return place, str(element["action_id"]), line
        return None

    def _note(self, asked: Asked) -> None:
        self.asked.append(asked)
        self.done[f"asked by {asked.ask.how}"] += 1


def taken(deliveries: Iterable[Delivery]) -> dict[str, float]:
    """When each question was first acknowledged, by its name."""
    found: dict[str, float] = {}
    for delivery in deliveries:
        moments = [one.acked_at for one in delivery.attempts if one.acked_at is not None]
        event = delivery.payload.get("event") or {}
        name = event.get("ts") if delivery.kind == "events_api" else None
        name = name or delivery.payload.get("trigger_id")
        if moments and name and not event.get("subtype"):
            found[name] = min([*moments, found.get(name, min(moments))])
    return found


def _held(span: Span) -> tuple[str, ...]:
    """The days as an answer says them, in each language."""
    days = Days(first=span.first, last=span.last)
    return tuple(translator(locale).value(days) for locale in LOCALES)


def _elements(body: dict[str, object]) -> Iterator[dict[str, object]]:
    blocks = body.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        if block.get("type") == "actions":
            yield from block["elements"]
