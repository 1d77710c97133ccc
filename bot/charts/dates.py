"""Which days get a tick, and what it says."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.i18n import Translator

DAY_STEPS = (1, 2, 3, 7, 14, 28)
MONTH_STEPS = (1, 2, 3, 6, 12)
MOST_DAYS_BY_DAY = 70
Ticks = list[tuple[int, str]]


def day_ticks(days: Sequence[date], translator: Translator, fits: Callable[[Ticks], bool]) -> Ticks:
    """(position, text) of the days to label, as many as `fits` allows.

    Up to ten weeks: every so many days counted back from the last, which people look at first.
    Beyond: first days of months, with the year where it begins.
    """
    options: list[Ticks] = []
    if len(days) <= MOST_DAYS_BY_DAY:
        options += [_every(days, step, translator) for step in DAY_STEPS]
    options += [_months(days, step, translator) for step in MONTH_STEPS]
    options.append(_every(days[-1:], 1, translator, len(days) - 1))
    return next((ticks for ticks in options if len(ticks) > 1 and fits(ticks)), options[-1])


def label_ticks(labels: Sequence[str], fits: Callable[[Ticks], bool]) -> Ticks:
    """(position, text) of the labels of an axis that is not days, evenly thinned until they fit."""
    for step in range(1, len(labels) + 1):
        ticks = [(place, labels[place]) for place in range(0, len(labels), step)]
        if fits(ticks):
            return ticks
    return []


def _every(days: Sequence[date], step: int, translator: Translator, offset: int = 0) -> Ticks:
    places = range(len(days) - 1, -1, -step)
    return [(place + offset, translator.day(days[place], "short")) for place in reversed(places)]


def _months(days: Sequence[date], step: int, translator: Translator) -> Ticks:
    return [
        (place, _month_text(day, translator))
        for place, day in enumerate(days)
        if day.day == 1 and (day.month - 1) % step == 0
    ]


def _month_text(day: date, translator: Translator) -> str:
    return translator.day(day, "year" if day.month == 1 else "month")
