"""What must become of every slot of a quarter, worked out without the scheduler.

Plain enumeration: China's days off and make-up days of 2026 are written down from the State
Council's notice, an instant is found by walking through the quarter hours of a day in its zone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ON_TIME = timedelta(minutes=5)
DAY = timedelta(days=1)
QUARTER_HOUR = timedelta(minutes=15)


def _days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + DAY * n for n in range((end - start).days + 1)}


DAYS_OFF = (
    _days("2026-01-01", "2026-01-03")
    | _days("2026-02-15", "2026-02-23")
    | _days("2026-04-04", "2026-04-06")
    | _days("2026-05-01", "2026-05-05")
    | _days("2026-06-19", "2026-06-21")
    | _days("2026-09-25", "2026-09-27")
    | _days("2026-10-01", "2026-10-07")
)
MAKE_UP_DAYS = {
    date.fromisoformat(day)
    for day in (
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    )
}


@dataclass(frozen=True)
class Asked:
    """A report of the simulation: its words for days, and what they mean, said again."""

    days: str
    at: str
    zone: str
    useful: timedelta
    runs: tuple[tuple[datetime, datetime], ...]
    """From when to when it was subscribed to."""

    def slots(self) -> Iterator[tuple[str, datetime]]:
        """Each (name, instant) that falls into a time it was subscribed to, in order."""
        first, last = self.runs[0][0].date() - DAY, self.runs[-1][1].date() + DAY
        for n in range((last - first).days + 1):
            day = first + DAY * n
            if falls_on(self.days, day):
                due = first_shown(day, time.fromisoformat(self.at), ZoneInfo(self.zone))
                if any(since < due <= until for since, until in self.runs):
                    yield f"{day}T{self.at}", due


def falls_on(days: str, day: date) -> bool:
    """Whether a report with these days comes on that day."""
    if days == "workdays":
        return works(day)
    if days == "workday 1":
        return works(day) and not any(works(day.replace(day=n)) for n in range(1, day.day))
    if days.startswith("monthly "):
        wanted = int(days.removeprefix("monthly "))
        is_last = (day + DAY).month != day.month
        return day.day == wanted or (is_last and day.day < wanted)
    if days == "daily":
        return True
    if days == "weekdays":
        return day.strftime("%a") not in ("Sat", "Sun")
    return day.strftime("%a").lower() in days.split(",")


def works(day: date) -> bool:
    """Whether people in China work that day of 2026."""
    if day in DAYS_OFF:
        return False
    return day in MAKE_UP_DAYS or day.strftime("%a") not in ("Sat", "Sun")


def first_shown(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first quarter hour at which that zone's clocks show the time of that day, or later."""
    instant = datetime.combine(day, time(0), UTC) - timedelta(hours=15)
    while True:
        shown = instant.astimezone(zone).replace(tzinfo=None)
        if shown >= datetime.combine(day, at):
            return instant
        instant += QUARTER_HOUR


Settled = tuple[str, datetime]
"""How a slot is settled, and when it was due."""


def outcomes(asked: Asked, readings: Sequence[datetime]) -> dict[str, Settled]:
    """How each slot must be settled by whoever reads the clock at these times, in this order.

    What a reading shows for the first time is settled at it: the newest is asked while it is
    useful, everything else is skipped.
    """
    settled: dict[str, Settled] = {}
    highest = datetime.min.replace(tzinfo=UTC)
    waiting = list(asked.slots())
    for reading in readings:
        if reading <= highest:
            continue
        highest = reading
        shown = [slot for slot in waiting if slot[1] <= reading]
        waiting = waiting[len(shown) :]
        for name, due in shown[:-1]:
            settled[name] = "skipped", due
        if shown:
            name, due = shown[-1]
            age = reading - due
            on_time = "asked" if age <= ON_TIME else "late"
            settled[name] = on_time if age <= asked.useful else "skipped", due
    return settled
