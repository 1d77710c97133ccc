"""Connections that take their time: none of them keeps others from being heard."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from bot.clock import FixedClock
from bot.platforms import impatient
from bot.platforms.slack import http
from bot.platforms.slack.guard import Guard
from bot.platforms.slack.http import PATH, HttpServer, http_app
from tests.bot.slack.door import NOW, SECRET, Sent, adapter_for, slash
from tests.bot.slack.inside import Bot

PATIENCE, LONG = 0.5, 60.0
LINE = b"POST /slack/events HTTP/1.1\r\nHost: bell\r\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    """The address, with little patience."""
    monkeypatch.setattr(impatient, "SECONDS", PATIENCE)
    monkeypatch.setattr(http, "SECONDS", PATIENCE)
    bot = Bot()
    app = http_app(adapter_for(bot), Guard(SECRET, FixedClock(NOW)), bot.metrics)
    serving = HttpServer(app, "127.0.0.1", 0)
    serving.start()
    yield serving
    serving.stop()


def opened(server: HttpServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=LONG)


def request(body: bytes) -> bytes:
    """A signed request on one line and the next."""
    headers = {**Sent(body).headers, "content-length": str(len(body))}
    return LINE + b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items()) + b"\r\n" + body


def dripped(line: socket.socket, piece: bytes) -> bytes:
    """What comes back while a piece is sent again and again, until the connection ends."""
    line.settimeout(0.1)
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        try:
            line.sendall(piece)
            if (heard := line.recv(4096)) or not heard:
                return heard
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    raise AssertionError("the connection was never ended")


@pytest.mark.parametrize("head", [b"", b"P", LINE])
def test_the_connection_is_closed_when_no_request_arrives(server: HttpServer, head: bytes) -> None:
    with opened(server) as line:
        line.sendall(head)
        assert line.recv(1) == b""


def test_the_connection_is_closed_when_the_head_only_drips_in(server: HttpServer) -> None:
    with opened(server) as line:
        line.sendall(LINE)
        assert dripped(line, b"x-a: b\r\n") == b""


def test_it_is_said_when_the_body_only_drips_in(server: HttpServer) -> None:
    with opened(server) as line:
        line.sendall(LINE + b"Content-Length: 100000\r\n\r\n")
        assert dripped(line, b"x").startswith(b"HTTP/1.1 408 ")


def test_others_are_heard_when_many_connections_say_nothing(server: HttpServer) -> None:
    silent = [opened(server) for _ in range(200)]
    try:
        with opened(server) as line:
            line.sendall(request(slash()))
            assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        for one in silent:
            one.close()


def test_a_connection_serves_on_when_requests_follow_each_other(server: HttpServer) -> None:
    line = HTTPConnection("127.0.0.1", server.port, timeout=LONG)
    with closing(line):
        for number in range(4):
            asked = Sent(slash(trigger=str(number)))
            line.request("POST", PATH, asked.body, asked.headers)
            answer = line.getresponse()
            assert (answer.status, answer.will_close) == (200, False)
            answer.read()
            time.sleep(0.4 * PATIENCE)
