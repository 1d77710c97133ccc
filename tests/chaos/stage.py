"""Where a run takes place: a shop in a folder, a Slack workspace with people, the bot between."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.cli.demo_data import make_demo
from tests.chaos.journal import Journal, keeping
from tests.chaos.process import Bot
from tests.doubles.slack import SlackDouble

STARTS = datetime(2026, 11, 22, 1, 3, tzinfo=UTC)
"""The moment at which each run begins, by its own clocks: three past nine in Shanghai."""
SHOP_ENDS = date(2026, 11, 22)
REPORTS = "reports"


@dataclass
class Clocks:
    """Slack's clock, which is right, and the bot's, by `apart` seconds ahead of it."""

    slack: SlackDouble
    file: Path
    apart: float = 0.0

    def begin(self) -> None:
        """Both say that it is the beginning of the run."""
        self.slack.world.clock.advance(STARTS.timestamp() - self.slack.world.clock.now())
        self._write()

    def step(self, seconds: float, *, everywhere: bool) -> None:
        """Put the bot's clock forward, or that and Slack's."""
        if everywhere:
            self.slack.world.clock.advance(seconds)
        else:
            self.apart += seconds
        self._write()

    def now(self) -> datetime:
        """What time it is in Slack."""
        return datetime.fromtimestamp(self.slack.world.clock.now(), UTC)

    def _write(self) -> None:
        """At once as a whole: the bot reads it all the time."""
        added = self.slack.world.clock.now() - time.time() + self.apart
        partial = self.file.with_suffix(".partial")
        partial.write_text(f"{added:.6f}", "ascii")
        partial.replace(self.file)


@dataclass
class Stage:
    """Everything a run needs. `people` and `channels` are Slack's ids."""

    folder: Path
    slack: SlackDouble
    bot: Bot
    clocks: Clocks
    journal: Journal
    people: tuple[str, ...]
    channels: tuple[str, ...]
    reports: str

    @property
    def state(self) -> Path:
        """The bot's own database."""
        return self.bot.data / "state.db"

    def use(self, transport: str) -> None:
        """From the bot's next start on, Slack reaches it this way: `socket` or `http`."""
        port = free_port()
        write_config(self.bot.config, self, transport, port)
        address = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None
        self.slack.settings.events_url = address


@contextmanager
def staged(
    folder: Path, *, people: int, places: int, shop: Path | None = None, **settings: Any
) -> Iterator[Stage]:
    """A stage in `folder`, which is made; the bot is not started yet, and killed at the end.

    `shop`: a demo shop to copy rather than to make one. `settings` are those of the Slack double.
    """
    data = folder / "shop"
    if shop:
        shutil.copytree(shop, data)
    elif not data.exists():
        make_demo(data, seed=7, days=120, scale=0.05, end=SHOP_ENDS)
    with SlackDouble(**settings) as slack, keeping(slack) as journal:
        names = _people(slack, people)
        channels = tuple(_channel(slack, f"room-{n}", names) for n in range(places))
        bot = Bot(
            data, folder / "config.yaml", folder / "clock", folder / "bot.log", _secrets(slack)
        )
        stage = Stage(
            folder=folder,
            slack=slack,
            bot=bot,
            clocks=Clocks(slack, bot.clock),
            journal=journal,
            people=names,
            channels=channels,
            reports=_channel(slack, REPORTS, names),
        )
        stage.clocks.begin()
        try:
            yield stage
        finally:
            bot.kill()


def _people(slack: SlackDouble, count: int) -> tuple[str, ...]:
    with slack.world.lock:
        return tuple(
            slack.world.add_user(f"p{n}", f"Person {n}", locale=("zh-CN", "en-US")[n % 2]).id
            for n in range(count)
        )


def _channel(slack: SlackDouble, name: str, people: tuple[str, ...]) -> str:
    with slack.world.lock:
        return slack.world.add_channel(name, [*people, slack.world.bot_user]).id


def _secrets(slack: SlackDouble) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "NO_PROXY": "127.0.0.1",
    }


def write_config(file: Path, stage: Stage, transport: str, port: int) -> None:
    """The bot's settings: as a real team has them, and nobody asks too fast."""
    slack = {
        "bot_token": "${SLACK_BOT_TOKEN}",
        "app_token": "${SLACK_APP_TOKEN}",
        "signing_secret": "${SLACK_SIGNING_SECRET}",
        "mode": transport,
        "port": port,
        "api": stage.slack.api_url,
        "people": {person: ["growth lead"] for person in stage.people},
        "requests_per_minute": 10_000,
    }
    file.write_text(yaml.safe_dump({"data": str(stage.bot.data), "slack": slack}), "utf-8")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def cores() -> int:
    """How many processors this machine gives us."""
    return len(os.sched_getaffinity(0))
