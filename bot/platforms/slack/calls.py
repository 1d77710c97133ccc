"""Calls of Slack's Web API: one attempt each, within ten seconds, failures in our own terms."""

import re
import ssl
from collections.abc import Callable
from http.client import HTTPException
from socket import gaierror
from time import monotonic
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.platforms.base import PostError, TooFast, Unsure
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import Refused, refusal

SECONDS = 10
Told = Callable[[str, str, float], None]
"""Is told of every call: its method, `ok` or what went wrong, and the seconds it took."""

BROKEN = (OSError, HTTPException, UnicodeDecodeError, SlackRequestError)
_NEVER_SENT = (gaierror, ConnectionRefusedError, ssl.SSLCertVerificationError)
_WORD = re.compile(r"\w+")


def web_client(token: str | None, api: str | None = None) -> WebClient:
    """A client of the Web API that never tries again by itself: the outbox does that.

    The library's own retry after a broken connection would post a message twice.
    """
    address = api or WebClient.BASE_URL
    return WebClient(token, base_url=address, timeout=SECONDS, retry_handlers=[])


class Calls:
    """The Web API as the poster uses it.

    Raises TooFast; Unsure when a call that must not be repeated may have been carried out;
    Refused with Slack's word; PostError for what may pass.
    """

    def __init__(self, client: WebClient, told: Told) -> None:
        if client.retry_handlers:
            raise ValueError("this client tries again by itself, which posts messages twice")
        self.client = client
        self._told = told

    def read(self, method: str, **fields: Any) -> Json:
        """Call a method that reads, or that takes no JSON; it may be repeated."""
        return self._timed(method, True, lambda: self.client.api_call(method, params=fields))

    def send(self, method: str, body: Json, *, repeatable: bool) -> Json:
        """Call a method that writes."""
        return self._timed(method, repeatable, lambda: self.client.api_call(method, json=body))

    def _timed(self, method: str, repeatable: bool, call: Callable[[], Any]) -> Json:
        began = monotonic()
        outcome = "ok"
        try:
            return _answer(method, repeatable, call)
        except PostError as error:
            outcome = _outcome(error)
            raise
        finally:
            self._told(method, outcome, monotonic() - began)


def broken(method: str, error: Exception, *, repeatable: bool) -> PostError:
    """What a connection that failed means: was the request sent before it broke?"""
    reason = getattr(error, "reason", error)
    said = f"{method}: {reason or type(error).__name__}"
    return PostError(said) if repeatable or isinstance(reason, _NEVER_SENT) else Unsure(said)


def _answer(method: str, repeatable: bool, call: Callable[[], Any]) -> Json:
    try:
        data = call().data
    except SlackApiError as error:
        raise refusal(method, error, repeatable=repeatable) from error
    except BROKEN as error:
        raise broken(method, error, repeatable=repeatable) from error
    return data if isinstance(data, dict) else {}


def _outcome(error: PostError) -> str:
    match error:
        case TooFast():
            return "ratelimited"
        case Refused() if _WORD.fullmatch(error.code):
            return error.code
        case _:
            return "broken"
