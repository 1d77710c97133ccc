"""Slow connections to the chat: a page that listens may take its time, nobody else."""

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from bot.platforms import impatient
from bot.platforms.web import BOT, Conversations
from tests.bot.web.canned import said

PATIENCE, LONG = 0.4, 60.0
HEAD = (
    b"POST /c/growth/say HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatient, "SECONDS", PATIENCE)


def opened(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=LONG)


@pytest.mark.parametrize(
    "head", [b"", HEAD, HEAD + b"Content-Length: 9000\r\n\r\ntext=hello"], ids=["", "head", "body"]
)
def test_the_connection_is_closed_when_a_request_never_comes_to_its_end(
    address: str, store: Conversations, head: bytes
) -> None:
    with opened(address) as line:
        line.sendall(head)
        assert line.recv(1) == b""
    assert store.messages("growth") == []


def test_the_page_hears_of_it_when_something_is_said_after_a_long_silence(
    address: str, store: Conversations
) -> None:
    url = f"{address}/events?after={store.run}-0&locale=en"
    with httpx.stream("GET", url, timeout=LONG, trust_env=False) as stream:
        time.sleep(4 * PATIENCE)
        store.post("growth", BOT, said("at last"))
        assert any("at last" in line for line in stream.iter_lines())
