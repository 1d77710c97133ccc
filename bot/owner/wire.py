"""JSON lines over a local socket, with a bound on every line and on the wait for it."""

import json
import socket
from collections.abc import Mapping
from time import monotonic
from typing import Any

REQUEST_BYTES = 1 << 20
ANSWER_BYTES = 64 << 20
_CHUNK = 1 << 16


class BadMessage(Exception):
    """What came over the socket is not a message: too long, cut short or not a JSON object."""


def send(connection: socket.socket, message: Mapping[str, Any]) -> None:
    """One message as one line; OSError when the other side is gone or does not read."""
    connection.sendall(json.dumps(message, ensure_ascii=False).encode() + b"\n")


class Lines:
    """Reads messages from a connection, one line each, none longer than `most` bytes."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._most = most
        self._held = bytearray()

    def read(self, seconds: float | None = None) -> dict[str, Any]:
        """The next message.

        `seconds` is for the whole line, however slowly it drips in (TimeoutError); None waits
        for ever. BadMessage when it is none, EOFError when the other side closed between two.
        """
        until = None if seconds is None else monotonic() + seconds
        while (end := self._held.find(b"\n")) < 0:
            self._receive(until)
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return _message(line)

    def _receive(self, until: float | None) -> None:
        if len(self._held) > self._most:
            raise BadMessage(f"a message may have {self._most} bytes")
        self._connection.settimeout(None if until is None else max(until - monotonic(), 0.001))
        chunk = self._connection.recv(_CHUNK)
        if chunk:
            self._held += chunk
        elif self._held:
            raise BadMessage("the message was cut short")
        else:
            raise EOFError


def _message(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadMessage("the message is not JSON") from error
    if not isinstance(found, dict):
        raise BadMessage("the message is not a JSON object")
    return found
