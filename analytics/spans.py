"""Periods of shop days and the calendar units they are counted in.

A `Period` is half-open; a unit (day, week, month, quarter, half-year, year) has a first day
and a step. Everything here is plain date arithmetic: no words, no clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1970, 2098
LONGEST = 3653
"""The longest period in days (ten years)."""


class Unit(StrEnum):
    """What a period is one of; `DAYS` is a run of days that follows no calendar unit."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DAYS = "days"


@dataclass(frozen=True)
class Period:
    """Shop days from `start` up to, not including, `end`.

    `hours`: the last day counts only its first `hours` elapsed hours (a running day, or one the
    data cover in part); None counts it whole, 0 means it has only just begun.
    `name`: the canonical word the period came from (`yesterday`, `7d`, `2026-11`, `双11`), empty
    for a run of days. `occasion` and `phase` are set when the period is, or lies wholly inside,
    a promo; a holiday's name is its `occasion`, without a phase, where it was asked for by name.
    """

    start: date
    end: date
    hours: int | None = None
    name: str = ""
    occasion: str | None = None
    phase: str | None = None

    @property
    def days(self) -> int:
        """How many shop days it touches; a day counted in part is one."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day, inclusive: what a person reads."""
        return self.end - DAY

    def contains(self, day: date) -> bool:
        """Whether `day` is one of its days, wholly or in part."""
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its first instant and the instant after its last, in `zone`.

        Hours are elapsed hours, so on a day the clocks change 15 h are not 15:00.
        """
        start, end = midnight(self.start, zone), midnight(self.end, zone)
        if self.hours is not None:
            opened = midnight(self.last, zone).astimezone(UTC)
            end = min(end, (opened + timedelta(hours=self.hours)).astimezone(zone))
        return start, end


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant a shop day begins."""
    return datetime.combine(day, time(), tzinfo=zone)


def elapsed_hours(now: datetime) -> int:
    """Whole hours since the shop day of `now` began: 14 at 15:00 on a day of 23 h."""
    opened = midnight(now.date(), now.tzinfo or UTC).astimezone(UTC)
    return int((now.astimezone(UTC) - opened).total_seconds() // 3600)


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}


def shift_months(day: date, months: int) -> date:
    """The same day of another month, clipped to that month's length (31 Mar − 1 → 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - DAY).day))


def unit_start(unit: Unit, day: date) -> date:
    """The first day of the unit that holds `day`; weeks start on Monday."""
    if unit is Unit.WEEK:
        return day - DAY * day.weekday()
    if unit in (Unit.DAY, Unit.DAYS):
        return day
    width = _MONTHS[unit]
    return date(day.year, (day.month - 1) // width * width + 1, 1)


def step(unit: Unit, start: date, count: int) -> date:
    """The first day of the unit `count` after the one that begins at `start`."""
    if unit in _MONTHS:
        return shift_months(start, count * _MONTHS[unit])
    return start + DAY * count * (7 if unit is Unit.WEEK else 1)


def unit_name(unit: Unit, start: date) -> str:
    """The dated word of the unit that begins at `start`: `2026-W45`, `2026-11`, `2026-Q4`."""
    week = start.isocalendar()
    return {
        Unit.DAY: start.isoformat(),
        Unit.WEEK: f"{week.year}-W{week.week:02}",
        Unit.MONTH: f"{start:%Y-%m}",
        Unit.QUARTER: f"{start.year}-Q{(start.month + 2) // 3}",
        Unit.HALF: f"{start.year}-H{1 if start.month < 7 else 2}",
        Unit.YEAR: f"{start.year}",
        Unit.DAYS: "",
    }[unit]


def unit_period(unit: Unit, day: date, name: str | None = None) -> Period:
    """The whole unit that holds `day`, under its dated word unless `name` is given."""
    start = unit_start(unit, day)
    return Period(
        start, step(unit, start, 1), name=unit_name(unit, start) if name is None else name
    )


RELATIVE: dict[str, tuple[Unit, int]] = {
    "today": (Unit.DAY, 0),
    "yesterday": (Unit.DAY, -1),
    "tomorrow": (Unit.DAY, 1),
    "this week": (Unit.WEEK, 0),
    "last week": (Unit.WEEK, -1),
    "next week": (Unit.WEEK, 1),
    "mtd": (Unit.MONTH, 0),
    "last month": (Unit.MONTH, -1),
    "next month": (Unit.MONTH, 1),
    "qtd": (Unit.QUARTER, 0),
    "last quarter": (Unit.QUARTER, -1),
    "next quarter": (Unit.QUARTER, 1),
    "ytd": (Unit.YEAR, 0),
    "last year": (Unit.YEAR, -1),
    "next year": (Unit.YEAR, 1),
}
"""Canonical words that move with the clock: the unit, and how many units from today's."""

_DATED = (
    (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), Unit.DAY),
    (re.compile(r"\d{4}-W\d\d", re.ASCII), Unit.WEEK),
    (re.compile(r"\d{4}-\d\d", re.ASCII), Unit.MONTH),
    (re.compile(r"\d{4}-Q\d", re.ASCII), Unit.QUARTER),
    (re.compile(r"\d{4}-H\d", re.ASCII), Unit.HALF),
    (re.compile(r"\d{4}", re.ASCII), Unit.YEAR),
)


def unit_of(period: Period) -> Unit:
    """The calendar unit a period is (a running part of), told by its name."""
    if period.name in RELATIVE:
        return RELATIVE[period.name][0]
    return next((unit for shape, unit in _DATED if shape.fullmatch(period.name)), Unit.DAYS)


def whole(period: Period) -> Period:
    """The full calendar unit a running period is part of (`mtd` → the month, to its last day).

    A run of days or a promo comes back as it is, counted to the end of its last day.
    """
    unit = unit_of(period)
    if unit is Unit.DAYS:
        return Period(period.start, period.end, None, "", period.occasion, period.phase)
    return unit_period(unit, period.start)


def cut_at(period: Period, moment: datetime, *, hourly: bool = True) -> Period:
    """The part of `period` before `moment`; as it is where `moment` lies outside it.

    With `hourly` the day of `moment` counts its elapsed whole hours; without, the period ends
    the day before, unless nothing would be left. A period on its very first hour has `hours=0`.
    """
    day = moment.date()
    if not period.contains(day):
        return period
    hours = elapsed_hours(moment)
    if day == period.last and period.hours is not None:
        hours = min(hours, period.hours)
    if period.start < day and (not hourly or hours == 0):
        return _until(period, day, None)
    return _until(period, day + DAY, hours if hourly else None)


def _until(period: Period, end: date, hours: int | None) -> Period:
    return Period(period.start, end, hours, period.name, period.occasion, period.phase)
