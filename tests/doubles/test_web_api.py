"""The Web API as Slack's own client meets it: paging, files, views, scopes, what is refused."""

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.doubles.slack import SlackDouble


def refusal(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as told:
        call(**arguments)
    return told.value.response


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_every_page_comes_once_when_history_is_paged(slack: SlackDouble, client: WebClient) -> None:
    for number in range(7):
        slack.say("linyue", "#growth", f"message {number}")
    history = client.conversations_history(channel=slack.channel("growth"), limit=3)
    pages = [[one["text"] for one in page["messages"]] for page in history]
    assert [text for page in pages for text in page] == [f"message {n}" for n in range(6, -1, -1)]
    assert [len(page) for page in pages] == [3, 3, 1]


def test_replies_come_in_order_and_not_in_history_when_a_thread_is_read(
    slack: SlackDouble, client: WebClient
) -> None:
    channel, root = slack.channel("growth"), slack.say("linyue", "#growth", "root")
    reply = client.chat_postMessage(channel=channel, text="one", thread_ts=root)["ts"]
    client.chat_postMessage(channel=channel, text="two", thread_ts=reply)
    thread = client.conversations_replies(channel=channel, ts=root)["messages"]
    assert [one["text"] for one in thread] == ["root", "one", "two"]
    assert {one["thread_ts"] for one in thread} == {root}
    history = client.conversations_history(channel=channel)["messages"]
    assert [one["text"] for one in history] == ["root"]
    assert history[0]["reply_count"] == 2


def test_our_key_is_found_again_when_all_metadata_is_asked_for(
    slack: SlackDouble, client: WebClient
) -> None:
    channel = slack.channel("growth")
    metadata = {"event_type": "tidebell", "event_payload": {"key": "a1"}}
    client.chat_postMessage(channel=channel, text="¥1", metadata=metadata)
    whole = client.conversations_history(channel=channel, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata
    bare = client.conversations_history(channel=channel)["messages"][0]["metadata"]
    assert bare == {"event_type": "tidebell"}


def test_a_picture_can_be_shown_only_when_it_is_ready(
    slack: SlackDouble, client: WebClient
) -> None:
    slack.settings.file_seconds = 60
    uploaded = client.files_upload_v2(filename="chart.png", content=b"\x89PNG", alt_txt="A chart")
    file = uploaded["file"]["id"]
    blocks = [{"type": "image", "slack_file": {"id": file}, "alt_text": "A chart"}]
    told = refusal(client.chat_postMessage, channel="#growth", text="chart", blocks=blocks)
    assert told["error"] == "invalid_blocks"
    assert told["response_metadata"]["messages"] == [
        "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]
    assert client.files_info(file=file)["file"]["mimetype"] == ""
    slack.world.clock.advance(61)
    assert client.files_info(file=file)["file"]["mimetype"] == "image/png"
    client.chat_postMessage(channel="#growth", text="chart", blocks=blocks)


def test_a_file_is_posted_after_a_while_when_it_is_uploaded_to_a_channel(
    slack: SlackDouble, client: WebClient
) -> None:
    client.files_upload_v2(
        channel=slack.channel("growth"), filename="a.csv", content="a,b", initial_comment="here"
    )
    assert slack.answers("#growth") == []
    posted = slack.wait_until(lambda: slack.answers("#growth"))
    assert posted[0]["files"][0]["name"] == "a.csv"
    assert posted[0]["text"] == "here"


def test_the_client_waits_and_succeeds_when_it_may_retry(slack: SlackDouble) -> None:
    handlers = [RateLimitErrorRetryHandler(max_retry_count=2)]
    patient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=handlers)
    slack.faults.next("chat.postMessage", "ratelimited", times=2)
    assert patient.chat_postMessage(channel="#growth", text="¥1")["ok"]
    assert len(slack.answers("#growth")) == 1


@pytest.mark.parametrize(
    ("error", "method", "arguments"),
    [
        ("channel_not_found", "chat_postMessage", {"channel": "#nowhere", "text": "x"}),
        ("channel_not_found", "chat_postMessage", {"channel": "finance", "text": "x"}),
        ("not_in_channel", "chat_postMessage", {"channel": "#random", "text": "x"}),
        ("is_archived", "chat_postMessage", {"channel": "#old-campaigns", "text": "x"}),
        ("invalid_thread_ts", "chat_postMessage",
         {"channel": "#growth", "text": "x", "thread_ts": "yesterday"}),
        ("invalid_blocks_format", "chat_postMessage",
         {"channel": "#growth", "text": "x", "blocks": "{}"}),
        ("channel_not_found", "chat_update", {"channel": "#growth", "ts": "1.000001", "text": "x"}),
        ("thread_not_found", "conversations_replies", {"channel": "growth", "ts": "1.000001"}),
        ("user_not_found", "users_info", {"user": "U404"}),
        ("missing_scope", "pins_add", {"channel": "growth", "timestamp": "1.000001"}),
        ("missing_scope", "users_lookupByEmail", {"email": "linyue@example.com"}),
        ("invalid_trigger_id", "views_open",
         {"trigger_id": "1.2.3", "view": {"type": "modal", "blocks": [],
                                          "title": {"type": "plain_text", "text": "T"}}}),
    ],
)  # fmt: skip
def test_slacks_own_word_comes_back_when_a_call_is_refused(
    slack: SlackDouble, client: WebClient, error: str, method: str, arguments: dict[str, Any]
) -> None:
    if method in ("conversations_replies", "pins_add"):
        arguments = arguments | {"channel": slack.channel(arguments["channel"])}
    assert refusal(getattr(client, method), **arguments)["error"] == error


def test_needed_and_provided_are_told_when_a_scope_is_missing(
    slack: SlackDouble, client: WebClient
) -> None:
    told = refusal(client.pins_add, channel=slack.channel("growth"), timestamp="1.000001")
    assert told["needed"] == "pins:write"
    assert "chat:write" in told["provided"].split(",")


def test_the_scopes_are_in_a_header_when_a_call_succeeds(client: WebClient) -> None:
    assert "chat:write" in client.auth_test().headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([section("x" * 3001)],
         "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
         "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
        ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "chart"}], "unsupported type: chart [json-pointer:/blocks/0/type]"),
        ([{"type": "image", "image_url": "https://a.example/x.png"}],
         "missing required field: alt_text [json-pointer:/blocks/0]"),
        ([section("x") | {"colour": "red"}],
         "invalid additional property: colour [json-pointer:/blocks/0]"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 5001}]] * 2}],
         "table_character_count_must_not_exceed_10000 [json-pointer:/blocks]"),
    ],
    ids=["long", "header", "many", "unknown", "alt_text", "extra", "table"],
)  # fmt: skip
def test_the_place_is_pointed_at_when_a_block_is_wrong(
    client: WebClient, blocks: list[dict[str, Any]], said: str
) -> None:
    told = refusal(client.chat_postMessage, channel="#growth", text="x", blocks=blocks)
    assert told["error"] == "invalid_blocks"
    assert told["response_metadata"]["messages"] == [f"[ERROR] {said}"]


def test_a_message_is_too_long_in_all_when_each_of_its_blocks_is_legal(client: WebClient) -> None:
    blocks = [section("x" * 2900) for _ in range(5)]
    told = refusal(client.chat_postMessage, channel="#growth", text="x", blocks=blocks)
    assert told["error"] == "msg_blocks_too_long"


def test_charts_are_unknown_when_they_are_not_rolled_out(slack: SlackDouble) -> None:
    chart = {
        "type": "data_visualization", "title": "GMV",
        "chart": {"type": "pie", "segments": [{"label": "douyin", "value": 3}]},
    }  # fmt: skip
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    assert client.chat_postMessage(channel="#growth", text="x", blocks=[chart])["ok"]
    slack.settings.charts = False
    told = refusal(client.chat_postMessage, channel="#growth", text="x", blocks=[chart])
    assert "unsupported type: data_visualization" in told["response_metadata"]["messages"][0]


def test_a_message_is_refused_when_it_says_nothing(slack: SlackDouble) -> None:
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    body = {"channel": slack.channel("growth"), "blocks": "[]"}
    told = httpx.post(slack.api_url + "chat.postMessage", data=body, headers=bearer).json()
    assert told == {"ok": False, "error": "no_text"}


def test_text_is_cut_with_a_warning_when_it_is_endless(
    slack: SlackDouble, client: WebClient
) -> None:
    told = client.chat_postMessage(channel="#growth", text="x" * 40_100)
    assert told["warning"] == "message_truncated"
    assert len(slack.answers("#growth")[0]["text"]) == 40_000


@pytest.mark.parametrize("name", ["token_revoked", "account_inactive", "invalid_auth"])
def test_a_token_is_refused_by_name_when_it_no_longer_counts(
    slack: SlackDouble, client: WebClient, name: str
) -> None:
    if name == "token_revoked":
        slack.revoke_tokens()
    elif name == "account_inactive":
        slack.world.users[slack.world.bot_user].deactivated = True
    else:
        client.token = "xoxb-nobody"
    assert refusal(client.auth_test)["error"] == name


def test_a_response_url_ends_when_it_was_used_five_times(slack: SlackDouble) -> None:
    url = slack.slash("linyue", "#growth", "/gmv").payload["response_url"]
    answers = [httpx.post(url, json={"text": f"answer {number}"}) for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert json.loads(answers[5].text)["error"] == "used_url"
    slack.world.clock.advance(3600)
    assert json.loads(httpx.post(url, json={"text": "late"}).text)["error"] == "expired_url"


def test_blocks_go_when_an_update_names_only_text(slack: SlackDouble, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="#growth", text="x", blocks=[section("bold")])
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    message = slack.answers("#growth")[0]
    assert message["text"] == "y"
    assert "blocks" not in message


def test_metadata_stay_when_an_update_does_not_name_them(
    slack: SlackDouble, client: WebClient
) -> None:
    metadata = {"event_type": "tidebell", "event_payload": {"key": "a1"}}
    posted = client.chat_postMessage(channel="#growth", text="x", metadata=metadata)
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    assert slack.answers("#growth")[0]["metadata"] == metadata
