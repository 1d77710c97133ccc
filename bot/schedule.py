"""When reports are due: from days and a time of day to slots, and what to do with those missed.

Everything here is a pure function. A slot is named after its local date and time, so that it is
the same slot whatever the clock does: a time that a spring change leaves out happens at the first
instant after the gap, one that an autumn change repeats happens the first time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analytics.workdays import Workday, workday
from commands.kit.report_days import ReportDays
from commands.kit.rules import LateReports

DAY = timedelta(days=1)
LOOK_AHEAD = 400 * DAY
ON_TIME = timedelta(minutes=5)
"""A report asked so soon after its time is not called late."""


@dataclass(frozen=True)
class Calendar:
    """The shop's own zone, and whether people there keep China's calendar."""

    zone: str
    chinese: bool

    def workday(self, day: date) -> Workday:
        """Whether people work that day."""
        return workday(day, chinese=self.chinese)


@dataclass(frozen=True)
class Plan:
    """The days and the time of a report, in the zone they are meant in."""

    days: ReportDays
    time: time
    zone: ZoneInfo
    calendar: Calendar

    @classmethod
    def read(cls, days: str, at: str, zone: str, calendar: Calendar) -> "Plan":
        """A plan as it is kept; the shop's zone where none is named. ValueError if unreadable."""
        try:
            known = ZoneInfo(zone or calendar.zone)
        except ZoneInfoNotFoundError as error:
            raise ValueError(f"there is no time zone {zone!r}") from error
        return cls(ReportDays.read(days), time.fromisoformat(at), known, calendar)

    def includes(self, day: date) -> bool:
        """Whether the report falls on that day."""
        match self.days.kind:
            case "week":
                return day.isoweekday() in self.days.numbers
            case "workdays":
                return self.calendar.workday(day).works
            case "month":
                return day.day == self.days.numbers[0] or (
                    day.day < self.days.numbers[0] and (day + DAY).day == 1
                )
            case "month_workday":
                return self.calendar.workday(day).works and self.days.numbers[0] == sum(
                    self.calendar.workday(day.replace(day=n)).works for n in range(1, day.day + 1)
                )


@dataclass(frozen=True)
class Slot:
    """One time of a report: `name` is its local date and time, `due_at` the instant in UTC."""

    name: str
    due_at: datetime


def slots_between(plan: Plan, after: datetime, until: datetime) -> list[Slot]:
    """The slots due after `after` and at `until` the latest, in order."""
    return [slot for slot in _slots(plan, after, until) if after < slot.due_at <= until]


def coming_slots(plan: Plan, after: datetime) -> Iterator[Slot]:
    """The slots due after `after`, in order, of the next 400 days."""
    return (slot for slot in _slots(plan, after, after + LOOK_AHEAD) if slot.due_at > after)


def _slots(plan: Plan, first: datetime, last: datetime) -> Iterator[Slot]:
    """The slots of every local day that the two instants touch; a day more at either end."""
    day = first.astimezone(plan.zone).date() - DAY
    while day <= last.astimezone(plan.zone).date() + DAY:
        if plan.includes(day):
            due_at = first_instant(day, plan.time, plan.zone)
            yield Slot(f"{day.isoformat()}T{plan.time:%H:%M}", due_at)
        day += DAY


def first_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which a clock in that zone shows the time or a later one."""
    wall = datetime.combine(day, at, zone)
    late = wall.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return late
    # The time is left out. Read by the offset after the gap it lies before the change, by the
    # offset before the gap (`late`) after it; halve that span until the change is found.
    early = wall.replace(fold=1).astimezone(UTC)
    offset = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)


@dataclass(frozen=True)
class Decision:
    """What becomes of slots that are due: at most one is asked, perhaps late, others skipped."""

    skipped: tuple[Slot, ...] = ()
    asked: Slot | None = None
    late: bool = False


def decide(due: Sequence[Slot], now: datetime, useful: timedelta) -> Decision:
    """The newest slot is asked while it is useful, `useful` after its time; the rest is skipped."""
    if not due:
        return Decision()
    *missed, newest = due
    age = now - newest.due_at
    if age > max(useful, ON_TIME):
        return Decision(skipped=tuple(due))
    return Decision(tuple(missed), newest, late=age > ON_TIME)


def useful_for(days: ReportDays, late: LateReports) -> timedelta:
    """How long after its time a report is still worth posting."""
    hours = {"daily": late.daily_hours, "weekly": late.weekly_hours, "monthly": late.monthly_hours}
    return timedelta(hours=hours[days.rhythm])
