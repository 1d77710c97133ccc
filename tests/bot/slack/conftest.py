"""A workspace with the adapter in it."""

from collections.abc import Iterator

import pytest

from tests.bot.slack.connected import Mode, connected, double
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble


@pytest.fixture
def bot() -> Bot:
    """What is behind the adapter."""
    return Bot()


@pytest.fixture
def slack(bot: Bot) -> Iterator[SlackDouble]:
    """A workspace to which the bot is connected by Socket Mode."""
    with double() as (workspace, _), connected(workspace, bot):
        yield workspace


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest, bot: Bot) -> Iterator[SlackDouble]:
    """A workspace to which the bot is connected; each test runs over both transports."""
    mode: Mode = request.param
    with double(mode) as (workspace, port), connected(workspace, bot, mode, port=port):
        yield workspace
