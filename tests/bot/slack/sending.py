"""A poster at a Slack double, and messages for it to send."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import sleep
from typing import Any

from bot.clock import SystemClock
from bot.i18n import Translator
from bot.platforms.base import Outgoing
from bot.platforms.slack.calls import web_client
from bot.platforms.slack.poster import SlackPoster
from commands.kit.reply import Chart, Reply
from tests.bot.platforms import replies
from tests.doubles.slack.double import SlackDouble

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """The double, our poster, and what the poster said and noted."""

    slack: SlackDouble
    poster: SlackPoster
    told: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def message(self, reply: Reply, channel: str = "growth", **more: Any) -> Outgoing:
        """A message for a channel by its name, as the outbox would give it."""
        given = {"key": "out:1", "locale": "en", "notes": dict(self.notes), **more}
        place = self.slack.channel(channel)
        return Outgoing(channel=place, reply=reply, note=self.notes.__setitem__, **given)


@contextmanager
def desk(*, native_charts: bool = False, **settings: Any) -> Iterator[Desk]:
    """A desk with a workspace of its own."""
    with SlackDouble(**{"limits": 0, **settings}) as slack:
        client = web_client(slack.bot_token, slack.api_url)
        told: list[tuple[str, str]] = []
        poster = SlackPoster(
            client,
            draw,
            SystemClock(),
            native_charts=native_charts,
            told=lambda method, outcome, seconds: told.append((method, outcome)),
            pause=lambda seconds: sleep(seconds / 10),
        )
        yield Desk(slack, poster, told)


def draw(chart: Chart, speaker: Translator) -> bytes:
    """A picture that costs nothing."""
    return PNG


def short() -> Reply:
    """A reply without a chart."""
    return replies.reply(replies.HEADLINE, replies.FIGURES)


def pictured() -> Reply:
    """A reply with a chart that Slack could not draw itself."""
    return replies.reply(replies.HEADLINE, replies.LINES)
