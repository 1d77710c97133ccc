"""Which phase day of a promo each day is, so that the same day of an earlier promo can be met."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from analytics.occasion_table import Occasion
from analytics.occasions import phase_of


def phase_keys(first: date, last: date, occasions: Sequence[Occasion]) -> dict[date, str]:
    """Promo days from `first` to `last` (both included) as `name/phase/days to the phase's end`.

    The burst ends on the promo day, so `双11/burst/-3` is three days before it. Ordinary days are
    left out.
    """
    return _phase_keys(first, last, tuple(occasions))


@lru_cache(maxsize=32)
def _phase_keys(first: date, last: date, occasions: tuple[Occasion, ...]) -> dict[date, str]:
    found: dict[date, str] = {}
    near = [
        o for o in occasions if o.kind == "promo" and o.ends_on >= first and o.starts_on <= last
    ]
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if phase := phase_of(day, near):
            found[day] = f"{phase.name}/{phase.phase or 'promo'}/{(day - phase.ends_on).days}"
    return found
