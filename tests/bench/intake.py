"""How many questions a second are taken in durably, by sixteen threads at once.

On SQLite and on PostgreSQL, the disk waited for: `python -m tests.bench intake`.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from bot.clock import SystemClock
from bot.intake import Intake
from bot.metrics import Metrics
from bot.state.database import Database
from tests.bench.report import percentiles, write
from tests.bench.states import KINDS, empty
from tests.bot.questions import question

THREADS, QUESTIONS = 16, 4000


def main() -> None:
    """Measure both databases."""
    figures: dict[str, float] = {}
    for kind in KINDS:
        with empty(kind) as state:
            figures |= {f"{kind}_{name}": value for name, value in _measured(state).items()}
    write("intake", figures)


def _measured(state: Database) -> dict[str, float]:
    intake = Intake(state, SystemClock(), "en", Metrics(), kept=lambda: None)

    def accept(number: int) -> float:
        started = time.perf_counter()
        intake.accept(question(f"event:{number}", person=f"U{number % 50}"))
        return time.perf_counter() - started

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(accept, range(-THREADS, 0)))  # to connect and to compile
        started, worked = time.perf_counter(), time.process_time()
        seconds = list(pool.map(accept, range(QUESTIONS)))
        took, cost = time.perf_counter() - started, time.process_time() - worked
    middle, high = percentiles(seconds)
    return {
        "per_second": QUESTIONS / took,
        "p50_ms": middle,
        "p95_ms": high,
        "cpu_ms": cost / QUESTIONS * 1000,
    }


if __name__ == "__main__":
    main()
