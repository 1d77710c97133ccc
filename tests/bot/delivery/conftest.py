"""A delivery at work on a platform in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from bot.clock import Clock, SystemClock
from bot.delivery import Delivery, OnDead
from bot.delivery.loop import tell_nobody
from bot.state import outbox
from bot.state.database import Database
from bot.state.outbox import Draft, Message
from tests.bot.delivery.platform import AT_ONCE, QUICK, Platform, now, wait_until


@dataclass
class Post:
    """An outbox, its platform and the deliveries between them."""

    database: Database
    platform: Platform = field(default_factory=Platform)
    running: list[Delivery] = field(default_factory=list)

    def start(
        self,
        on_dead: OnDead = tell_nobody,
        posters: Mapping[str, Platform] | None = None,
        clock: Clock | None = None,
        **more: object,
    ) -> Delivery:
        """Begin to deliver; to `platform` as `chat` unless other `posters` are named."""
        settings: dict[str, object] = {"paces": {"chat": AT_ONCE}, "timing": QUICK} | more
        delivery = Delivery(
            self.database,
            posters or {"chat": self.platform},
            clock or SystemClock(),
            on_dead=on_dead,
            **settings,  # type: ignore[arg-type]
        )
        self.running.append(delivery)
        delivery.start()
        return delivery

    def put(self, *drafts: Draft) -> None:
        """Put messages in one transaction."""
        with self.database.writing() as tx:
            for draft in drafts:
                outbox.put(tx, draft, now())
        self.wake()

    def withdraw(self, key: str) -> None:
        """Take a message away."""
        with self.database.writing() as tx:
            outbox.withdraw(tx, key, now())
        self.wake()

    def wake(self) -> None:
        for delivery in self.running:
            delivery.wake()

    def row(self, key: str) -> Message:
        """What the outbox says of a message."""
        with self.database.reading() as tx:
            found = outbox.get(tx, key)
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait until nothing is to be delivered any more."""

        def is_settled() -> bool:
            with self.database.reading() as tx:
                return not outbox.backlog(tx).waiting

        wait_until(is_settled)

    def stop(self) -> None:
        """Stop all deliveries."""
        stopped = [delivery.stop() for delivery in self.running]
        self.running.clear()
        assert all(stopped)


@pytest.fixture
def post(state: Database) -> Iterator[Post]:
    """An outbox with its platform; `post.start()` delivers."""
    made = Post(state)
    yield made
    made.stop()
