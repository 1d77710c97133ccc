"""What words without a year count from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Clock:
    """What a word without a year counts from.

    Without `after`, the latest date not later than `today`; with it (the right-hand side of a
    range) the first one on or after `after`. With `this_year` it is the one of today's year,
    come or not, where that year has it: plans look ahead.
    """

    today: date
    after: date | None = None
    this_year: bool = False

    def pick(self, starts: Callable[[int], date]) -> date:
        """The fitting one of `starts(year)`; years in which it raises do not have it."""
        base = self.after or self.today
        years = (
            range(base.year, base.year + 9) if self.after else range(base.year, base.year - 9, -1)
        )
        found = (day for day in _existing(starts, years) if self.fits(day))
        try:
            return next(found)
        except StopIteration:
            raise ValueError("no year has this date") from None

    def fits(self, day: date) -> bool:
        """Whether a word without a year may mean this day."""
        if self.after:
            return day >= self.after
        return day <= self.today or (self.this_year and day.year == self.today.year)


def _existing(starts: Callable[[int], date], years: range) -> Iterator[date]:
    for year in years:
        try:
            yield starts(year)
        except ValueError:
            continue
