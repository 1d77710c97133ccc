"""A real server on a free loopback port, in a thread, for the length of a test."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.platforms.impatient import Impatient
from bot.platforms.web import Conversations
from bot.platforms.web.server import ChatServer


@contextmanager
def serving(app: ASGIApp, store: Conversations, port: int = 0) -> Iterator[str]:
    """Serve `app`; gives its address, and leaves no thread behind."""
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, log_level="warning", lifespan="off", http=Impatient)
    server = ChatServer(config, store)
    started = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    started.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        started.join(60)
        listener.close()
        assert not started.is_alive()
