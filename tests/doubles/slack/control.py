"""The driver over HTTP: another process acts in the workspace and reads it, under `/double/`."""

import asyncio
import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.showing import whole_screen

ACTS = (
    "say", "slash", "press", "press_old", "react", "unreact", "edit", "delete", "shortcut",
    "shortcut_anywhere", "open_home", "press_in_view", "submit_view", "close_view", "suggest",
    "invite", "remove", "archive", "revoke_tokens", "tell_rate_limited", "drop_sockets",
    "freeze_sockets", "part_sockets", "verify_address",
)  # fmt: skip
LOOKS = ("messages", "answers", "ephemerals", "home", "views", "user", "channel")
MOST_WAIT = 25.0


class Control:
    """`POST /double/<act>` with a JSON object of its arguments; `{"told": …}` comes back.

    A Delivery is told by its number; `GET /double/deliveries?since=n` tells how it went.
    """

    def __init__(self, slack: Any) -> None:
        self.slack = slack

    def routes(self) -> list[Any]:
        return [
            Route("/double/live", self.live),
            Route("/double/deliveries", self.deliveries),
            Route("/double/calls", self.calls),
            Route("/double/faults", self.faults, methods=["GET", "POST"]),
            Route("/double/settings", self.settings, methods=["GET", "POST"]),
            Route("/double/clock", self.clock, methods=["POST"]),
            Route("/double/hold", self.hold, methods=["POST"]),
            Route("/double/release", self.release, methods=["POST"]),
            Route("/double/{act}", self.act, methods=["POST"]),
        ]

    async def act(self, request: Request) -> Response:
        name = request.path_params["act"]
        if name not in ACTS + LOOKS:
            return PlainTextResponse(f"nothing here is called {name}", 404)
        arguments = await _body(request)
        try:
            told = await asyncio.to_thread(getattr(self.slack, name), **arguments)
        except (LookupError, PermissionError, TypeError, ValueError) as wrong:
            return JSONResponse({"wrong": str(wrong.args[0] if wrong.args else wrong)}, 400)
        except Refusal as refusal:
            return JSONResponse({"wrong": refusal.error}, 400)
        if isinstance(told, Delivery):
            told = {"number": told.number, "refused": told.refused}
        return JSONResponse({"told": told})

    async def live(self, request: Request) -> Response:
        """One person's screen, as soon as it differs from version `seen`."""
        seen = int(request.query_params.get("seen", "-1"))
        version = self.slack.version
        for _ in range(int(MOST_WAIT / 0.05)):
            version = self.slack.version
            if version != seen or await request.is_disconnected():
                break
            await asyncio.sleep(0.05)
        person = self.slack.world.person_named(request.query_params.get("as", "linyue")).id
        sockets = len(self.slack.connections)
        told = {"version": version, "sockets": sockets} | whole_screen(self.slack.world, person)
        return JSONResponse(told)

    async def deliveries(self, request: Request) -> Response:
        """What was pushed to the app since number `since`."""
        since = int(request.query_params.get("since", "0"))
        told = [
            {"number": number, "name": one.name, "kind": one.kind, "acked": one.acked,
             "ack_seconds": one.ack_seconds, "over": one.over.is_set(), "answer": one.answer,
             "refused": one.refused, "payload": one.payload,
             "attempts": [asdict(each) for each in one.attempts]}
            for number, one in enumerate(self.slack.deliveries[since:], since)
        ]  # fmt: skip
        return JSONResponse(told)

    async def calls(self, request: Request) -> Response:
        """The app's Web API calls since number `since`."""
        since = int(request.query_params.get("since", "0"))
        told = [
            {"method": name, "arguments": _plain(arguments), "answer": answer}
            for name, arguments, answer in self.slack.calls()[since:]
        ]
        return JSONResponse(told)

    async def faults(self, request: Request) -> Response:
        """`{"next": [method, kind, times, seconds]}`, `{"plan": {seed, rates, …}}`, `{"clear"}`."""
        faults, body = self.slack.faults, await _body(request)
        try:
            if "next" in body:
                name, kind, times, seconds = body["next"]
                faults.next(name, kind, times=times, seconds=seconds)
            if "plan" in body:
                faults.plan(**body["plan"])
        except (TypeError, ValueError) as wrong:
            return JSONResponse({"wrong": str(wrong)}, 400)
        if "clear" in body:
            faults.clear()
        return JSONResponse({"done": dict(faults.done)})

    async def settings(self, request: Request) -> Response:
        """Changes settings by name; tells them all."""
        for name, value in (await _body(request)).items():
            if not hasattr(self.slack.settings, name):
                return JSONResponse({"wrong": f"there is no setting {name}"}, 400)
            setattr(self.slack.settings, name, value)
        return JSONResponse(asdict(self.slack.settings))

    async def clock(self, request: Request) -> Response:
        self.slack.world.clock.advance(float((await _body(request))["seconds"]))
        return JSONResponse({"now": self.slack.world.clock.now()})

    async def hold(self, request: Request) -> Response:
        self.slack.pusher.hold()
        return JSONResponse({"told": True})

    async def release(self, request: Request) -> Response:
        self.slack.pusher.release()
        return JSONResponse({"told": True})


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        for name, value in arguments.items() if name != "token"
    }  # fmt: skip


async def _body(request: Request) -> dict[str, Any]:
    body = await request.body()
    told = json.loads(body) if body else {}
    return told if isinstance(told, dict) else {}
