"""Which day of which promo or long holiday a day is, so that it can meet its like of past years."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from analytics.occasion_table import Occasion
from analytics.occasions import phase_of

LONG = timedelta(days=5)
"""Holidays of fewer days hardly bend a shop's week."""


def phase_keys(first: date, last: date, occasions: Sequence[Occasion]) -> dict[date, str]:
    """Special days from `first` to `last` (both included) as `name/phase/number`.

    Promo days count to the phase's end: the burst ends on the promo day, so `双11/burst/-3` is
    three days before it. Days of a long holiday outside a burst count from its start, as in
    `春节/holiday/0`. Ordinary days are left out.
    """
    return _phase_keys(first, last, tuple(occasions))


@lru_cache(maxsize=32)
def _phase_keys(first: date, last: date, occasions: tuple[Occasion, ...]) -> dict[date, str]:
    near = [each for each in occasions if each.ends_on >= first and each.starts_on <= last]
    promos = [each for each in near if each.kind == "promo"]
    breaks = [e for e in near if e.kind == "holiday" and e.ends_on - e.starts_on + _DAY >= LONG]
    each_day = (first + timedelta(days=n) for n in range((last - first).days + 1))
    keys = {day: _key(day, promos, breaks) for day in each_day}
    return {day: key for day, key in keys.items() if key}


_DAY = timedelta(days=1)


def _key(day: date, promos: Sequence[Occasion], breaks: Sequence[Occasion]) -> str:
    phase = phase_of(day, promos)
    holiday = next((each for each in breaks if each.contains(day)), None)
    if holiday is not None and (phase is None or phase.phase in ("preheat", "review")):
        return f"{holiday.name}/holiday/{(day - holiday.starts_on).days}"
    if phase is None:
        return ""
    return f"{phase.name}/{phase.phase or 'promo'}/{(day - phase.ends_on).days}"
