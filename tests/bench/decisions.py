"""How long the questions from spend to decision take in a shop of a million orders, warm."""

import time

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.config import at_data, load_config
from bot.platforms.base import Person, Request
from tests.bench.answers import NOW
from tests.bench.report import percentiles, write
from tests.bench.shops import sized

ROUNDS = 10
QUESTIONS = {
    "funnel": "/funnel 28d",
    "attribution": "/attribution 28d",
    "attribution_90d": "/attribution 90d",
    "roi": "/roi all 28d",
    "budget_shift": "/budget-shift",
}


def main() -> None:
    """Ask each question once to warm up, then measure; write `build/bench/decisions.json`."""
    made = sized("1m")
    app = open_app(at_data(load_config(), made.folder), data=made.folder, clock=FixedClock(NOW))
    figures: dict[str, float] = {}
    try:
        for name, line in QUESTIONS.items():
            figures |= {f"{name}_{key}": value for key, value in _measured(app, line).items()}
    finally:
        app.close()
    write("decisions", figures)


def _measured(app: App, line: str) -> dict[str, float]:
    """The median and 95th percentile of some askings, and the least CPU time one took."""
    _ask(app, line)
    walls, cpus = zip(*(_ask(app, line) for _ in range(ROUNDS)), strict=True)
    middle, high = percentiles([*walls])
    return {"p50_ms": middle, "p95_ms": high, "cpu_ms": min(cpus) * 1000}


def _ask(app: App, line: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    reply = app.answer(Request(line, Person("bench", "Bench"), "bench", "zh-CN"))
    if reply.failed:
        raise SystemExit(f"{line} failed: {reply}")
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
