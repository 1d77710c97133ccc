"""The record of everything that was sent to the app and how it took it."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.slack.model import Json


@dataclass
class Attempt:
    """One sending. Times are `time.monotonic()`; `via` is `http` or a socket's number."""

    number: int
    sent_at: float
    via: str = ""
    reason: str = ""
    envelope: str = ""
    acked_at: float | None = None
    failure: str = ""
    status: int | None = None


@dataclass(eq=False)
class Delivery:
    """One event, command or interaction and its attempts.

    `kind` is events_api, slash_commands or interactive; `number` its place in `deliveries`.
    `answer`: what the app put into its acknowledgement. `refused`: what the person saw because
    it could not be sent at all. `typed_at`: where among the messages a command stands.
    """

    kind: str
    payload: Json
    user: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    answer: Any = None
    refused: str = ""
    typed_at: str = ""
    number: int | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def acked(self) -> bool:
        return any(one.acked_at is not None for one in self.attempts)

    @property
    def ack_seconds(self) -> float | None:
        """From the first sending to the first acknowledgement; None while there is none."""
        times = [one.acked_at for one in self.attempts if one.acked_at is not None]
        return min(times) - self.attempts[0].sent_at if times else None

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    @property
    def name(self) -> str:
        """`message`, `app_mention`, `/gmv`, `block_actions`, `view_submission` …"""
        event = self.payload.get("event") or {}
        return str(event.get("type") or self.payload.get("command") or self.payload.get("type"))

    def wait(self, timeout: float = 60.0) -> bool:
        """Wait until it is acknowledged or given up; whether it was acknowledged."""
        self.over.wait(timeout)
        return self.acked

    def begin(self, reason: str, via: str) -> Attempt:
        attempt = Attempt(len(self.attempts), time.monotonic(), via, reason)
        self.attempts.append(attempt)
        return attempt
