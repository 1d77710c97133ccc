"""Which days people work, and whether that is certain."""

from dataclasses import dataclass
from datetime import date

from analytics.festivals import is_working_day

SATURDAY = 5


@dataclass(frozen=True)
class Workday:
    """Whether a day `works`.

    `swapped`: a Saturday or Sunday people work (a make-up workday), or a Monday to Friday they do
    not (a day off). `announced`: False where China's days off of that year are not known yet and
    Monday to Friday is the best guess.
    """

    works: bool
    swapped: bool = False
    announced: bool = True


def workday(day: date, *, chinese: bool) -> Workday:
    """What kind of day it is: by China's calendar with its make-up days, or Monday to Friday."""
    by_week = day.weekday() < SATURDAY
    if not chinese:
        return Workday(by_week)
    works = is_working_day(day)
    if works is None:
        return Workday(by_week, announced=False)
    return Workday(works, swapped=works != by_week)
