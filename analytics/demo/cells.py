"""Cells of the demo plan: what one day × channel × campaign brings, in whole numbers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from analytics.demo.brand import OFFLINE, Channel
from analytics.demo.campaigns import Campaign
from analytics.demo.planting import CRAWLED_CHANNEL, CRAWLER_SIZE, Planted, stands
from analytics.demo.seasons import DayShape

ORDERS_A_DAY = 60_000 / 730
_BOT_SHARE = 0.03
_COST_SPLIT = {"kol": (0.55, 0.35), "live": (0.62, 0.14), "offline": (0.60, 0.20)}


@dataclass(frozen=True)
class Span:
    """What to generate: `days` shop days that end before `end`, at `scale`, from `seed`."""

    seed: int
    days: int
    scale: float
    end: date
    zone: str

    @property
    def first(self) -> date:
        """The first shop day."""
        return self.end - timedelta(days=self.days)

    @property
    def orders(self) -> float:
        """Orders to expect: 60 000 in 730 days at scale 1."""
        return ORDERS_A_DAY * self.days * self.scale


@dataclass(frozen=True)
class Source:
    """What brings the orders of a cell before rounding: one draft line of the plan."""

    shape: DayShape
    channel: Channel
    campaign: Campaign | None
    orders: float
    spend: float


@dataclass(frozen=True)
class Cell:
    """One day × channel × campaign in whole numbers; the columns of the table `cell` in SQL.

    `*_base` number the rows of the cell through the whole shop. `buyers_before`: customers the
    shop had when the day began. `visits` buy nothing; an order brings its own visit. `commission`
    is a rate of what the orders pay.
    """

    cell_no: int
    day_no: int
    channel: str
    campaign: str | None
    orders: int
    new_buyers: int
    guests: int
    visits: int
    bots: int
    impressions: int
    clicks: int
    media_cost: float
    labor_cost: float
    creative_cost: float
    commission: float
    refund_rate: float
    order_base: int = 0
    buyer_base: int = 0
    buyers_before: int = 0
    visit_base: int = 0


def columns(rows: tuple[Cell, ...]) -> dict[str, list[Any]]:
    """The cells column by column, as the engine takes them."""
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(Cell)}


def round_source(
    source: Source, span: Span, planted: tuple[Planted, ...], browsing: float, dice: Random
) -> Cell:
    """The cell a source becomes by chance; numbers through the shop are still missing."""
    orders, visits = _poisson(source.orders, dice), _poisson(_visits(source), dice)
    clicks = round((visits + orders) * 1.08) if visits else 0
    age = (source.shape.day - span.first).days
    media, creative, labor = _costs(source)
    return Cell(
        cell_no=0,
        day_no=age,
        channel=source.channel.name,
        campaign=source.campaign.campaign if source.campaign else None,
        orders=orders,
        new_buyers=min(orders, _poisson(orders * _new_share(source, age), dice)),
        guests=min(orders, _poisson(orders * 0.05, dice)),
        visits=round(visits * browsing),
        bots=round(_bots(source, visits, planted, dice) * browsing),
        impressions=_impressions(source, clicks, dice),
        clicks=clicks,
        media_cost=media,
        labor_cost=labor,
        creative_cost=creative,
        commission=source.campaign.offer.commission if source.campaign else 0.0,
        refund_rate=source.channel.refund_rate * _refund_factor(source),
    )


def _bots(source: Source, visits: int, planted: tuple[Planted, ...], dice: Random) -> int:
    """A few per hundred visits; in the wave they come to the channel's own pages."""
    bots = _poisson(visits * _BOT_SHARE, dice)
    crawled = source.channel.name == CRAWLED_CHANNEL and source.campaign is None
    if crawled and stands(planted, "crawler_wave", source.shape.day):
        bots += _poisson(_channel_visits(source) * CRAWLER_SIZE, dice)
    return bots


def _visits(source: Source) -> float:
    """Visits that end without an order; a flop brings onlookers rather than buyers."""
    channel = source.channel
    if not channel.conversion or channel.name == OFFLINE:
        return 0.0
    rate = channel.conversion * source.shape.conversion
    if source.campaign and source.campaign.offer.roi < 1:
        rate /= 3
    return source.orders * (1 / rate - 1)


def _channel_visits(source: Source) -> float:
    """Visits of the whole channel: campaigns bring about as many as come by themselves."""
    return 1.8 * _visits(source)


def _new_share(source: Source, age: int) -> float:
    """Few customers can return to a young shop; creators bring new ones, own groups do not."""
    kind = source.campaign.offer.kind if source.campaign else ""
    tilt = {"kol": 1.2, "private_domain": 0.3, "referral": 1.4, "brand": 0.8}.get(kind, 1.0)
    settled = min(0.9, source.channel.new_share * tilt)
    return settled + (0.95 - settled) * math.exp(-age / 45)


def _refund_factor(source: Source) -> float:
    return 1.5 if source.campaign and source.campaign.offer.kind == "live" else 1.0


def _impressions(source: Source, clicks: int, dice: Random) -> int:
    if not clicks:
        return 0
    return round(clicks / (source.channel.ctr * math.exp(dice.gauss(0, 0.06))))


def _costs(source: Source) -> tuple[float, float, float]:
    """Spend as media, creative and labour, each to the cent."""
    kind = source.campaign.offer.kind if source.campaign else ""
    media, creative = _COST_SPLIT.get(kind, (0.92, 0.05))
    labor = 1 - media - creative
    spend = source.spend
    return round(spend * media, 2), round(spend * creative, 2), round(spend * labor, 2)


def _poisson(mean: float, dice: Random) -> int:
    """A Poisson number: by Knuth's product for small means, by the normal curve for large."""
    if mean > 30:
        return max(0, round(mean + math.sqrt(mean) * dice.gauss(0, 1)))
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count


def numbered(cells: Iterator[Cell]) -> Iterator[Cell]:
    """Number cells and the orders, customers and visits in them through the whole shop."""
    orders = buyers = visits = before = 0
    day = -1
    for number, cell in enumerate(cells):
        if cell.day_no != day:
            day, before = cell.day_no, buyers
        known = cell.orders - cell.guests
        new = known if before == 0 else min(known, cell.new_buyers)
        yield replace(
            cell,
            cell_no=number,
            new_buyers=new,
            order_base=orders,
            buyer_base=buyers,
            buyers_before=before,
            visit_base=visits,
        )
        orders, buyers, visits = orders + cell.orders, buyers + new, visits + cell.visits
