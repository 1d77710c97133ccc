"""chat.*: posting, changing, whispering, links."""

from typing import Any

from tests.doubles.slack import messaging
from tests.doubles.slack.blocks.attaching import attachments_of
from tests.doubles.slack.blocks.reading import read_blocks
from tests.doubles.slack.escaping import escape_stray
from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.metadata import read_metadata

MOST_TEXT = 40_000


@method("chat.postMessage", "chat:write", tier=0)
def post_message(call: Call) -> Json:
    call.required("channel")
    channel = _posted_to(call)
    body = read_content(call)
    body |= _thread(call, channel)
    metadata = read_metadata(call)
    message = messaging.post(call.world, channel, signed(call) | body, metadata)
    told = messaging.without_counts(message.body)
    if metadata:
        told["metadata"] = metadata
    return {"channel": channel.id, "ts": message.ts, "message": told}


def _posted_to(call: Call) -> Channel:
    """The channel, by id or name; a person's id means the conversation with them."""
    wanted, world = call.text("channel"), call.world
    if wanted in world.users:
        return world.direct(call.user, wanted)
    channel = world.channel_by(wanted, call.user)
    return may_write(call, channel)


def may_write(call: Call, channel: Channel) -> Channel:
    if channel.archived:
        raise Refusal("is_archived")
    public = channel.kind == "channel" and "chat:write.public" in call.token.scopes
    if call.user not in channel.members and not public:
        raise Refusal("not_in_channel")
    return channel


def signed(call: Call) -> Json:
    """Who says it: the fields that a message of an app has."""
    world = call.world
    user = world.users[call.user]
    if not user.bot_id:
        return {"user": user.id, "team": world.team_id}
    profile = {
        "id": user.bot_id, "app_id": user.app_id, "name": user.real_name,
        "icons": {"image_36": "", "image_48": "", "image_72": ""}, "deleted": False, "updated": 1,
        "team_id": world.team_id,
    }  # fmt: skip
    return {
        "user": user.id, "bot_id": user.bot_id, "app_id": user.app_id, "team": world.team_id,
        "bot_profile": profile,
    }  # fmt: skip


def read_content(call: Call, *, silent: bool = False) -> Json:
    """Text, blocks and attachments of the arguments; refuses what is malformed.

    And what is empty, unless it may be `silent`.
    """
    body: Json = {}
    text = call.text("text")
    if call.arguments.get("blocks") is not None:
        blocks = read_blocks(call.world, call.arguments["blocks"], "message")
        body |= {"blocks": blocks} if blocks else {}
    attachments = attachments_of(call.arguments.get("attachments"))
    if attachments:
        body["attachments"] = attachments
    if not text and not body and not silent:
        raise Refusal("no_text")
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        call.warnings.append("message_truncated")
    return {"text": escape_stray(text)} | body


def _thread(call: Call, channel: Channel) -> Json:
    wanted = call.text("thread_ts")
    root = messaging.thread_root(channel, wanted) if wanted else None
    if root is None:
        return {}
    if call.flag("reply_broadcast"):
        return {"thread_ts": root, "subtype": "thread_broadcast"}
    return {"thread_ts": root}


def own_message(call: Call, refusal: str) -> tuple[Channel, Message]:
    """The caller's own message named by `channel` (an id) and `ts`."""
    call.required("channel", "ts")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    message = channel.messages.get(call.text("ts"))
    if message is None or message.body.get("subtype") == "tombstone":
        raise Refusal("message_not_found")
    if message.author != call.user:
        raise Refusal(refusal)
    return channel, message


@method("chat.update", "chat:write")
def update_message(call: Call) -> Json:
    """Blocks go when only text is given; attachments and metadata that are not named stay."""
    channel, message = own_message(call, "cant_update_message")
    if channel.archived:
        raise Refusal("is_archived")
    if message.streaming_since is not None:
        raise Refusal("streaming_state_conflict")
    content = read_content(call)
    metadata = read_metadata(call)
    if "blocks" not in content:
        message.body.pop("blocks", None)
    if metadata is not None:
        message.metadata = metadata or None
    messaging.change(call.world, channel, message, content)
    told: dict[str, Any] = {
        name: value for name, value in message.body.items() if name not in ("ts", "reactions")
    }
    return {"channel": channel.id, "ts": message.ts, "text": message.body["text"], "message": told}


@method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(call: Call) -> Json:
    call.required("user", "channel")
    reader = call.text("user")
    if not reader.startswith(("U", "W")):
        raise invalid_arguments(
            "input must match regex pattern: ^[UW][A-Z0-9]{2,}$ [json-pointer:/user]"
        )
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    if channel.archived:
        raise Refusal("is_archived")
    if call.user not in channel.members:
        raise Refusal("not_in_channel")
    if reader not in channel.members:
        raise Refusal("user_not_in_channel")
    body = read_content(call, silent=True) | _thread(call, channel)
    message = messaging.whisper(call.world, channel.id, reader, signed(call) | body)
    return {"message_ts": message.ts}


@method("chat.getPermalink", tier=0)
def permalink(call: Call) -> Json:
    call.required("channel", "message_ts")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    message = channel.messages.get(call.text("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    link = f"{call.world.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.body.get("thread_ts"):
        link += f"?thread_ts={message.body['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


@method("chat.unfurl", "links:write")
def unfurl(call: Call) -> Json:
    call.required("unfurls")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise Refusal("cannot_find_message")
    unfurls = call.structure("unfurls")
    if not isinstance(unfurls, dict):
        raise Refusal("invalid_unfurls_format")
    for content in unfurls.values():
        if "blocks" in content:
            read_blocks(call.world, content["blocks"], "message")
    call.world.unfurls[message.ts] = unfurls
    return {}
