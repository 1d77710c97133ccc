"""The thread that looks every few seconds for reports and timers that are due."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from schedule import Scheduler

from bot.clock import Clock
from bot.settling import Rhythm, settle_due
from bot.state.database import Database
from bot.state.errors import StateError

EVERY_SECONDS = 5
MINUTELY_SECONDS = 60
TURN_SECONDS = 0.5
LONGEST_SILENCE = 60.0

logger = logging.getLogger(__name__)


class Ticking:
    """Looks every few seconds for what is due, in a thread of its own.

    `wake` is called when a question was put into the inbox. A clock that is set forward or back
    does no harm: what counts is which slots are settled, not when the last look was.
    `minutely` is called about once a minute; it must not raise.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rhythm: Rhythm,
        wake: Callable[[], None],
        minutely: Callable[[], None] | None = None,
    ) -> None:
        self._database, self._clock, self._rhythm, self._wake = database, clock, rhythm, wake
        self._minutely = minutely
        self._jobs = Scheduler()
        self._stopping = Event()
        self._looked_at = monotonic()
        self._thread = Thread(target=self._run, name="schedule")

    def start(self) -> None:
        """Begin, with a look at once."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """End; whether the thread has ended within `seconds`."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def complaint(self) -> str | None:
        """What is wrong, for whoever watches over the process; None when nothing is."""
        silent = monotonic() - self._looked_at
        if silent <= LONGEST_SILENCE:
            return None
        return f"the schedule was last looked at {silent:.0f} s ago"

    def tick(self) -> None:
        """Look once; what the database cannot do now is done at the next look."""
        try:
            if settle_due(self._database, self._rhythm, self._clock.now()):
                self._wake()
            self._looked_at = monotonic()
        except StateError as error:
            logger.error("the schedule waits: %s", error)
        except ValueError:  # a row that a later version wrote
            logger.exception("something on the schedule cannot be read")

    def _run(self) -> None:
        self.tick()
        self._arrange()
        while not self._stopping.wait(TURN_SECONDS):
            self._turn()

    def _turn(self) -> None:
        # The jobs count by the machine's clock: set back, the next look would be hours away.
        if (self._jobs.idle_seconds or 0) > EVERY_SECONDS:
            self._arrange()
        self._jobs.run_pending()

    def _arrange(self) -> None:
        self._jobs.clear()
        self._jobs.every(EVERY_SECONDS).seconds.do(self.tick)
        if self._minutely:
            self._jobs.every(MINUTELY_SECONDS).seconds.do(self._minutely)
