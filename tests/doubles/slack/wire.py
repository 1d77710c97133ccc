"""Connections as the network sees them, so that a test can break them."""

import asyncio
import socket
import struct
from asyncio.transports import BaseTransport, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[int, int], Transport] = {}


def _ends(transport: BaseTransport) -> tuple[int, int]:
    """The client's port and the server's: what names a connection on this machine."""
    return transport.get_extra_info("peername")[1], transport.get_extra_info("sockname")[1]


def _named(scope: Any) -> tuple[int, int]:
    return scope["client"][1], scope["server"][1]


class WatchedProtocol(H11Protocol):
    """The server's HTTP protocol; remembers the transport of each connection."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _open[_ends(transport)] = self.transport

    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop(_ends(self.transport), None)
        super().connection_lost(exc)


async def reset(scope: Any) -> None:
    """Break a request's connection with an RST: what was not sent yet never is."""
    transport = _open.pop(_named(scope), None)
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await asyncio.sleep(0.01)


def freeze(scope: Any) -> None:
    """Half-open: the connection stands, but nothing sent over it is read or answered."""
    transport = _open.get(_named(scope))
    if transport is None:
        return
    transport.pause_reading()
    stop = getattr(transport.get_protocol(), "stop_keepalive", None)
    if stop is not None:
        stop()
