"""assistant.threads.*: what an assistant shows beside a thread."""

from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.stamps import is_stamp
from tests.doubles.slack.web.calls import Call, method


def _shown(call: Call) -> Json:
    """What is shown beside that thread, to be changed."""
    call.required("channel_id", "thread_ts")
    channel = call.world.channel_of_id(call.text("channel_id"), call.user)
    thread = call.text("thread_ts")
    if not is_stamp(thread):
        raise Refusal("invalid_thread_ts")
    call.world.changed()
    return channel.statuses.setdefault(thread, {})


@method("assistant.threads.setStatus", "assistant:write", "chat:write", tier=0)
def set_status(call: Call) -> Json:
    call.required("status")
    _shown(call)["status"] = call.text("status")
    return {}


@method("assistant.threads.setTitle", "assistant:write", tier=0)
def set_title(call: Call) -> Json:
    call.required("title")
    _shown(call)["title"] = call.text("title")
    return {}


@method("assistant.threads.setSuggestedPrompts", "assistant:write", tier=0)
def set_prompts(call: Call) -> Json:
    call.required("channel_id", "prompts")
    prompts = call.structure("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise invalid_arguments("must provide 1 to 4 prompts [json-pointer:/prompts]")
    channel = call.world.channel_of_id(call.text("channel_id"), call.user)
    channel.statuses.setdefault(call.text("thread_ts"), {})["prompts"] = prompts
    call.world.changed()
    return {}
