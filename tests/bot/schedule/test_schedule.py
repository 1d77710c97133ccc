"""From days and times to slots: over summer time, months of any length, and missed ones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schedule import (
    Calendar,
    Decision,
    Plan,
    Slot,
    coming_slots,
    decide,
    first_instant,
    slots_between,
    useful_for,
)
from commands.kit.report_days import ReportDays
from commands.kit.rules import LateReports

CHINA = Calendar("Asia/Shanghai", chinese=True)
LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def plan(days: str, at: str = "09:00", zone: str = "", calendar: Calendar = CHINA) -> Plan:
    return Plan.read(days, at, zone, calendar)


def days_of(found: Plan, first: date, last: date) -> list[date]:
    span = (last - first).days + 1
    every = [first + timedelta(days=n) for n in range(span)]
    return [day for day in every if found.includes(day)]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_first_instant_after_the_gap_is_taken_when_a_time_does_not_exist() -> None:
    assert first_instant(date(2026, 3, 29), time(1, 30), LONDON) == utc("2026-03-29T01:00")


def test_the_first_time_is_taken_when_a_time_comes_twice() -> None:
    assert first_instant(date(2026, 10, 25), time(1, 30), LONDON) == utc("2026-10-25T00:30")


def test_the_day_after_is_begun_with_when_a_whole_day_does_not_exist() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011
    assert first_instant(date(2011, 12, 30), time(9), apia) == utc("2011-12-30T10:00")


def test_a_slot_stays_at_its_wall_time_when_summer_time_begins_and_ends() -> None:
    daily = plan("daily", "09:00", "Europe/London")
    spring = slots_between(daily, utc("2026-03-28T00:00"), utc("2026-03-30T00:00"))
    autumn = slots_between(daily, utc("2026-10-24T00:00"), utc("2026-10-26T00:00"))
    assert [slot.due_at.hour for slot in spring] == [9, 8]
    assert [slot.due_at.hour for slot in autumn] == [8, 9]
    assert spring[0] == Slot("2026-03-28T09:00", utc("2026-03-28T09:00"))


def test_a_slot_belongs_to_one_side_only_when_spans_meet() -> None:
    daily = plan("daily", "09:00", "UTC")
    noon = utc("2026-05-01T09:00")
    assert [s.name for s in slots_between(daily, noon - HOUR, noon)] == ["2026-05-01T09:00"]
    assert slots_between(daily, noon, noon + HOUR) == []


def test_make_up_days_are_included_when_workdays_are_asked_for() -> None:
    october = days_of(plan("workdays"), date(2026, 9, 28), date(2026, 10, 12))
    assert [day.day for day in october] == [28, 29, 30, 8, 9, 10, 12]


def test_the_last_day_is_taken_when_the_month_is_shorter() -> None:
    found = days_of(plan("monthly 31"), date(2026, 1, 1), date(2026, 4, 30))
    assert found == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_days_off_are_passed_over_when_the_first_workday_is_asked_for() -> None:
    found = days_of(plan("1st workday"), date(2026, 9, 1), date(2026, 11, 30))
    assert found == [date(2026, 9, 1), date(2026, 10, 8), date(2026, 11, 2)]


def test_monday_to_friday_are_workdays_when_the_shop_is_elsewhere() -> None:
    elsewhere = Calendar("Europe/London", chinese=False)
    found = days_of(plan("workdays", calendar=elsewhere), date(2026, 10, 1), date(2026, 10, 5))
    assert [day.day for day in found] == [1, 2, 5]


def test_the_next_slot_is_found_when_it_is_a_month_away() -> None:
    found = coming_slots(plan("monthly 1"), utc("2026-11-01T01:00"))
    assert next(found) == Slot("2026-12-01T09:00", utc("2026-12-01T01:00"))


@pytest.mark.parametrize(("zone", "at"), [("Mars/Base", "09:00"), ("", "25:00"), ("", "")])
def test_a_plan_is_refused_when_it_cannot_be_read(zone: str, at: str) -> None:
    with pytest.raises(ValueError, match=r"zone|time|isoformat|hour"):
        plan("daily", at, zone)


DUE = (Slot("a", utc("2026-05-01T09:00")), Slot("b", utc("2026-05-02T09:00")))
SIX = timedelta(hours=6)


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-05-02T09:00", Decision((DUE[0],), DUE[1], late=False)),
        ("2026-05-02T09:05", Decision((DUE[0],), DUE[1], late=False)),
        ("2026-05-02T09:06", Decision((DUE[0],), DUE[1], late=True)),
        ("2026-05-02T15:00", Decision((DUE[0],), DUE[1], late=True)),
        ("2026-05-02T15:01", Decision(DUE)),
    ],
)
def test_only_the_newest_is_asked_while_useful_when_several_were_missed(
    now: str, decision: Decision
) -> None:
    assert decide(DUE, utc(now), SIX) == decision


def test_nothing_is_done_when_nothing_is_due() -> None:
    assert decide((), utc("2026-05-02T09:00"), SIX) == Decision()


def test_a_report_on_time_is_asked_when_late_ones_are_not_wanted() -> None:
    assert decide(DUE[1:], utc("2026-05-02T09:01"), timedelta(0)).asked == DUE[1]


@pytest.mark.parametrize(("days", "hours"), [("daily", 6), ("mon", 24), ("monthly 1", 72)])
def test_a_report_stays_useful_longer_when_it_comes_more_rarely(days: str, hours: int) -> None:
    assert useful_for(ReportDays.read(days), LateReports()) == timedelta(hours=hours)
