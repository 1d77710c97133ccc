"""People and the app come into channels and leave them; channels are archived."""

from tests.doubles.slack import messaging
from tests.doubles.slack.model import Channel, Json
from tests.doubles.slack.workspace import Workspace


def enter(world: Workspace, channel: Channel, user: str, inviter: str = "") -> None:
    """Add a member and tell of it: `member_joined_channel` and the message in the channel."""
    if user in channel.members:
        return
    channel.members.append(user)
    told = _said(world, user, "channel_join", "has joined the channel")
    messaging.post(world, channel, told | ({"inviter": inviter} if inviter else {}))
    event = _moved(world, channel, user, "member_joined_channel")
    world.publish("member_joined_channel", event | ({"inviter": inviter} if inviter else {}))


def go(world: Workspace, channel: Channel, user: str) -> None:
    if user not in channel.members:
        return
    messaging.post(world, channel, _said(world, user, "channel_leave", "has left the channel"))
    channel.members.remove(user)
    world.publish("member_left_channel", _moved(world, channel, user, "member_left_channel"))


def _said(world: Workspace, user: str, subtype: str, text: str) -> Json:
    told = {"subtype": subtype, "user": user, "text": f"<@{user}> {text}"}
    return told | {"team": world.team_id}


def _moved(world: Workspace, channel: Channel, user: str, kind: str) -> Json:
    letter = "C" if channel.kind == "channel" else "G"
    return {
        "type": kind, "user": user, "channel": channel.id, "channel_type": letter,
        "team": world.team_id, "event_ts": world.clock.stamp(),
    }  # fmt: skip


def group_of(world: Workspace, users: list[str]) -> Channel:
    """The group conversation of these people, opened where there is none."""
    for channel in world.channels.values():
        if channel.kind == "mpim" and sorted(channel.members) == sorted(users):
            return channel
    names = "--".join(world.users[user].name for user in users)
    return world.add_channel(f"mpdm-{names}-1", users, "mpim")


def archive(world: Workspace, channel: Channel, user: str) -> None:
    channel.archived = True
    world.changed()
    if channel.kind == "channel":
        world.publish(
            "channel_archive",
            {
                "type": "channel_archive", "channel": channel.id, "user": user, "is_moved": 0,
                "event_ts": world.clock.stamp(),
            },
        )  # fmt: skip
