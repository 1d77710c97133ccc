"""Hundreds of random questions, each answered by the catalogue's SQL and by the oracle."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analytics.catalog import catalogue
from analytics.periods import Period
from analytics.query import Question, build
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse, Limits
from tests.analytics.made_up_shop import made_up
from tests.analytics.oracle import METRICS, RATIOS, Cell, Key, Oracle
from tests.shop import LONDON, NEW_YORK, SHANGHAI, TINY, TINY_COVERED, stocked

ROOMY = Limits(rows=2_000_000, memory="1GB")
DAY = timedelta(days=1)
CUTS = (0, 1, 2, 7, 12, 13, 23, 24)
"""Hours at which a last day is cut; the made-up shops sell at most of them."""

GRAINS = (None, None, None, "day", "week", "month")


class Walk:
    """A seeded walk through the questions a shop can be asked between two days."""

    def __init__(self, oracle: Oracle, first: date, last: date, seed: int) -> None:
        self.oracle, self.first, self.last = oracle, first, last
        self.random = Random(seed)
        self.metrics = {name: oracle.dimensions(name) for name in METRICS}
        self.words = {d: oracle.words(d) for d in set().union(*self.metrics.values())}

    def question(self) -> Question:
        """The next one: its metrics share all dimensions it splits and filters by."""
        pick = self.random
        known = sorted(self.words)
        by = tuple(pick.sample(known, pick.choice((0, 1, 1, 2))))
        where = {name: self._words(name) for name in pick.sample(known, pick.choice((0, 0, 1, 2)))}
        able = [name for name, own in self.metrics.items() if {*by, *where} <= own]
        if not able:
            return self.question()
        metrics = tuple(pick.sample(able, min(len(able), pick.randint(1, 5))))
        start, end, hours = self._days()
        return Question(metrics, start, end, hours, by, where, pick.choice(GRAINS))  # type: ignore[arg-type]

    def _words(self, dimension: str) -> tuple[str | None, ...]:
        held = [*self.words[dimension], "no such word"]
        return tuple(self.random.sample(held, min(len(held), self.random.randint(1, 3))))

    def _days(self) -> tuple[date, date, int | None]:
        """A day, a week, a month, any run of days, some outside the data, some cut in their day."""
        pick = self.random
        day = self.first + DAY * pick.randint(-3, (self.last - self.first).days + 3)
        month = day.replace(day=1)
        spans = (
            (day, day + DAY),
            (day - DAY * day.weekday(), day - DAY * day.weekday() + DAY * 7),
            (month, (month + DAY * 31).replace(day=1)),
            (day, day + DAY * pick.randint(2, 60)),
            (self.first, self.last + DAY),
        )
        return (*pick.choice(spans), pick.choice((None, None, *pick.sample(CUTS, 2))))


def answered(warehouse: DuckDBWarehouse, question: Question) -> dict[Key, dict[str, Any]]:
    """What the product says, in the oracle's shape."""
    keys = len(question.by) + (question.grain is not None)
    rows = warehouse.fetch(build(question, catalogue()))
    names = rows.columns[keys:]
    return {tuple(row[:keys]): dict(zip(names, row[keys:], strict=True)) for row in rows}


def differs(metric: str, found: Any, cell: Cell) -> bool:
    """Money exact to its four places, but for the slack of shared amounts; ratios to 1e-9.

    Nothing and zero are the same here: a slice says nothing of what has no rows in it.
    """
    expected, told = cell.value or 0.0, float(found or 0)
    near = 1e-9 * max(1.0, abs(expected)) if metric in RATIOS else 5e-5
    return abs(told - expected) > near + cell.slack


def wrong(warehouse: DuckDBWarehouse, oracle: Oracle, question: Question) -> Iterator[str]:
    """Every cell that the two answer differently."""
    found, expected = answered(warehouse, question), oracle.answer(question)
    for key in found.keys() | expected.keys():
        for metric in question.metrics:
            cell = expected.get(key, {}).get(metric, Cell(None))
            told = found.get(key, {}).get(metric)
            if differs(metric, told, cell):
                yield f"{question} {key} {metric}: told {told}, is {cell.value}"


def walked(
    warehouse: DuckDBWarehouse, zone: str, span: tuple[date, date], count: int, seed: int
) -> list[str]:
    """The wrong cells of `count` random questions, and of the whole span's totals."""
    oracle = Oracle(warehouse, zone)
    walk = Walk(oracle, *span, seed)
    whole = Question(METRICS, span[0] - DAY, span[1] + DAY * 2)
    asked = [whole, *(walk.question() for _ in range(count))]
    return [each for question in asked for each in wrong(warehouse, oracle, question)]


def test_every_cell_is_the_oracle_s_when_the_tiny_shop_is_asked() -> None:
    warehouse = stocked(TINY, SHANGHAI, TINY_COVERED)
    assert walked(warehouse, SHANGHAI, (date(2026, 11, 1), date(2026, 12, 2)), 60, 1) == []


@pytest.mark.parametrize("zone", [SHANGHAI, LONDON, NEW_YORK])
def test_every_cell_is_the_oracle_s_when_a_made_up_shop_is_asked(zone: str) -> None:
    """Ties, guests, credit notes, late and unknown payments, clock changes, robots."""
    for seed in range(3):
        warehouse = stocked(made_up(seed), zone)
        span = (date(2026, 10, 20), date(2026, 11, 10))
        assert walked(warehouse, zone, span, 20, seed) == []


def test_every_cell_is_the_oracle_s_when_the_demo_shop_is_asked(demo_folder: Path) -> None:
    warehouse = DuckDBWarehouse(demo_folder, ROOMY)
    span = (date(2026, 7, 25), date(2026, 11, 21))
    assert walked(warehouse, SHANGHAI, span, 100, 2) == []
    warehouse.close()


def test_totals_are_zero_or_unknown_by_what_loads_cover_when_nothing_is_there() -> None:
    shop = Shop(stocked(TINY, SHANGHAI, TINY_COVERED), catalogue(), SHANGHAI)
    covered = Period(date(2026, 11, 4), date(2026, 11, 5))
    unknown = Period(date(2026, 11, 8), date(2026, 11, 9))
    assert shop.total(("gmv", "orders", "visitors"), covered) == {
        "gmv": 0,
        "orders": 0,
        "visitors": 0,
    }
    assert set(shop.total(("gmv", "orders", "visitors"), unknown).values()) == {None}
