"""The address that comes with a slash command or a button: reaches the asker where we are not.

Slack lets it be used five times within thirty minutes.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime

from slack_sdk.webhook import WebhookClient

from bot.clock import Clock
from bot.platforms.base import PostError, TooFast, Unsure
from bot.platforms.slack.calls import BROKEN, SECONDS, broken
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import Refused, rest

ADDRESS, UNTIL = "response_url", "response_url_until"
"""The names of the hints: the address, and the ISO instant at which it ends."""
METHOD = "response_url"
USES = 5
_KEPT = 1000


class ResponseAddresses:
    """Posts to response addresses, each at most five times."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def usable(self, hints: Mapping[str, str]) -> str | None:
        """The address that came with a question, or None where it is used up or too old."""
        address, until = hints.get(ADDRESS), hints.get(UNTIL)
        if not address or (until and datetime.fromisoformat(until) <= self._clock.now()):
            return None
        with self._lock:
            return address if self._used.get(address, 0) < USES else None

    def send(self, address: str, body: Json) -> Json:
        """Show `body` to the asker alone; raises like a call of the Web API.

        Nobody can look afterwards whether it arrived: after Unsure, trying again may show it
        twice to this one person.
        """
        self._count(address)
        client = WebhookClient(address, timeout=SECONDS, retry_handlers=[])
        try:
            answer = client.send_dict({"response_type": "ephemeral", **body})
        except BROKEN as error:
            raise broken(METHOD, error, repeatable=False) from error
        if answer.status_code != 200:
            raise _failure(answer.status_code, answer.body, answer.headers)
        return {}

    def _count(self, address: str) -> None:
        with self._lock:
            self._used[address] = self._used.pop(address, 0) + 1
            while len(self._used) > _KEPT:
                self._used.popitem(last=False)


def _failure(status: int, body: str, headers: Mapping[str, str]) -> PostError:
    if status == 429:
        return TooFast(rest(headers))
    if status >= 500:
        return Unsure(f"{METHOD}: {status}")
    return Refused(METHOD, body.strip()[:80] or str(status), (), "")
