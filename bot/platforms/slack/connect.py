"""Slack as the bot's engine sees it: something to start, to stop and to ask how it is."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock
from bot.metrics import Metrics
from bot.platforms.base import Accept, StartError
from bot.platforms.slack.actions import Actions
from bot.platforms.slack.adapter import Adapter
from bot.platforms.slack.asking import Asking
from bot.platforms.slack.calls import web_client
from bot.platforms.slack.guard import Guard
from bot.platforms.slack.http import HttpServer, http_app
from bot.platforms.slack.identity import UNREACHABLE, Identity, identify
from bot.platforms.slack.later import Later
from bot.platforms.slack.limits import RequestRate
from bot.platforms.slack.questions import Questions
from bot.platforms.slack.sockets import Pace, Sockets
from bot.platforms.slack.telling import Telling
from bot.platforms.slack.watchdog import Backoff
from bot.platforms.slack.workspace import Warn, Workspace
from bot.settings import Slack
from commands.kit.registry import Command

logger = logging.getLogger(__name__)

_STOP_SECONDS = 2.0


@dataclass(frozen=True)
class Inside:
    """What the rest of the bot gives Slack: where questions and acts go, what can be asked.

    `language`: that of whoever cannot be looked up.
    """

    accept: Accept
    actions: Actions
    commands: Mapping[str, Command[Any]]
    clock: Clock
    metrics: Metrics
    warn: Warn
    language: str = "zh-CN"


def connect(settings: Slack, inside: Inside, *, pace: Pace | None = None) -> "Connection":
    """Slack, not yet started. `settings` must have a bot token. `pace` is for tests."""
    return Connection(settings, inside, pace or Pace())


class Connection:
    """The workspace, connected from `start` to `stop`."""

    def __init__(self, settings: Slack, inside: Inside, pace: Pace) -> None:
        self._settings, self._inside, self._pace = settings, inside, pace
        token = settings.bot_token.get_secret_value() if settings.bot_token else None
        self._client = web_client(token, settings.api)
        self._later = Later()
        self._transport: Sockets | HttpServer | None = None
        self._stopping = threading.Event()
        self._reaching = threading.Thread(target=self._until_reached, daemon=True)
        inside.metrics.watch("socket_connections", lambda: self.connections)
        inside.metrics.watch("socket_frame_age_seconds", lambda: self.silence)

    def start(self) -> None:
        """Connect. StartError where Slack refuses what is in the settings.

        Where Slack cannot be reached now, that is tried again until it can or `stop` is called.
        """
        try:
            self._begin(identify(self._client))
        except UNREACHABLE as error:
            logger.warning("Slack cannot be reached (%s); trying again", type(error).__name__)
            self._reaching.start()

    def stop(self) -> None:
        """Take nothing more in, within a few seconds. What was taken in is kept."""
        self._stopping.set()
        if self._reaching.is_alive():
            self._reaching.join(_STOP_SECONDS)
        if self._transport:
            self._transport.stop()
        self._later.stop()

    @property
    def connections(self) -> int:
        """How many sockets are open; none over HTTP."""
        return self._transport.connections if isinstance(self._transport, Sockets) else 0

    @property
    def silence(self) -> float:
        """Seconds since anything was heard on a socket; 0 over HTTP."""
        return self._transport.silence if isinstance(self._transport, Sockets) else 0.0

    @property
    def port(self) -> int:
        """The port that takes events over HTTP; 0 over sockets."""
        return self._transport.port if isinstance(self._transport, HttpServer) else 0

    def _until_reached(self) -> None:
        backoff = Backoff()
        backoff.tried()
        while not (self._transport or self._stopping.wait(backoff.pause())):
            backoff.tried()
            try:
                self._begin(identify(self._client))
            except StartError as error:
                logger.error("%s", error)
                return
            except UNREACHABLE as error:
                logger.info("Slack cannot be reached yet (%s)", type(error).__name__)

    def _begin(self, me: Identity) -> None:
        workspace = workspace_of(self._settings, self._inside, me, self._client, self._later)
        transport = self._over(Adapter(workspace))
        transport.start()
        self._transport = transport
        if self._stopping.is_set():  # while Slack was being reached at last
            transport.stop()

    def _over(self, adapter: Adapter) -> Sockets | HttpServer:
        settings, inside = self._settings, self._inside
        if settings.mode == "http":
            secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
            app = http_app(adapter, Guard(secret, inside.clock), inside.metrics)
            return HttpServer(app, settings.host, settings.port)
        token = settings.app_token.get_secret_value() if settings.app_token else ""
        return Sockets(
            self._client,
            token,
            adapter,
            inside.metrics,
            connections=settings.connections,
            pace=self._pace,
        )


def workspace_of(
    settings: Slack, inside: Inside, me: Identity, client: WebClient, later: Later
) -> Workspace:
    """What the listeners are given."""
    names = {name for one in inside.commands.values() for name in (one.name, *one.aliases)}
    rate = RequestRate(settings.requests_per_minute)
    return Workspace(
        me=me,
        client=client,
        commands=inside.commands,
        questions=Questions(me.user, frozenset(names)),
        asking=Asking(inside.accept, rate, inside.metrics),
        actions=inside.actions,
        telling=Telling(client, inside.actions.language, inside.language, later),
        later=later,
        clock=inside.clock,
        metrics=inside.metrics,
        warn=inside.warn,
    )
