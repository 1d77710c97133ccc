"""What the bot counts about itself, for Prometheus.

One `Metrics` belongs to one running bot and has a registry of its own, so that two bots in one
process (tests, replicas) never mix their counts.
"""

from collections.abc import Callable
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.state.errors import StateError

Outcome = Literal["answered", "failed", "refused", "broken"]
"""An answer; a sentence about the asker's mistake; not permitted; something of ours broke."""

Level = Literal[
    "inbox_waiting",
    "outbox_waiting",
    "outbox_dead",
    "socket_connections",
    "socket_frame_age_seconds",
]

_LEVELS: dict[Level, str] = {
    "inbox_waiting": "Questions taken in and not yet answered",
    "outbox_waiting": "Messages not yet as they shall stand on their platform",
    "outbox_dead": "Messages given up",
    "socket_connections": "Open Socket Mode connections",
    "socket_frame_age_seconds": "Seconds since Slack last sent anything over its socket",
}

_ANSWER_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_ACKNOWLEDGE_SECONDS = (0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)


class Metrics:
    """Counts what happens; every method may be called from any thread and never raises."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = self._counter(
            "questions", "Questions by outcome", "platform", "command", "outcome"
        )
        self._seconds = self._histogram(
            "answer_seconds", "Seconds to compute an answer", _ANSWER_SECONDS, "command"
        )
        self._acknowledged = self._histogram(
            "acknowledge_seconds",
            "Seconds until an event was taken in durably and acknowledged",
            _ACKNOWLEDGE_SECONDS,
            "platform",
        )
        self._sent = self._counter(
            "messages_sent",
            "Attempts to post, edit or delete a message",
            "platform",
            "action",
            "outcome",
        )
        self._slowed = self._counter(
            "slowed_down", "Times a platform asked for fewer calls", "platform"
        )
        self._duplicates = self._counter(
            "duplicates_dropped", "Events delivered again and dropped", "platform"
        )
        self._calls = self._counter(
            "platform_calls", "Calls of a platform's own API", "method", "outcome"
        )
        self._call_seconds = self._histogram(
            "platform_call_seconds", "Seconds such a call took", _ANSWER_SECONDS, "method"
        )
        self._refusals = self._counter("refusals", "Requests refused", "reason")
        self._dead = self._counter("dead_letters", "Messages given up", "platform")
        self._reconnects = self._counter(
            "socket_reconnects", "Socket Mode connections opened anew", "reason"
        )

    def count_question(self, platform: str, command: str, outcome: Outcome, seconds: float) -> None:
        """A question was answered in `seconds`. `command`: its name, empty where none was found."""
        self._questions.labels(platform, command or "none", outcome).inc()
        self._seconds.labels(command or "none").observe(seconds)

    def count_acknowledgement(self, platform: str, seconds: float) -> None:
        """An event of the platform was kept and acknowledged in `seconds`."""
        self._acknowledged.labels(platform).observe(seconds)

    def count_sending(
        self,
        platform: str,
        action: Literal["post", "edit", "delete", "find"],
        outcome: Literal["done", "too_fast", "unsure", "impossible", "failed"],
    ) -> None:
        """An attempt to change a message ended so. Where the platform wants rest, that too."""
        self._sent.labels(platform, action, outcome).inc()
        if outcome == "too_fast":
            self._slowed.labels(platform).inc()

    def count_call(self, method: str, outcome: str, seconds: float) -> None:
        """A call of a platform's API ended so. `outcome`: `ok` or the platform's own word."""
        self._calls.labels(method, outcome).inc()
        self._call_seconds.labels(method).observe(seconds)

    def count_duplicate(self, platform: str) -> None:
        """An event came again and was dropped."""
        self._duplicates.labels(platform).inc()

    def count_refusal(self, reason: str) -> None:
        """Something was refused. `reason`: one of few fixed words, never text of a request."""
        self._refusals.labels(reason).inc()

    def count_dead_letter(self, platform: str) -> None:
        """A message was given up."""
        self._dead.labels(platform).inc()

    def count_reconnect(self, reason: str) -> None:
        """A Socket Mode connection was opened anew. `reason`: one of few fixed words."""
        self._reconnects.labels(reason).inc()

    def watch(self, level: Level, read: Callable[[], float]) -> None:
        """Have `read` asked for a level whenever the metrics are fetched; once for each level.

        It is NaN while the state or the system does not tell it.
        """
        gauge = Gauge(f"tidebell_{level}", _LEVELS[level], registry=self._registry)
        gauge.set_function(lambda: _level(read))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"tidebell_{name}", told, labels, registry=self._registry)

    def _histogram(
        self, name: str, told: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"tidebell_{name}", told, labels, registry=self._registry, buckets=buckets)


def _level(read: Callable[[], float]) -> float:
    try:
        return read()
    except (StateError, OSError):
        return float("nan")
