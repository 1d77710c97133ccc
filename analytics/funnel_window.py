"""The ordered window funnel: the steps, the window and the modes, as ClickHouse's `windowFunnel`.

https://clickhouse.com/docs/sql-reference/aggregate-functions/parametric-functions#windowfunnel
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Mode = Literal["default", "strict_increase", "strict_deduplication", "strict_order"]
MODES: tuple[Mode, ...] = get_args(Mode)
"""`strict_increase`: each step strictly later than the one before. `strict_deduplication`: nothing
counts from the repetition of a step on. `strict_order`: nor from anything between the steps."""

MOST_STEPS = 32
SECOND = 1_000_000
"""Microseconds: times of events are whole ones."""


@dataclass(frozen=True)
class Window:
    """`seconds` from a chain's first event to its last, the end included; `within`: for some steps
    (2 is the second) how many seconds after the step before they may be."""

    seconds: float
    mode: Mode = "default"
    within: Mapping[int, float] | None = None

    @property
    def length(self) -> int:
        """From a chain's first event to its last, in microseconds."""
        return round(self.seconds * SECOND)

    def length_of(self, step: int) -> int:
        """From the step before to this one, in microseconds."""
        return round((self.within or {}).get(step, self.seconds) * SECOND)


def numbered(steps: Sequence[str]) -> dict[str, int]:
    """Each step's number, from 1."""
    return {step: number for number, step in enumerate(steps, 1)}
