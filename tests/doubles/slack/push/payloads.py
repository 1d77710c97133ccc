"""Commands and interactions in the shapes Slack sends them."""

import uuid

from tests.doubles.slack.model import Channel, Json, Message, User, View
from tests.doubles.slack.workspace import Workspace


def _about(world: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind, "token": "double", "api_app_id": world.app_id,
        "team": {"id": world.team_id, "domain": "tidebell"}, "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user.id, "username": user.name, "name": user.name,
                 "team_id": world.team_id},
    }  # fmt: skip


def _named(channel: Channel) -> Json:
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def command(world: Workspace, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command."""
    return {
        "token": "double", "team_id": world.team_id, "team_domain": "tidebell",
        "channel_id": channel.id, "channel_name": _named(channel)["name"], "user_id": user.id,
        "user_name": user.name, "command": name, "text": text, "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": world.make_response_url(user.id, channel.id),
        "trigger_id": world.make_trigger(user.id),
    }  # fmt: skip


def message_actions(
    world: Workspace, user: User, channel: Channel, message: Message, action: Json, state: Json
) -> Json:
    """A press or a choice on a message; an ephemeral one is not told again."""
    ephemeral = bool(message.body.get("is_ephemeral"))
    thread = message.body.get("thread_ts")
    container: Json = {
        "type": "message", "message_ts": message.ts, "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }  # fmt: skip
    payload = _about(world, user, "block_actions") | {
        "container": container | ({"thread_ts": thread} if thread else {}),
        "trigger_id": world.make_trigger(user.id), "channel": _named(channel),
        "state": state, "actions": [action],
        "response_url": world.make_response_url(
            user.id, channel.id, thread=thread, message=message.ts, ephemeral=ephemeral
        ),
    }  # fmt: skip
    return payload if ephemeral else payload | {"message": dict(message.body)}


def view_actions(world: Workspace, user: User, view: View, action: Json) -> Json:
    """A press or a choice in a modal or in the Home tab."""
    return _about(world, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.make_trigger(user.id, view.id),
        "view": dict(view.body),
        "actions": [action],
    }


def submission(world: Workspace, user: User, view: View) -> Json:
    return _about(world, user, "view_submission") | {
        "trigger_id": world.make_trigger(user.id, view.id),
        "view": dict(view.body),
        "response_urls": [],
    }


def closing(world: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    return _about(world, user, "view_closed") | {"view": dict(view.body), "is_cleared": cleared}


def suggestion(
    world: Workspace, user: User, element: Json, block: str, typed: str, where: Json
) -> Json:
    """What was typed into a select whose options the app gives."""
    return _about(world, user, "block_suggestion") | where | {
        "action_id": element["action_id"], "block_id": block, "value": typed,
    }  # fmt: skip


def message_shortcut(
    world: Workspace, user: User, channel: Channel, message: Message, callback: str
) -> Json:
    return _about(world, user, "message_action") | {
        "callback_id": callback, "action_ts": world.clock.stamp(), "message_ts": message.ts,
        "trigger_id": world.make_trigger(user.id), "channel": _named(channel),
        "message": dict(message.body),
        "response_url": world.make_response_url(
            user.id, channel.id, thread=message.body.get("thread_ts"), message=message.ts
        ),
    }  # fmt: skip


def global_shortcut(world: Workspace, user: User, callback: str) -> Json:
    return _about(world, user, "shortcut") | {
        "callback_id": callback,
        "action_ts": world.clock.stamp(),
        "trigger_id": world.make_trigger(user.id),
    }


def said(world: Workspace, user: User, text: str) -> Json:
    """A person's message, before it has a ts."""
    if user.bot_id:
        return {
            "subtype": "bot_message", "bot_id": user.bot_id, "username": user.real_name,
            "user": user.id, "text": text,
        }  # fmt: skip
    words = [{"type": "text", "text": text}] if text else []
    section = {"type": "rich_text_section", "elements": words}
    return {
        "user": user.id, "client_msg_id": str(uuid.uuid4()), "text": text, "team": world.team_id,
        "blocks": [{"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [section]}],
    }  # fmt: skip
