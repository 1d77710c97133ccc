"""What a new buyer brings in a year, and when it has paid for winning them.

Taken from cohorts old enough to have had their year; never extrapolated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

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


def lifetimes(
    sizes: Mapping[str, int], sums: Mapping[str, list[float]]
) -> dict[str | None, Lifetime]:
    """Lifetimes from new buyers and amounts of 13 months, by channel ("" for none).

    Under None those of everybody; empty where even they are too few.
    """
    everyone = sum(sizes.values())
    if everyone < FEWEST:
        return {}
    together = tuple(sum(month) / everyone for month in zip(*sums.values(), strict=True))
    found: dict[str | None, Lifetime] = {None: Lifetime(everyone, together)}
    for channel, buyers in sizes.items():
        if channel and buyers >= FEWEST:
            found[channel] = Lifetime(buyers, tuple(x / buyers for x in sums[channel]))
    return found
