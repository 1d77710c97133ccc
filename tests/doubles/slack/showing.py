"""The workspace as the page draws it: one JSON document for one person."""

from typing import Any

from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.workspace import Workspace

MOST_MESSAGES = 300


def whole_screen(world: Workspace, person: str) -> Json:
    """Everything `person` (an id) can see, with the names of all people and channels."""
    with world.lock:
        seen = [
            one for one in world.channels.values() if one.kind == "channel" or person in one.members
        ]
        return {
            "me": person,
            "app": {"user": world.bot_user, "name": world.settings.app_name},
            "commands": list(world.settings.commands),
            "shortcuts": world.settings.shortcuts,
            "global_shortcuts": world.settings.global_shortcuts,
            "users": [
                {"id": one.id, "name": one.name, "real": one.real_name, "bot": bool(one.bot_id),
                 "gone": one.deactivated, "zone": one.zone, "locale": one.locale}
                for one in world.users.values()
            ],
            "groups": {one.id: one.handle for one in world.groups.values()},
            "names": {one.id: one.name for one in world.channels.values()},
            "channels": [_channel(world, one, person) for one in seen],
            "modals": [dict(one.body) for one in world.modals.get(person, [])],
            "home": _home(world, person),
        }  # fmt: skip


def _home(world: Workspace, person: str) -> Any:
    view = world.homes.get(person)
    return dict(view.body) if view else None


def _channel(world: Workspace, channel: Channel, person: str) -> Json:
    whispers = [
        one for one in world.ephemerals
        if one.channel == channel.id and one.body["reader"] == person
    ]  # fmt: skip
    typed = [one for one in world.typed if one.channel == channel.id]
    messages = [*channel.messages.values(), *whispers, *typed]
    messages.sort(key=lambda one: one.ts)
    other = next((one for one in channel.members if one != person), person)
    return {
        "id": channel.id, "name": channel.name, "kind": channel.kind, "topic": channel.topic,
        "archived": channel.archived, "with": other, "members": channel.members,
        "member": person in channel.members, "pins": channel.pins,
        "messages": [_message(world, one) for one in messages[-MOST_MESSAGES:]],
        "statuses": {ts: one.get("status", "") for ts, one in channel.statuses.items()},
    }  # fmt: skip


def _message(world: Workspace, message: Message) -> Json:
    told = dict(message.body)
    told.pop("bot_profile", None)
    told["streaming"] = message.streaming_since is not None
    if message.ts in world.unfurls:
        told["unfurls"] = world.unfurls[message.ts]
    return told
