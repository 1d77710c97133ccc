"""How much one person may ask within a minute."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

_MINUTE = 60.0
_PEOPLE = 10_000


class Verdict(Enum):
    """TOLD: too much, and to be said so; SILENT: too much, and said already."""

    FREE = "free"
    TOLD = "told"
    SILENT = "silent"


@dataclass
class _Recent:
    at: deque[float] = field(default_factory=deque)
    told: bool = False


class RequestRate:
    """Counts each person's requests of the last minute; at most `per_minute` are free.

    Only those who asked lately are remembered, at most ten thousand of them.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = per_minute, clock
        self._people: OrderedDict[str, _Recent] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, person: str) -> Verdict:
        """Count one request of a person and say whether it is still free."""
        now = self._clock()
        with self._lock:
            recent = self._people.setdefault(person, _Recent())
            self._people.move_to_end(person)
            if len(self._people) > _PEOPLE:
                self._people.popitem(last=False)
            return self._judge(recent, now)

    def _judge(self, recent: _Recent, now: float) -> Verdict:
        while recent.at and recent.at[0] <= now - _MINUTE:
            recent.at.popleft()
        if len(recent.at) < self._most:
            recent.at.append(now)
            recent.told = False
            return Verdict.FREE
        verdict = Verdict.SILENT if recent.told else Verdict.TOLD
        recent.told = True
        return verdict
