"""Events over HTTP: one address that takes what Slack signed and nothing else."""

import json
import logging
import socket
import threading
from http import HTTPStatus
from urllib.parse import parse_qsl

import uvicorn
from anyio import CapacityLimiter, fail_after, to_thread
from slack_bolt import BoltResponse
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.metrics import Metrics
from bot.platforms.base import StartError
from bot.platforms.impatient import SECONDS, Impatient
from bot.platforms.slack.adapter import Adapter
from bot.platforms.slack.elements import Json
from bot.platforms.slack.guard import Guard

logger = logging.getLogger(__name__)

PATH = "/slack/events"
BODY_BYTES = 1024 * 1024
AT_ONCE = 64
"""Requests worked on at the same time; each takes milliseconds, or waits for the disk."""

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_STOP_SECONDS = 3


class Malformed(ValueError):
    """A body that is neither JSON nor a form as Slack sends them."""


def http_app(adapter: Adapter, guard: Guard, metrics: Metrics) -> Starlette:
    """The ASGI application that takes Slack's requests.

    408 too slow, 413 too large, 401 not from Slack, 415 and 400 not readable, 403 of another
    workspace.
    """
    door = _Door(adapter, guard, metrics)
    return Starlette(routes=[Route(PATH, door.take, methods=["POST"])])


class _Door:
    def __init__(self, adapter: Adapter, guard: Guard, metrics: Metrics) -> None:
        self._adapter, self._guard, self._metrics = adapter, guard, metrics
        self._threads = CapacityLimiter(AT_ONCE)

    async def take(self, request: Request) -> Response:
        try:
            with fail_after(SECONDS):
                body = await _body(request)
        except TimeoutError:
            return self._refused(HTTPStatus.REQUEST_TIMEOUT, "too slow")
        if body is None:
            return self._refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
        if forged := self._guard.refuse(request.headers, body):
            return self._refused(HTTPStatus.UNAUTHORIZED, forged.value)
        response = await self._answer(request, body)
        if response.status_code != HTTPStatus.OK:
            self._guard.forget(request.headers)
        return response

    async def _answer(self, request: Request, body: bytes) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (_JSON, _FORM):
            return self._refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content type")
        try:
            payload = read_body(kind, body)
        except Malformed:
            return self._refused(HTTPStatus.BAD_REQUEST, "malformed")
        answer = self._adapter.answer
        headers = dict(request.headers)
        return _response(await to_thread.run_sync(answer, payload, headers, limiter=self._threads))

    def _refused(self, status: HTTPStatus, reason: str) -> Response:
        self._metrics.count_refusal(reason)
        logger.info("a request was refused: %s", reason)
        return Response(status_code=status)


def read_body(kind: str, body: bytes) -> Json:
    """The payload of a request: JSON, or a form of fields, or JSON in a form's field `payload`."""
    try:
        text = body.decode("utf-8")
        fields = dict(parse_qsl(text, keep_blank_values=True)) if kind == _FORM else {}
        payload = fields.get("payload")
        if kind == _FORM and payload is None:
            return fields
        found = json.loads(text if payload is None else payload)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(found, dict):
        raise Malformed
    return found


async def _body(request: Request) -> bytes | None:
    """The body as it was sent; None where it is too large, and then it is read no further."""
    whole = bytearray()
    try:
        async for chunk in request.stream():
            whole += chunk
            if len(whole) > BODY_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(whole)


def _response(found: BoltResponse) -> Response:
    return Response(found.body, found.status, found.first_headers_without_set_cookie())


class HttpServer:
    """Serves the application in a thread of its own until it is stopped."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._host, self._port = host, port
        settings = uvicorn.Config(
            app,
            log_level="error",  # what strangers send is counted, it does not fill the log
            lifespan="off",
            http=Impatient,
            ws="none",
            access_log=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._run, name="slack-http", daemon=True)
        self._listener: socket.socket | None = None

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        return self._listener.getsockname()[1] if self._listener else self._port

    def start(self) -> None:
        """Listen; StartError where the address cannot be had."""
        try:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            address = (self._host, self._port)
            self._listener = socket.create_server(address, family=family, backlog=256)
        except OSError as error:
            raise StartError(
                f"cannot listen for Slack on {self._host} port {self._port}: {error.strerror}. "
                "Set another slack.port"
            ) from error
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests; those begun have three seconds to end."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS + 1)
        if self._listener:
            self._listener.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener] if self._listener else None)
