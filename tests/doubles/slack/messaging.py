"""Messages come, change and go: the state and the events that tell of it."""

from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.stamps import may_be_thread, read_micros
from tests.doubles.slack.workspace import Workspace


def thread_root(channel: Channel, wanted: str) -> str | None:
    """The ts of the thread that a `thread_ts` means: a reply's own root; None for no message.

    A value that can be the time of no message is refused as `invalid_thread_ts`.
    """
    micros = read_micros(wanted)
    if not may_be_thread(micros):
        said = f"[ERROR] {micros} is not a valid thread_ts"
        raise Refusal("invalid_thread_ts", response_metadata={"messages": [said]})
    message = channel.messages.get(wanted)
    return None if message is None else message.root or message.ts


def post(world: Workspace, channel: Channel, body: Json, metadata: Json | None = None) -> Message:
    """File a new message. `body` has all but its ts; a `thread_ts` in it is a root's."""
    ts = world.clock.stamp()
    message = Message(channel.id, {"type": "message", **body, "ts": ts}, metadata)
    root = channel.messages.get(str(body.get("thread_ts")))
    if root is not None:
        message.body["parent_user_id"] = root.author
    channel.messages[ts] = message
    if root is not None:
        count_replies(channel, root)
    tell(world, channel, message)
    return message


def tell(world: Workspace, channel: Channel, message: Message) -> None:
    """The events of a new message: `message`, and `app_mention` where it names the app."""
    world.changed()
    own = message.body.get("app_id") == world.app_id
    if own and not world.settings.echo_app_messages:
        return
    event = without_counts(message.body) | {"event_ts": message.ts}
    if message.body.get("subtype") == "thread_broadcast":
        event["root"] = dict(channel.messages[str(message.root)].body)
    world.emit_message(channel, event)
    mentioned = f"<@{world.bot_user}" in str(message.body.get("text"))
    if mentioned and not own and channel.kind != "im" and world.bot_user in channel.members:
        named = ("user", "bot_id", "username", "client_msg_id", "text", "ts", "team",
                 "thread_ts", "blocks", "files")  # fmt: skip
        mention = {name: event[name] for name in named if name in event}
        world.publish(
            "app_mention",
            {"type": "app_mention", **mention, "channel": channel.id, "event_ts": message.ts},
        )


_COUNTS = {"reply_count", "reply_users", "reply_users_count", "latest_reply", "reactions",
           "subscribed", "is_locked", "pinned_to"}  # fmt: skip


def without_counts(body: Json) -> Json:
    """The message as events tell it when it is new: nothing that is counted later."""
    return {name: value for name, value in body.items() if name not in _COUNTS}


def count_replies(channel: Channel, root: Message) -> None:
    replies = thread(channel, root.ts)[1:]
    authors = list(dict.fromkeys(reply.author for reply in replies))
    counted = {"reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked"}
    for name in counted | {"subscribed"}:
        root.body.pop(name, None)
    if not replies:
        root.body.pop("thread_ts", None)
        return
    root.body |= {
        "thread_ts": root.ts, "reply_count": len(replies), "reply_users": authors[:5],
        "reply_users_count": len(authors), "latest_reply": replies[-1].ts, "is_locked": False,
        "subscribed": False,
    }  # fmt: skip


def thread(channel: Channel, root: str) -> list[Message]:
    """The root and its replies, oldest first; empty where there is none."""
    if root not in channel.messages:
        return []
    replies = [one for one in channel.messages.values() if one.root == root]
    return [channel.messages[root], *sorted(replies, key=lambda one: one.ts)]


def change(world: Workspace, channel: Channel, message: Message, body: Json) -> None:
    """Put `body`'s fields in the place of the message's own and tell of it.

    "(edited)" stands beside it, except where an app put blocks there.
    """
    before = without_counts(message.body)
    stamp = world.clock.stamp()
    message.body |= body
    if not (message.body.get("app_id") and "blocks" in body):
        message.body["edited"] = {"user": message.author, "ts": stamp}
    tell_changed(world, channel, message, before, stamp)


def tell_changed(
    world: Workspace, channel: Channel, message: Message, before: Json, stamp: str
) -> None:
    """The event `message_changed`; `before` is the message as it stood."""
    world.changed()
    if message.body.get("app_id") == world.app_id and not world.settings.echo_app_messages:
        return
    world.emit_message(
        channel,
        {
            "subtype": "message_changed", "hidden": True, "message": dict(message.body),
            "previous_message": before, "ts": stamp, "event_ts": stamp,
        },
    )  # fmt: skip


def remove(world: Workspace, channel: Channel, message: Message) -> None:
    """Take a message away; the root of a thread leaves a tombstone."""
    before = without_counts(message.body)
    del channel.messages[message.ts]
    stamp = world.clock.stamp()
    if message.body.get("reply_count"):
        channel.messages[message.ts] = _tombstone(message)
    elif message.root in channel.messages:
        count_replies(channel, channel.messages[message.root])
    world.changed()
    if message.body.get("app_id") == world.app_id and not world.settings.echo_app_messages:
        return
    world.emit_message(
        channel,
        {
            "subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts,
            "previous_message": before, "ts": stamp, "event_ts": stamp,
        },
    )  # fmt: skip


def _tombstone(message: Message) -> Message:
    kept = {name: value for name, value in message.body.items() if name in _COUNTS | {"ts"}}
    kept |= {"thread_ts": message.ts, "hidden": True, "subtype": "tombstone", "user": "USLACKBOT"}
    return Message(
        message.channel, {"type": "message", "text": "This message was deleted.", **kept}
    )


def whisper(world: Workspace, channel: str, reader: str, body: Json) -> Message:
    """A message only `reader` sees; it is in no history."""
    shown = {"type": "message", **body, "ts": world.clock.stamp(), "is_ephemeral": True}
    message = Message(channel, shown | {"reader": reader})
    world.ephemerals.append(message)
    world.changed()
    return message
