"""A Slack workspace on a port of this machine, started and stopped by whoever tests with it."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import uvicorn

from tests.doubles.slack import page
from tests.doubles.slack.control import Control
from tests.doubles.slack.faults import Faults
from tests.doubles.slack.looking import Looking
from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.push.pusher import Pusher
from tests.doubles.slack.responding import take_answer
from tests.doubles.slack.screens import Screens, take_submission
from tests.doubles.slack.seed import furnish
from tests.doubles.slack.server import Addresses, make_app
from tests.doubles.slack.settings import Settings
from tests.doubles.slack.web.scheduling import post_due
from tests.doubles.slack.wire import WatchedProtocol
from tests.doubles.slack.workspace import Workspace

TICK_SECONDS = 0.2


class SlackDouble(Screens, Looking):
    """`with SlackDouble() as slack:` serves a workspace; keywords are those of Settings.

    The app is installed with `bot_token`, `app_token` and `signing_secret`; everything a
    person does is a method, everything seen too. Each may be called from any thread.
    """

    def __init__(self, port: int = 0, settings: Settings | None = None, **changes: Any) -> None:
        self.settings = replace(settings or Settings(), **changes)
        self._listener = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.world = Workspace(self.settings, self.url)
        self.faults = Faults()
        self.pusher = Pusher(self.world, self.faults)
        self.addresses = Addresses(self.world, self.faults, self.pusher.sockets)
        self._changes = threading.Condition()
        self.version = 0
        self._connect()
        furnish(self.world)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._started = threading.Event()

    def _routes(self) -> list[Any]:
        return [*self.addresses.routes(), *Control(self).routes(), *page.routes()]

    def _connect(self) -> None:
        self.world.publish = self.pusher.publish
        self.world.changed = self._change
        self.world.later = self._later
        self.pusher.finished = self._finish

    @property
    def api_url(self) -> str:
        """What a client's `base_url` (`slackApiUrl`) shall be; ends with a slash."""
        return self.url + "/api/"

    @property
    def bot_token(self) -> str:
        return self.settings.bot_token

    @property
    def app_token(self) -> str:
        return self.settings.app_token

    @property
    def signing_secret(self) -> str:
        return self.settings.signing_secret

    def __enter__(self) -> "SlackDouble":
        self.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serve from a thread of its own; returns when connections are taken."""
        app = make_app(self._routes(), self._lifespan)
        config = uvicorn.Config(
            app, http=WatchedProtocol, ws="websockets-sansio", log_level="critical",
            ws_ping_interval=self.settings.ping_seconds, ws_ping_timeout=None,
            timeout_graceful_shutdown=1, access_log=False,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, name="slack-double"
        )
        self._thread.start()
        if not self._started.wait(60):
            raise TimeoutError("the Slack double did not start within a minute")

    def stop(self) -> None:
        """End every connection and the thread."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(60)
        self._listener.close()
        if self._thread.is_alive():
            raise TimeoutError("the Slack double did not end within a minute")

    @asynccontextmanager
    async def _lifespan(self, app: Any) -> AsyncIterator[None]:
        self.pusher.loop = asyncio.get_running_loop()
        ticking = asyncio.ensure_future(self._tick())
        self._started.set()
        try:
            yield
        finally:
            ticking.cancel()
            await self.pusher.stop()
            self.pusher.loop = None

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            with self.world.lock:
                post_due(self.world)

    def _change(self) -> None:
        with self._changes:
            self.version += 1
            self._changes.notify_all()

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            with self.world.lock:
                act()

        self.pusher.run(wait())

    def _finish(self, delivery: Delivery) -> None:
        take_answer(self.world, delivery)
        take_submission(self.world, delivery)

    def wait_for_change(self, seen: int, timeout: float) -> int:
        """Wait until something happened after version `seen`; gives the version now."""
        with self._changes:
            self._changes.wait_for(lambda: self.version != seen, timeout)
            return self.version

    def wait_until(self, happened: Callable[[], Any], timeout: float = 60.0) -> Any:
        """Wait until `happened()` is true and give what it gave; AssertionError after that."""
        end = time.monotonic() + timeout
        while not (found := happened()):
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"did not happen within {timeout:g} s: {self.summary()}")
            with self._changes, suppress(RuntimeError):
                self._changes.wait(min(left, 0.05))
        return found
