"""Seeing what other processes say in the rooms."""

import logging
from threading import Event, Thread

from bot.platforms.web.conversations import Conversations
from bot.state.errors import StateError

SECONDS = 1.0

logger = logging.getLogger(__name__)


class Following:
    """Has `store` catch up every second while it runs; for a state that processes share."""

    def __init__(self, store: Conversations, seconds: float = SECONDS) -> None:
        self._store, self._seconds = store, seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="rooms", daemon=True)

    def start(self) -> None:
        """Begin; nothing to do where no other process uses the state."""
        if self._store.is_shared:
            self._thread.start()

    def stop(self) -> None:
        """End, within the second."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(2 * self._seconds)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self._store.catch_up()
            except StateError as error:
                logger.error("what others said in the rooms is not seen yet: %s", error)
