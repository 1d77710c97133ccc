"""Faults happen as ordered, and leave behind what they would at Slack."""

import http.client
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.doubles.slack import SlackDouble


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """With Slack's own limits."""
    with SlackDouble() as double:
        yield double


def test_the_message_stands_when_the_connection_breaks_after_it_was_taken(
    slack: SlackDouble, client: WebClient
) -> None:
    slack.faults.next("chat.postMessage", "reset_after")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        client.chat_postMessage(channel=slack.channel("growth"), text="¥1")
    assert [one["text"] for one in slack.answers("#growth")] == ["¥1"]
    assert slack.faults.done == {"reset_after": 1}


def test_no_message_stands_when_the_connection_breaks_before_it_was_taken(
    slack: SlackDouble, client: WebClient
) -> None:
    slack.faults.next("chat.postMessage", "reset_before")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        client.chat_postMessage(channel=slack.channel("growth"), text="¥1")
    assert slack.answers("#growth") == []


@pytest.mark.parametrize(("fault", "status"), [("500", 500), ("503", 503), ("ratelimited", 429)])
def test_the_status_tells_when_a_call_fails_on_order(
    slack: SlackDouble, client: WebClient, fault: str, status: int
) -> None:
    slack.faults.next("chat.postMessage", fault, seconds=7)
    with pytest.raises(SlackApiError) as told:
        client.chat_postMessage(channel="#growth", text="¥1")
    assert told.value.response.status_code == status
    assert told.value.response.headers.get("Retry-After") == ("7" if status == 429 else None)


def test_a_fifth_post_at_once_has_to_wait_when_limits_are_on(
    slack: SlackDouble, client: WebClient
) -> None:
    for _ in range(4):
        client.chat_postMessage(channel=slack.channel("growth"), text="¥1")
    with pytest.raises(SlackApiError) as told:
        client.chat_postMessage(channel=slack.channel("growth"), text="¥1")
    assert told.value.response["error"] == "ratelimited"
    assert told.value.response.headers["Retry-After"] == "1"
    client.chat_postMessage(channel=slack.channel("standup"), text="another channel is free")


def test_the_same_calls_fail_when_the_seed_is_the_same(slack: SlackDouble) -> None:
    def fates() -> list[str | None]:
        slack.faults.plan(7, {"500": 0.3, "reset_after": 0.2})
        taken = [slack.faults.take_call("chat.postMessage") for _ in range(50)]
        return [fault and fault.kind for fault in taken]

    first = fates()
    assert first == fates()
    assert {"500", "reset_after", None} == set(first)
