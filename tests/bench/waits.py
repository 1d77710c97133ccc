"""How long people wait in the browser and in Slack, and what the server that answers them weighs.

`tidebell serve` in a process of its own on a demo shop, with the Slack double for a workspace:
`python -m tests.bench waits`. The wait is from saying a line until its answer is shown.
"""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import httpx

from tests.bench.report import percentiles, write
from tests.chaos.process import peak_memory, sample, wait_for
from tests.chaos.stage import Stage, staged

ROUNDS, WARM_UP = 60, 5
QUESTIONS, CHARTS = 2000, 200
PLACES = 100
LINE = "/calendar"
CHART = "/gmv 28d by channel"
STARTS_WITHIN, ANSWERS_WITHIN = 60.0, 60.0
ALL_WITHIN = 1800.0


def main() -> None:
    """Measure waits first, then the weight after many questions."""
    with (
        tempfile.TemporaryDirectory() as folder,
        staged(Path(folder) / "stage", people=2, places=PLACES, limits=0) as stage,
    ):
        write("waits", {**_started(stage), **_waits(stage), **_weight(stage)})


def _started(stage: Stage) -> dict[str, float]:
    stage.use("socket")
    began = time.perf_counter()
    stage.bot.start()
    wait_for("the bot", lambda: "http://" in stage.bot.said(), STARTS_WITHIN)
    open_seconds = time.perf_counter() - began
    wait_for("Slack", lambda: stage.slack.connections, STARTS_WITHIN)
    _in_slack(stage, stage.channels[0], LINE)
    return {"serving_s": open_seconds, "first_answer_s": time.perf_counter() - began}


def _waits(stage: Stage) -> dict[str, float]:
    channels = cycle(stage.channels)
    figures: dict[str, float] = {}
    with _browser(_address(stage)) as client:
        asking: dict[str, Callable[[str], None]] = {
            "browser": lambda line: _in_browser(client, line),
            "slack": lambda line: _in_slack(stage, next(channels), line),
        }
        for where, ask in asking.items():
            for what, line in (("text", LINE), ("chart", CHART)):
                cpu = _cpu_seconds(stage)
                middle, high = percentiles(list(_timed(ask, line)))
                spent = (_cpu_seconds(stage) - cpu) / (ROUNDS + WARM_UP) * 1000
                figures |= {f"{where}_{what}_p50_ms": middle, f"{where}_{what}_p95_ms": high}
                figures[f"{where}_{what}_cpu_ms"] = spent
    return figures


def _browser(address: str) -> httpx.Client:
    headers = {"origin": address}
    return httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=ANSWERS_WITHIN)


def _timed(ask: Callable[[str], None], line: str) -> Iterator[float]:
    for number in range(WARM_UP + ROUNDS):
        started = time.perf_counter()
        ask(line)
        if number >= WARM_UP:
            yield time.perf_counter() - started


def _weight(stage: Stage) -> dict[str, float]:
    """In Slack, where a chart is drawn for each answer that has one."""
    assert stage.bot.process is not None
    before = sample(stage.bot.process.pid).memory
    shown = _shown(stage)
    for number, channel in zip(range(QUESTIONS), cycle(stage.channels), strict=False):
        line = CHART if number % (QUESTIONS // CHARTS) == 0 else LINE
        told = stage.slack.slash("p0", channel, "/tidebell", line)
        told.wait(ANSWERS_WITHIN)
    wait_for("all answers", lambda: _shown(stage) - shown >= QUESTIONS, ALL_WITHIN)
    return {
        "memory_before_mb": before,
        "memory_after_mb": sample(stage.bot.process.pid).memory,
        "memory_peak_mb": peak_memory(stage.bot.process.pid),
    }


def _shown(stage: Stage) -> int:
    return sum(len(stage.slack.answers(channel)) for channel in stage.channels)


def _in_slack(stage: Stage, channel: str, line: str) -> None:
    before = len(stage.slack.answers(channel))
    stage.slack.slash("p0", channel, "/tidebell", line)
    stage.slack.wait_until(lambda: len(stage.slack.answers(channel)) > before, ANSWERS_WITHIN)


def _in_browser(client: httpx.Client, line: str) -> None:
    """Say it, and follow the page's stream of changes until the answer stands there."""
    page = client.get("/", follow_redirects=True)
    seen = re.search(r"[0-9a-f]{16}-\d+", page.text)
    assert seen
    with client.stream("GET", "/events", params={"after": seen[0]}) as stream:
        said = client.post(f"{page.url.path}/say", data={"text": line})
        said.raise_for_status()
        for change in stream.iter_lines():
            if "message bot" in change and " working" not in change:
                return


def _address(stage: Stage) -> str:
    found = re.search(r"http://\S+", stage.bot.said())
    assert found
    return found[0]


def _cpu_seconds(stage: Stage) -> float:
    """What the bot has computed since it started."""
    assert stage.bot.process is not None
    fields = (
        Path(f"/proc/{stage.bot.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main()
