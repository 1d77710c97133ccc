"""conversations.*: which there are, who is in them, what was said."""

from tests.doubles.slack import membership, messaging
from tests.doubles.slack.model import Channel, Json
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method, need_scope
from tests.doubles.slack.web.metadata import shown
from tests.doubles.slack.web.paging import page

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")
_SCOPE_OF = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def _wanted(call: Call, verb: str) -> Channel:
    """The channel named, if the token's scopes reach that kind of channel."""
    call.required("channel")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    need_scope(call, f"{_SCOPE_OF[channel.kind]}:{verb}")
    return channel


@method("conversations.list", *_READ, tier=2)
def list_conversations(call: Call) -> Json:
    types = call.names("types") or ["public_channel"]
    if any(one not in _TYPES for one in types):
        raise Refusal("invalid_types")
    for one in types:
        need_scope(call, f"{_SCOPE_OF[_TYPES[one]]}:read")
    kinds = {_TYPES[one] for one in types}
    seen = [
        one for one in call.world.channels.values()
        if one.kind in kinds and (one.kind == "channel" or call.user in one.members)
        and not (one.archived and call.flag("exclude_archived"))
    ]  # fmt: skip
    some, cursor = page(call, seen, 100, 1000)
    told = [_with_count(one, call) for one in some]
    return {"channels": told, "response_metadata": {"next_cursor": cursor}}


def _with_count(channel: Channel, call: Call) -> Json:
    told = channel.as_json(call.user, call.world.team_id)
    return told if channel.kind == "im" else told | {"num_members": len(channel.members)}


@method("conversations.info", *_READ)
def show_conversation(call: Call) -> Json:
    channel = _wanted(call, "read")
    told = channel.as_json(call.user, call.world.team_id)
    if call.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        told["locale"] = "en-US"
    return {"channel": told}


@method("conversations.members", *_READ, tier=4)
def list_members(call: Call) -> Json:
    channel = _wanted(call, "read")
    some, cursor = page(call, channel.members, 100, 1000)
    return {"members": some, "response_metadata": {"next_cursor": cursor}}


@method("conversations.history", *_HISTORY)
def show_history(call: Call) -> Json:
    """Newest first; replies are in their thread, not here, unless they were broadcast."""
    channel = _wanted(call, "history")
    _be_member(call, channel)
    said = [
        one for one in sorted(channel.messages.values(), key=lambda one: one.ts, reverse=True)
        if (one.root is None or one.body.get("subtype") == "thread_broadcast")
        and _within(call, one.ts)
    ]  # fmt: skip
    some, cursor = page(call, said, 100, 999)
    told: Json = {
        "messages": [shown(call, one.body, one.metadata) for one in some],
        "has_more": bool(cursor), "pin_count": len(channel.pins),
        "channel_actions_ts": None, "channel_actions_count": 0,
    }  # fmt: skip
    return told | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


@method("conversations.replies", *_HISTORY)
def show_replies(call: Call) -> Json:
    """The root, then its replies, oldest first; a reply's own ts shows its thread."""
    call.required("channel", "ts")
    channel = _wanted(call, "history")
    _be_member(call, channel)
    root = channel.messages.get(call.text("ts"))
    if root is None:
        raise Refusal("thread_not_found")
    thread = messaging.thread(channel, root.root or root.ts)
    said = [thread[0], *(one for one in thread[1:] if _within(call, one.ts))]
    some, cursor = page(call, said, 1000, 1000)
    told: Json = {
        "messages": [shown(call, one.body, one.metadata) for one in some],
        "has_more": bool(cursor),
    }
    return told | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _be_member(call: Call, channel: Channel) -> None:
    if call.user not in channel.members:
        raise Refusal("not_in_channel")


def _within(call: Call, ts: str) -> bool:
    oldest, latest = call.text("oldest") or "0", call.text("latest")
    if call.flag("inclusive"):
        return float(oldest) <= float(ts) and (not latest or float(ts) <= float(latest))
    return float(oldest) < float(ts) and (not latest or float(ts) < float(latest))


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    channel = _wanted(call, "join")
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    told: Json = {}
    if call.user in channel.members:
        told = {"warning": "already_in_channel",
                "response_metadata": {"warnings": ["already_in_channel"]}}  # fmt: skip
    else:
        membership.enter(call.world, channel, call.user)
    return {"channel": channel.as_json(call.user, call.world.team_id)} | told


@method("conversations.leave", *_MANAGE)
def leave(call: Call) -> Json:
    channel = _wanted(call, "write" if call.text("channel")[:1] == "G" else "manage")
    if call.user not in channel.members:
        return {"not_in_channel": True}
    membership.go(call.world, channel, call.user)
    return {}


@method("conversations.open", "im:write", "mpim:write")
def open_conversation(call: Call) -> Json:
    users = call.names("users")
    if not users and not call.text("channel"):
        raise Refusal("users_list_not_supplied")
    if not users:
        channel = call.world.channel_of_id(call.text("channel"), call.user)
    elif any(user not in call.world.users for user in users):
        raise Refusal("user_not_found")
    elif len(users) == 1:
        if call.world.users[users[0]].deactivated:
            raise Refusal("user_disabled")
        channel = call.world.direct(call.user, users[0])
    else:
        channel = membership.group_of(call.world, [call.user, *users])
    if call.flag("return_im"):
        return {"channel": channel.as_json(call.user, call.world.team_id)}
    return {"channel": {"id": channel.id}}


@method("conversations.create", "channels:manage", "groups:write", tier=2)
def create(call: Call) -> Json:
    call.required("name")
    name = call.text("name")
    if not name or name != name.lower() or " " in name or len(name) > 80:
        raise Refusal("invalid_name")
    if any(one.name == name for one in call.world.channels.values()):
        raise Refusal("name_taken")
    private = call.flag("is_private")
    need_scope(call, "groups:write" if private else "channels:manage")
    channel = call.world.add_channel(name, [call.user], "group" if private else "channel")
    channel.creator = call.user
    call.world.changed()
    return {"channel": channel.as_json(call.user, call.world.team_id)}


@method("conversations.archive", "channels:manage", "groups:write", tier=2)
def archive(call: Call) -> Json:
    channel = _wanted(call, "manage")
    if channel.archived:
        raise Refusal("already_archived")
    membership.archive(call.world, channel, call.user)
    return {}


@method("conversations.setTopic", *_MANAGE, "channels:write.topic", tier=2)
def set_topic(call: Call) -> Json:
    call.required("channel", "topic")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    _be_member(call, channel)
    if len(call.text("topic")) > 250:
        raise Refusal("too_long")
    channel.topic = call.text("topic")
    call.world.changed()
    return {"channel": channel.as_json(call.user, call.world.team_id)}


@method("conversations.invite", *_MANAGE, "channels:write.invites")
def invite(call: Call) -> Json:
    call.required("channel", "users")
    channel = call.world.channel_of_id(call.text("channel"), call.user)
    _be_member(call, channel)
    for user in call.names("users"):
        call.world.user_by(user)
        if user in channel.members:
            raise Refusal("already_in_channel")
        membership.enter(call.world, channel, user, call.user)
    return {"channel": channel.as_json(call.user, call.world.team_id)}
