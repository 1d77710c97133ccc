"""The address for events over HTTP without a network, and requests as Slack makes them."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from slack_sdk import WebClient

from bot.clock import FixedClock
from bot.platforms.slack.adapter import Adapter
from bot.platforms.slack.connect import workspace_of
from bot.platforms.slack.guard import Guard
from bot.platforms.slack.http import http_app
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.later import Later
from bot.settings import Slack
from tests.bot.slack.inside import Bot
from tests.doubles.slack import sign

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "xoxb-1-2-abcdefghijklmnop"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ME = Identity(team="T0HOME", user="U0BELL", bot="B0BELL")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SETTINGS = Slack(
    bot_token=SecretStr(TOKEN), app_token=SecretStr("xapp-1-A-2-b"), requests_per_minute=10_000
)


class Nowhere(Later):
    """Leaves undone what would call Slack; notes what that was."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[str] = []

    def do(self, work: Any, *args: Any, **kwargs: Any) -> None:
        self.left.append(work.__name__)


def adapter_for(bot: Bot, me: Identity = ME, later: Later | None = None) -> Adapter:
    """An adapter that reaches no Slack."""
    later = later or Nowhere()
    return Adapter(workspace_of(SETTINGS, bot.inside, me, WebClient(TOKEN), later))


class Door:
    """A client of the address; its guard remembers nothing yet. To be closed."""

    def __init__(self, bot: Bot, me: Identity = ME) -> None:
        app = http_app(adapter_for(bot, me), Guard(SECRET, FixedClock(NOW)), bot.metrics)
        transport = ASGITransport(app, raise_app_exceptions=False)
        self._client = AsyncClient(transport=transport, base_url="http://bell.test")
        self._runner = asyncio.Runner()

    def send(self, method: str, body: bytes, headers: dict[str, str]) -> Response:
        """What the address answers."""
        sending = self._client.request(method, "/slack/events", content=body, headers=headers)
        return self._runner.run(sending)

    def close(self) -> None:
        """End the loop that it works in."""
        self._runner.close()


@dataclass(frozen=True)
class Sent:
    """A request. `age`: seconds since Slack signed it."""

    body: bytes
    kind: str = FORM
    secret: str = SECRET
    age: int = 0
    changes: dict[str, str | None] = field(default_factory=dict)
    method: str = "POST"

    @property
    def headers(self) -> dict[str, str]:
        signed = sign(self.secret, int(NOW.timestamp()) - self.age, self.body)
        headers = {"content-type": self.kind, **signed}
        for name, value in self.changes.items():
            headers.pop(name, None)
            if value is not None:
                headers[name] = value
        return headers

    def with_headers(self, **changes: str | None) -> "Sent":
        return replace(self, changes={**self.changes, **changes})

    def through(self, door: Door) -> Response:
        """What comes back when it is sent."""
        return door.send(self.method, self.body, self.headers)


def slash(text: str = "yesterday", team: str = "T0HOME", trigger: str = "1.2.3") -> bytes:
    """The body of a slash command."""
    fields = {
        "team_id": team,
        "channel_id": "C0GROWTH",
        "channel_name": "growth",
        "user_id": "U0LIN",
        "command": "/gmv",
        "text": text,
        "trigger_id": trigger,
        "response_url": "https://hooks.slack.com/commands/T/1/secretpart",
    }
    return urlencode(fields).encode()


def event(text: str = "/gmv", team: str = "T0HOME", stamp: str = "1795348800.0001") -> bytes:
    """The body of a direct message's event."""
    said = {
        "type": "message",
        "channel": "D0LIN",
        "channel_type": "im",
        "user": "U0LIN",
        "text": text,
        "ts": stamp,
    }
    payload = {
        "type": "event_callback",
        "team_id": team,
        "event_id": "Ev1",
        "event_time": int(NOW.timestamp()),
        "event": said,
    }
    return json.dumps(payload).encode()
