"""reactions.*, pins.*, bookmarks.*: what people and apps stick onto messages and channels."""

import re

from tests.doubles.slack import reacting
from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method

_NAME = re.compile(r"[a-z0-9_+\-'\u00e0-\uffff]+(::skin-tone-[2-6])?")


def _marked(call: Call) -> tuple[Channel, Message]:
    """The message named by `channel` (an id) and `timestamp`."""
    if not call.text("channel") or not call.text("timestamp"):
        raise Refusal("no_item_specified")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    message = channel.messages.get(call.text("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    return channel, message


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not _NAME.fullmatch(name):
        raise Refusal("invalid_name")
    return name


@method("reactions.add", "reactions:write")
def add_reaction(call: Call) -> Json:
    call.required("name", "timestamp", "channel")
    name = _name(call)
    channel, message = _marked(call)
    if channel.archived:
        raise Refusal("is_archived")
    if call.user not in channel.members:
        raise Refusal("not_in_channel")
    if not reacting.add(call.world, channel, message, name, call.user):
        raise Refusal("already_reacted")
    return {}


@method("reactions.remove", "reactions:write", tier=2)
def remove_reaction(call: Call) -> Json:
    call.required("name")
    channel, message = _marked(call)
    if not reacting.remove(call.world, channel, message, _name(call), call.user):
        raise Refusal("no_reaction")
    return {}


@method("reactions.get", "reactions:read")
def show_reactions(call: Call) -> Json:
    channel, message = _marked(call)
    return {"type": "message", "channel": channel.id, "message": dict(message.body)}


@method("pins.add", "pins:write", tier=2)
def pin(call: Call) -> Json:
    call.required("channel")
    channel, message = _marked(call)
    if message.ts in channel.pins:
        raise Refusal("already_pinned")
    channel.pins.append(message.ts)
    message.body.setdefault("pinned_to", []).append(channel.id)
    call.world.changed()
    return {}


@method("pins.remove", "pins:write", tier=2)
def unpin(call: Call) -> Json:
    call.required("channel")
    channel, message = _marked(call)
    if message.ts not in channel.pins:
        raise Refusal("no_pin")
    channel.pins.remove(message.ts)
    message.body.pop("pinned_to", None)
    call.world.changed()
    return {}


@method("pins.list", "pins:read", tier=2)
def list_pins(call: Call) -> Json:
    call.required("channel")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    told = [
        {"type": "message", "channel": channel.id, "created": int(float(ts)),
         "created_by": call.user, "message": dict(channel.messages[ts].body)}
        for ts in channel.pins if ts in channel.messages
    ]  # fmt: skip
    return {"items": told}


@method("bookmarks.add", "bookmarks:write", tier=2)
def add_bookmark(call: Call) -> Json:
    call.required("channel_id", "title", "type")
    channel = call.world.channel_of_id(call.text("channel_id"), call.user)
    if call.text("type") != "link":
        raise Refusal("invalid_bookmark_type")
    if not call.text("link"):
        raise Refusal("invalid_link")
    bookmark: Json = {
        "id": call.world.identify("Bk"), "channel_id": channel.id, "title": call.text("title"),
        "link": call.text("link"), "emoji": call.text("emoji"), "type": "link", "rank": "i",
        "app_id": call.world.app_id, "date_created": int(call.world.clock.now()),
    }  # fmt: skip
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark}


@method("bookmarks.list", "bookmarks:read")
def list_bookmarks(call: Call) -> Json:
    call.required("channel_id")
    channel = call.world.channel_of_id(call.text("channel_id"), call.user)
    return {"bookmarks": channel.bookmarks}


@method("bookmarks.edit", "bookmarks:write", tier=2)
def edit_bookmark(call: Call) -> Json:
    bookmark = _bookmark(call)[1]
    bookmark |= {name: call.text(name) for name in ("title", "link", "emoji") if call.text(name)}
    return {"bookmark": bookmark}


@method("bookmarks.remove", "bookmarks:write", tier=2)
def remove_bookmark(call: Call) -> Json:
    channel, bookmark = _bookmark(call)
    channel.bookmarks.remove(bookmark)
    return {}


def _bookmark(call: Call) -> tuple[Channel, Json]:
    call.required("channel_id", "bookmark_id")
    channel = call.world.channel_of_id(call.text("channel_id"), call.user)
    for one in channel.bookmarks:
        if one["id"] == call.text("bookmark_id"):
            return channel, one
    raise Refusal("not_found")
