"""Whether a Socket Mode connection still hears anything, and when to try another one.

An open socket proves nothing: a connection may be dead for hours without a sign. Slack answers
every ping, so a connection on which nothing at all has come for a while is deaf.
"""

import random
import time
from collections.abc import Callable

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STEADY_SECONDS = 60.0
CROWDED_PAUSE = 30.0


class Pulse:
    """When a connection last heard anything. Monotonic: steps of the wall clock do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._heard = clock()
        self._pong: object = None

    def hear(self) -> None:
        """Something came."""
        self._heard = self._clock()

    def look(self, pong: object) -> None:
        """The mark of the last answered ping; another one than before was heard just now."""
        if pong != self._pong:
            self._pong = pong
            self.hear()

    @property
    def silence(self) -> float:
        """Seconds since anything was heard."""
        return self._clock() - self._heard

    @property
    def age(self) -> float:
        """Seconds since the connection was opened."""
        return self._clock() - self._began


class Backoff:
    """How long to wait before the next attempt: longer each time, and never two at one moment."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._tries = 0

    def tried(self) -> None:
        """An attempt was made; whether it is worth something shows when it has lasted."""
        self._tries += 1

    def lasted(self) -> None:
        """The connection lasted: the next trouble is another one."""
        self._tries = 0

    def pause(self, at_least: float = 0.0) -> float:
        """Seconds to wait now; none before the first attempt and the second."""
        if self._tries < 2:
            return at_least
        whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._tries - 2, 10))
        return max(at_least, whole * (0.5 + self._chance() / 2))
