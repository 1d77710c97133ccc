"""A shop to ask: measures, splits, daily series, coverage and words over one warehouse.

It builds statements from the catalogue, runs them, and tells zero from unknown by what the loads
cover. It computes nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from analytics.catalog import CLOCK_DIMENSIONS, Catalogue
from analytics.coverage import Coverage, merged
from analytics.errors import MissingTable
from analytics.forecast import DailySeries
from analytics.periods import Period
from analytics.query import Question, build, tables_needed
from analytics.statement import Rows, Statement
from analytics.targets import Scope, Target
from analytics.warehouse import Columns, Reader

Quantity = Decimal | float | int | None
"""A measured number; None is unknown, never zero."""

Filters = Mapping[str, tuple[str | None, ...]]


@dataclass(frozen=True)
class Slice:
    """One value (or combination) of the dimensions asked, with its metrics."""

    key: tuple[str | None, ...]
    values: dict[str, Quantity]


class Shop:
    """One reading of a shop; make a new one for each question, so that it sees fresh data."""

    def __init__(self, reader: Reader, catalogue: Catalogue, zone: str) -> None:
        self._reader = reader
        self.catalogue = catalogue
        self.zone = ZoneInfo(zone)

    def fetch(self, statement: Statement) -> Rows:
        """The rows of a hand-written query, which the catalogue cannot express."""
        return self._reader.fetch(statement)

    def batches(self, statement: Statement) -> Iterator[Columns]:
        """The rows of a hand-written query as arrays, a million at a time."""
        return self._reader.batches(statement)

    @cached_property
    def coverages(self) -> dict[str, Coverage]:
        """Coverage by canonical table; tables never loaded are absent."""
        rows = self._reader.fetch(
            Statement("SELECT table_name, first_day, last_day, last_at FROM tidebell.coverage")
        )
        by_table: dict[str, list[tuple[Any, ...]]] = {}
        for name, *record in rows:
            by_table.setdefault(name, []).append(tuple(record))
        return {name: merged(records) for name, records in by_table.items()}

    def has(self, table: str) -> bool:
        """Whether the canonical table is loaded."""
        return bool(self.coverages.get(table))

    def coverage(self, table: str) -> Coverage:
        """What the table covers; raises MissingTable when it was never loaded."""
        if not self.has(table):
            raise MissingTable(table)
        return self.coverages[table]

    def knows(self, metric: str) -> bool:
        """Whether every table the metric needs is loaded and, for payments, says anything."""
        loaded = all(self.has(table) for table in tables_needed((metric,), (), self.catalogue))
        return loaded and self._payments_tell(metric)

    def covers_alike(self, metrics: tuple[str, ...], period: Period) -> bool:
        """Whether the tables of the metrics cover the same days of the period.

        Where they do not, one must not be set against another: buyers of a week over the
        visitors of two of its days are no conversion rate.
        """
        tables = tables_needed(metrics, (), self.catalogue)
        covered = {
            self.coverages.get(t, Coverage()).within(period.start, period.end) for t in tables
        }
        return len(covered) == 1

    def total(
        self, metrics: tuple[str, ...], period: Period, where: Filters | None = None
    ) -> dict[str, Quantity]:
        """The metrics over the whole period and slice; None where no load covers it."""
        found = self.split(metrics, period, (), where)[0].values
        return {
            name: self._zero_or_unknown(name, found[name], period, where or {}) for name in metrics
        }

    def split(
        self,
        metrics: tuple[str, ...],
        period: Period,
        by: tuple[str, ...],
        where: Filters | None = None,
    ) -> list[Slice]:
        """The metrics for each value of the dimensions; a row without a word has key None."""
        self._require(metrics, (*by, *(where or {})))
        hours = self._clock_hours(period)
        question = Question(metrics, period.start, period.end, hours, by, where or {})
        rows = self._reader.fetch(build(question, self.catalogue))
        return [
            Slice(tuple(row[: len(by)]), dict(zip(metrics, row[len(by) :], strict=True)))
            for row in rows
        ]

    def series(
        self, metric: str, start: date, end: date, where: Filters | None = None
    ) -> DailySeries:
        """The metric day by day, half-open; a covered day without rows is 0, others None."""
        self._require((metric,), where or {})
        question = Question((metric,), start, end, where=where or {}, grain="day")
        rows = self._reader.fetch(build(question, self.catalogue))
        found = {day: float(value) for day, value in rows if value is not None}
        coverage = self._narrowest(metric, where or {})
        days = [start + timedelta(days=n) for n in range((end - start).days)]
        countable = self.catalogue.metrics[metric].empty_is_zero and self.knows(metric)
        empty = 0.0 if countable else None
        return DailySeries(
            start, tuple(found.get(day, empty if day in coverage else None) for day in days)
        )

    def hours(
        self, metric: str, period: Period, where: Filters | None = None
    ) -> dict[str, Quantity]:
        """The metric by hour of the day ("00" to "23") over the period."""
        return {
            str(s.key[0]): s.values[metric] for s in self.split((metric,), period, ("hour",), where)
        }

    def words(self, dimension: str) -> tuple[str, ...]:
        """The words a dimension holds, most used first."""
        rows = self._reader.fetch(
            Statement(
                "SELECT word FROM mart.words WHERE dimension = $dimension"
                " ORDER BY weight DESC, word LIMIT 5000",
                {"dimension": dimension},
            )
        )
        return tuple(row[0] for row in rows)

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """The dimensions the data hold any word of."""
        rows = self._reader.fetch(Statement("SELECT DISTINCT dimension FROM mart.words"))
        return frozenset(row[0] for row in rows) | frozenset(CLOCK_DIMENSIONS)

    def find_word(self, word: str, dimension: str | None = None) -> tuple[str, str] | None:
        """The (dimension, word) a word stands for in the data, whatever its case; else None.

        Of words that differ in their case only, the one written exactly so, then the most used.
        """
        rows = self._reader.fetch(
            Statement(
                "SELECT dimension, word FROM mart.words WHERE lower(word) = lower($word)"
                " AND ($dimension IS NULL OR dimension = $dimension)"
                " ORDER BY word = $word DESC, weight DESC LIMIT 1",
                {"word": word, "dimension": dimension},
            )
        )
        return (rows.rows[0][0], rows.rows[0][1]) if rows.rows else None

    def targets(self) -> tuple[Target, ...]:
        """The loaded targets."""
        rows = self._reader.fetch(
            Statement("SELECT period_start, period_end, metric, value, scope FROM main.targets")
        )
        return tuple(
            Target(first, last + timedelta(days=1), metric, value, parse_scope(scope or ""))
            for first, last, metric, value, scope in rows
        )

    def occasions(self) -> list[dict[str, Any]]:
        """The shop's own calendar rows."""
        return self._reader.fetch(
            Statement("SELECT starts_on, ends_on, name, kind, phase, note FROM main.calendar")
        ).dicts()

    def _payments_tell(self, metric: str) -> bool:
        """False for paid metrics of exports that leave out whether, or how much, was paid."""
        leaves = [self.catalogue.metrics[leaf] for leaf in self.catalogue.leaves((metric,))]
        if not any((leaf.source or "").startswith("paid") for leaf in leaves):
            return True
        some, amounts = self._payments
        return amounts or (some and all(leaf.sum != "paid_amount" for leaf in leaves))

    @cached_property
    def _payments(self) -> tuple[bool, bool]:
        """Whether any order says if it was paid, and how much."""
        paid = "SELECT 1 FROM main.orders WHERE paid_amount IS NOT NULL"
        told = "SELECT 1 FROM main.orders WHERE status IS NOT NULL OR paid_at IS NOT NULL"
        found = self._reader.fetch(Statement(f"SELECT EXISTS ({told}), EXISTS ({paid})"))
        return found.rows[0][0], found.rows[0][1]

    def _clock_hours(self, period: Period) -> int | None:
        """Elapsed hours of the last day as hours on the clock (15 → 16 after a spring change)."""
        if period.hours is None:
            return None
        _, until = period.instants(self.zone)
        return 24 if until.date() > period.last else until.hour + (until.minute > 0)

    def _require(self, metrics: tuple[str, ...], dimensions: Iterable[str]) -> None:
        for table in tables_needed(metrics, dimensions, self.catalogue):
            self.coverage(table)

    def _narrowest(self, metric: str, where: Filters) -> Coverage:
        tables = tables_needed((metric,), where, self.catalogue)
        return min((self.coverage(t) for t in tables), key=lambda c: c.last_day or date.min)

    def _zero_or_unknown(
        self, metric: str, value: Quantity, period: Period, where: Filters
    ) -> Quantity:
        tables = tables_needed((metric,), where, self.catalogue)
        covered = all(self.coverages[t].touches(period.start, period.end) for t in tables)
        if not covered or not self.knows(metric):
            return None
        if value is None and self.catalogue.metrics[metric].empty_is_zero:
            return Decimal(0)
        return value


def parse_scope(text: str) -> Scope:
    """The pairs of a target's scope: `channel=抖音;category=外套`."""
    pairs = (pair.partition("=") for pair in text.replace(",", ";").split(";") if "=" in pair)
    return tuple(sorted((name.strip(), value.strip()) for name, _, value in pairs))
