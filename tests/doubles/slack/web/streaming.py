"""chat.startStream, appendStream, stopStream: an answer that grows while it is read."""

from tests.doubles.slack import messaging
from tests.doubles.slack.blocks.reading import read_blocks
from tests.doubles.slack.model import Channel, Json, Message
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.chat import may_write, signed
from tests.doubles.slack.web.metadata import read_metadata

MOST_AT_ONCE = 12_000


@method("chat.startStream", "chat:write", tier=2)
def start_stream(call: Call) -> Json:
    call.required("channel", "thread_ts")
    channel = may_write(call, call.world.channel_of_id(call.text("channel"), call.user))
    root = messaging.thread_root(channel, call.text("thread_ts"))
    if root is None:
        raise Refusal("invalid_thread_ts")
    if channel.kind != "im":
        for name in ("recipient_user_id", "recipient_team_id"):
            if not call.text(name):
                raise Refusal(f"missing_{name}")
    body = signed(call) | {"text": _words(call), "thread_ts": root}
    message = messaging.post(call.world, channel, body)
    message.streaming_since = call.world.clock.now()
    return {"channel": channel.id, "ts": message.ts}


@method("chat.appendStream", "chat:write", tier=4)
def append_stream(call: Call) -> Json:
    channel, message = _streaming(call)
    message.body["text"] += _words(call)
    call.world.changed()
    return {"channel": channel.id, "ts": message.ts}


@method("chat.stopStream", "chat:write", tier=2)
def stop_stream(call: Call) -> Json:
    channel, message = _streaming(call)
    body: Json = {"text": message.body["text"] + _words(call)}
    if call.arguments.get("blocks") is not None:
        body["blocks"] = read_blocks(call.world, call.arguments["blocks"], "message")
    message.metadata = read_metadata(call) or message.metadata
    messaging.change(call.world, channel, message, body)
    message.streaming_since = None
    return {"channel": channel.id, "ts": message.ts, "message": dict(message.body)}


def _words(call: Call) -> str:
    """The text sent, as `markdown_text` or in chunks of it."""
    text = call.text("markdown_text")
    chunks = call.structure("chunks") or []
    text += "".join(str(one.get("text", "")) for one in chunks if isinstance(one, dict))
    if len(text) > MOST_AT_ONCE:
        raise Refusal("msg_too_long")
    return text


def _streaming(call: Call) -> tuple[Channel, Message]:
    call.required("channel", "ts")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    message = channel.messages.get(call.text("ts"))
    if message is None:
        raise Refusal("message_not_found")
    if message.author != call.user:
        raise Refusal("message_not_owned_by_app")
    since = message.streaming_since
    if since is None or call.world.clock.now() > since + call.world.settings.stream_seconds:
        message.streaming_since = None
        raise Refusal("message_not_in_streaming_state")
    return channel, message
