"""When a channel may be posted in again: its pace, and the rest its platform asked for; and when
a platform was last reached.

Kept in memory: a restart forgets it, and the platform says so again.
"""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How fast a platform takes messages: `burst` at once, `per_second` in the long run of one
    channel; one message is edited every `edit_seconds` at most."""

    per_second: float
    burst: int
    edit_seconds: float


CHAT = Pace(per_second=1.0, burst=3, edit_seconds=3.0)
AT_ONCE = Pace(per_second=math.inf, burst=1, edit_seconds=0.0)


@dataclass(frozen=True)
class Lane:
    """A channel of a platform, for new messages or for edits: platforms limit them apart."""

    platform: str
    channel: str
    is_post: bool


class Lanes:
    """Says how long each lane still rests. Any thread may ask and tell."""

    def __init__(
        self, paces: Mapping[str, Pace], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._paces, self._monotonic = paces, monotonic
        self._lock = threading.Lock()
        # When the next post would be exactly on time, were there no bursts.
        self._on_time: dict[Lane, float] = {}
        self._rests: dict[Lane | tuple[str, bool], float] = {}
        self._reached: dict[str, float] = {}

    def pace(self, platform: str) -> Pace:
        """The platform's pace."""
        return self._paces.get(platform, CHAT)

    def wait(self, lane: Lane) -> float:
        """Seconds until something may be sent in it; 0 or less: now."""
        with self._lock:
            until = max(
                self._rests.get(lane, 0.0),
                self._rests.get((lane.platform, lane.is_post), 0.0),
                self._paced(lane) if lane.is_post else 0.0,
            )
        return until - self._monotonic()

    def spend(self, lane: Lane) -> None:
        """A message is being posted in it."""
        if not lane.is_post:
            return
        with self._lock:
            start = max(self._on_time.get(lane, 0.0), self._monotonic())
            self._on_time[lane] = start + 1 / self.pace(lane.platform).per_second

    def rest(self, lane: Lane, seconds: float, *, everywhere: bool) -> None:
        """The platform wants rest in this lane, or in all of its kind."""
        whole = (lane.platform, lane.is_post) if everywhere else lane
        with self._lock:
            self._rests[whole] = self._monotonic() + seconds

    def reach(self, platform: str) -> None:
        """A call to the platform got through."""
        self._reached[platform] = self._monotonic()

    def silence(self, platform: str) -> float:
        """Seconds since a call to the platform got through; infinite where none has."""
        return self._monotonic() - self._reached.get(platform, -math.inf)

    def _paced(self, lane: Lane) -> float:
        pace = self.pace(lane.platform)
        return self._on_time.get(lane, 0.0) - (pace.burst - 1) / pace.per_second
