"""The double beside Web APIs that others wrote: the same request, the same word back.

backlot measured its answers at slack.com; emulate keeps files, views, pins and bookmarks. Where
ours differs from emulate's on purpose, `EXPLAINED` says why.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.doubles.slack import SlackDouble
from tests.judges.backlot import backlot_slack
from tests.judges.emulate import TOKEN, emulated_slack

pytestmark = pytest.mark.slow

STAMP = "1700000000.000001"


class Side:
    """One Web API with a channel to write into and a message of the caller's in it."""

    def __init__(self, address: str, token: str, channel: str, user: str) -> None:
        self.address, self.token, self.channel, self.user = address, token, channel, user
        self.ts = self.ask("chat.postMessage", {"channel": channel, "text": "root"})["ts"]

    def ask(self, method: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        if token == "":
            headers = {}
        named = {"CHANNEL": self.channel, "USER": self.user, "TS": getattr(self, "ts", "")}
        form = {name: named.get(str(value), value) for name, value in body.items()}
        answer = httpx.post(self.address + method, data=form, headers=headers, timeout=60)
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture(scope="module")
def double() -> Iterator[Side]:
    with SlackDouble(limits=0) as slack:
        every = set(slack.settings.bot_scopes) | {
            "pins:write", "bookmarks:write", "bookmarks:read", "team:read", "channels:manage",
            "channels:join", "users:read.email",
        }  # fmt: skip
        slack.world.tokens[slack.bot_token].scopes = every
        yield Side(slack.api_url, slack.bot_token, slack.channel("growth"), slack.user("linyue"))


@pytest.fixture(scope="module")
def measured() -> Iterator[Side]:
    with backlot_slack() as backlot:
        bearer = {"Authorization": f"Bearer {backlot.member}"}
        base = backlot.address
        channels = httpx.post(base + "conversations.list", headers=bearer).json()["channels"]
        users = httpx.post(base + "users.list", headers=bearer).json()["members"]
        yield Side(base, backlot.member, channels[0]["id"], users[0]["id"])


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    scopes = (
        "chat:write", "channels:read", "channels:history", "files:write", "files:read",
        "pins:write", "pins:read", "bookmarks:write", "bookmarks:read", "users:read", "im:write",
    )  # fmt: skip
    with emulated_slack(scopes, tmp_path_factory.mktemp("emulate")) as address:
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        channels = httpx.post(address + "conversations.list", headers=bearer).json()["channels"]
        growth = next(one["id"] for one in channels if one["name"] == "growth")
        users = httpx.post(address + "users.list", headers=bearer).json()["members"]
        yield Side(address, TOKEN, growth, users[0]["id"])


POST = {"channel": "CHANNEL", "text": "x"}
MEASURED: dict[str, tuple[str, dict[str, Any]]] = {
    "no channel": ("chat.postMessage", {"text": "x"}),
    "empty channel": ("chat.postMessage", {"channel": "", "text": "x"}),
    "unknown channel": ("chat.postMessage", {"channel": "C0404", "text": "x"}),
    "no text": ("chat.postMessage", {"channel": "CHANNEL"}),
    "empty text": ("chat.postMessage", {"channel": "CHANNEL", "text": ""}),
    "spaces": ("chat.postMessage", {"channel": "CHANNEL", "text": "  "}),
    "blocks no JSON": ("chat.postMessage", POST | {"blocks": "abc"}),
    "blocks an object": ("chat.postMessage", POST | {"blocks": "{}"}),
    "blocks empty": ("chat.postMessage", POST | {"blocks": ""}),
    "no blocks, no text": ("chat.postMessage", {"channel": "CHANNEL", "blocks": "[]"}),
    "attachment bare": ("chat.postMessage", {"channel": "CHANNEL", "attachments": "[{}]"}),
    "attachment coloured": ("chat.postMessage",
                            {"channel": "CHANNEL", "attachments": '[{"color": "#fff"}]'}),
    "attachment told": ("chat.postMessage",
                        {"channel": "CHANNEL", "attachments": '[{"text": "a"}]'}),
    "thread of nothing": ("chat.postMessage", POST | {"thread_ts": STAMP}),
    "thread garbage": ("chat.postMessage", POST | {"thread_ts": "yesterday"}),
    "thread empty": ("chat.postMessage", POST | {"thread_ts": ""}),
    "reply": ("chat.postMessage", POST | {"thread_ts": "TS"}),
    "update nothing": ("chat.update", {}),
    "update unknown": ("chat.update", {"channel": "CHANNEL", "ts": STAMP, "text": "x"}),
    "update by name": ("chat.update", {"channel": "#growth", "ts": "TS", "text": "x"}),
    "update empty": ("chat.update", {"channel": "CHANNEL", "ts": "TS", "text": ""}),
    "update": ("chat.update", {"channel": "CHANNEL", "ts": "TS", "text": "y"}),
    "delete nothing": ("chat.delete", {}),
    "delete unknown": ("chat.delete", {"channel": "CHANNEL", "ts": STAMP}),
    "whisper nothing": ("chat.postEphemeral", {}),
    "whisper nobody": ("chat.postEphemeral", POST | {"user": ""}),
    "whisper odd": ("chat.postEphemeral", POST | {"user": "linyue"}),
    "whisper stranger": ("chat.postEphemeral", POST | {"user": "U0404"}),
    "whisper silence": ("chat.postEphemeral", {"channel": "CHANNEL", "user": "USER"}),
    "link nothing": ("chat.getPermalink", {}),
    "link unknown": ("chat.getPermalink", {"channel": "CHANNEL", "message_ts": STAMP}),
    "link": ("chat.getPermalink", {"channel": "CHANNEL", "message_ts": "TS"}),
    "react nothing": ("reactions.add", {}),
    "react nowhere": ("reactions.add", {"name": "eyes"}),
    "react unknown": ("reactions.add",
                      {"channel": "CHANNEL", "timestamp": STAMP, "name": "eyes"}),
    "react": ("reactions.add", {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}),
    "react again": ("reactions.add", {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}),
    "react empty": ("reactions.add", {"channel": "CHANNEL", "timestamp": "TS", "name": ""}),
    "unreact other": ("reactions.remove",
                      {"channel": "CHANNEL", "timestamp": "TS", "name": "pushpin"}),
    "unreact nowhere": ("reactions.remove", {"name": "eyes"}),
    "unreact": ("reactions.remove", {"channel": "CHANNEL", "timestamp": "TS", "name": "eyes"}),
    "reactions": ("reactions.get", {"channel": "CHANNEL", "timestamp": "TS"}),
    "reactions nowhere": ("reactions.get", {}),
    "history nowhere": ("conversations.history", {}),
    "history unknown": ("conversations.history", {"channel": "C0404"}),
    "history cursor": ("conversations.history", {"channel": "CHANNEL", "cursor": "x"}),
    "history odd limit": ("conversations.history", {"channel": "CHANNEL", "limit": "many"}),
    "history none": ("conversations.history", {"channel": "CHANNEL", "limit": "-1"}),
    "replies nowhere": ("conversations.replies", {}),
    "replies no ts": ("conversations.replies", {"channel": "CHANNEL"}),
    "replies unknown": ("conversations.replies", {"channel": "CHANNEL", "ts": STAMP}),
    "replies": ("conversations.replies", {"channel": "CHANNEL", "ts": "TS"}),
    "list odd types": ("conversations.list", {"types": "rooms"}),
    "list": ("conversations.list", {"limit": "1"}),
    "info nowhere": ("conversations.info", {}),
    "info unknown": ("conversations.info", {"channel": "C0404"}),
    "info": ("conversations.info", {"channel": "CHANNEL"}),
    "members nowhere": ("conversations.members", {}),
    "user nobody": ("users.info", {}),
    "user unknown": ("users.info", {"user": "U0404"}),
    "user": ("users.info", {"user": "USER"}),
    "users": ("users.list", {}),
    "caller": ("auth.test", {}),
    "no such method": ("chat.shout", {}),
}  # fmt: skip


def shape(told: dict[str, Any]) -> dict[str, Any]:
    """What must be the same: success, the error, its messages."""
    messages = (told.get("response_metadata") or {}).get("messages")
    return {"ok": told["ok"], "error": told.get("error"), "messages": messages}


@pytest.mark.parametrize("case", MEASURED)
def test_the_answer_is_the_measured_one_when_both_are_asked_the_same(
    double: Side, measured: Side, case: str
) -> None:
    method, body = MEASURED[case]
    ours, theirs = shape(double.ask(method, body)), shape(measured.ask(method, body))
    assert ours == theirs


@pytest.mark.parametrize("token", ["", "xoxb-nobody"])
@pytest.mark.parametrize("method", ["auth.test", "chat.postMessage", "conversations.list"])
def test_a_caller_is_refused_as_measured_when_its_token_does_not_count(
    double: Side, measured: Side, method: str, token: str
) -> None:
    assert shape(double.ask(method, {}, token)) == shape(measured.ask(method, {}, token))


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("chat.postMessage", {"channel": "CHANNEL", "text": "x"}),
        ("chat.update", {"channel": "CHANNEL", "ts": "TS", "text": "y"}),
        ("chat.delete", {"channel": "CHANNEL", "ts": "TS"}),
        ("conversations.history", {"channel": "CHANNEL"}),
        ("conversations.replies", {"channel": "CHANNEL", "ts": "TS"}),
    ],
)
def test_nothing_is_missing_in_an_answer_when_the_measured_one_has_it(
    double: Side, measured: Side, method: str, body: dict[str, Any]
) -> None:
    ours, theirs = double.ask(method, body), measured.ask(method, body)
    assert ours.keys() >= theirs.keys() - {"response_metadata"}, (ours, theirs)


TITLE = '{"type": "plain_text", "text": "T"}'
MODAL = '{"type": "modal", "title": ' + TITLE + ', "blocks": []}'
EMULATED: dict[str, tuple[str, dict[str, Any]]] = {
    "upload nothing": ("files.getUploadURLExternal", {}),
    "upload no length": ("files.getUploadURLExternal", {"filename": "a.csv"}),
    "upload empty": ("files.getUploadURLExternal", {"filename": "a.csv", "length": "0"}),
    "upload": ("files.getUploadURLExternal", {"filename": "a.csv", "length": "3"}),
    "complete nothing": ("files.completeUploadExternal", {}),
    "complete unknown": ("files.completeUploadExternal", {"files": '[{"id": "F0404"}]'}),
    "complete odd": ("files.completeUploadExternal", {"files": "abc"}),
    "file nothing": ("files.info", {}),
    "file unknown": ("files.info", {"file": "F0404"}),
    "delete unknown": ("files.delete", {"file": "F0404"}),
    "open nothing": ("views.open", {}),
    "open no trigger": ("views.open", {"view": MODAL}),
    "open unknown trigger": ("views.open", {"trigger_id": "1.2.abc", "view": MODAL}),
    "push unknown trigger": ("views.push", {"trigger_id": "1.2.abc", "view": MODAL}),
    "update nothing": ("views.update", {"view": MODAL}),
    "update unknown": ("views.update", {"view_id": "V0404", "view": MODAL}),
    "publish nobody": ("views.publish", {"view": '{"type": "home", "blocks": []}'}),
    "publish": ("views.publish", {"user_id": "USER", "view": '{"type": "home", "blocks": []}'}),
    "pin unknown": ("pins.add", {"channel": "CHANNEL", "timestamp": STAMP}),
    "pin": ("pins.add", {"channel": "CHANNEL", "timestamp": "TS"}),
    "pin again": ("pins.add", {"channel": "CHANNEL", "timestamp": "TS"}),
    "unpin": ("pins.remove", {"channel": "CHANNEL", "timestamp": "TS"}),
    "unpin again": ("pins.remove", {"channel": "CHANNEL", "timestamp": "TS"}),
    "bookmarks": ("bookmarks.list", {"channel_id": "CHANNEL"}),
    "schedule past": ("chat.scheduleMessage", {"channel": "CHANNEL", "text": "x", "post_at": "9"}),
    "open nobody": ("conversations.open", {}),
    "open stranger": ("conversations.open", {"users": "U0404"}),
}  # fmt: skip
STRICT = "Slack checks the arguments of its newer methods before it looks anything up"
EXPLAINED = {
    "upload empty": "an upload of nothing cannot be completed; emulate does not look at the length",
    "open nothing": STRICT,
    "open no trigger": STRICT,
    "update nothing": STRICT,
    "publish nobody": STRICT,
}


@pytest.mark.parametrize("case", EMULATED)
def test_the_answer_is_emulates_when_it_is_not_explained(
    double: Side, emulated: Side, case: str
) -> None:
    method, body = EMULATED[case]
    ours, theirs = double.ask(method, body).get("error"), emulated.ask(method, body).get("error")
    assert (ours == theirs) == (case not in EXPLAINED), (ours, theirs)


def test_a_file_goes_the_same_way_when_it_is_uploaded_to_both(double: Side, emulated: Side) -> None:
    kept = []
    for side in (double, emulated):
        begun = side.ask("files.getUploadURLExternal", {"filename": "a.csv", "length": "3"})
        assert httpx.post(begun["upload_url"], content=b"a,b").is_success
        named = f'[{{"id": "{begun["file_id"]}", "title": "A"}}]'
        kept.append(side.ask("files.completeUploadExternal", {"files": named}))
    ours, theirs = kept
    assert ours["ok"]
    assert theirs["ok"]
    assert (ours["files"][0]["title"], ours["files"][0].keys() >= {"id", "title"}) == ("A", True)
