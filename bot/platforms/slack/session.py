"""One Socket Mode connection, from its ticket to its end; it is never opened twice."""

import json
import logging
import select
import socket
from collections.abc import Callable
from contextlib import suppress

from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.platforms.slack.adapter import Adapter
from bot.platforms.slack.elements import Json
from bot.platforms.slack.watchdog import Pulse

logger = logging.getLogger(__name__)

CLOSED, SILENT = "closed", "silent"
_FAREWELLS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")

AT_ONCE = 32
"""Envelopes worked on at the same time on one connection; each takes milliseconds."""

# Bytes read at once: the library takes a frame apart recursively, one read a step.
_READ_BYTES = 64 * 1024
_HUNG_UP = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)
# What Slack is told to be done with although it was not carried out: repeating it is no use.
_DONE_WITH = (200, 400, 403)


class Session:
    """An open connection. ConnectionError where it could not be opened.

    `pulse` says when it last heard anything; `parting` is called when Slack takes its leave.
    """

    def __init__(
        self,
        client: WebClient,
        url: str,
        adapter: Adapter,
        ping_seconds: float,
        parting: Callable[[], None],
    ) -> None:
        self.pulse = Pulse()
        self._parting = parting
        self._adapter = adapter
        self._farewell = ""
        self._client = _Client(
            app_token="",  # the ticket in `url` is all that is needed
            web_client=client,
            auto_reconnect_enabled=False,
            ping_interval=ping_seconds,
            receive_buffer_size=_READ_BYTES,
            concurrency=AT_ONCE,
            on_message_listeners=[self._hear],
        )
        self._client.wss_uri = url
        self._client.socket_mode_request_listeners.append(self._take)
        self._client.connect()
        if not self._client.is_connected():
            self.close()
            raise ConnectionError("the socket was not opened")

    def trouble(self, silent_seconds: float) -> str:
        """Why the connection is to be replaced, in one of few words; empty while it is well."""
        if self._farewell:
            return self._farewell
        connection = self._client.current_session
        if connection is None or _hung_up(connection.sock):
            return CLOSED
        self.pulse.look(connection.last_ping_pong_time)
        return SILENT if self.pulse.silence > silent_seconds else ""

    def close(self) -> None:
        """End it; what it has begun is waited for."""
        connection = self._client.current_session
        if connection is not None and connection.sock is not None:
            # Wakes up whoever waits for bytes; Slack does not finish a close in good order.
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        # The library's own watch may do the same at this moment, and they do not expect that.
        with suppress(AttributeError):
            self._client.disconnect()
        self._client.closed = True
        self._client.enqueue_message("")  # nothing, for whoever waits for the next one
        self._client.close()

    def _hear(self, text: str) -> None:
        self.pulse.hear()
        if '"disconnect"' in text:
            found = json.loads(text)
            if found.get("type") == "disconnect":
                reason = found.get("reason")
                self._farewell = reason if reason in _FAREWELLS else "disconnect"
                self._parting()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        response = self._adapter.answer(request.payload, _headers(request))
        if response.status not in _DONE_WITH:
            return  # not acknowledged: Slack sends it again
        carried = _carried(response) if request.accepts_response_payload else None
        try:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, carried))
        except SlackClientNotConnectedError:
            logger.info("a connection went before an event was acknowledged; it will come again")


class _Client(SocketModeClient):
    """The library's client, except that it never opens another connection by itself."""

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Leave it to whoever holds the session."""


def _headers(request: SocketModeRequest) -> dict[str, str]:
    return {name: str(value) for name, value in (build_headers(request) or {}).items()}


def _carried(response: BoltResponse) -> Json | None:
    """What goes back beside the acknowledgement."""
    if not response.body:
        return None
    kind = response.headers.get("content-type", [""])[0]
    if kind.startswith("application/json"):
        return dict(json.loads(response.body))
    return {"text": response.body}


def _hung_up(connected: socket.socket | None) -> bool:
    """Whether the other side is gone; the library itself would not notice for a minute."""
    if connected is None:
        return True
    poll = select.poll()
    try:
        poll.register(connected, _HUNG_UP)
    except ValueError:  # closed meanwhile
        return True
    return bool(poll.poll(0))
