"""What a new buyer brings in a year, and when it has paid for winning them.

Taken from cohorts old enough to have had their year; never extrapolated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from analytics.shop import Shop
from analytics.statement import Statement

YEAR = timedelta(days=365)
MONTH = 30
FEWEST = 30
"""New buyers without whom a cohort says nothing."""


@dataclass(frozen=True)
class Lifetime:
    """Paid amount per new buyer in each 30 days since their first paid order, 13 of them.

    `buyers`: how many it was learned from. The first amounts are those of the first days.
    """

    buyers: int
    months: tuple[float, ...]

    @property
    def year(self) -> float:
        """Paid amount per new buyer in 365 days."""
        return sum(self.months)

    def payback_days(self, cac: float, margin: float) -> int | None:
        """Days until margin × what a new buyer paid covers the cost; None where a year does not.

        Counted to the end of the 30 days in which it happens.
        """
        earned = 0.0
        for number, amount in enumerate(self.months, 1):
            earned += amount * margin
            if earned >= cac:
                return min(number * MONTH, YEAR.days)
        return None


def read_lifetimes(shop: Shop, until: date) -> Mapping[str | None, Lifetime]:
    """Lifetimes by channel of the first paid order; under None those of the whole shop.

    Cohorts are the new buyers of the year that ended a year before `until`. Empty where orders do
    not reach that far back.
    """
    first = shop.coverage("orders").first_day
    latest = until - YEAR
    begin = max(latest - YEAR, first) if first else latest
    if begin >= latest:
        return {}
    sql = (files("analytics") / "sql" / "roi_lifetime.sql").read_text("utf-8")
    rows = shop.fetch(Statement(sql, {"from": begin, "until": latest}))
    sizes: dict[str, int] = {}
    sums: dict[str, list[float]] = {}
    for channel, buyers, month, amount in rows:
        sizes[channel or ""] = buyers
        sums.setdefault(channel or "", [0.0] * 13)[month] = amount or 0.0
    return _lifetimes(sizes, sums)


def _lifetimes(
    sizes: Mapping[str, int], sums: Mapping[str, list[float]]
) -> dict[str | None, Lifetime]:
    everyone = sum(sizes.values())
    if everyone < FEWEST:
        return {}
    together = tuple(sum(month) / everyone for month in zip(*sums.values(), strict=True))
    found: dict[str | None, Lifetime] = {None: Lifetime(everyone, together)}
    for channel, buyers in sizes.items():
        if channel and buyers >= FEWEST:
            found[channel] = Lifetime(buyers, tuple(x / buyers for x in sums[channel]))
    return found
