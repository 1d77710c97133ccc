"""A budget shift carried out step by step, a week each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats
from analytics.response import Fit, Refused
from analytics.shift import Shift

WEEK = 7


@dataclass(frozen=True)
class Stage:
    """One step, from day `begin` of the plan (0 is the first) to `end`.

    `share` of the shift is in force then; `gain` is expected of those days.
    """

    begin: int
    end: int
    share: float
    gain: float


def stages(
    shift: Shift, fits: Mapping[str, Fit | Refused], days: int, largest: float
) -> tuple[Stage, ...]:
    """The weekly steps in which no channel moves by more than `largest` of today's spend.

    The steps are equal and their splits lie between today's and the plan's, so that the total
    goes the same way; the last one lasts to the end. A plan of few weeks has as many steps as
    weeks. Nothing moved is no step.
    """
    changes = {each.channel: (each.now, each.to) for each in shift.channels}
    count = _step_count(changes, days, largest)
    begins = [WEEK * number for number in range(count)]
    found = []
    for number, begin in enumerate(begins, start=1):
        end = days if number == count else begin + WEEK
        gain = (end - begin) * _daily_gain(shift, fits, days, number / count)
        found.append(Stage(begin, end, number / count, gain))
    return tuple(found)


def shares_in_force(
    changes: Mapping[str, tuple[float, float]], days: int, largest: float
) -> Floats:
    """(days,) the share of a shift that its steps have in force on each day.

    `changes`: each channel's spend before and as planned.
    """
    count = _step_count(changes, days, largest)
    step = np.minimum(np.arange(days) // WEEK + 1, max(count, 1))
    return step / max(count, 1)


def _step_count(changes: Mapping[str, tuple[float, float]], days: int, largest: float) -> int:
    widest = max((abs(to - now) / now for now, to in changes.values() if now), default=0.0)
    return min(math.ceil(round(widest / largest, 6)), max(days // WEEK, 1))


def _daily_gain(shift: Shift, fits: Mapping[str, Fit | Refused], days: int, share: float) -> float:
    """What a day brings more than today with that share of the shift in force."""
    gain = 0.0
    for each in shift.channels:
        fit = fits.get(each.channel)
        if isinstance(fit, Fit):
            daily = np.array([each.now, each.now + share * each.change]) / days
            before, after = fit.curve.response(daily)
            gain += float(after - before)
    return gain
