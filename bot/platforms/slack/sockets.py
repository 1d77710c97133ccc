"""Socket Mode: a few connections to Slack, each watched and replaced when it is lost.

When a connection is replaced is decided here alone. While the old one still works the new one
is opened first, so that nothing arrives in between; the old one then ends what it has begun.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.metrics import Metrics
from bot.platforms.base import StartError, TooFast
from bot.platforms.slack.adapter import Adapter
from bot.platforms.slack.errors import refusal
from bot.platforms.slack.identity import UNREACHABLE, refused_code, start_error
from bot.platforms.slack.session import CLOSED, SILENT, Session
from bot.platforms.slack.watchdog import CROWDED_PAUSE, STEADY_SECONDS, Backoff, Pulse

logger = logging.getLogger(__name__)

Wake = Callable[[], None]
CROWDED = "too_many_websockets"
_STOP_SECONDS = 4.0


@dataclass(frozen=True)
class Pace:
    """Seconds: between pings, of silence before a connection counts as deaf, between looks at
    it, and that a replaced one has to end what it has begun."""

    ping: float = 5.0
    silent: float = 15.0
    look: float = 1.0
    drain: float = 2.0


class Sockets:
    """Keeps `connections` open at once; trouble with one is no trouble of the others."""

    def __init__(
        self,
        client: WebClient,
        app_token: str,
        adapter: Adapter,
        metrics: Metrics,
        *,
        connections: int,
        pace: Pace | None = None,
    ) -> None:
        self._client, self._app_token, self._adapter = client, app_token, adapter
        self._pace = pace or Pace()
        self._stopping = threading.Event()
        self._lines = [
            _Line(self._open, metrics, self._pace, self._stopping) for _ in range(connections)
        ]

    def start(self) -> None:
        """Open them. StartError where Slack refuses the app token; out of reach is retried."""
        self._lines[0].open_first()
        for line in self._lines:
            line.start()

    def stop(self) -> None:
        """Close them, within a few seconds."""
        self._stopping.set()
        for line in self._lines:
            line.wake()
        for line in self._lines:
            line.join(_STOP_SECONDS)

    @property
    def connections(self) -> int:
        """How many are open."""
        return sum(line.is_open for line in self._lines)

    @property
    def silence(self) -> float:
        """Seconds since anything was heard on any of them."""
        return min(line.silence for line in self._lines)

    def _open(self, wake: Wake) -> Session:
        url = self._client.apps_connections_open(app_token=self._app_token)["url"]
        return Session(self._client, url, self._adapter, self._pace.ping, wake)


class _Line:
    """One of the connections: whatever session holds it now, and the thread that looks at it."""

    def __init__(
        self,
        open_session: Callable[[Wake], Session],
        metrics: Metrics,
        pace: Pace,
        stopping: threading.Event,
    ) -> None:
        self._open, self._metrics = open_session, metrics
        self._pace, self._stopping = pace, stopping
        self._backoff = Backoff()
        self._rest = 0.0
        self._session: Session | None = None
        self._pulse = Pulse()
        self._looking = threading.Event()
        self._thread = threading.Thread(target=self._run, name="slack-socket", daemon=True)

    @property
    def is_open(self) -> bool:
        return self._session is not None and self._trouble() not in (CLOSED, SILENT)

    @property
    def silence(self) -> float:
        return self._pulse.silence

    def open_first(self) -> None:
        """Open it; StartError where that can never work."""
        try:
            self._opened(self._open(self.wake))
        except SlackApiError as error:
            if isinstance(told := start_error("app_token", error), StartError):
                raise told from error
            self._failed(error)
        except UNREACHABLE as error:
            self._failed(error)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at the connection now."""
        self._looking.set()

    def join(self, seconds: float) -> None:
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            if trouble := self._trouble():
                self._replace(trouble)
            elif self._pulse.age > STEADY_SECONDS:
                self._backoff.lasted()
            self._looking.wait(self._pace.look)
            self._looking.clear()
        if self._session:
            self._session.close()

    def _trouble(self) -> str:
        return self._session.trouble(self._pace.silent) if self._session else CLOSED

    def _replace(self, trouble: str) -> None:
        """Open another session after a pause; the one in trouble serves until then if it can."""
        at_least = CROWDED_PAUSE if trouble == CROWDED else self._rest
        if self._stopping.wait(self._backoff.pause(at_least)):
            return
        old = self._session
        try:
            self._opened(self._open(self.wake))
        except UNREACHABLE as error:
            self._failed(error)
            return
        if old:
            self._metrics.count_reconnect(trouble)
            threading.Thread(target=self._drain, args=(old,), daemon=True).start()

    def _opened(self, session: Session) -> None:
        self._session, self._pulse, self._rest = session, session.pulse, 0.0
        self._backoff.tried()

    def _failed(self, error: Exception) -> None:
        self._backoff.tried()
        if isinstance(error, SlackApiError):
            why = refused_code(error)
            refused = refusal("apps.connections.open", error, repeatable=True)
            self._rest = refused.seconds if isinstance(refused, TooFast) else 0.0
        else:
            why = type(error).__name__
        logger.warning("no connection to Slack (%s); trying again", why)

    def _drain(self, session: Session) -> None:
        self._stopping.wait(self._pace.drain)
        session.close()
