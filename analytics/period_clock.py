"""What words without a year count from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Clock:
    """What a word without a year counts from.

    Without `after`, the latest date not later than `today`; with it (the right-hand side of a
    range) the first one on or after `after`.
    """

    today: date
    after: date | None = None

    def pick(self, starts: Callable[[int], date]) -> date:
        """The fitting one of `starts(year)`; years in which it raises do not have it."""
        base = self.after or self.today
        years = (
            range(base.year, base.year + 9) if self.after else range(base.year, base.year - 9, -1)
        )
        found = (day for day in _existing(starts, years) if self._fits(day))
        try:
            return next(found)
        except StopIteration:
            raise ValueError("no year has this date") from None

    def _fits(self, day: date) -> bool:
        return day >= self.after if self.after else day <= self.today


def _existing(starts: Callable[[int], date], years: range) -> Iterator[date]:
    for year in years:
        try:
            yield starts(year)
        except ValueError:
            continue
