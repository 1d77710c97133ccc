"""Attribution the slow way, straight from the definitions: what the engine is checked against."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path as File

from hypothesis import strategies as st

from analytics.attribution.journeys import Journeys, gather_journeys

EXCERPT = File(__file__).parents[2] / "data" / "marketing_paths.csv"
"""Forty paths of the data of the R package ChannelAttribution as the package mta (MIT licence)
publishes it again."""

Path = tuple[str, ...]
Row = tuple[Path, float, float, float]
"""A path, its conversions, their value, its nulls."""


def journeys_of(rows: Sequence[Row]) -> Journeys:
    """The rows as the engine takes them."""
    return gather_journeys(
        [[(name,) for name in path] for path, *_ in rows],
        [row[1] for row in rows],
        [row[3] for row in rows],
        [[row[2]] for row in rows],
    )


def read_rows(file: File) -> list[Row]:
    """A file of counted paths."""
    cells = [line.split(";") for line in file.read_text("utf-8").splitlines()[1:]]
    return [(tuple(c[0].split(" > ")), float(c[1]), float(c[2]), float(c[3])) for c in cells]


def removal_effects(rows: Sequence[Row], order: int, steps: int = 4000) -> dict[str, list[float]]:
    """Each name's effects on conversions and value: the crowd is moved on step by step."""
    names = sorted({name for path, *_ in rows for name in path})
    whole = _walk(rows, order, None, steps)
    return {
        name: [
            1 - left / all_ if all_ else 0.0
            for left, all_ in zip(_walk(rows, order, name, steps), whole, strict=True)
        ]
        for name in names
    }


def credit(rows: Sequence[Row], order: int) -> dict[str, list[float]]:
    """The totals in proportion to the effects."""
    effects = removal_effects(rows, order)
    totals = [sum(row[1] for row in rows), sum(row[2] for row in rows)]
    sums = [sum(each[column] for each in effects.values()) or 1.0 for column in (0, 1)]
    return {
        name: [each[column] / sums[column] * totals[column] for column in (0, 1)]
        for name, each in effects.items()
    }


def _walk(rows: Sequence[Row], order: int, removed: str | None, steps: int) -> list[float]:
    """Conversions and value a journey brings, who comes to the removed name being lost."""
    moves: dict[tuple[Path, Path | str], float] = defaultdict(float)
    earned: dict[Path, float] = defaultdict(float)
    converted: dict[Path, float] = defaultdict(float)
    for path, conversions, value, nulls in rows:
        states = [path[max(0, end - order) : end] for end in range(len(path) + 1)]
        for before, after in pairwise(states):
            moves[before, after] += conversions + nulls
        moves[states[-1], "null"] += nulls
        moves[states[-1], "won"] += conversions
        converted[states[-1]] += conversions
        earned[states[-1]] += value
    leaving: dict[Path, float] = defaultdict(float)
    for (here, _), weight in moves.items():
        leaving[here] += weight
    crowd: dict[Path, float] = {(): 1.0}
    won = [0.0, 0.0]
    for _ in range(steps):
        moved: dict[Path, float] = defaultdict(float)
        for (here, there), weight in moves.items():
            people = crowd.get(here, 0.0) * weight / leaving[here] if leaving[here] else 0.0
            if there == "won" and converted[here]:
                won[0] += people
                won[1] += people * earned[here] / converted[here]
            elif isinstance(there, tuple) and removed not in there[-1:]:
                moved[there] += people
        crowd = moved
        if sum(crowd.values()) < 1e-15:
            break
    return won


@st.composite
def made_up_rows(draw: st.DrawFn, most: int = 8) -> list[Row]:
    """A few paths over three names; some without conversions, some without anything."""
    row = st.tuples(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(tuple),
        st.integers(0, 5).map(float),
        st.floats(0.01, 100),
        st.integers(0, 5).map(float),
    )
    rows = draw(st.lists(row, max_size=most))
    return [(path, won, value if won else 0.0, lost) for path, won, value, lost in rows]
