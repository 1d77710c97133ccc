"""Reactions on messages, and the events that tell of them."""

from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.workspace import Workspace


def add(world: Workspace, channel: Channel, message: Message, name: str, user: str) -> bool:
    """False when that user has put that one there already."""
    reactions: list[Json] = message.body.setdefault("reactions", [])
    for one in reactions:
        if one["name"] == name:
            if user in one["users"]:
                return False
            one["users"].append(user)
            one["count"] += 1
            break
    else:
        reactions.append({"name": name, "users": [user], "count": 1})
    _tell(world, channel, message, name, user, "reaction_added")
    return True


def remove(world: Workspace, channel: Channel, message: Message, name: str, user: str) -> bool:
    """False when that user has put no such one there."""
    reactions: list[Json] = message.body.get("reactions", [])
    for one in reactions:
        if one["name"] == name and user in one["users"]:
            one["users"].remove(user)
            one["count"] -= 1
            message.body["reactions"] = [left for left in reactions if left["count"]]
            if not message.body["reactions"]:
                del message.body["reactions"]
            _tell(world, channel, message, name, user, "reaction_removed")
            return True
    return False


def _tell(
    world: Workspace, channel: Channel, message: Message, name: str, user: str, kind: str
) -> None:
    world.changed()
    if world.bot_user in channel.members:
        world.publish(
            kind,
            {
                "type": kind, "user": user, "reaction": name, "item_user": message.author,
                "item": {"type": "message", "channel": channel.id, "ts": message.ts},
                "event_ts": world.clock.stamp(),
            },
        )  # fmt: skip
