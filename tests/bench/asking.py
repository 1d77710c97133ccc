"""How fast questions are answered: warm, with a chart, from a cold start, by many at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.demo import orders
from bot.app import App, open_app
from bot.charts import draw
from bot.cli.demo_data import make_demo
from bot.clock import FixedClock
from bot.config import Config, at_data
from bot.i18n import translator
from bot.platforms.base import Person, Request
from commands.kit.reply import Chart, Reply
from tests.bench.record import BUILD, ROOT, milliseconds, repeated, timed, write

END = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
QUESTION = Request("/gmv 28d by channel", Person("bench", "Bench"), "terminal", "en")
ASKERS = 50


def run(sizes: list[int]) -> None:
    """Ask shops of each number of orders; shops are kept in build/bench/shops for the next run."""
    figures: dict[str, float] = {}
    for size in sizes:
        figures |= _shop(size)
    if len(sizes) > 1:
        first, last = (figures[f"gmv_{_short(size)}_p95_ms"] for size in (sizes[0], sizes[-1]))
        figures["largest_to_smallest_p95_ratio"] = round(last / first, 2)
    write("ask", figures)


def _shop(size: int) -> dict[str, float]:
    folder, name = _made(size), _short(size)
    figures = milliseconds(f"cold_{name}", repeated(5, lambda: _cold(folder)))
    app = open_app(at_data(Config(), folder), data=folder, clock=FixedClock(NOW))
    try:
        figures |= milliseconds(f"gmv_{name}", repeated(40, lambda: _asked(app)))
        figures |= milliseconds(f"gmv_chart_{name}", repeated(20, lambda: _drawn(_asked(app))))
        figures |= milliseconds(f"gmv_{ASKERS}_askers_{name}", _together(app))
    finally:
        app.close()
    return figures


def _made(size: int) -> Path:
    folder = BUILD / "shops" / str(size)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_demo(folder, seed=7, days=730, scale=size / orders(1.0), end=END)
    return folder


def _asked(app: App) -> Reply:
    reply = app.answer(QUESTION)
    if reply.failed:
        raise RuntimeError(f"the question failed: {reply.blocks}")
    return reply


def _drawn(reply: Reply) -> None:
    """The one chart that is shown before “more”, as a chat would draw it."""
    first = next(block for block in (*reply.blocks, *reply.more) if isinstance(block, Chart))
    draw(first, translator("en"))


def _together(app: App) -> list[float]:
    with ThreadPoolExecutor(ASKERS) as askers:
        return list(askers.map(lambda _: _waited(app), range(ASKERS)))


def _waited(app: App) -> float:
    with timed() as watch:
        _asked(app)
    return watch.seconds


def _cold(folder: Path) -> None:
    words = ["ask", QUESTION.text, "--data", str(folder), "--now", NOW.isoformat()]
    subprocess.run([sys.executable, "-m", "bot", *words], cwd=ROOT, check=True, capture_output=True)


def _short(size: int) -> str:
    return f"{size // 1000}k"
