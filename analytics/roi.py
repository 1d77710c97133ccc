"""What spent money brought: ROI and the cost ratios of one campaign, channel or creator.

Pure arithmetic. None is unknown, never zero: a cost nobody loaded has no ROI.
"""

from dataclasses import dataclass

LEVEL = 0.9
"""The share of cases an interval is meant to hold."""


@dataclass(frozen=True)
class Cost:
    """Money spent in the shop's currency, and what the platforms count for it.

    `spend` is the true cost (media, labour, creative, commission), `media` its media part.
    """

    spend: float | None = None
    media: float | None = None
    impressions: float | None = None
    clicks: float | None = None


@dataclass(frozen=True)
class Brought:
    """What was credited: orders may be fractions; `value` is paid, refunds not taken off.

    `new_buyers` is None where no order names its customer.
    """

    orders: float = 0.0
    value: float = 0.0
    refunds: float = 0.0
    new_buyers: float | None = 0.0


@dataclass(frozen=True)
class Interval:
    """Both ends of an interval at `LEVEL`."""

    low: float
    high: float

    def below(self, line: float) -> bool:
        """Whether all of it is below a line."""
        return self.high < line


@dataclass(frozen=True)
class OrderValues:
    """The mean value of an order, and the variance of it relative to the mean squared."""

    mean: float
    spread: float


@dataclass(frozen=True)
class Return:
    """Cost and what it brought; each ratio is None where a part of it is unknown or nothing."""

    cost: Cost
    brought: Brought | None

    @property
    def value(self) -> float | None:
        """Credited paid amount, refunds not taken off."""
        return None if self.brought is None else self.brought.value

    @property
    def refunds(self) -> float | None:
        """Refunds of the credited orders."""
        return None if self.brought is None else self.brought.refunds

    @property
    def orders(self) -> float | None:
        """Credited orders, in fractions where several share one."""
        return None if self.brought is None else self.brought.orders

    @property
    def new_buyers(self) -> float | None:
        """Credited new buyers; None where no order names its customer."""
        return None if self.brought is None else self.brought.new_buyers

    @property
    def roi(self) -> float | None:
        """Credited paid amount ÷ spend: the trade's 1:N."""
        return _ratio(self.value, self.cost.spend)

    @property
    def net_roi(self) -> float | None:
        """The same with the refunds of those orders taken off."""
        kept = None if self.brought is None else self.brought.value - self.brought.refunds
        return _ratio(kept, self.cost.spend)

    def profit_roi(self, margin: float | None) -> float | None:
        """(credited paid amount × margin − spend) ÷ spend; None without a margin."""
        return None if self.roi is None or margin is None else self.roi * margin - 1

    @property
    def cac(self) -> float | None:
        """Spend ÷ credited new buyers."""
        return _ratio(self.cost.spend, self.new_buyers)

    @property
    def cpm(self) -> float | None:
        """Spend per 1000 impressions."""
        each = _ratio(self.cost.spend, self.cost.impressions)
        return None if each is None else each * 1000

    @property
    def cpc(self) -> float | None:
        """Spend per click."""
        return _ratio(self.cost.spend, self.cost.clicks)

    @property
    def ctr(self) -> float | None:
        """Clicks ÷ impressions."""
        return _ratio(self.cost.clicks, self.cost.impressions)

    @property
    def cvr(self) -> float | None:
        """Credited orders ÷ clicks."""
        return _ratio(self.orders, self.cost.clicks)

    def interval(self, values: OrderValues | None) -> Interval | None:
        """Where ROI may lie, given how few orders it stands on; None where ROI is unknown.

        Orders are taken as a compound Poisson count: n orders of varying value are worth
        n ÷ (1 + spread) equal ones, of which the exact (Garwood 1936) interval is taken. No order
        at all still has an upper end.
        """
        from scipy.special import gammaincinv

        if self.roi is None or self.brought is None or self.cost.spend is None or values is None:
            return None
        counted = max(self.brought.orders, 0.0) / (1 + values.spread)
        mean = self.brought.value / counted if counted else values.mean * (1 + values.spread)
        tail = (1 - LEVEL) / 2
        low = float(gammaincinv(counted, tail)) if counted else 0.0
        high = float(gammaincinv(counted + 1, 1 - tail))
        return Interval(low * mean / self.cost.spend, high * mean / self.cost.spend)


def add_costs(costs: list[Cost]) -> Cost:
    """Costs together; a part nobody knows is None, an amount that some know is what they know.

    What platforms count is known only where all media money has it: 1000 impressions would seem
    to cost more, were money beside it that nobody counted the impressions of.
    """
    return Cost(
        _sum([cost.spend for cost in costs]),
        _sum([cost.media for cost in costs]),
        _counted([(cost.media, cost.impressions) for cost in costs]),
        _counted([(cost.media, cost.clicks) for cost in costs]),
    )


def add_brought(parts: list[Brought]) -> Brought:
    """What several brought together."""
    buyers = [part.new_buyers for part in parts if part.new_buyers is not None]
    return Brought(
        sum(part.orders for part in parts),
        sum(part.value for part in parts),
        sum(part.refunds for part in parts),
        sum(buyers) if len(buyers) == len(parts) else None,
    )


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _counted(parts: list[tuple[float | None, float | None]]) -> float | None:
    if any(media and count is None for media, count in parts):
        return None
    return _sum([count for _, count in parts])


def _ratio(top: float | None, bottom: float | None) -> float | None:
    return None if top is None or not bottom or bottom < 0 else top / bottom
