"""How long messages that this process put off still rest, by a clock that nobody sets."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Rests:
    """What is known beside the outbox, where a rest ends at a time of day: that comes too late
    when the machine's clock was wrong as the rest began and is set back. Any thread may ask and
    tell. Kept in memory: what an earlier run put off is due by the outbox alone.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ends: dict[int, tuple[datetime, float]] = {}

    def begin(self, number: int, until: datetime, rest: timedelta) -> None:
        """The message is put off for so long; `until` is what the outbox says of it."""
        with self._lock:
            self._ends[number] = until, self._monotonic() + rest.total_seconds()

    def left(self, number: int, until: datetime) -> float | None:
        """Seconds of its rest that are left, 0 or less: none. None where `until` is not of a
        rest that began here."""
        with self._lock:
            noted, end = self._ends.get(number, (None, 0.0))
        return end - self._monotonic() if noted == until else None

    def end(self, number: int) -> None:
        """The message is taken up again."""
        with self._lock:
            self._ends.pop(number, None)
