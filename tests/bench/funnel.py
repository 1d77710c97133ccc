"""The window funnel on ten million made-up events, here and in ClickHouse: same counts, both times.

Two kinds of events: `mixed`, five steps and a sixth event at random times, ten of them a person;
`shop`, visits of which fewer and fewer come to the next step, with repeated item views. Also how
long `/funnel 28d` takes on a shop of about six million events.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from analytics.funnel_window import MODES, SECOND, Mode, Window, funnel_statement
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
        assert ours[mode][0] == theirs[mode][0], (kind, mode, ours[mode], theirs[mode])
        name = "" if mode == "default" else f"{mode}_"
        figures |= {f"{name}s": ours[mode][1], f"{name}clickhouse_s": theirs[mode][1]}
        figures[f"{name}ratio"] = ours[mode][1] / theirs[mode][1]
    return figures


def _ours(store: DuckDBWarehouse, mode: Mode) -> tuple[dict[int, int], float]:
    """People by the last step they came to, and the best time of a few."""
    only = "" if mode == "strict_order" else "WHERE step > 0"
    events = f"SELECT person, second * {SECOND} AS moment, step, TRUE AS starts FROM made {only}"
    result = "SELECT step, count(*) FROM reached GROUP BY step ORDER BY step"
    statement = funnel_statement(events, result, STEPS, Window(WEEK, mode), {})
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        reached = dict(store.fetch(statement).rows)
        took.append(time.perf_counter() - started)
    levels = {k: reached.get(k, 0) - reached.get(k + 1, 0) for k in range(1, STEPS + 1)}
    return levels, min(took)


def _theirs(file: Path) -> dict[Mode, tuple[dict[int, int], float]]:
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
    found: dict[Mode, tuple[dict[int, int], float]] = {}
    for place, (mode, _) in enumerate(asked):
        own = answers[place * ROUNDS : (place + 1) * ROUNDS]
        levels = {int(level): int(people) for level, people in own[0]["rows"]}
        complete = {k: levels.get(k, 0) for k in range(1, STEPS + 1)}
        found[mode] = (complete, min(each["seconds"] for each in own))
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
