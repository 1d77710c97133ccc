"""Spend and credited value day by day, as arrays over one span of shop days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from analytics.credits import CreditRule, daily_value
from analytics.roi_books import BY, Place
from analytics.roi_falls import Series, Window
from analytics.shop import Shop
from analytics.statement import Statement

Floats = NDArray[np.float64]
Keep = Callable[[str | None, str | None], bool]


@dataclass(frozen=True)
class Ledger:
    """Amounts by place for the days [start, start + days), arrays of (days,)."""

    start: date
    days: int
    amounts: Mapping[Place, Floats]

    def of(self, keep: Keep, start: date, end: date) -> Floats:
        """The amounts of the kept places on the days [start, end), which must lie inside."""
        first, last = (start - self.start).days, (end - self.start).days
        kept = [row[first:last] for place, row in self.amounts.items() if keep(*place)]
        return np.sum(kept, axis=0) if kept else np.zeros(last - first)

    def covers(self, start: date, end: date) -> bool:
        """Whether the days lie inside."""
        return self.start <= start < end <= self.start + timedelta(days=self.days)


@dataclass(frozen=True)
class Days:
    """Both ledgers; spend may begin earlier than value."""

    spend: Ledger
    value: Ledger

    def window(
        self, channel: str, start: date, end: date, bought: frozenset[str | None] = frozenset()
    ) -> Window | None:
        """A channel and all the others on the days [start, end); None where they are not known.

        Of the channels in `bought` only what came by a campaign counts.
        """
        if not (self.spend.covers(start, end) and self.value.covers(start, end)):
            return None

        def series(name: str) -> Series:
            def keep(place: str | None, campaign: str | None) -> bool:
                return place == name and (campaign is not None or name not in bought)

            return Series(self.value.of(keep, start, end), self.spend.of(keep, start, end))

        others = (name for name in self._channels if name != channel)
        return Window(series(channel), tuple(series(name) for name in others))

    @property
    def _channels(self) -> list[str]:
        places = (*self.value.amounts, *self.spend.amounts)
        return list(dict.fromkeys(channel for channel, _ in places if channel))


def read_days(shop: Shop, start: date, end: date, rule: CreditRule) -> Days:
    """Spend of every covered day before `end`, credited value of those from `start` on."""
    spent_from = shop.coverage("ad_spend").first_day or start
    sold_from = max(start, shop.coverage("orders").first_day or start)
    values = daily_value(shop, sold_from, end, rule, BY)
    amounts = {(key[0], key[1]): np.array(row, dtype=float) for key, row in values.items()}
    return Days(
        _spend(shop, min(spent_from, end), end),
        Ledger(sold_from, (end - sold_from).days, amounts),
    )


def _spend(shop: Shop, start: date, end: date) -> Ledger:
    sql = (files("analytics") / "sql" / "roi_daily_cost.sql").read_text("utf-8")
    size = (end - start).days
    amounts: dict[Place, Floats] = {}
    for day, channel, campaign, amount in shop.fetch(Statement(sql, {"start": start, "end": end})):
        row = amounts.setdefault((channel, campaign), np.zeros(size))
        row[(day - start).days] = amount or 0.0
    return Ledger(start, size, amounts)


def roi_by_day(value: Floats, spend: Floats, over: int) -> tuple[float | None, ...]:
    """ROI of the `over` days that end with each day; None before there are so many or no spend."""
    kernel = np.ones(over)
    sums = [np.convolve(row, kernel)[: len(row)] for row in (value, spend)]
    return tuple(
        float(v / s) if n + 1 >= over and s > 0 else None
        for n, (v, s) in enumerate(zip(*sums, strict=True))
    )
