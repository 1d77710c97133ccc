"""How soon a hundred slash commands within a second are acknowledged, over both transports.

The adapter alone in a process of its own, with questions kept in the durable state on disk while
other threads compute, as those do that answer: `python -m tests.bench.acks`. Times are seen from
Slack: from sending a command until its acknowledgement was there.
"""

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

from bot.cli.serve import SWITCH_SECONDS
from bot.clock import SystemClock
from bot.intake import Intake
from bot.platforms.slack.connect import connect
from bot.settings import Slack
from bot.state.database import open_state
from tests.bench.report import write
from tests.bot.slack.connected import Mode, double, settings_for
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble

COMMANDS, BUSY = 100, 2


def main() -> None:
    """Measure both transports."""
    write("acks", {**_measured("socket"), **_measured("http")})


def _measured(mode: Mode) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, double(mode) as (slack, port):
        settings = settings_for(slack, mode, port=port, requests_per_minute=COMMANDS)
        with _serving(settings, Path(folder)):
            ready = slack.verify_address if mode == "http" else lambda: slack.connections
            slack.wait_until(ready, 30)
            seconds = _acknowledged(slack)
    centiles = quantiles(seconds, n=100)
    figures = {"lost": COMMANDS - len(seconds), "p50": centiles[49], "p99": centiles[98]}
    return {f"{mode}_{name}_s": value for name, value in figures.items()}


def _acknowledged(slack: SlackDouble) -> list[float]:
    """The seconds of each acknowledgement that came."""
    began, told = time.monotonic(), []
    for number in range(COMMANDS):
        time.sleep(max(0.0, began + number / COMMANDS - time.monotonic()))
        told.append(slack.slash("linyue", "#growth", "/gmv", f"{number + 1}d"))
    for one in told:
        one.wait(10)
    return [one.ack_seconds for one in told if one.ack_seconds is not None]


@contextmanager
def _serving(settings: Slack, folder: Path) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(settings, folder), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(10)


def _serve(settings: Slack, folder: Path) -> None:
    """Be the bot: keep questions, and compute without end."""
    sys.setswitchinterval(SWITCH_SECONDS)  # as `tidebell serve` does
    bot, state = Bot(), open_state(folder)
    intake = Intake(state, SystemClock(), "en", bot.metrics, kept=lambda: None)
    for _ in range(BUSY):
        threading.Thread(target=_compute, daemon=True).start()
    connect(settings, replace(bot.inside, accept=intake.accept)).start()
    threading.Event().wait()


def _compute() -> None:
    while True:
        sorted(range(20_000), key=lambda number: -number)


if __name__ == "__main__":
    main()
