"""Socket Mode: tickets, at most ten connections, envelopes in turn, acknowledgements."""

import asyncio
import itertools
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from tests.doubles.slack import wire
from tests.doubles.slack.faults import Fault
from tests.doubles.slack.model import Json
from tests.doubles.slack.push.deliveries import Attempt, Delivery
from tests.doubles.slack.push.outcome import Outcome
from tests.doubles.slack.workspace import Workspace

WARNING_SECONDS = 10.0
DEBUG_SECONDS = 360.0


@dataclass(eq=False)
class Connection:
    """One socket of the app. `frozen`: half-open; `sent` counts its envelopes."""

    number: int
    socket: WebSocket
    frozen: bool = False
    closing: bool = False
    sent: int = 0
    opened_at: float = field(default_factory=time.monotonic)

    async def send(self, frame: Json) -> None:
        """Send a frame; into the void where nobody is there any more."""
        if self.frozen or self.socket.application_state is not WebSocketState.CONNECTED:
            return
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.send_text(json.dumps(frame, ensure_ascii=False))

    async def close(self) -> None:
        """Close it, unless its other end did that already."""
        if self.socket.application_state is WebSocketState.CONNECTED:
            with suppress(RuntimeError, WebSocketDisconnect):
                await self.socket.close()


class Sockets:
    """The app's open connections; runs in the server's loop."""

    def __init__(self, world: Workspace) -> None:
        self.world = world
        self.open: list[Connection] = []
        self._numbers = itertools.count(1)
        self._turn = itertools.count()
        self._waiting: dict[str, tuple[Delivery, Attempt, asyncio.Future[Outcome]]] = {}

    async def serve(self, socket: WebSocket) -> None:
        """One connection from its opening to its end."""
        if self.world.tickets.pop(socket.query_params.get("ticket", ""), 0) < time.monotonic():
            await socket.close(4001)
            return
        await socket.accept()
        connection = Connection(next(self._numbers), socket)
        if len(self.open) >= self.world.settings.most_connections:
            await connection.send(_goodbye("too_many_websockets"))
            await connection.close()
            return
        self.open.append(connection)
        self.world.changed()
        ending = asyncio.ensure_future(self._end_in_time(connection))
        try:
            await self._listen(connection)
        finally:
            ending.cancel()
            if connection in self.open:
                self.open.remove(connection)
            self.world.changed()

    async def _listen(self, connection: Connection) -> None:
        seconds = int(self._lifetime(connection))
        await connection.send(
            {
                "type": "hello", "num_connections": len(self.open),
                "debug_info": {"host": "applink-double", "build_number": 1,
                               "approximate_connection_time": seconds},
                "connection_info": {"app_id": self.world.app_id},
            }
        )  # fmt: skip
        while True:
            try:
                self._acknowledge(await connection.socket.receive_text())
            except (WebSocketDisconnect, KeyError, RuntimeError):
                return

    def _lifetime(self, connection: Connection) -> float:
        if connection.socket.query_params.get("debug_reconnects") == "true":
            return DEBUG_SECONDS
        return self.world.settings.connection_seconds

    async def _end_in_time(self, connection: Connection) -> None:
        lifetime = self._lifetime(connection)
        await asyncio.sleep(max(0.0, lifetime - WARNING_SECONDS))
        await connection.send(_goodbye("warning"))
        await asyncio.sleep(min(WARNING_SECONDS, lifetime))
        await self.part(connection, "refresh_requested")

    async def part(self, connection: Connection, reason: str) -> None:
        """Say goodbye and close; no further envelope goes there."""
        connection.closing = True
        await connection.send(_goodbye(reason))
        await asyncio.sleep(0.05)
        await connection.close()

    async def drop(self, connection: Connection) -> None:
        """Break a connection without a word."""
        connection.closing = True
        await wire.reset(connection.socket.scope)

    def freeze(self, connection: Connection) -> None:
        connection.frozen = True
        wire.freeze(connection.socket.scope)

    def _acknowledge(self, text: str) -> None:
        try:
            told = json.loads(text)
        except ValueError:
            return
        found = self._waiting.get(told.get("envelope_id", "")) if isinstance(told, dict) else None
        if found is None:
            return
        _, attempt, answered = found
        if attempt.acked_at is None:
            attempt.acked_at = time.monotonic()
        if not answered.done():
            answered.set_result(Outcome(True, answer=told.get("payload")))

    async def send(self, delivery: Delivery, attempt: Attempt, fault: Fault | None) -> Outcome:
        """One attempt: an envelope to the next connection, then its acknowledgement."""
        ready = [one for one in self.open if not one.closing]
        if not ready:
            return Outcome(False, "connection_failed")
        connection = ready[next(self._turn) % len(ready)]
        attempt.via, attempt.envelope = str(connection.number), str(uuid.uuid4())
        envelope = self._envelope(delivery, attempt)
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting[attempt.envelope] = (delivery, attempt, answered)
        if fault is not None and fault.kind == "half_open":
            self.freeze(connection)
        connection.sent += 1
        await connection.send(envelope)
        if fault is not None:
            await self._spoil(connection, envelope, fault)
        try:
            return await asyncio.wait_for(answered, self.world.settings.ack_seconds)
        except TimeoutError:
            return Outcome(False, "timeout")

    async def _spoil(self, connection: Connection, envelope: Json, fault: Fault) -> None:
        if fault.kind == "drop_socket":
            await self.drop(connection)
        elif fault.kind == "duplicate":
            asyncio.get_running_loop().call_later(
                fault.seconds, lambda: asyncio.ensure_future(self._again(envelope))
            )

    async def _again(self, envelope: Json) -> None:
        ready = [one for one in self.open if not one.closing]
        if ready:
            await ready[next(self._turn) % len(ready)].send(envelope)

    def _envelope(self, delivery: Delivery, attempt: Attempt) -> Json:
        kind = delivery.payload.get("type")
        responding = delivery.kind == "slash_commands" or kind in (
            "view_submission", "block_suggestion",
        )  # fmt: skip
        envelope: Json = {
            "envelope_id": attempt.envelope, "type": delivery.kind, "payload": delivery.payload,
            "accepts_response_payload": responding,
        }  # fmt: skip
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
        return envelope


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-double"}}
