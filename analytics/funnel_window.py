"""The ordered window funnel as one SQL statement.

How far each person gets through steps in order, all within a window that counts from the first
event of the chain, its end included. The answers are those of ClickHouse's `windowFunnel`
(https://clickhouse.com/docs/sql-reference/aggregate-functions/parametric-functions#windowfunnel):
of several chains the longest counts, so a later first step may win.

Step by step, every event of a step looks up the latest event with which the same person had come
to the step before (a chain with a later start has more of its window left, so the latest is the
best). Each look-up is one as-of join, and what does not get through is not read by the next: the
work is that of sorting the events of two neighbouring steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from analytics.statement import Statement

Mode = Literal["default", "strict_increase", "strict_deduplication", "strict_order"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""`strict_increase`: each step strictly later than the one before. `strict_deduplication`: nothing
counts from the repetition of a step on. `strict_order`: nor from anything between the steps."""

MOST_STEPS = 32
SECOND = 1_000_000
"""Microseconds: times of events are whole ones."""


@dataclass(frozen=True)
class Window:
    """`seconds` from a chain's first event to its last; `within`: for some steps (2 is the second)
    how many seconds after the step before they may be."""

    seconds: float
    mode: Mode = "default"
    within: Mapping[int, float] | None = None


def funnel_statement(
    events: str,
    result: str,
    steps: int,
    window: Window,
    values: Mapping[str, Any],
) -> Statement:
    """The statement that reads `events` and ends in `result`, both of this package's SQL.

    `events`: a query with the columns person (not null), moment (microseconds, BIGINT), step (1 and
    up, 0 what is no step; those are only needed in strict order) and starts (whether a chain may
    begin there). `result` reads `reached`: person, step, and the moment they first came to it.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"a funnel has 1 to {MOST_STEPS} steps, not {steps}")
    chain = [_sql("chain").format(step=k, previous=k - 1) for k in range(2, steps + 1)]
    parts = [
        f"events AS MATERIALIZED (\n{events}\n)",
        _sql("start"),
        *chain,
        f"firsts AS MATERIALIZED (\n{_firsts(steps)}\n)",
        *(_sql(name) for name in _ENDS[window.mode]),
    ]
    text = "WITH\n" + ",\n".join(parts) + f"\n{result}"
    return Statement(text, {**values, **_limits(steps, window)})


_ENDS: dict[Mode, tuple[str, ...]] = {
    "default": ("uncut",),
    "strict_increase": ("uncut",),
    "strict_deduplication": ("deduplicated", "reached"),
    "strict_order": ("ordered", "reached"),
}


def _firsts(steps: int) -> str:
    return "\nUNION ALL\n".join(
        f"SELECT person, {k} AS step, min(moment) AS moment FROM reached_{k} GROUP BY person"
        for k in range(1, steps + 1)
    )


def _limits(steps: int, window: Window) -> dict[str, Any]:
    whole = round(window.seconds * SECOND)
    if steps == 1:
        return {}
    within = window.within or {}
    return {
        "window": whole,
        "within": [round(within.get(k, window.seconds) * SECOND) for k in range(1, steps + 1)],
        "strictly": window.mode == "strict_increase",
    }


@cache
def _sql(name: str) -> str:
    return sql_file(name).strip()


def sql_file(name: str) -> str:
    """The text of a file beside the others of the funnel."""
    return (files("analytics") / "sql" / "funnel" / f"{name}.sql").read_text("utf-8")


def numbered(steps: Sequence[str]) -> dict[str, int]:
    """Each step's number, from 1."""
    return {step: number for number, step in enumerate(steps, 1)}
