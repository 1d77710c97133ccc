"""Promo phases seen from a period: which edition it is in, and the same days of another one."""

from collections.abc import Sequence
from datetime import timedelta

from analytics.occasion_table import Occasion
from analytics.spans import Period, shift_months

_DRIFT = timedelta(days=60)


def edition_of(period: Period, occasions: Sequence[Occasion]) -> Occasion | None:
    """The promo phase the period is (part of), None for an ordinary period."""
    if period.occasion is None:
        return None
    for each in occasions:
        named = (each.name, each.phase) == (period.occasion, period.phase)
        if named and each.starts_on <= period.start <= each.ends_on:
            return each
    return None


def earlier_edition(
    period: Period, occasions: Sequence[Occasion], *, a_year: bool = False
) -> Occasion | None:
    """The same phase of the edition before this one; with `a_year`, of the one a year before.

    Lunar promos drift by up to a month, hence the room around a year.
    """
    this = edition_of(period, occasions)
    if this is None:
        return None
    same = [
        each
        for each in occasions
        if (each.name, each.kind, each.phase) == (this.name, this.kind, this.phase)
        and each.ends_on < this.starts_on
        and not same_phase_days(period, this, each).overlaps(period)
    ]
    if a_year:
        ago = shift_months(period.start, -12)
        same = [e for e in same if abs(same_phase_days(period, this, e).start - ago) <= _DRIFT]
    return max(same, key=lambda each: each.starts_on, default=None)


def same_phase_days(period: Period, this: Occasion | None, that: Occasion) -> Period:
    """The days of edition `that` which are the same phase days as `period` in edition `this`.

    A review counts from its first day; so does a break as long as the other, breaks of different
    length from the day they are about. Every other phase counts back from its last day, which is
    the promo day or the eve of the burst, so that editions of different length meet on the day.
    """
    base = this or that
    apart = _apart(base, that, from_first=period.start == base.starts_on)
    start, end = period.start - apart, period.end - apart
    return Period(start, end, period.hours, "", that.name, that.phase)


def _apart(this: Occasion, that: Occasion, *, from_first: bool) -> timedelta:
    as_long = this.ends_on - this.starts_on == that.ends_on - that.starts_on
    if this.on and that.on and not (from_first and as_long):
        return this.on - that.on
    if that.phase == "review" or that.kind == "holiday":
        return this.starts_on - that.starts_on
    return this.ends_on - that.ends_on


def one_sided(
    current: Period, other: Period | None, occasions: Sequence[Occasion]
) -> Occasion | None:
    """A promo whose burst, or whose day, lies in only one of the two periods; None if even."""
    if other is None:
        return None
    here, there = _held(current, occasions), _held(other, occasions)
    uneven = [here.get(key) or there[key] for key in {*here} ^ {*there}]
    return min(uneven, key=lambda each: (each.starts_on, each.name), default=None)


def _held(period: Period, occasions: Sequence[Occasion]) -> dict[tuple[str, str], Occasion]:
    """The bursts a period touches, and the promo days it holds, by name."""
    touched = [
        each
        for each in occasions
        if each.phase == "burst" and each.starts_on < period.end and each.ends_on >= period.start
    ]
    days = {(each.name, "day"): each for each in touched if period.contains(each.ends_on)}
    return {(each.name, "burst"): each for each in touched} | days
