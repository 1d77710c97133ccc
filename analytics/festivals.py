"""China's public holidays and lunar festivals, and which days people work.

`holidays` is imported only when asked for: most questions never need it.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from threading import RLock
from typing import TYPE_CHECKING

from analytics.occasion_table import DAY, Occasion, declared, holidays_day, lunar_day

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 1950, 2099
NOT_ANNOUNCED = "statutory days only: the year's days off are not announced yet"
_LONGEST_BREAK = 12

# The calendar reads a year when it is first asked about it: a second thread would meanwhile see
# half of it, or fail.
_turn = RLock()


@cache
def _calendar() -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays("CN", language="en_US")


def _announced(year: int) -> bool:
    """Whether the year's make-up workdays are known; they are published the autumn before."""
    calendar = _calendar()
    date(year, 1, 1) in calendar  # noqa: B015  (looking a year up is what loads it)
    return any(day.year == year for day in calendar.weekend_workdays)


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool | None:
    """Whether people in China work that day, make-up workdays included.

    None where the year's days off are not known to the installed calendar: callers then fall
    back on Monday to Friday and say so.
    """
    with _turn:
        if not FIRST_YEAR <= day.year <= LAST_YEAR or not _announced(day.year):
            return None
        return bool(_calendar().is_working_day(day))


@cache
def long_holidays(first_year: int, last_year: int) -> tuple[Occasion, ...]:
    """The two breaks that empty or fill shops, by rule and at no cost: Spring Festival from its
    eve for eight days, National Day from 1 October for seven. `holidays` knows the exact days off.
    """
    found = []
    for year in range(first_year, last_year + 1):
        if new_year := lunar_day(year, 1, 1):
            first, last = new_year - DAY, new_year + 6 * DAY
            found.append(Occasion(first, last, "春节", "holiday", on=new_year))
        october = date(year, 10, 1)
        found.append(Occasion(october, october + 6 * DAY, "国庆节", "holiday", on=october))
    return tuple(found)


@cache
def holidays(first_year: int, last_year: int) -> tuple[Occasion, ...]:
    """Public holidays as the whole break people have (weekends and swapped days included), and
    lunar festivals, by date.

    A year whose arrangement is not announced has its statutory days only, with a note saying
    so; a year outside the tables has none.
    """
    years = range(max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR) + 1)
    with _turn:
        found = {each for year in years for each in (*_breaks(year), *_lunar(year))}
    return tuple(sorted(found, key=lambda each: (each.starts_on, each.name)))


def _breaks(year: int) -> Iterator[Occasion]:
    announced = _announced(year)
    for festival in declared()["holidays"]:
        days = _statutory(year, festival["calendar"])
        if not days:
            continue
        if announced:
            first, last = _stretched(days[0], -1), _stretched(days[0], 1)
        else:
            first, last = days[0], _run_end(days)
        note = "" if announced else NOT_ANNOUNCED
        on = holidays_day(festival["name"], first, last) or days[0]
        yield Occasion(first, last, festival["name"], "holiday", note=note, on=on)


def _statutory(year: int, called: str) -> list[date]:
    _announced(year)
    return sorted(
        day
        for day, name in _calendar().items()
        if day.year == year
        and "observed" not in name
        and any(part.startswith(called) for part in name.split("; "))
    )


def _stretched(day: date, direction: int) -> date:
    """The last day off reached from `day` without passing a working day."""
    for _ in range(_LONGEST_BREAK):
        if _calendar().is_working_day(day + DAY * direction):
            return day
        day += DAY * direction
    return day


def _run_end(days: list[date]) -> date:
    end = days[0]
    while end + DAY in days:
        end += DAY
    return end


def _lunar(year: int) -> Iterator[Occasion]:
    for festival in declared()["lunar"]:
        day = lunar_day(year, festival["month"], festival["day"])
        if day is not None:
            yield Occasion(day, day, festival["name"], "holiday")
