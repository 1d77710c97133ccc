"""`tidebell serve`: the browser chat, and the owner of the data folder."""

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from bot.cli.options import data_option, late_progress, settings, telling
from bot.config import Config, Web
from bot.failures import Failure
from bot.platforms.base import Accept

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.app import App
    from bot.platforms.web import Conversations

SWITCH_SECONDS = 0.0005
"""How long one thread computes while another waits: a question is acknowledged in time also
while answers and charts are worked out, which Python's own 5 ms do not allow."""

SUGGESTIONS = {
    "zh-CN": ("/gmv 近7天", "/target", "/gmv 双11 按渠道"),
    "en": ("/gmv 7d", "/target", "/gmv 28d by channel"),
}


@click.command("serve")
@data_option()
@click.option("--host", help="Address to listen on; anything but this machine needs a token.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port [default: config.yaml's, 8787].")
def command(data: Path | None, host: str | None, port: int | None) -> None:
    """Serve the browser chat until interrupted.

    While it runs it owns the data folder: tidebell ask and load on the same folder go through
    it. Listening anywhere but on this machine needs web.token (docs/configuration.md).
    """
    config = _listening(settings(data), host, port)
    # Asked to end is ended in order: the store is closed and the socket removed.
    # Also where whoever started it had the interrupt ignored, as shells do for background jobs.
    for asked_to_end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked_to_end, signal.default_int_handler)
    with _bound(config.web) as listener, suppress(KeyboardInterrupt):
        _serve(config, listener)


def _listening(config: Config, host: str | None, port: int | None) -> Config:
    changes = {"host": host, "port": port}
    web = config.web.model_copy(update={k: v for k, v in changes.items() if v is not None})
    if not web.local and web.token is None:
        raise Failure(
            f"listening on {web.host} lets others in: set web.token in config.yaml to "
            "${TIDEBELL_TOKEN} and put a token into the environment"
        )
    return config.model_copy(update={"web": web})


def _bound(web: Web) -> socket.socket:
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((web.host, web.port))
        # Now, so that the address works from the moment it is printed.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Failure(
            f"cannot listen on {web.host} port {web.port}: {error.strerror}. Choose another: "
            "tidebell serve --port 8788, or PORT=8788 make demo"
        ) from error
    return listener


def _serve(config: Config, listener: socket.socket) -> None:
    from bot.desk import answering, owned
    from bot.owner import Listener

    telling(f"Opening {config.data} …")
    sys.setswitchinterval(SWITCH_SECONDS)
    with owned(config, "serve", opening=late_progress) as (claim, app):
        local = Listener(answering(app))
        claim.announce(local.path)
        try:
            # Waited for at the end: a thread cut off inside the drawing library aborts the process.
            Thread(target=_rehearse).start()
            _run(config, app, listener)
        finally:
            claim.announce(None)
            app.interrupt()  # a load, most likely: it changes nothing
            local.close()


def _run(config: Config, app: "App", listener: socket.socket) -> None:
    import uvicorn

    from bot.platforms.impatient import Impatient
    from bot.platforms.web import ask_again
    from bot.platforms.web.server import ChatServer
    from bot.serving import open_rooms, put_together

    rooms = open_rooms(app)
    engine, sources = put_together(app, rooms)
    settings = uvicorn.Config(
        _page(config, app, rooms, engine.accept),
        log_level="warning",
        lifespan="off",
        http=Impatient,
        timeout_graceful_shutdown=1,
    )
    try:
        engine.start(sources)
        ask_again(rooms, engine.accept)
        _greet(config, listener, app.holds_data())
        asyncio.run(ChatServer(settings, rooms).serve(sockets=[listener]))
    finally:
        for again in (signal.SIGTERM, signal.SIGINT):
            signal.signal(again, signal.SIG_IGN)  # it takes seconds, and is not cut short
        engine.stop()


def _page(config: Config, app: "App", rooms: "Conversations", accept: Accept) -> "Starlette":
    from bot.charts import draw
    from bot.platforms.web import create_app

    token = config.web.token
    return create_app(
        accept=accept,
        commands=app.commands(),
        people=[member.person() for member in config.people],
        languages=app.languages,
        locale=config.language,
        token=token.get_secret_value() if token else None,
        draw=draw,
        store=rooms,
        suggest=SUGGESTIONS,
        holds_data=app.holds_data,
    )


def _rehearse() -> None:
    from bot.charts.rehearsal import rehearse

    # While the first question is being typed. A machine that cannot draw says so when asked to.
    with suppress(FileNotFoundError):
        rehearse()


def _greet(config: Config, listener: socket.socket, holds_data: bool) -> None:
    host, port = listener.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    click.echo(f"\nTidebell for {config.shop.name} is at http://{host}:{port}")
    if config.web.token:
        click.echo("Open it once with ?token=… to sign in.")
    click.echo("\n".join(first_steps(config, holds_data)))
    click.echo("Ctrl+C stops it.\n")


def first_steps(config: Config, holds_data: bool) -> Iterator[str]:
    """What to do once the chat is open: three things to ask, or how to load something first."""
    if holds_data:
        yield "Three things to type there:"
        yield from (f"  {line}" for line in SUGGESTIONS[config.language])
        return
    yield f"There is nothing in {config.data} yet. In another terminal:"
    yield "  tidebell sources                     lists what it can load"
    yield f"  tidebell load NAME FILE… --data {config.data}"
    yield "In the browser, /help says what you can ask then."
