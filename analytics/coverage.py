"""Which shop days the loaded files speak for: the difference between a zero and a gap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LATE_ENOUGH = 20
"""A last row at or after this hour counts as a finished day."""


@dataclass(frozen=True)
class Coverage:
    """The days one canonical table covers.

    `spans`: (first, last) day pairs, both included, in any order; overlaps are fine.
    `last_at`: the shop-local time of the newest row; None when the table is empty.
    """

    spans: tuple[tuple[date, date], ...] = ()
    last_at: datetime | None = None

    def __contains__(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    @property
    def first_day(self) -> date | None:
        """The first covered day; None when nothing is loaded."""
        return min((first for first, _ in self.spans), default=None)

    @property
    def last_day(self) -> date | None:
        """The last covered day; None when nothing is loaded."""
        return max((last for _, last in self.spans), default=None)

    @property
    def until(self) -> datetime | None:
        """The moment the data reach: whole days, or the full hour after an early last row."""
        if self.last_at is None or self.last_day is None:
            return None
        next_midnight = datetime.combine(self.last_day + timedelta(days=1), time.min)
        if self.last_at.date() < self.last_day or self.last_at.hour >= LATE_ENOUGH:
            return next_midnight
        if self.last_at.time() == time.min:
            return next_midnight
        return self.last_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

    def touches(self, start: date, end: date) -> bool:
        """Whether any day of the half-open span is covered."""
        return any(first < end and last >= start for first, last in self.spans)

    def within(self, start: date, end: date) -> tuple[tuple[date, date], ...]:
        """The covered days of a half-open period as spans, in order and joined."""
        last_day = end - timedelta(days=1)
        return tuple(
            (max(first, start), min(last, last_day))
            for first, last in _joined(self.spans)
            if first < end and last >= start
        )


def _joined(spans: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The same days as spans in order that neither overlap nor meet."""
    run: tuple[date, date] | None = None
    for first, last in sorted(spans):
        if run and first <= run[1] + timedelta(days=1):
            run = (run[0], max(run[1], last))
            continue
        if run:
            yield run
        run = (first, last)
    if run:
        yield run


def merged(rows: Iterable[tuple[date, date, datetime]]) -> Coverage:
    """One coverage from the (first day, last day, last moment) records of several loads."""
    records = list(rows)
    return Coverage(
        tuple(_joined((first, last) for first, last, _ in records)),
        max((at for _, _, at in records), default=None),
    )
