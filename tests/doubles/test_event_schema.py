"""Every event the double sends is one of Slack's own TypeScript types."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk import WebClient

from tests.doubles.slack import SlackDouble
from tests.doubles.slack.settings import EVENTS
from tests.judges.slack_types import validator

pytestmark = pytest.mark.slow

# What Slack sends and its types forget: real payloads have it, and apps rely on it.
AUTHOR = {"bot_id", "app_id", "bot_profile", "team", "user", "username", "parent_user_id"}
COUNTED = {"reply_count", "reply_users", "reply_users_count", "latest_reply"}
COUNTS = COUNTED | {"is_locked", "subscribed"}
FILE = {"timestamp", "user_team", "ims", "file_access", "comments_count", "alt_txt"}
SHOWN_VIEW = {"type", "blocks", "private_metadata", "callback_id", "external_id"}


def declared(event: dict[str, Any], definition: str) -> dict[str, Any]:
    """The event without what the types forget, and with what they want but Slack leaves out.

    The messages inside message_changed and message_deleted have no channel of their own in
    Slack's payloads, though the types take them for whole events; a view is declared as it is
    sent to Slack, not as Slack tells it; a broadcast of an app has no client_msg_id.
    """
    known = schema()["definitions"][definition]["properties"]
    told = {
        name: one for name, one in event.items() if name in known or name not in AUTHOR | COUNTS
    }
    around = {name: event.get(name) for name in ("channel", "channel_type", "event_ts")}
    for name in ("message", "previous_message"):
        if name in told:
            kind = KINDS["message", told[name].get("subtype")]
            told[name] = {**around, **declared(told[name], kind)}
    if "files" in told:
        told["files"] = [
            {name: one for name, one in file.items() if name not in FILE} for file in told["files"]
        ]
    if "view" in told:
        told["view"] = {name: told["view"][name] for name in SHOWN_VIEW}
    if definition == "ThreadBroadcastMessageEvent":
        counted = {name: one for name, one in told["root"].items() if name in COUNTED}
        told["root"] = {**around, **declared(told["root"], "GenericMessageEvent"), **counted}
        told.setdefault("client_msg_id", "an app's has none")
    return told


def schema() -> dict[str, Any]:
    return dict(validator("SlackEvent").schema)


def wrongs(event: dict[str, Any], definition: str) -> list[str]:
    one_kind = Draft7Validator({**schema(), "$ref": f"#/definitions/{definition}"})
    wrong = one_kind.iter_errors(declared(event, definition))
    return [f"{'/'.join(map(str, one.path))}: {one.message}"[-400:] for one in wrong]


# event type and subtype → the type it must be
KINDS = {
    ("message", None): "GenericMessageEvent",
    ("message", "bot_message"): "BotMessageEvent",
    ("message", "message_changed"): "MessageChangedEvent",
    ("message", "message_deleted"): "MessageDeletedEvent",
    ("message", "thread_broadcast"): "ThreadBroadcastMessageEvent",
    ("message", "file_share"): "FileShareMessageEvent",
    ("message", "channel_join"): "ChannelJoinMessageEvent",
    ("message", "channel_leave"): "ChannelLeaveMessageEvent",
    ("app_mention", None): "AppMentionEvent",
    ("app_home_opened", None): "AppHomeOpenedEvent",
    ("reaction_added", None): "ReactionAddedEvent",
    ("reaction_removed", None): "ReactionRemovedEvent",
    ("member_joined_channel", None): "MemberJoinedChannelEvent",
    ("member_left_channel", None): "MemberLeftChannelEvent",
    ("channel_archive", None): "ChannelArchiveEvent",
    ("tokens_revoked", None): "TokensRevokedEvent",
}


def live_a_day(slack: SlackDouble) -> None:
    """One of everything that makes an event."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    root = slack.say("linyue", "#growth", "@tidebell 昨天 https://a.example/x #standup")
    slack.say("alice", "#growth", "a reply", thread=root)
    slack.say("bob", "#growth", "@tidebell in the thread", thread=root)
    slack.say("deploybot", "#growth", "@tidebell deployed")
    slack.say("linyue", "@tidebell", "hello")
    slack.say("linyue", "#leads", "in private")
    slack.edit("linyue", "#growth", root, "other words")
    slack.react("alice", "#growth", root, "x")
    slack.unreact("alice", "#growth", root, "x")
    slack.open_home("linyue")
    slack.open_home("linyue", tab="messages")
    title = {"type": "plain_text", "text": "Home"}
    client.views_publish(
        user_id=slack.user("linyue"),
        view={"type": "home", "blocks": [{"type": "header", "text": title}]},
    )
    slack.open_home("linyue")
    posted = client.chat_postMessage(
        channel="#growth", text="¥1", thread_ts=root, blocks=[{"type": "header", "text": title}]
    )
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="¥2")
    client.chat_postMessage(channel="#growth", text="for all", thread_ts=root, reply_broadcast=True)
    client.files_upload_v2(channel=slack.channel("growth"), filename="a.csv", content="a,b")
    slack.wait_until(lambda: [one for one in slack.answers("#growth") if "files" in one])
    client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    slack.delete("linyue", "#growth", slack.say("linyue", "#growth", "gone soon"))
    slack.invite("#random", "tidebell")
    slack.invite("#leads", "bob")
    slack.remove("#leads", "bob")
    slack.archive("#random")
    slack.revoke_tokens()


@pytest.fixture(scope="module")
def events() -> Iterator[list[dict[str, Any]]]:
    with SlackDouble(limits=0, file_seconds=0.1, retry_delays=(60,), events=EVENTS) as slack:
        live_a_day(slack)
        yield [one.payload["event"] for one in slack.deliveries if "event" in one.payload]


@pytest.mark.parametrize(("kind", "definition"), KINDS.items(), ids=KINDS.values())
def test_an_event_is_what_slack_declares_when_it_is_sent(
    events: list[dict[str, Any]], kind: tuple[str, str | None], definition: str
) -> None:
    sent = [one for one in events if (one["type"], one.get("subtype")) == kind]
    assert sent, f"a day in the workspace has no {kind}"
    assert [told for one in sent for told in wrongs(one, definition)] == []


def test_no_event_is_of_another_kind_when_a_day_is_over(events: list[dict[str, Any]]) -> None:
    assert {(one["type"], one.get("subtype")) for one in events} == set(KINDS)
