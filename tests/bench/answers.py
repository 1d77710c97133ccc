"""How long `/gmv 28d by channel` takes at 0.1, 1 and 10 million orders, text and with chart."""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from analytics.statement import Statement
from bot.app import App, open_app
from bot.charts import draw
from bot.clock import FixedClock
from bot.config import at_data, load_config
from bot.i18n import translator
from bot.platforms.base import Person, Request
from bot.platforms.console.render import render
from commands.kit.reply import Chart, Reply
from tests.bench.report import peak_mb, percentiles, write
from tests.bench.shops import SIZES, sized

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
QUESTION = Request("/gmv 28d by channel", Person("bench", "Bench"), "bench", "zh-CN")
ROUNDS, WARM_UP = 40, 3
ASKERS = 50


def main(names: list[str]) -> None:
    """Measure the sizes named, all three by default."""
    figures: dict[str, float] = {}
    for name in names or [*SIZES]:
        figures |= {f"{name}_{key}": value for key, value in _measured(name).items()}
    small, large = (figures.get(f"{n}_text_p95_ms") for n in ("0.1m", "10m"))
    if small and large:
        figures["text_p95_growth_ratio"] = large / small
    write("answers", figures)


def _measured(name: str) -> dict[str, float]:
    made = sized(name)
    config = at_data(load_config(), made.folder)
    app = open_app(config, data=made.folder, clock=FixedClock(NOW))
    try:
        figures = _sizes(app) | _latencies(app) | _crowd(app)
    finally:
        app.close()
    if made.seconds is not None:
        figures["made_s"] = made.seconds
    return figures | {"peak_mb": peak_mb()}


def _sizes(app: App) -> dict[str, float]:
    rows = {name: f"SELECT count(*) FROM main.{name}" for name in ("orders", "events")}
    return {f"{k}_rows": app.warehouse.fetch(Statement(sql)).scalar() for k, sql in rows.items()}


def _latencies(app: App) -> dict[str, float]:
    speaker = translator(QUESTION.locale)

    def text() -> None:
        render(_answered(app), speaker)

    def with_chart() -> None:
        reply = _answered(app)
        render(reply, speaker)
        for block in reply.blocks:
            if isinstance(block, Chart):
                draw(block, speaker)

    figures: dict[str, float] = {}
    for name, ask in (("text", text), ("chart", with_chart)):
        figures[f"{name}_p50_ms"], figures[f"{name}_p95_ms"] = percentiles(_timed(ask))
    return figures


def _answered(app: App) -> Reply:
    reply = app.answer(QUESTION)
    if reply.failed:
        raise SystemExit(f"the question failed: {reply}")
    return reply


def _timed(ask: Callable[[], None]) -> list[float]:
    for _ in range(WARM_UP):
        ask()
    found = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        ask()
        found.append(time.perf_counter() - started)
    return found


def _crowd(app: App) -> dict[str, float]:
    """Fifty people ask at the same moment; each waits from the moment all of them asked."""
    gate = threading.Barrier(ASKERS)

    def ask() -> tuple[float, bool]:
        gate.wait()
        started = time.perf_counter()
        failed = app.answer(QUESTION).failed
        return time.perf_counter() - started, failed

    with ThreadPoolExecutor(ASKERS) as pool:
        results = [future.result() for future in [pool.submit(ask) for _ in range(ASKERS)]]
    middle, high = percentiles([seconds for seconds, _ in results])
    errors = sum(failed for _, failed in results)
    return {"askers50_p50_ms": middle, "askers50_p95_ms": high, "askers50_errors": errors}


if __name__ == "__main__":
    main(sys.argv[1:])
