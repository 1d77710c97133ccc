"""Gets every event, command and interaction to the app, and again when it was not taken."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from tests.doubles.slack.faults import Faults
from tests.doubles.slack.model import Json
from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.push.http import HttpPush
from tests.doubles.slack.push.outcome import Outcome
from tests.doubles.slack.push.sockets import Sockets
from tests.doubles.slack.workspace import Workspace

RETRIES = 3


class Pusher:
    """`deliveries` is everything ever sent, in order. `finished` is told of each that is over.

    `start` and `publish` may be called from any thread.
    """

    def __init__(self, world: Workspace, faults: Faults) -> None:
        self.world, self.faults = world, faults
        self.sockets, self.http = Sockets(world), HttpPush(world)
        self.deliveries: list[Delivery] = []
        self.finished: Callable[[Delivery], None] = lambda delivery: None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.held: list[Delivery] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def publish(self, name: str, event: Json) -> None:
        """Send an event if the app subscribed to that name."""
        if name in self.world.settings.events:
            self.start(Delivery("events_api", self.wrap(event)))

    def wrap(self, event: Json) -> Json:
        """The body around an event."""
        world = self.world
        return {
            "token": "double", "team_id": world.team_id, "context_team_id": world.team_id,
            "context_enterprise_id": None, "api_app_id": world.app_id, "event": event,
            "type": "event_callback", "event_id": world.identify("Ev"),
            "event_time": int(world.clock.now()),
            "authorizations": [
                {"enterprise_id": None, "team_id": world.team_id, "user_id": world.bot_user,
                 "is_bot": True, "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": False, "event_context": "4-" + secrets.token_urlsafe(24),
        }  # fmt: skip

    def start(self, delivery: Delivery) -> Delivery:
        """Begin to deliver; or keep it while events are held back."""
        delivery.number = len(self.deliveries)
        self.deliveries.append(delivery)
        if self.held is not None:
            self.held.append(delivery)
        else:
            self.run(self._deliver(delivery))
        return delivery

    def hold(self) -> None:
        """Keep back what happens from now on, as in an outage of Slack's."""
        self.held = self.held or []

    def release(self) -> None:
        """Send what was held back, late, with its old times."""
        held, self.held = self.held or [], None
        for delivery in held:
            self.run(self._deliver(delivery))

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Have the loop do it, from whatever thread."""
        if self.loop is None or self.loop.is_closed():
            work.close()
            return
        self.loop.call_soon_threadsafe(self._keep, work)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        reason = ""
        for number in range(RETRIES + 1):
            if number:
                delays = self.world.settings.retry_delays
                await asyncio.sleep(delays[min(number, len(delays)) - 1])
            outcome = await self._attempt(delivery, reason)
            if outcome.acked:
                delivery.answer = outcome.answer
                break
            reason = outcome.failure
            if delivery.kind != "events_api" or outcome.final:
                break
        # Over once the person sees what came of it: whoever waits for the one wants the other.
        try:
            with self.world.lock:
                self.finished(delivery)
                self.world.changed()
        finally:
            delivery.over.set()

    async def _attempt(self, delivery: Delivery, reason: str) -> Outcome:
        fault = self.faults.take_push()
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        attempt = delivery.begin(reason, "")
        if self.world.settings.events_url is None:
            outcome = await self.sockets.send(delivery, attempt, fault)
        else:
            outcome = await self.http.send(delivery, attempt)
            if fault is not None and fault.kind == "duplicate":
                await self.http.send(delivery, delivery.begin(reason, ""))
        attempt.failure, attempt.status = outcome.failure, outcome.status
        return outcome

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
