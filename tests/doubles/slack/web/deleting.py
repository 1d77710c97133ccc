"""chat.delete, and blocks.validate."""

from tests.doubles.slack import messaging
from tests.doubles.slack.blocks.reading import read_blocks
from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import invalid_arguments
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.chat import own_message


@method("chat.delete", "chat:write")
def delete_message(call: Call) -> Json:
    channel, message = own_message(call, "cant_delete_message")
    messaging.remove(call.world, channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("blocks.validate", tier=4)
def validate_blocks(call: Call) -> Json:
    """Refuses what chat.postMessage would refuse; needs no scope."""
    blocks = call.arguments.get("blocks")
    if not blocks:
        raise invalid_arguments("missing required field: blocks")
    read_blocks(call.world, blocks, "message")
    return {}
