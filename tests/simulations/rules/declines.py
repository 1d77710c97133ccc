"""How often R08 finds a channel that declines, and how often it accuses one that does not.

Six channels over a year and a half: a year's season and promotions that all share, weekdays of
their own, orders of varying value by chance, spend that follows the season. One channel loses a
share of its demand, evenly over 120 days or overnight. Every fortnight of the last 120 days all
channels are judged as `/roi all 28d` does.
"""

from dataclasses import dataclass

import numpy as np

from analytics.curves import Floats
from analytics.roi_falls import Series, Window, measure_fall

DAYS, DECLINE, LATELY, GAP = 540, 120, 28, 84
LOOKS = range(DAYS - DECLINE + 14, DAYS + 1, 14)
ORDERS = np.array([60.0, 40.0, 25.0, 15.0, 8.0, 4.0])
"""A day, by channel."""

VALUE, SPREAD = 200.0, 0.7
LIMIT, FEW = 0.2, 10


@dataclass(frozen=True)
class Channels:
    """Credited value and spend, (channels, days) each."""

    value: Floats
    spend: Floats

    def window(self, own: int, end: int, days: int) -> Window:
        """One channel and the others on the days before `end`."""
        series = [
            Series(self.value[n, end - days : end], self.spend[n, end - days : end])
            for n in range(len(ORDERS))
        ]
        return Window(series.pop(own), tuple(series))


def made_up(seed: int, ailing: int, loss: float, *, sudden: bool) -> Channels:
    """A shop of which channel `ailing` has lost `loss` of its demand by the last day."""
    random, day = np.random.default_rng(seed), np.arange(DAYS)
    shared = 1 + 0.25 * np.sin(2 * np.pi * (day + random.uniform(0, 365)) / 365)
    shared *= np.where((day % 180 > 150) & (day % 180 < 158), random.uniform(2, 4), 1.0)
    weekdays = random.uniform(0.8, 1.3, (len(ORDERS), 7))[:, day % 7]
    gone = np.clip((day - DAYS + DECLINE) / (1 if sudden else DECLINE), 0, 1)
    demand = ORDERS[:, None] * shared * weekdays
    demand[ailing] *= 1 - loss * gone
    orders = random.poisson(demand)
    value = VALUE * (orders + SPREAD * np.sqrt(orders) * random.normal(size=orders.shape))
    spend = ORDERS[:, None] * VALUE / 3 * shared * random.lognormal(0, 0.15, orders.shape)
    return Channels(np.maximum(value, 0.0), spend)


def accusations(shop: Channels, own: int) -> list[bool]:
    """Whether a channel is accused of a fall or a slow decline in each of the looks."""
    said = []
    for end in LOOKS:
        now = shop.window(own, end, LATELY)
        recent = measure_fall(now, shop.window(own, end - LATELY, LATELY))
        slow = measure_fall(now, shop.window(own, end - GAP, LATELY))
        fell = recent is not None and recent.trips(LIMIT)
        said.append(fell or (slow is not None and slow.declines(LIMIT)))
    return said


@dataclass(frozen=True)
class Rates:
    """Shares: of ailing channels found in any look, many orders a day or few; of looks at other
    channels that accused them."""

    found: tuple[float, float]
    accused: tuple[float, float]


def measure(seeds: range, loss: float, *, sudden: bool) -> Rates:
    """Over shops whose ailing channel has 40 orders a day, then 8."""
    found, accused = [], ([], [])  # type: tuple[list[float], tuple[list[bool], list[bool]]]
    for ailing in (1, 4):
        hits = 0
        for seed in seeds:
            shop = made_up(seed, ailing, loss, sudden=sudden)
            hits += any(accusations(shop, ailing))
            for own in {*range(len(ORDERS))} - {ailing}:
                accused[int(ORDERS[own] < FEW)].extend(accusations(shop, own))
        found.append(hits / len(seeds))
    return Rates((found[0], found[1]), (float(np.mean(accused[0])), float(np.mean(accused[1]))))


def decline_table(seeds: range) -> str:
    """By strength: what is found in any of nine looks, and how many looks accuse another."""
    lines = [
        "| loss of demand | found, 40 orders a day | found, 8 a day"
        " | looks that accuse another channel, 15 orders a day or more | fewer |",
        "|---|---|---|---|---|",
    ]
    for sudden in (False, True):
        for loss in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
            rates = measure(seeds, loss, sudden=sudden)
            cells = [f"{rate:.1%}" for rate in (*rates.found, *rates.accused)]
            how = "overnight" if sudden else "over 120 days"
            lines.append(f"| {loss:.0%} {how} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
