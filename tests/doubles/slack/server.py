"""The double's addresses: Web API, uploads, response_urls, sockets."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from tests.doubles.slack import responding, wire
from tests.doubles.slack.faults import Fault, Faults
from tests.doubles.slack.push.sockets import Sockets
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.answering import Answered, WebApi
from tests.doubles.slack.web.bodies import read_parts
from tests.doubles.slack.web.files import receive_upload
from tests.doubles.slack.workspace import Workspace

_FAILED = {"internal_error": 200, "fatal_error": 200, "500": 500, "503": 503}


class Addresses:
    """What the app calls. `calls` is every Web API call: method, arguments, answer."""

    def __init__(self, world: Workspace, faults: Faults, sockets: Sockets) -> None:
        self.world, self.faults, self.sockets = world, faults, sockets
        self.api = WebApi(world)
        self.calls: list[tuple[str, dict[str, Any], Answered]] = []

    def routes(self) -> list[Any]:
        post = ["POST", "PUT"]
        return [
            Route("/api/{method}", self.call, methods=["GET", "POST"]),
            Route("/upload/v1/{file}", self.upload, methods=post),
            Route("/actions/{team}/{name}", self.respond, methods=["POST"]),
            Route("/files-pri/{name}/{file}", self.download),
            Route("/files-pri/download/{name}/{file}", self.download),
            WebSocketRoute("/link/", self.sockets.serve),
        ]

    async def call(self, request: Request) -> Response:
        body = await request.body()
        name = request.path_params["method"]

        def answer() -> Response:
            told = self._answer(request, name, body)
            return JSONResponse(told.body, told.status, told.headers)

        return await self._spoilt(request, name, answer)

    def _answer(self, request: Request, name: str, body: bytes) -> Answered:
        kind = request.headers.get("content-type", "")
        query = request.url.query
        try:
            arguments = self.api.read(name, kind, body, query)
        except Refusal as refusal:
            return Answered(refusal.as_json())
        is_json = kind.startswith("application/json")
        authorization = request.headers.get("authorization", "")
        told = self.api.answer(name, arguments, authorization, is_json)
        self.calls.append((name, arguments, told))
        return told

    async def _spoilt(
        self, request: Request, name: str, answer: Callable[[], Response]
    ) -> Response:
        """The answer, or what goes wrong with it."""
        fault = self.faults.take_call(name)
        if fault is None:
            return answer()
        if fault.kind == "reset_before":
            await wire.reset(request.scope)
        elif fault.kind in _FAILED or fault.kind == "ratelimited":
            return _failure(fault)
        else:
            told = answer()
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
                return told
            await wire.reset(request.scope)
        return PlainTextResponse("nobody reads this", 500)

    async def upload(self, request: Request) -> Response:
        body = await request.body()
        kind = request.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            parts = [one for one in read_parts(kind, body).values() if isinstance(one, bytes)]
            body = parts[0] if parts else b""

        def answer() -> Response:
            with self.world.lock:
                status, text = receive_upload(self.world, request.path_params["file"], body)
            return PlainTextResponse(text, status)

        return await self._spoilt(request, "upload", answer)

    async def respond(self, request: Request) -> Response:
        body = await request.body()

        def answer() -> Response:
            with self.world.lock:
                name = request.path_params["name"]
                status, text = responding.use_response_url(self.world, name, body)
            return PlainTextResponse(text, status)

        return await self._spoilt(request, "response_url", answer)

    async def download(self, request: Request) -> Response:
        """A file's bytes, for who has a token or looks at the double's own page."""
        authorization = request.headers.get("authorization", "")
        known = authorization.removeprefix("Bearer ") in self.world.tokens
        if not known and request.headers.get("sec-fetch-site") != "same-origin":
            return Response(status_code=302, headers={"Location": "/"})
        file = self.world.files.get(request.path_params["name"].partition("-")[2])
        if file is None or file.content is None:
            return PlainTextResponse("not found", 404)
        kind = "image/png" if file.name.endswith(".png") else "application/octet-stream"
        return Response(file.content, media_type=kind)


def _failure(fault: Fault) -> Response:
    if fault.kind == "ratelimited":
        wait = {"Retry-After": str(max(1, round(fault.seconds)))}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, wait)
    if fault.kind in ("500", "503"):
        return PlainTextResponse("upstream trouble", int(fault.kind))
    return JSONResponse({"ok": False, "error": fault.kind})


def make_app(routes: list[Any], lifespan: Any) -> Starlette:
    return Starlette(routes=routes, lifespan=lifespan)
