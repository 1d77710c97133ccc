"""views.*: modals that a trigger opens, stack and change; the Home tab of each person."""

from tests.doubles.slack import viewing
from tests.doubles.slack.model import Json, Trigger, View
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.web.calls import Call, method

MOST_STACKED = 3


def _sent(call: Call) -> Json:
    call.required("view")
    view = call.structure("view")
    if not isinstance(view, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return view


def _trigger(call: Call) -> Trigger:
    """The trigger, used up by this; it lives for a few seconds."""
    name = call.text("trigger_id") or call.text("interactivity_pointer")
    if not name:
        raise invalid_arguments("missing required field: trigger_id")
    trigger = call.world.triggers.get(name)
    if trigger is None:
        raise Refusal("invalid_trigger_id")
    if trigger.used:
        raise Refusal("exchanged_trigger_id")
    if call.world.clock.now() > trigger.made_at + call.world.settings.trigger_seconds:
        raise Refusal("expired_trigger_id")
    trigger.used = True
    return trigger


@method("views.open", tier=4)
def open_view(call: Call) -> Json:
    body = viewing.read_view(call.world, _sent(call), "modal")
    trigger = _trigger(call)
    viewing.unused_external_id(call.world, body)
    return {"view": viewing.stack(call.world, trigger.user, body, alone=True).body}


@method("views.push", tier=4)
def push_view(call: Call) -> Json:
    body = viewing.read_view(call.world, _sent(call), "modal")
    trigger = _trigger(call)
    stacked = call.world.modals.get(trigger.user, [])
    if trigger.view is None or not stacked:
        raise Refusal("not_found")
    if len(stacked) >= MOST_STACKED:
        raise Refusal("push_limit_reached")
    viewing.unused_external_id(call.world, body)
    return {"view": viewing.stack(call.world, trigger.user, body).body}


@method("views.update", tier=4)
def update_view(call: Call) -> Json:
    if not call.text("view_id") and not call.text("external_id"):
        raise invalid_arguments("must provide view_id or external_id")
    found = viewing.find(call.world, call.text("view_id"), call.text("external_id"))
    if found is None:
        raise Refusal("not_found")
    body = viewing.read_view(call.world, _sent(call), found.body["type"])
    _unraced(call, found)
    return {"view": viewing.replace(call.world, found, body).body}


@method("views.publish", tier=4)
def publish_home(call: Call) -> Json:
    call.required("user_id")
    if call.text("user_id") not in call.world.users:
        raise invalid_arguments("user not found [json-pointer:/user_id]")
    body = viewing.read_view(call.world, _sent(call), "home")
    user = call.text("user_id")
    found = call.world.homes.get(user)
    if found is None:
        return {"view": viewing.furnish_home(call.world, user, body).body}
    _unraced(call, found)
    return {"view": viewing.replace(call.world, found, body).body}


def _unraced(call: Call, view: View) -> None:
    wanted = call.text("hash")
    if wanted and wanted != view.body["hash"]:
        raise Refusal("hash_conflict")
