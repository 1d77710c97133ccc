"""The loop that hands messages out to the threads that send them."""

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from queue import SimpleQueue

from bot.clock import Clock
from bot.delivery.lanes import Lane, Lanes, Pace
from bot.delivery.rests import Rests
from bot.delivery.sender import OnDead, Sender
from bot.delivery.timing import Timing
from bot.metrics import Metrics
from bot.platforms.base import Poster
from bot.state import leasing, sending
from bot.state.database import Database
from bot.state.errors import StateError
from bot.state.leasing import Candidate, Lease
from bot.state.outbox import Message, Transaction

logger = logging.getLogger(__name__)

THREADS = 6
DAY_SECONDS = 86_400.0
FORGOTTEN_AT_ONCE, MOST_FORGOTTEN = 1000, 100_000


def tell_nobody(tx: Transaction, message: Message, error: Exception) -> None:
    """Leaves it at the log."""


class Delivery:
    """Delivers the messages of `database` for the platforms of `posters`, until it is stopped.

    Several may work on one PostgreSQL; platforms missing here are left to the others.
    `paces`: of platforms that are not paced like a chat. `on_dead`: see there.
    """

    def __init__(
        self,
        database: Database,
        posters: Mapping[str, Poster],
        clock: Clock,
        *,
        on_dead: OnDead = tell_nobody,
        paces: Mapping[str, Pace] | None = None,
        timing: Timing | None = None,
        metrics: Metrics | None = None,
        threads: int = THREADS,
    ) -> None:
        self._database, self._clock = database, clock
        self._timing = timing or Timing()
        self._platforms = tuple(posters)
        self._lanes, self._rests = Lanes(paces or {}), Rests()
        self._sender = Sender(
            database,
            posters,
            clock,
            self._lanes,
            self._rests,
            self._timing,
            on_dead,
            metrics or Metrics(),
        )
        self._owner = secrets.token_hex(8)
        self._changed = threading.Condition()
        self._is_woken = self._is_stopping = False
        self._in_flight: dict[int, str] = {}  # the platform of each
        self._claimed: SimpleQueue[Message | None] = SimpleQueue()
        self._loop = threading.Thread(target=self._run, name="delivery", daemon=True)
        self._senders = [
            threading.Thread(target=self._send, name=f"delivery-{n}", daemon=True)
            for n in range(threads)
        ]
        self._renewed_at = self._tidied_at = -DAY_SECONDS

    def start(self) -> None:
        """Begin, with what an earlier run left behind."""
        if not self._database.is_shared:
            with self._database.writing() as tx:
                leasing.release_all(tx, self._clock.now())
        for thread in (self._loop, *self._senders):
            thread.start()

    def wake(self) -> None:
        """Look at the outbox now: something was put there. From any thread, after the commit."""
        with self._changed:
            self._is_woken = True
            self._changed.notify()

    def stop(self, seconds: float = 5.0) -> bool:
        """Take up nothing more and wait so long for what is being sent.

        False: something is still being sent. Its thread is left to itself and ends with the
        process; the message is looked for on the platform before it is sent again.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        _join([self._loop], deadline)
        for _ in self._senders:
            self._claimed.put(None)
        return _join([self._loop, *self._senders], deadline)

    def _run(self) -> None:
        while not self._is_stopping:
            try:
                seconds = self._hand_out()
            except Exception as error:
                seconds = self._timing.trouble.total_seconds()
                trace = None if isinstance(error, StateError) else error
                logger.error("delivery stands still: %s", error, exc_info=trace)
            with self._changed:
                self._changed.wait_for(lambda: self._is_woken or self._is_stopping, seconds)
                self._is_woken = False

    def _hand_out(self) -> float:
        """Hand out what is due; the seconds until there may be more."""
        self._renew()
        self._tidy()
        now = self._clock.now()
        with self._database.reading() as tx:
            found = leasing.candidates(tx, self._platforms)
        waits = [
            (one, self._seconds_until(one, now)) for one in found if one.id not in self._in_flight
        ]
        if due := list(self._fitting([one for one, seconds in waits if seconds <= 0])):
            self._claim(due, now)
        return min([self._longest_wait(), *(seconds for _, seconds in waits if seconds > 0)])

    def _fitting(self, due: Sequence[Candidate]) -> Iterator[Candidate]:
        """As many as there are threads for. One thread is left to each other platform: calls to
        one that is out of reach take seconds."""
        at_work = Counter(self._in_flight.copy().values())
        share = max(1, len(self._senders) - len(self._platforms) + 1)
        for one in due:
            if at_work.total() < len(self._senders) and at_work[one.platform] < share:
                at_work[one.platform] += 1
                yield one

    def _seconds_until(self, one: Candidate, now: datetime) -> float:
        rest = self._rests.left(one.id, one.next_try_at)
        return max(
            (one.ready_at(now) - now).total_seconds() if rest is None else rest,
            self._lanes.wait(Lane(one.platform, one.channel, one.is_post)),
        )

    def _longest_wait(self) -> float:
        if self._database.is_shared:
            return self._timing.poll.total_seconds()
        return (self._timing.lease / 3 if self._in_flight else self._timing.idle).total_seconds()

    def _claim(self, due: Sequence[Candidate], now: datetime) -> None:
        lease = self._lease(now)
        with self._database.writing() as tx:
            messages = [leasing.claim(tx, one, lease) for one in due]
        for message in filter(None, messages):
            self._rests.end(message.id)
            self._lanes.spend(Lane(message.platform, message.channel, not message.place))
            self._in_flight[message.id] = message.platform
            self._claimed.put(message)

    def _send(self) -> None:
        while (message := self._claimed.get()) is not None:
            try:
                self._sender.send(message)
            except Exception as error:
                trace = None if isinstance(error, StateError) else error
                logger.error("how %s went is not noted: %s", message.key, error, exc_info=trace)
            self._in_flight.pop(message.id, None)
            self.wake()

    def _renew(self) -> None:
        """Keep what is being sent, however long that takes, while this process lives."""
        lease = self._timing.lease.total_seconds()
        if self._in_flight and time.monotonic() - self._renewed_at > lease / 4:
            with self._database.writing() as tx:
                leasing.renew(tx, self._in_flight.copy().keys(), self._lease(self._clock.now()))
            self._renewed_at = time.monotonic()

    def _lease(self, now: datetime) -> Lease:
        return Lease(self._owner, now + self._timing.lease)

    def _tidy(self) -> None:
        """Once a day forget messages sent long ago, a thousand in each transaction."""
        if time.monotonic() - self._tidied_at < DAY_SECONDS:
            return
        self._tidied_at = time.monotonic()
        before = self._clock.now() - self._timing.kept
        for _ in range(MOST_FORGOTTEN // FORGOTTEN_AT_ONCE):
            with self._database.writing() as tx:
                if sending.forget_old(tx, before, FORGOTTEN_AT_ONCE) < FORGOTTEN_AT_ONCE:
                    return


def _join(threads: Sequence[threading.Thread], deadline: float) -> bool:
    """Whether all have ended by then."""
    running = [thread for thread in threads if thread.is_alive()]
    for thread in running:
        thread.join(max(0.0, deadline - time.monotonic()))
    return not any(thread.is_alive() for thread in running)
