"""Events, commands and interactions posted to the app's own address, signed."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.doubles.slack.model import Json
from tests.doubles.slack.push.deliveries import Attempt, Delivery
from tests.doubles.slack.push.outcome import Outcome
from tests.doubles.slack.push.signing import sign
from tests.doubles.slack.workspace import Workspace

_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class HttpPush:
    """Posts to `settings.events_url`; runs in the server's loop."""

    def __init__(self, world: Workspace) -> None:
        self.world = world

    async def send(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """One attempt; 2xx within the time is an acknowledgement."""
        attempt.via = "http"
        headers: dict[str, str] = {}
        if attempt.number:
            headers = {
                "X-Slack-Retry-Num": str(attempt.number),
                "X-Slack-Retry-Reason": attempt.reason,
            }
        kind, body = encode(delivery)
        try:
            answer = await self.post(kind, body, headers)
        except httpx.TimeoutException:
            return Outcome(False, "http_timeout")
        except httpx.TooManyRedirects:
            return Outcome(False, "too_many_redirects")
        except httpx.HTTPError:
            return Outcome(False, "connection_failed")
        attempt.status = answer.status_code
        if not answer.is_success:
            final = answer.headers.get("x-slack-no-retry") == "1"
            return Outcome(False, "http_error", status=answer.status_code, final=final)
        attempt.acked_at = time.monotonic()
        return Outcome(True, answer=_read(answer), status=answer.status_code)

    async def post(self, kind: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """A signed request as Slack makes it."""
        settings = self.world.settings
        signed = sign(settings.signing_secret, int(self.world.clock.now()), body)
        sent = {"Content-Type": kind, "User-Agent": _AGENT, "Accept": "*/*", **signed, **headers}
        # Plain HTTP on this machine: reading certificates each time would hold up the loop.
        async with httpx.AsyncClient(
            timeout=settings.ack_seconds,
            follow_redirects=True,
            max_redirects=2,
            trust_env=False,
            verify=False,
        ) as client:
            return await client.post(settings.events_url or "", content=body, headers=sent)

    async def verify(self) -> bool:
        """The url_verification handshake; whether the app gave the challenge back."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        told: Json = {"token": "double", "challenge": challenge, "type": "url_verification"}
        try:
            answer = await self.post("application/json", json.dumps(told).encode(), {})
        except httpx.HTTPError:
            return False
        return answer.is_success and challenge in answer.text


def encode(delivery: Delivery) -> tuple[str, bytes]:
    """Content type and body: JSON for events, forms for the rest."""
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.payload, ensure_ascii=False).encode()
    form = delivery.payload
    if delivery.kind == "interactive":
        form = {"payload": json.dumps(delivery.payload, ensure_ascii=False)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _read(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    if answer.headers.get("content-type", "").startswith("application/json"):
        return answer.json()
    return {"text": answer.text}
