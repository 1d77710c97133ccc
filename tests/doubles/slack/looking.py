"""What people see in the workspace, and what the double recorded."""

import asyncio
from typing import Any

from tests.doubles.slack.model import File, Json
from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.push.pusher import Pusher
from tests.doubles.slack.push.sockets import Connection
from tests.doubles.slack.server import Addresses
from tests.doubles.slack.workspace import Workspace


class Looking:
    """Messages are their JSON; those with metadata have it under `metadata`."""

    world: Workspace
    pusher: Pusher
    addresses: Addresses

    def messages(self, channel: str, thread: str | None = None) -> list[Json]:
        """Oldest first: the channel's own messages, or a thread from its root on.

        `channel` may be a direct conversation, `@linyue`: with the app.
        """
        with self.world.lock:
            if channel.startswith("@"):
                person = self.world.person_named(channel).id
                place = self.world.direct(person, self.world.bot_user)
            else:
                place = self.world.place_named(channel)
            said = sorted(place.messages.values(), key=lambda one: one.ts)
            if thread is None:
                kept = [one for one in said if one.root is None]
            else:
                kept = [one for one in said if thread in (one.ts, one.root)]
            return [
                {**one.body, "channel": place.id}
                | ({"metadata": one.metadata} if one.metadata else {})
                for one in kept
            ]

    def answers(self, channel: str, thread: str | None = None) -> list[Json]:
        """Those of the messages that the app wrote."""
        bot = self.world.bot_user
        return [one for one in self.messages(channel, thread) if one.get("user") == bot]

    def ephemerals(self, user: str) -> list[Json]:
        """What only that person sees, oldest first."""
        with self.world.lock:
            reader = self.world.person_named(user).id
            return [
                {**one.body, "channel": one.channel}
                for one in self.world.ephemerals if one.body["reader"] == reader
            ]  # fmt: skip

    def home(self, user: str) -> Json | None:
        """The Home tab the app published for that person."""
        with self.world.lock:
            view = self.world.homes.get(self.world.person_named(user).id)
            return dict(view.body) if view else None

    def views(self, user: str) -> list[Json]:
        """That person's open modals, the topmost last."""
        with self.world.lock:
            stacked = self.world.modals.get(self.world.person_named(user).id, [])
            return [dict(one.body) for one in stacked]

    def user(self, name: str) -> str:
        """The id of a person by name."""
        return self.world.person_named(name).id

    def channel(self, name: str) -> str:
        """The id of a channel by name; `@linyue`: of that person's conversation with the app."""
        with self.world.lock:
            if name.startswith("@"):
                person = self.world.person_named(name).id
                return self.world.direct(person, self.world.bot_user).id
            return self.world.place_named(name).id

    def file(self, name: str) -> File:
        return self.world.files[name]

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything ever pushed to the app, oldest first."""
        return list(self.pusher.deliveries)

    @property
    def connections(self) -> list[Connection]:
        """The app's open sockets."""
        return list(self.pusher.sockets.open)

    def calls(self, method: str | None = None) -> list[tuple[str, Json, Json]]:
        """Web API calls the app made: method, arguments, answer."""
        return [
            (name, arguments, told.body)
            for name, arguments, told in list(self.addresses.calls)
            if method in (None, name)
        ]

    def verify_address(self) -> bool:
        """The url_verification handshake with `events_url`; whether the app passed it."""
        if self.pusher.loop is None:
            return False
        shaken = asyncio.run_coroutine_threadsafe(self.pusher.http.verify(), self.pusher.loop)
        return shaken.result(self.world.settings.ack_seconds + 2)

    def drop_sockets(self) -> None:
        """Break every socket without a word."""
        self._to_each(self.pusher.sockets.drop)

    def freeze_sockets(self) -> None:
        """Make every socket half-open."""
        for one in self.connections:
            if self.pusher.loop is not None:
                self.pusher.loop.call_soon_threadsafe(self.pusher.sockets.freeze, one)

    def part_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, then close (`warning`, `link_disabled` …)."""

        def part(connection: Connection) -> Any:
            return self.pusher.sockets.part(connection, reason)

        self._to_each(part)

    def _to_each(self, act: Any) -> None:
        loop = self.pusher.loop
        if loop is None:
            return

        async def all_of_them() -> None:
            for one in self.connections:
                await act(one)

        asyncio.run_coroutine_threadsafe(all_of_them(), loop).result(5)

    def summary(self) -> str:
        """One line for a failed test."""
        late = [one.name for one in self.deliveries if not one.acked]
        return (
            f"{len(self.connections)} sockets, {len(self.deliveries)} deliveries, "
            f"not acknowledged: {late[-5:]}, calls: {[one[0] for one in self.calls()][-8:]}"
        )
