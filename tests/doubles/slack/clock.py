"""The workspace's clock: the machine's, which a test may step."""

import threading
import time


class WorkspaceClock:
    """Seconds since 1970, plus what was added by `advance`; timestamps are never given twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._added = 0.0
        self._given: set[int] = set()

    def now(self) -> float:
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        """Step the clock; negative steps it back."""
        self._added += seconds

    def stamp(self) -> str:
        """A message's ts: the time in microseconds, the next free one where it was given."""
        with self._lock:
            micros = int(self.now() * 1_000_000)
            while micros in self._given:
                micros += 1
            self._given.add(micros)
            return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
