"""Views as they stand on people's screens: the stack of modals, the Home tab."""

import json
import secrets

from tests.doubles.slack.blocks.objects import plain
from tests.doubles.slack.blocks.reading import interactive, read_blocks
from tests.doubles.slack.blocks.shapes import Checking, anything, boolean, fields, string
from tests.doubles.slack.model import Json, View
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.workspace import Workspace

MOST_CHARACTERS = 250_000
_SHARED = {
    "private_metadata": string(3000), "callback_id": string(255), "external_id": string(255),
    "state": anything,
}  # fmt: skip
_SHAPES = {
    "modal": fields(
        {"title": plain(24), "blocks": anything}, submit=plain(24), close=plain(24),
        clear_on_close=boolean, notify_on_close=boolean, submit_disabled=boolean, **_SHARED,
    ),
    "home": fields({"blocks": anything}, **_SHARED),
}  # fmt: skip


def read_view(world: Workspace, sent: Json, kind: str) -> Json:
    """A view's fields and its blocks with ids; refused with json-pointers."""
    if sent.get("type") != kind:
        raise invalid_arguments(f"must be {kind} [json-pointer:/view/type]")
    checking = Checking(kind, lambda file: True)
    _SHAPES[kind](sent, "/view", checking)
    if checking.problems:
        raise invalid_arguments(*checking.problems)
    if len(json.dumps(sent)) > MOST_CHARACTERS:
        raise Refusal("view_too_large")
    blocks = read_blocks(world, sent["blocks"], kind)
    if any(one["type"] == "input" for one in blocks) and kind == "modal" and "submit" not in sent:
        raise invalid_arguments("missing required field: submit [json-pointer:/view]")
    return sent | {"blocks": blocks}


def unused_external_id(world: Workspace, body: Json) -> None:
    if body.get("external_id") and find(world, "", body["external_id"]):
        raise Refusal("duplicate_external_id")


def find(world: Workspace, wanted: str, external: str) -> View | None:
    open_views = [*world.homes.values(), *(one for some in world.modals.values() for one in some)]
    for view in open_views:
        if view.id == wanted or (external and view.body.get("external_id") == external):
            return view
    return None


def stack(world: Workspace, user: str, body: Json, *, alone: bool = False) -> View:
    """Put a modal on top of a person's others; `alone`: in the place of all of them."""
    stacked = [] if alone else world.modals.get(user, [])
    view = View(user, {})
    name = world.identify("V")
    previous = stacked[-1].id if stacked else None
    view.body = _whole(world, body, name, previous, stacked[0].id if stacked else name)
    world.modals[user] = [*stacked, view]
    world.changed()
    return view


def furnish_home(world: Workspace, user: str, body: Json) -> View:
    name = world.identify("V")
    world.homes[user] = View(user, _whole(world, body, name, None, name))
    world.changed()
    return world.homes[user]


def replace(world: Workspace, view: View, body: Json) -> View:
    """Other content in the same view; what people filled in stays where its block does."""
    old = view.body
    view.body = _whole(world, body, view.id, old["previous_view_id"], old["root_view_id"])
    world.changed()
    return view


def close(world: Workspace, user: str, *, everything: bool = False) -> list[View]:
    """Take the topmost modal away, or all; gives what was closed."""
    stacked = world.modals.get(user, [])
    gone = stacked if everything else stacked[-1:]
    world.modals[user] = stacked[: len(stacked) - len(gone)]
    world.changed()
    return gone


def _whole(world: Workspace, body: Json, name: str, previous: str | None, root: str) -> Json:
    told: Json = {
        "id": name, "team_id": world.team_id, "type": body["type"], "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""), "state": {"values": {}},
        "hash": f"{int(world.clock.now())}.{secrets.token_hex(4)}",
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"), "submit": body.get("submit"), "previous_view_id": previous,
        "root_view_id": root, "app_id": world.app_id, "external_id": body.get("external_id", ""),
        "app_installed_team_id": world.team_id, "bot_id": world.bot_id,
    }  # fmt: skip
    return told


_STATES = {
    "static_select": "selected_option", "external_select": "selected_option",
    "radio_buttons": "selected_option", "overflow": "selected_option",
    "users_select": "selected_user", "conversations_select": "selected_conversation",
    "channels_select": "selected_channel", "multi_static_select": "selected_options",
    "multi_external_select": "selected_options", "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels", "checkboxes": "selected_options",
    "datepicker": "selected_date", "timepicker": "selected_time",
    "datetimepicker": "selected_date_time", "rich_text_input": "rich_text_value",
}  # fmt: skip


def state_field(kind: str) -> str:
    """The field of an element's state that holds what a person entered."""
    return _STATES.get(kind, "value")


def chosen(element: Json, value: object) -> object:
    """What a state holds for `value`: an option by its value, others as they are."""
    field = state_field(element["type"])
    if field == "selected_option" and isinstance(value, str):
        return _option(element, value)
    if field == "selected_options" and isinstance(value, list):
        return [_option(element, one) if isinstance(one, str) else one for one in value]
    return value


def _option(element: Json, value: str) -> Json:
    options = list(element.get("options", []))
    for group in element.get("option_groups", []):
        options += group["options"]
    for one in options:
        if one["value"] == value or one["text"]["text"] == value:
            return {"text": one["text"], "value": one["value"]}
    return {"text": {"type": "plain_text", "text": value, "emoji": True}, "value": value}


_INITIAL = {
    "selected_option": "initial_option", "selected_options": "initial_options",
    "selected_user": "initial_user", "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel", "selected_users": "initial_users",
    "selected_conversations": "initial_conversations", "selected_channels": "initial_channels",
    "selected_date": "initial_date", "selected_time": "initial_time",
    "selected_date_time": "initial_date_time", "value": "initial_value",
    "rich_text_value": "initial_value",
}  # fmt: skip
_STATELESS = ("button", "overflow", "workflow_button", "icon_button", "feedback_buttons")


def state_of(blocks: list[Json], entered: Json) -> Json:
    """`{block_id: {action_id: {type, value}}}`: what was entered, or what stood there first.

    `entered` names values by action_id, or by block_id and action_id.
    """
    values: Json = {}
    for block in blocks:
        for element in interactive(block):
            if element["type"] in _STATELESS:
                continue
            field, action = state_field(element["type"]), element["action_id"]
            within = entered.get(block["block_id"])
            first = element.get(_INITIAL[field], [] if field.endswith("s") else None)
            value = entered.get(action, first)
            if isinstance(within, dict) and action in within:
                value = within[action]
            told = {"type": element["type"], field: chosen(element, value)}
            values.setdefault(block["block_id"], {})[action] = told
    return {"values": values}
