"""Does the true ROI of a campaign lie inside its 90 % interval in 90 of 100 cases?

Demo shops of several seeds and sizes, credited by last touch: what the interval promises is
chance, and in the demo earlier touches bring nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from analytics.catalog import catalogue
from analytics.credits import CreditRule
from analytics.demo import generate
from analytics.marts import ensure
from analytics.periods import Period
from analytics.roi_books import read_books
from analytics.roi_subjects import read_campaigns, subjects
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from tests.analytics.demo_shop import END

DAYS, ZONE = 180, "Asia/Shanghai"
RULE = CreditRule("last", 14, 7)
SCALES = (0.1, 0.3)


@dataclass(frozen=True)
class Case:
    """One campaign of one shop."""

    seed: int
    scale: float
    campaign: str
    orders: float
    true: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the truth lies inside."""
        return self.low <= self.true <= self.high


def campaigns(seed: int, scale: float) -> Iterator[Case]:
    """Every campaign of a demo shop whose ROI is known."""
    warehouse = DuckDBWarehouse(None)
    truth = generate(warehouse, seed=seed, days=DAYS, scale=scale, end=END)
    ensure(warehouse, ZONE)
    shop = Shop(warehouse, catalogue(), ZONE)
    books = read_books(shop, Period(END - timedelta(days=DAYS), END), RULE, ("last",))
    known = subjects(read_campaigns(shop), books.places)
    for each in truth.campaigns:
        found = books.returned(known["campaign", each.campaign], "last")
        interval = found.interval(books.values)
        if interval is not None and found.orders is not None:
            ends = (each.roi, interval.low, interval.high)
            yield Case(seed, scale, each.campaign, found.orders, *ends)
    warehouse.close()


def interval_table(seeds: range) -> str:
    """Coverage by shop and by how many orders the ROI stands on."""
    found = [each for scale in SCALES for seed in seeds for each in campaigns(seed, scale)]
    groups = {
        f"seed {seed}, scale {scale:g}": [c for c in found if (c.seed, c.scale) == (seed, scale)]
        for scale in SCALES
        for seed in seeds
    }
    for least, most in ((0, 30), (30, 100), (100, 1e9)):
        told = f"{least} orders or more" if most > 1e6 else f"{least} to {most:g} orders"
        groups[told] = [c for c in found if least <= c.orders < most]
    groups["all"] = found
    lines = ["| | inside 90 % | truth below | truth above |", "|---|---|---|---|"]
    for name, cases in groups.items():
        below, above = (sum(c.true < c.low for c in cases), sum(c.true > c.high for c in cases))
        inside = sum(c.inside for c in cases)
        lines.append(f"| {name} | {inside} of {len(cases)} | {below} | {above} |")
    return "\n".join(lines) + "\n"
