"""A workspace and a client of Slack's own for it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from tests.doubles.slack import SlackDouble


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """Without rate limits; with impatient retries and files, and patient with the app."""
    patient = {"ack_seconds": 30.0, "trigger_seconds": 30.0}
    with SlackDouble(limits=0, retry_delays=(0, 0.2, 0.2), file_seconds=0.3, **patient) as double:
        yield double


@pytest.fixture
def client(slack: SlackDouble) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
