"""The window funnel on ten million made-up events, here and in ClickHouse: same counts, both times.

Two kinds of events: `mixed`, five steps and a sixth event at random times, ten of them a person;
`shop`, visits of which fewer and fewer come to the next step, with repeated item views. Also how
long `/funnel 28d` takes on a shop of about six million events.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analytics.funnel_chains import STEPS_A_MOMENT, first_arrivals
from analytics.funnel_trails import read_trails
from analytics.funnel_window import MODES, SECOND, Mode, Window
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse, Limits
from bot.app import open_app
from bot.clock import FixedClock
from bot.config import at_data, load_config
from bot.platforms.base import Person, Request
from tests.bench.report import FOLDER, percentiles, write
from tests.bench.shops import sized
from tests.judges.chdb import clickhouse

EVENTS = 10_000_000
STEPS = 5
WEEK = 604_800
ROUNDS = 2
ROOMY = Limits(seconds=600, memory="8GB", threads=2)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

_MAKE = {
    "mixed": """
        SELECT
            CAST(floor(random() * $events / 10) AS BIGINT) AS person,
            CAST(floor(random() * 2592000) AS BIGINT) AS second,
            CAST(floor(random() * 6) AS INTEGER) AS step
        FROM range($events)
    """,
    "shop": """
        SELECT person, second + 300 * step + CAST(floor(wait * 200) AS BIGINT) AS second, step
        FROM (
            SELECT
                person,
                second,
                unnest([1, 2, 2, 2, 3, 4, 5][: len([1, 2, 2, 2, 3, 4, 5]) - stops]) AS step,
                random() AS wait
            FROM (
                SELECT
                    CAST(floor($events / 3 * power(random(), 1.5)) AS BIGINT) AS person,
                    CAST(floor(random() * 2592000) AS BIGINT) AS second,
                    CAST(floor(7 * power(random(), 0.35)) AS INTEGER) AS stops
                FROM range($events)
            )
        )
        LIMIT $events
    """,
}


@dataclass(frozen=True)
class Measured:
    """People by the last step they came to, and what counting them took at best."""

    levels: dict[int, int]
    seconds: float
    cpu: float

    @classmethod
    def best(cls, levels: dict[int, int], rounds: Sequence[tuple[float, float]]) -> "Measured":
        """The shortest of some rounds of (seconds, CPU seconds), each by itself."""
        return cls(levels, min(s for s, _ in rounds), min(cpu for _, cpu in rounds))


def main() -> None:
    """Measure both kinds in every mode, then the command."""
    figures: dict[str, float] = {}
    for kind in _MAKE:
        figures |= {f"{kind}_{key}": value for key, value in _beside_clickhouse(kind).items()}
    write("funnel", figures | _command())


def _beside_clickhouse(kind: str) -> dict[str, float]:
    folder = FOLDER / "funnel"
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / f"{kind}.parquet").resolve()
    with closing(DuckDBWarehouse(None, ROOMY)) as store:
        with store.writing() as writer:
            writer.execute("SELECT setseed(0.5)")
            sql = _MAKE[kind].replace("$events", str(EVENTS))
            writer.execute(f"CREATE TABLE made AS SELECT * FROM ({sql}) ORDER BY second")
            writer.execute(f"COPY made TO '{file}'")
        ours = {mode: _ours(store, mode) for mode in MODES}
    theirs = _theirs(file)
    figures: dict[str, float] = {}
    for mode in MODES:
        here, there = ours[mode], theirs[mode]
        assert here.levels == there.levels, (kind, mode, here, there)
        name = "" if mode == "default" else f"{mode}_"
        figures |= {f"{name}s": here.seconds, f"{name}clickhouse_s": there.seconds}
        figures |= {f"{name}cpu_s": here.cpu, f"{name}clickhouse_cpu_s": there.cpu}
        figures[f"{name}ratio"] = here.seconds / there.seconds
        figures[f"{name}cpu_ratio"] = here.cpu / there.cpu
    return figures


def _ours(store: DuckDBWarehouse, mode: Mode) -> Measured:
    only = "" if mode == "strict_order" else "WHERE step > 0"
    events = Statement(
        f"SELECT CAST(person AS UBIGINT) AS person, second * {SECOND * STEPS_A_MOMENT} + step"
        f" AS place FROM made {only} ORDER BY person, place"
    )
    rounds = []
    for _ in range(ROUNDS):
        started, began = time.perf_counter(), time.process_time()
        reached = [0] * (STEPS + 1)
        for trails in read_trails(store, events):
            for step, came in enumerate(first_arrivals(trails, STEPS, Window(WEEK, mode))):
                reached[step] += len(came.event)
        rounds.append((time.perf_counter() - started, time.process_time() - began))
    levels = {k: reached[k - 1] - reached[k] for k in range(1, STEPS + 1)}
    return Measured.best(levels, rounds)


def _theirs(file: Path) -> dict[Mode, Measured]:
    asked = [*_questions()]
    answers = clickhouse(
        [
            "CREATE TABLE made (person Int64, second UInt64, step Int32) ENGINE = MergeTree"
            " ORDER BY second",
            f"INSERT INTO made SELECT person, second, step FROM file('{file}')",
            *(sql for _, sql in asked for _ in range(ROUNDS)),
        ],
        seconds=600,
    )[2:]
    found: dict[Mode, Measured] = {}
    for place, (mode, _) in enumerate(asked):
        own = answers[place * ROUNDS : (place + 1) * ROUNDS]
        levels = {int(level): int(people) for level, people in own[0]["rows"]}
        complete = {k: levels.get(k, 0) for k in range(1, STEPS + 1)}
        found[mode] = Measured.best(complete, [(each["seconds"], each["cpu"]) for each in own])
    return found


def _questions() -> Iterator[tuple[Mode, str]]:
    conditions = ", ".join(f"step = {k}" for k in range(1, STEPS + 1))
    for mode in MODES:
        option = "" if mode == "default" else f", '{mode}'"
        yield (
            mode,
            f"SELECT level, count() FROM (SELECT windowFunnel({WEEK}{option})(second, {conditions})"
            " AS level FROM made GROUP BY person) GROUP BY level SETTINGS max_threads = 2,"
            " output_format_json_quote_64bit_integers = 0",
        )


def _command() -> dict[str, float]:
    """`/funnel 28d` and `/funnel 抖音 28d` on the bench shop of a million orders."""
    made = sized("1m")
    app = open_app(at_data(load_config(), made.folder), data=made.folder, clock=FixedClock(NOW))
    try:
        count = app.warehouse.fetch(Statement("SELECT count(*) FROM main.events")).scalar()
        figures: dict[str, float] = {"events_rows": count}
        for name, line in (("all", "/funnel 28d"), ("channel", "/funnel 抖音 28d")):
            took = []
            for _ in range(10):
                started = time.perf_counter()
                reply = app.answer(Request(line, Person("bench", "Bench"), "bench", "zh-CN"))
                took.append(time.perf_counter() - started)
                assert not reply.failed, reply
            figures[f"{name}_p50_ms"], figures[f"{name}_p95_ms"] = percentiles(took)
        return figures
    finally:
        app.close()


if __name__ == "__main__":
    main()
