"""The rest of the bot as Slack's adapter knows it: it remembers what it was given."""

import threading
from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock, SystemClock
from bot.metrics import Metrics
from bot.platforms.base import Inbound
from bot.platforms.slack.actions import HomePage
from bot.platforms.slack.connect import Inside
from bot.state.errors import StateError
from commands.kit.message import Msg, msg
from commands.kit.registry import discover


class Desk:
    """Keeps questions in memory, each key once; `broken` makes it refuse as a full disk does."""

    def __init__(self) -> None:
        self.asked: dict[str, Inbound] = {}
        self.deliveries = 0
        self.broken = False
        self._lock = threading.Lock()

    def accept(self, question: Inbound) -> bool:
        with self._lock:
            if self.broken:
                raise OSError(28, "No space left on device")
            self.deliveries += 1
            return self.asked.setdefault(question.key, question) is question

    @property
    def lines(self) -> list[str]:
        with self._lock:
            return [question.text for question in self.asked.values()]

    @property
    def last(self) -> Inbound:
        with self._lock:
            return list(self.asked.values())[-1]


class Deeds:
    """Notes what people did besides asking; `page` is everybody's App Home."""

    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []
        self.languages: dict[str, str] = {}
        self.page = HomePage()
        self.answers: dict[str, str] = {}
        self.broken = False
        self.known = ("昨天", "yesterday", "last week")

    def language(self, person: str) -> str:
        if self.broken:
            raise StateError("the durable state cannot be used now: no connection")
        return self.languages.get(person, "en")

    def choose_language(self, person: str, language: str) -> None:
        self.languages[person] = language

    def home(self, person: str) -> HomePage:
        return self.page

    def end_subscription(self, person: str, subscription: str) -> None:
        self.done.append(("end", person, subscription))
        self.page = HomePage()

    def withdraw(self, person: str, channel: str, place: str) -> bool:
        self.done.append(("withdraw", person, channel, place))
        return True

    def unfold(self, person: str, channel: str, key: str) -> None:
        self.done.append(("unfold", person, channel, key))

    def pin(self, person: str, channel: str, place: str, at: datetime) -> None:
        self.done.append(("pin", person, channel, place))

    def asked_at(self, channel: str, place: str) -> str | None:
        return self.answers.get(place)

    def words(self, person: str, command: str, field: str, typed: str) -> Sequence[str]:
        return [word for word in self.known if word.startswith(typed)]

    def mistake(self, person: str, command: str, field: str, text: str) -> Msg | None:
        return msg("That is no period.") if text == "yesterdy" else None


class Bot:
    """Everything the adapter is given."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.desk, self.deeds, self.metrics = Desk(), Deeds(), Metrics()
        self.warnings: dict[str, Msg] = {}
        self.inside = Inside(
            accept=self.desk.accept,
            actions=self.deeds,
            commands=discover(),
            clock=clock or SystemClock(),
            metrics=self.metrics,
            warn=self.warnings.__setitem__,
        )

    def count(self, name: str) -> float:
        """A figure of the metrics by its line: `tidebell_refusals_total{reason="malformed"}`."""
        for line in self.metrics.text().decode().splitlines():
            if line.startswith(name + " "):
                return float(line.rpartition(" ")[2])
        return 0.0
