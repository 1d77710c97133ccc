"""chat.scheduleMessage and what belongs to it. `post_due` is called by the double's ticking."""

from tests.doubles.slack import messaging
from tests.doubles.slack.model import Json, Scheduled
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.chat import may_write, read_content, signed
from tests.doubles.slack.web.metadata import read_metadata
from tests.doubles.slack.web.paging import page
from tests.doubles.slack.workspace import Workspace

FURTHEST = 120 * 86400


@method("chat.scheduleMessage", "chat:write")
def schedule_message(call: Call) -> Json:
    call.required("channel", "post_at")
    channel = may_write(call, call.world.channel_by(call.text("channel"), call.user))
    post_at, now = call.number("post_at", 0), call.world.clock.now()
    if post_at <= now:
        raise Refusal("time_in_past")
    if post_at > now + FURTHEST:
        raise Refusal("time_too_far")
    body = signed(call) | read_content(call)
    wanted = call.text("thread_ts")
    root = messaging.thread_root(channel, wanted) if wanted else None
    body |= {"thread_ts": root} if root else {}
    waiting = Scheduled(call.world.identify("Q"), channel.id, post_at, body, read_metadata(call))
    call.world.scheduled.append(waiting)
    return {
        "channel": channel.id, "scheduled_message_id": waiting.id, "post_at": str(post_at),
        "message": {"type": "delayed_message", **body},
    }  # fmt: skip


@method("chat.scheduledMessages.list")
def list_scheduled(call: Call) -> Json:
    wanted = call.text("channel")
    kept = [one for one in call.world.scheduled if wanted in ("", one.channel)]
    some, cursor = page(call, kept, 100, 1000)
    told = [
        {"id": one.id, "channel_id": one.channel, "post_at": one.post_at,
         "date_created": one.post_at, "text": one.body["text"]}
        for one in some
    ]  # fmt: skip
    return {"scheduled_messages": told, "response_metadata": {"next_cursor": cursor}}


@method("chat.deleteScheduledMessage", "chat:write")
def delete_scheduled(call: Call) -> Json:
    call.required("channel", "scheduled_message_id")
    wanted = call.text("scheduled_message_id")
    kept = [one for one in call.world.scheduled if one.id != wanted]
    if len(kept) == len(call.world.scheduled):
        raise Refusal("invalid_scheduled_message_id")
    call.world.scheduled[:] = kept
    return {}


def post_due(world: Workspace) -> None:
    """Post what has come due by the workspace's clock."""
    due = [one for one in world.scheduled if one.post_at <= world.clock.now()]
    for one in due:
        world.scheduled.remove(one)
        messaging.post(world, world.channels[one.channel], one.body, one.metadata)
