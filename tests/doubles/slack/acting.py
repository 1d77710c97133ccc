"""What people do in the workspace: they type, press, choose, react, edit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.doubles.slack import membership, messaging, reacting, responding, viewing
from tests.doubles.slack.escaping import escape, typed
from tests.doubles.slack.model import Channel, Json, Message, User, View
from tests.doubles.slack.pressing import find_element, pressed
from tests.doubles.slack.push import payloads
from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.push.pusher import Pusher
from tests.doubles.slack.workspace import Workspace


class Acting:
    """People and channels are named by id or by name (`linyue`, `#growth`).

    What the app is told of by a Delivery gives it back: `.wait()` for its acknowledgement.
    """

    world: Workspace
    pusher: Pusher

    def say(self, user: str, channel: str, text: str, thread: str | None = None) -> str:
        """Type a message; gives its ts. A channel may be `@tidebell`: a direct message.

        Files under a thread with `thread`, a ts. Bots speak too (`deploybot`).
        """
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            body = payloads.said(self.world, person, typed(self.world, text))
            root = messaging.thread_root(place, thread) if thread else None
            body |= {"thread_ts": root} if root else {}
            return messaging.post(self.world, place, body).ts

    def slash(
        self, user: str, channel: str, command: str, text: str = "", thread: str | None = None
    ) -> Delivery:
        """Type a slash command. In a thread Slack refuses it, and so it does an unknown one."""
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            settings = self.world.settings
            written = (
                typed(self.world, text, labels=True) if settings.escaped_commands else escape(text)
            )
            payload = payloads.command(self.world, person, place, command, written.strip())
            stamp = self.world.clock.stamp()
            delivery = Delivery("slash_commands", payload, person.id, typed_at=stamp)
            if thread:
                delivery.refused = f"{command} is not supported in threads. Sorry!"
            elif command not in settings.commands:
                delivery.refused = f"{command} is not a valid command."
            if not delivery.refused:
                return self.pusher.start(delivery)
            responding.slackbot(self.world, place.id, person.id, delivery.refused, thread)
            delivery.over.set()
            return delivery

    def press(
        self, user: str, channel: str, ts: str, *, action_id: str | None = None,
        value: str | None = None, text: str | None = None, choose: Any = None,
        state: Json | None = None,
    ) -> Delivery:  # fmt: skip
        """Press a button or use a select of a message, found by its action_id, value or text.

        `choose`: an option's value or text, a user, channel or date; for several a list.
        `ts` may be an ephemeral message's. Raises LookupError where there is no such element.
        """
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            message = self._message(place, ts, person.id)
            block, element = find_element(message.body.get("blocks", []), action_id, value, text)
            action = pressed(self.world, block, element, choose)
            values = state or viewing.state_of(message.body.get("blocks", []), {})
            payload = payloads.message_actions(self.world, person, place, message, action, values)
            return self.pusher.start(Delivery("interactive", payload, person.id))

    def press_old(self, user: str, channel: str, ts: str, action: Json) -> Delivery:
        """Press a button as it stood in a message long ago; `action`: action_id and value."""
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            message = self._message(place, ts, person.id)
            old: Json = {
                "type": "button", "block_id": "old", "action_ts": self.world.clock.stamp(),
                "text": {"type": "plain_text", "text": "Old", "emoji": True}, **action,
            }  # fmt: skip
            payload = payloads.message_actions(
                self.world, person, place, message, old, {"values": {}}
            )
            return self.pusher.start(Delivery("interactive", payload, person.id))

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Delivery:
        """Use a message shortcut on a message."""
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            message = self._message(place, ts, person.id)
            payload = payloads.message_shortcut(self.world, person, place, message, callback_id)
            return self.pusher.start(Delivery("interactive", payload, person.id))

    def shortcut_anywhere(self, user: str, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        with self.world.lock:
            payload = payloads.global_shortcut(self.world, self._person(user), callback_id)
            return self.pusher.start(Delivery("interactive", payload, payload["user"]["id"]))

    def react(self, user: str, channel: str, ts: str, name: str) -> bool:
        """Add a reaction; False when it is there already."""
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            return reacting.add(self.world, place, place.messages[ts], name, person.id)

    def unreact(self, user: str, channel: str, ts: str, name: str) -> bool:
        with self.world.lock:
            person, place = self._person(user), self._place(channel, user)
            return reacting.remove(self.world, place, place.messages[ts], name, person.id)

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message."""
        with self.world.lock:
            place, message = self._own(user, channel, ts)
            written = typed(self.world, text)
            fresh = payloads.said(self.world, self._person(user), written)
            body: Json = {name: fresh[name] for name in ("text", "blocks") if name in fresh}
            messaging.change(self.world, place, message, body)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Take one's own message away."""
        with self.world.lock:
            place, message = self._own(user, channel, ts)
            messaging.remove(self.world, place, message)

    def invite(self, channel: str, user: str, by: str = "linyue") -> None:
        with self.world.lock:
            inviter = self._person(by).id
            place, person = self.world.place_named(channel), self._person(user)
            membership.enter(self.world, place, person.id, inviter)

    def remove(self, channel: str, user: str) -> None:
        """Remove somebody (or the app) from a channel."""
        with self.world.lock:
            membership.go(self.world, self.world.place_named(channel), self._person(user).id)

    def archive(self, channel: str, by: str = "linyue") -> None:
        with self.world.lock:
            place = self.world.place_named(channel)
            membership.archive(self.world, place, self._person(by).id)

    def revoke_tokens(self) -> None:
        """Uninstall the app's bot: its token no longer counts, and the app is told."""
        with self.world.lock:
            for token in self.world.tokens.values():
                token.revoked = token.revoked or token.kind == "bot"
            tokens = {"oauth": [], "bot": [self.world.bot_user]}
            self.world.publish("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})

    def tell_rate_limited(self) -> Delivery:
        """Tell the app that it got more than 30 000 events within the hour."""
        with self.world.lock:
            minute = int(self.world.clock.now()) // 60 * 60
            payload = {
                "token": "double", "type": "app_rate_limited", "team_id": self.world.team_id,
                "minute_rate_limited": minute, "api_app_id": self.world.app_id,
            }  # fmt: skip
            return self.pusher.start(Delivery("events_api", payload))

    @contextmanager
    def ago(self, seconds: float) -> Iterator[None]:
        """What is done inside happened that long ago (its ts and event_time are old)."""
        with self.world.lock:
            self.world.clock.advance(-seconds)
            try:
                yield
            finally:
                self.world.clock.advance(seconds)

    def _person(self, user: str) -> User:
        return self.world.person_named(user)

    def _place(self, channel: str, user: str) -> Channel:
        if channel.startswith("@"):
            return self.world.direct(self._person(user).id, self._person(channel).id)
        return self.world.place_named(channel)

    def _message(self, place: Channel, ts: str, user: str) -> Message:
        for one in self.world.ephemerals:
            if one.ts == ts and one.body["reader"] == user:
                return one
        if ts not in place.messages:
            raise LookupError(f"there is no message {ts} in {place.name or place.id}")
        return place.messages[ts]

    def _own(self, user: str, channel: str, ts: str) -> tuple[Channel, Message]:
        place = self._place(channel, user)
        message = place.messages[ts]
        if message.author != self._person(user).id:
            raise PermissionError(f"{user} did not write that message")
        return place, message

    def _top(self, user: str, view: str | None) -> View:
        person = self._person(user).id
        if view is not None:
            found = viewing.find(self.world, view, "")
            if found is None:
                raise LookupError(f"there is no view {view}")
            return found
        stacked = self.world.modals.get(person, [])
        if not stacked:
            raise LookupError(f"{user} has no modal open")
        return stacked[-1]
