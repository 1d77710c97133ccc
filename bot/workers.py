"""The threads that take up questions, and hold what they took up until it is answered."""

import logging
import secrets
from collections.abc import Callable, Collection
from datetime import timedelta
from threading import Condition, Thread
from time import monotonic

from bot.clock import Clock
from bot.state import inbox
from bot.state.database import Database, StateError
from bot.state.inbox import Claimed

AT_ONCE = 4
LEASE = timedelta(seconds=60)
LOOK_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 3600.0
TROUBLE_SECONDS = 2.0
LONGEST_REST = timedelta(minutes=5)

logger = logging.getLogger(__name__)


class Workers:
    """Has `settle` answer what waits in the inbox, `at_once` questions at a time.

    `platforms`: only what was asked there; what was asked elsewhere is left to other processes.

    A question that `settle` fails on is put back and tried again later, each time after a
    longer rest. One whose process dies is taken up again when its lease runs out, or at the
    next start where nobody else uses the state.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settle: Callable[[Claimed], None],
        *,
        platforms: Collection[str] | None = None,
        at_once: int = AT_ONCE,
        lease: timedelta = LEASE,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._database, self._clock, self._settle = database, clock, settle
        self._platforms = platforms
        self._lease, self._look_seconds = lease, look_seconds
        self._owner = secrets.token_hex(8)
        self._held: dict[int, Claimed] = {}
        self._changed = Condition()
        self._calls, self._stopping = 0, False
        self._threads = [Thread(target=self._work, name=f"worker-{n}") for n in range(at_once)]
        self._threads.append(Thread(target=self._look_after, name="worker-leases"))

    def start(self) -> None:
        """Begin to work, with what an earlier process left unanswered first."""
        if not self._database.is_shared:
            with self._database.writing() as tx:
                inbox.release(tx)
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that a question may be waiting."""
        with self._changed:
            self._calls += 1
            self._changed.notify_all()

    def stop(self, seconds: float) -> bool:
        """Take up nothing more and wait up to `seconds` for what is being answered.

        What is not answered by then is let go: nothing that still comes of it is kept, and it
        is answered by another process or after the next start. False: some thread still works
        on such a question; `join` waits for it.
        """
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self.join(seconds):
            return True
        try:
            with self._database.writing() as tx:
                inbox.release(tx, self._owner)
        except StateError as error:
            logger.error("questions at work could not be let go, their leases run out: %s", error)
        return False

    def join(self, seconds: float) -> bool:
        """Wait up to `seconds` for the threads to end; whether they have."""
        until = monotonic() + seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while not self._stopping:
            calls = self._calls
            if not self._take_up_one():
                self._rest(calls)

    def _rest(self, calls: int) -> None:
        """Until somebody calls; a second at most, for what others put back or died over."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopping or self._calls != calls, self._look_seconds
            )

    def _take_up_one(self) -> bool:
        """Whether there was one, and it was settled."""
        claimed = None
        try:
            with self._database.writing() as tx:
                now, held = self._clock.now(), list(self._held)
                claimed = inbox.claim(tx, self._owner, now, self._lease, self._platforms, held)
                if claimed:
                    self._held[claimed.id] = claimed
            if claimed is None:
                return False
            self._settle(claimed)
        except StateError as error:
            logger.error("questions wait: %s", error)
            self._put_back(claimed, counted=False)
            self._pause(TROUBLE_SECONDS)
            return False
        except Exception:
            logger.exception("a question was not answered; it is tried again")
            self._put_back(claimed)
            return False
        finally:
            if claimed:
                self._held.pop(claimed.id, None)
        return True

    def _put_back(self, claimed: Claimed | None, *, counted: bool = True) -> None:
        if claimed is None:
            return
        rest = min(timedelta(seconds=2 ** min(claimed.attempts, 10)), LONGEST_REST)
        try:
            with self._database.writing() as tx:
                inbox.put_back(tx, claimed, self._clock.now() + rest, counted=counted)
        except StateError as error:
            logger.error("it could not be put back, its lease must run out: %s", error)

    def _look_after(self) -> None:
        """Hold on to what is being answered, and drop what was answered long ago."""
        forgotten = monotonic()
        while not self._pause(self._lease.total_seconds() / 3):
            try:
                with self._database.writing() as tx:
                    now = self._clock.now()
                    inbox.extend(tx, self._owner, list(self._held), now + self._lease)
                    if monotonic() > forgotten and inbox.forget(tx, now) < inbox.ROWS_AT_ONCE:
                        forgotten = monotonic() + HOUSEKEEPING_SECONDS
            except StateError as error:
                logger.error("the leases of questions could not be extended: %s", error)

    def _pause(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._stopping, seconds)
