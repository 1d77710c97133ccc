"""Shops whose true responses are known: the demo's plan of a seed, without a store.

The plan holds for each day and campaign what was spent and how many orders came by chance. Orders
get amounts by chance here; the truth is the plan's own formula, orders ∝ spend^exponent.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.curves import Floats
from analytics.demo.brand import CHANNELS, order_value
from analytics.demo.cells import Cell, Source, Span
from analytics.demo.plan import _PAID_SHARE, Plan, make_plan
from analytics.festivals import long_holidays
from analytics.occasions import merge, promo_occasions
from analytics.phase_keys import phase_keys
from analytics.response import History
from analytics.response_covariates import learn_covariates
from analytics.response_days import Covariates
from analytics.seasonality import DailySeries

END = date(2026, 11, 22)
RECENT = 28
_AMOUNT_SPREAD = 0.9
"""Spread of what an order pays relative to its mean, the unpaid among them."""


@dataclass(frozen=True)
class Truth:
    """What a channel really brings in a day if all its spend of the last four weeks is scaled.

    One row per campaign: daily `spend` without commission, what it `brings`, its `exponent` and
    the share of what it brings that is paid as `commission`.
    """

    spend: Floats
    brings: Floats
    exponent: Floats
    commission: Floats

    def value(self, factor: float) -> float:
        """Daily value at `factor` times the spend."""
        return float((self.brings * factor**self.exponent).sum())

    def cost(self, factor: float) -> float:
        """Daily spend at that factor, commission included."""
        fees = self.commission * self.brings * factor**self.exponent
        return float((self.spend * factor + fees).sum())

    def response(self, cost: float) -> float:
        """Daily value at a daily cost, commission included."""
        low, high = 0.0, 100.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.cost(middle) < cost else (low, middle)
        return self.value(low)

    def marginal(self, cost: float) -> float:
        """What one more unit a day brings."""
        step = 1e-4 * cost
        return (self.response(cost + step) - self.response(cost - step)) / (2 * step)


@dataclass(frozen=True)
class World:
    """A shop's histories, its covariates, and the truth by channel (where it ran lately)."""

    histories: tuple[History, ...]
    covariates: Covariates
    truth: dict[str, Truth]


def demo_world(seed: int, days: int = 730, scale: float = 1.0, end: date = END) -> World:
    """The demo shop of a seed."""
    plan = make_plan(Span(seed, days, scale, end, "Asia/Shanghai"), 1.0)
    dice = np.random.default_rng(seed)
    paid = _amounts(plan, dice)
    return World(
        histories=tuple(_history(plan, name.name, paid) for name in CHANNELS),
        covariates=_covariates(plan, paid),
        truth=_truths(plan),
    )


def _amounts(plan: Plan, dice: np.random.Generator) -> list[float]:
    """What the orders of each cell paid."""
    amounts = []
    for source, cell in zip(plan.sources, plan.cells, strict=True):
        mean = order_value(source.shape.day.month) * _PAID_SHARE
        spread = _AMOUNT_SPREAD**2
        amounts.append(mean * spread * dice.gamma(cell.orders / spread) if cell.orders else 0.0)
    return amounts


def _history(plan: Plan, channel: str, paid: list[float]) -> History:
    size = plan.span.days
    table: dict[str, Floats] = defaultdict(lambda: np.zeros((3, size)))
    for source, cell, amount in zip(plan.sources, plan.cells, paid, strict=True):
        if source.campaign is not None and source.channel.name == channel:
            fees = cell.commission * amount
            column = (_decided(cell) + fees, amount, fees)
            table[source.campaign.campaign][:, cell.day_no] += column
    first = plan.span.first
    parts = tuple(
        History(name, first, spend, value, fees) for name, (spend, value, fees) in table.items()
    )
    spend, value, fees = np.sum(list(table.values()), axis=0)
    return History(channel, first, spend, value, fees, parts)


def _decided(cell: Cell) -> float:
    return cell.media_cost + cell.labor_cost + cell.creative_cost


def _covariates(plan: Plan, paid: list[float]) -> Covariates:
    own = np.zeros(plan.span.days)
    for source, cell, amount in zip(plan.sources, plan.cells, paid, strict=True):
        own[cell.day_no] += amount if source.campaign is None else 0.0
    first, end = plan.span.first, plan.span.end
    years = (first.year - 1, end.year + 1)
    occasions = merge((*promo_occasions(*years), *long_holidays(*years)), ())
    keys = phase_keys(first, end, occasions)
    return learn_covariates(DailySeries(first, tuple(own.tolist())), keys)


def _truths(plan: Plan) -> dict[str, Truth]:
    since = plan.span.end - timedelta(days=RECENT)
    recent = [s for s in plan.sources if s.campaign is not None and s.shape.day >= since]
    by_channel: dict[str, list[Source]] = defaultdict(list)
    for source in recent:
        by_channel[source.channel.name].append(source)
    return {name: _truth(sources) for name, sources in by_channel.items()}


def _truth(sources: list[Source]) -> Truth:
    by_campaign: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        assert source.campaign is not None
        by_campaign[source.campaign.campaign].append(source)
    rows = [_campaign(each) for each in by_campaign.values()]
    return Truth(*(np.array(column) for column in zip(*rows, strict=True)))


def _campaign(sources: list[Source]) -> tuple[float, float, float, float]:
    campaign = sources[0].campaign
    assert campaign is not None
    brings = sum(s.orders * order_value(s.shape.day.month) * _PAID_SHARE for s in sources)
    exponent = 1.0 if campaign.offer.roi < 1 else sources[0].channel.exponent
    spend = sum(source.spend for source in sources)
    return spend / RECENT, brings / RECENT, exponent, campaign.offer.commission
