"""Spend against budget: where it is heading, and the day the money is gone (rule R10)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

RATE_DAYS = 7
"""The last days whose mean spend is taken to go on. In the first week of a budget the days not
yet seen are taken to be as the budget allows: one strong day is no course."""

State = Literal["over", "under", "on"]


@dataclass(frozen=True)
class Budget:
    """An amount for the days [start, end); `end` is None where it runs until it is used up."""

    amount: float
    start: date
    end: date | None


@dataclass(frozen=True)
class Pace:
    """A budget as it stands before `as_of`, the first day not yet known.

    `projected`: what will have been spent by the end if the last days' rate goes on; None
    without an end. `gone_on`: the day on which the money runs out at that rate, None where it
    lasts. `state`: None where nothing can be said of its end. `days_left`: until the end.
    """

    budget: Budget
    spent: float
    rate: float
    projected: float | None
    gone_on: date | None
    state: State | None
    as_of: date

    @property
    def share(self) -> float:
        """Spent ÷ budget."""
        return self.spent / self.budget.amount

    @property
    def off(self) -> float | None:
        """Projected ÷ budget − 1."""
        return None if self.projected is None else self.projected / self.budget.amount - 1

    @property
    def days_left(self) -> int | None:
        """Whole days until the end, 0 once it is over."""
        end = self.budget.end
        return None if end is None else max(0, (end - self.as_of).days)

    @property
    def warned_ahead(self) -> int | None:
        """Days between now and the day the money is gone; None where it lasts."""
        return None if self.gone_on is None else max(0, (self.gone_on - self.as_of).days)


def spend_pace(
    budget: Budget, daily: Sequence[float], as_of: date, *, over: float, under: float
) -> Pace | None:
    """The pace from each day's spend since `budget.start` up to `as_of`.

    `over`: a course above (1 + over) × budget is over; `under`: one below under × budget is
    under. None before the first day, or for a budget that is no amount.
    """
    if budget.amount <= 0 or not daily:
        return None
    spent = math.fsum(daily)
    rate = _rate(budget, daily[-RATE_DAYS:])
    left = max(0, (budget.end - as_of).days) if budget.end else None
    projected = None if left is None else spent + rate * left
    return Pace(
        budget,
        spent,
        rate,
        projected,
        _gone_on(budget, spent, rate, as_of),
        None if projected is None else _state(projected / budget.amount, over, under),
        as_of,
    )


def _rate(budget: Budget, last: Sequence[float]) -> float:
    if budget.end is None:
        return math.fsum(last) / len(last)
    allowed = budget.amount / max((budget.end - budget.start).days, 1)
    return (math.fsum(last) + (RATE_DAYS - len(last)) * allowed) / RATE_DAYS


def _gone_on(budget: Budget, spent: float, rate: float, as_of: date) -> date | None:
    """The day within which the rest of the budget is used up; `as_of` where it is already."""
    if spent >= budget.amount:
        return as_of
    lasts = (budget.end - as_of).days if budget.end else _FORESEEABLE
    if lasts <= 0 or rate * lasts <= (budget.amount - spent) * (1 + 1e-9):
        return None
    return as_of + timedelta(days=math.ceil((budget.amount - spent) / rate) - 1)


_FORESEEABLE = 366
"""Days: without an end, money that lasts longer is not about to be gone."""


def _state(course: float, over: float, under: float) -> State:
    if round(course - 1, 9) > over:
        return "over"
    return "under" if round(course, 9) < under else "on"
