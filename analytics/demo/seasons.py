"""How demand for the demo brand moves from day to day: growth, season, weekday, promotions.

All factors are relative to an ordinary day of the first month: 1.0 is that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.demo.brand import order_value
from analytics.occasions import Occasion, holidays, phase_of, promo_occasions

YEARLY_GROWTH = 0.22
_WEEKDAYS = (0.94, 0.93, 0.95, 0.97, 1.02, 1.11, 1.08)
_MONTHS = (0.95, 0.82, 1.02, 1.00, 1.04, 1.02, 0.93, 0.95, 1.03, 1.06, 1.12, 1.06)
_PEAKS = {"38": 2.0, "618": 3.4, "99": 1.6, "双11": 4.4, "双12": 2.2, "年货节": 1.7}
_DISCOUNTS = {"preheat": 0.06, "burst": 0.15, "review": 0.04, None: 0.05}


@dataclass(frozen=True)
class DayShape:
    """What one day is like.

    `demand`: orders relative to an ordinary day. `conversion`: the same for orders ÷ visits.
    `discount`: typical share of the price a coupon takes off. `opening`: whether the day has
    the hours of a promotion's last day. `phase`: the promotion phase the day stands in.
    """

    day: date
    demand: float
    conversion: float
    discount: float
    opening: bool
    phase: str | None


class Seasons:
    """Day shapes counted from `first`, with the occasions of the years around it."""

    def __init__(self, first: date, end: date) -> None:
        self._first = first
        self.promos = promo_occasions(first.year - 1, end.year + 1)
        self.holidays = holidays(first.year, end.year)

    def shape(self, day: date) -> DayShape:
        """The shape of any day, also outside the data (targets look ahead)."""
        promo = phase_of(day, self.promos)
        phase = promo.phase if promo else None
        lift = _promo_lift(promo, day) if promo else 1.0
        return DayShape(
            day=day,
            demand=self._ordinary(day) * lift * self._holiday_factor(day),
            conversion=max(0.8, lift**0.4),
            discount=_DISCOUNTS[phase],
            opening=phase == "burst" and promo is not None and day == promo.ends_on,
            phase=phase,
        )

    def money(self, day: date) -> float:
        """Expected sales of a day, relative: demand times what an order holds in that month."""
        return self.shape(day).demand * order_value(day.month)

    def _ordinary(self, day: date) -> float:
        years = (day - self._first).days / 365.25
        growth: float = (1 + YEARLY_GROWTH) ** years
        return growth * _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1]

    def _holiday_factor(self, day: date) -> float:
        names = {found.name for found in self.holidays if found.starts_on <= day <= found.ends_on}
        if "春节" in names:
            return 0.55
        return 0.9 if "国庆节" in names else 1.0


def _promo_lift(promo: Occasion, day: date) -> float:
    """People hold back in the preheat, buy on the opening days and the last, then rest."""
    peak = _PEAKS.get(promo.name, 1.5)
    if promo.phase == "preheat":
        return 0.97
    if promo.phase == "review":
        return 0.80 + 0.02 * (day - promo.starts_on).days
    left = (promo.ends_on - day).days
    if left == 0:
        return peak
    if left <= 2:
        return 1 + (peak - 1) * 0.35
    return 1 + (peak - 1) * (0.3 if day - promo.starts_on < timedelta(days=2) else 0.1)


def promo_days(occasions: Sequence[Occasion], first: date, end: date) -> list[Occasion]:
    """The bursts whose last day, the promotion itself, lies in [first, end); oldest first."""
    bursts = [found for found in occasions if found.phase == "burst"]
    return sorted(
        (found for found in bursts if first <= found.ends_on < end), key=lambda found: found.ends_on
    )
