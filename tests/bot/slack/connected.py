"""The adapter connected to the Slack double, over sockets or over HTTP."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic import SecretStr

from bot.platforms.slack.connect import Connection, connect
from bot.platforms.slack.sockets import Pace
from bot.settings import Slack
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble

Mode = Literal["socket", "http"]
QUICK = Pace(ping=0.2, silent=1.0, look=0.1, drain=0.2)


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def settings_for(slack: SlackDouble, mode: Mode = "socket", **changes: Any) -> Slack:
    """The settings of an app that is installed in the double."""
    given = {
        "bot_token": SecretStr(slack.bot_token),
        "app_token": SecretStr(slack.app_token),
        "signing_secret": SecretStr(slack.signing_secret),
        "mode": mode,
        "api": slack.api_url,
    }
    return Slack(**{**given, **changes})


@contextmanager
def double(mode: Mode = "socket", **changes: Any) -> Iterator[tuple[SlackDouble, int]]:
    """A workspace without rate limits, and the port on which it expects an app over HTTP.

    It waits longer than Slack for what must come within three seconds: whether that comes in
    time is measured (docs/benchmarks.md), and no test fails for a machine that is busy.
    """
    port = free_port()
    if mode == "http":
        changes["events_url"] = f"http://127.0.0.1:{port}/slack/events"
    patient = {"ack_seconds": 30.0, "trigger_seconds": 30.0}
    usual = {"limits": 0, "retry_delays": (0, 0.2, 0.2), **patient}
    with SlackDouble(**{**usual, **changes}) as slack:
        yield slack, port


@contextmanager
def connected(
    slack: SlackDouble, bot: Bot, mode: Mode = "socket", **changes: Any
) -> Iterator[Connection]:
    """The adapter, started and ready to be told of everything."""
    connection = connect(settings_for(slack, mode, **changes), bot.inside, pace=QUICK)
    connection.start()
    try:
        if mode == "socket":
            slack.wait_until(lambda: slack.connections)
        yield connection
    finally:
        connection.stop()
