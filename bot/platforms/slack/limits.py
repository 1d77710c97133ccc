"""How much one person may ask within a minute."""

import threading
import time
from collections import OrderedDict
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
    """The requests of the last minute: their keys and when they came, oldest first."""

    keys: dict[str, float] = field(default_factory=dict)
    told: bool = False


class RequestRate:
    """Counts each person's requests of the last minute; at most `per_minute` are free.

    Only those who asked lately are remembered, at most ten thousand of them.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = per_minute, clock
        self._people: OrderedDict[str, _Recent] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, person: str, key: str) -> Verdict:
        """Count a person's request and say whether it is still free.

        The same `key` again is the same request: Slack tells of some things twice.
        """
        now = self._clock()
        with self._lock:
            recent = self._people.setdefault(person, _Recent())
            self._people.move_to_end(person)
            if len(self._people) > _PEOPLE:
                self._people.popitem(last=False)
            return self._judge(recent, key, now)

    def _judge(self, recent: _Recent, key: str, now: float) -> Verdict:
        recent.keys = {one: at for one, at in recent.keys.items() if at > now - _MINUTE}
        if key in recent.keys:
            return Verdict.FREE
        if len(recent.keys) < self._most:
            recent.keys[key] = now
            recent.told = False
            return Verdict.FREE
        verdict = Verdict.SILENT if recent.told else Verdict.TOLD
        recent.told = True
        return verdict
