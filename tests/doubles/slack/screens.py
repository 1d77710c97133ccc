"""What people do with modals and the Home tab."""

from typing import Any

from tests.doubles.slack import viewing
from tests.doubles.slack.acting import Acting
from tests.doubles.slack.model import Json, View
from tests.doubles.slack.pressing import find_element, pressed
from tests.doubles.slack.push import payloads
from tests.doubles.slack.push.deliveries import Delivery
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.workspace import Workspace


class Screens(Acting):
    """Each acts on the person's topmost modal unless `view` (an id) says which."""

    def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's Home tab, or its messages (`tab="messages"`)."""
        with self.world.lock:
            person = self._person(user)
            channel = self.world.direct(person.id, self.world.bot_user)
            event: Json = {
                "type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab,
                "event_ts": self.world.clock.stamp(),
            }  # fmt: skip
            home = self.world.homes.get(person.id)
            if home is not None and tab == "home":
                event["view"] = dict(home.body)
            self.world.publish("app_home_opened", event)

    def press_in_view(
        self, user: str, *, action_id: str | None = None, value: str | None = None,
        text: str | None = None, choose: Any = None, view: str | None = None,
    ) -> Delivery:  # fmt: skip
        """Press or choose in a modal, or with `view="home"` in the Home tab."""
        with self.world.lock:
            person = self._person(user)
            screen = self.world.homes[person.id] if view == "home" else self._top(user, view)
            block, element = find_element(screen.body["blocks"], action_id, value, text)
            action = pressed(self.world, block, element, choose)
            payload = payloads.view_actions(self.world, person, screen, action)
            return self.pusher.start(Delivery("interactive", payload, person.id))

    def submit_view(
        self, user: str, values: Json | None = None, view: str | None = None
    ) -> Delivery:
        """Fill in the topmost modal and send it; `values` by action_id, or block and action.

        What the app answers (errors, update, push, clear) happens before the Delivery is over.
        """
        with self.world.lock:
            person, top = self._person(user), self._top(user, view)
            top.body["state"] = viewing.state_of(top.body["blocks"], values or {})
            payload = payloads.submission(self.world, person, top)
            return self.pusher.start(Delivery("interactive", payload, person.id))

    def close_view(self, user: str, *, everything: bool = False) -> None:
        """Close the topmost modal, or all of them; the app is told if it wants to be."""
        with self.world.lock:
            person = self._person(user)
            for gone in viewing.close(self.world, person.id, everything=everything):
                if gone.body["notify_on_close"]:
                    payload = payloads.closing(self.world, person, gone, cleared=everything)
                    self.pusher.start(Delivery("interactive", payload, person.id))

    def suggest(
        self, user: str, action_id: str, typed: str, *, view: str | None = None
    ) -> Delivery:
        """Type into an external select of a modal; `.answer` holds the options."""
        with self.world.lock:
            person, top = self._person(user), self._top(user, view)
            block, element = find_element(top.body["blocks"], action_id, None, None)
            where = {"view": dict(top.body), "container": {"type": "view", "view_id": top.id}}
            payload = payloads.suggestion(
                self.world, person, element, block["block_id"], typed, where
            )
            return self.pusher.start(Delivery("interactive", payload, person.id))


def take_submission(world: Workspace, delivery: Delivery) -> None:
    """What an acknowledged submission does to the person's screen."""
    if delivery.payload.get("type") != "view_submission" or not delivery.acked:
        return
    user, shown = delivery.user, delivery.payload["view"]
    answer = delivery.answer if isinstance(delivery.answer, dict) else {}
    kind = answer.get("response_action")
    view = viewing.find(world, shown["id"], "")
    if kind == "errors" or view is None:
        if view is not None:
            view.body["errors"] = answer.get("errors")
            world.changed()
        return
    try:
        _go_on(world, user, view, kind, answer)
    except Refusal as refusal:
        delivery.refused = refusal.error


def _go_on(world: Workspace, user: str, view: View, kind: str | None, answer: Json) -> None:
    if kind == "update":
        viewing.replace(world, view, viewing.read_view(world, answer["view"], "modal"))
    elif kind == "push":
        viewing.stack(world, user, viewing.read_view(world, answer["view"], "modal"))
    else:
        cleared = kind == "clear" or bool(view.body["clear_on_close"])
        viewing.close(world, user, everything=cleared)
