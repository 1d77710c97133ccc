"""The demo shop's plan: for every day and source of orders, how much of everything.

The plan is small (about 15 000 cells in two years) and made here; SQL then expands it into rows.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from analytics.demo.brand import CHANNELS, Channel, order_value
from analytics.demo.campaigns import Campaign, plan_campaigns
from analytics.demo.cells import Cell, Source, Span, numbered, round_source
from analytics.demo.planting import (
    DYING_CHANNEL,
    DYING_DAYS,
    DYING_LOSS,
    PAUSED_CAMPAIGN,
    CampaignTruth,
    ChannelResponse,
    Planted,
    days_of,
    plant,
    stands,
)
from analytics.demo.seasons import DayShape, Seasons

_PAID_SHARE = 0.86
"""Of the gross amount of placed orders, what is paid after discounts and unpaid orders."""


@dataclass(frozen=True)
class Plan:
    """Everything decided before a row is written."""

    span: Span
    seasons: Seasons
    shapes: tuple[DayShape, ...]
    campaigns: tuple[Campaign, ...]
    planted: tuple[Planted, ...]
    cells: tuple[Cell, ...]
    sources: tuple[Source, ...]

    def find(self, kind: str) -> Planted | None:
        """The planted event of that kind, if it fitted."""
        return next((event for event in self.planted if event.kind == kind), None)


def make_plan(span: Span, browsing: float) -> Plan:
    """Plan a shop; `browsing` is the share of visits without an order that become events."""
    seasons = Seasons(span.first, span.end)
    planted = plant(span.first, span.end, span.zone)
    dice = Random(span.seed)
    flop = days_of(planted, "creator_flop")
    campaigns = plan_campaigns(span.first, span.end, seasons, dice, flop)
    days = (span.first + timedelta(days=number) for number in range(span.days))
    shapes = tuple(seasons.shape(day) for day in days)
    sources = _scaled(list(_sources(shapes, campaigns, span, planted, dice)), span.orders)
    cells = tuple(
        numbered(round_source(source, span, planted, browsing, dice) for source in sources)
    )
    return Plan(span, seasons, shapes, campaigns, planted, cells, tuple(sources))


def _sources(
    shapes: tuple[DayShape, ...],
    campaigns: tuple[Campaign, ...],
    span: Span,
    planted: tuple[Planted, ...],
    dice: Random,
) -> Iterator[Source]:
    """Every source of every day; orders and spend are still relative (a day is worth 1)."""
    dying = days_of(planted, "dying_channel") is not None
    for shape in shapes:
        luck = math.exp(dice.gauss(0, 0.04))
        for channel in CHANNELS:
            fade = _fade(channel, shape.day, span.end) if dying else 1.0
            base = channel.share * fade * luck
            yield Source(shape, channel, None, base * shape.demand, 0.0)
            for campaign in campaigns:
                if campaign.offer.channel == channel.name and campaign.runs(shape.day):
                    paused = campaign.campaign == PAUSED_CAMPAIGN and stands(
                        planted, "paused_campaign", shape.day
                    )
                    yield _answer(shape, channel, campaign, base, 0.0 if paused else 1.0, dice)


def _fade(channel: Channel, day: date, end: date) -> float:
    if channel.name != DYING_CHANNEL:
        return 1.0
    into = DYING_DAYS - (end - day).days
    return 1.0 - DYING_LOSS * max(0, into) / DYING_DAYS


def _answer(
    shape: DayShape, channel: Channel, campaign: Campaign, base: float, on: float, dice: Random
) -> Source:
    """Orders from spend: reach × (spend ÷ typical spend)^exponent × the day's demand.

    Spend wanders from day to day, so that the response can be learnt from the data.
    """
    boost = {"burst": 1.7, "preheat": 1.15}.get(shape.phase or "", 1.0)
    pressure = boost * math.exp(dice.gauss(0, 0.3)) * on
    typical = channel.share * campaign.offer.reach
    value = order_value(shape.day.month) * _PAID_SHARE
    spend = typical * value / campaign.roi * pressure
    orders = base * campaign.offer.reach * pressure**channel.exponent * shape.demand**0.8
    if campaign.offer.roi < 1:
        orders = spend * campaign.roi / value
    return Source(shape, channel, campaign, orders, spend)


def _scaled(sources: list[Source], orders: float) -> list[Source]:
    """The same sources at the size asked: their orders sum to `orders`."""
    factor = orders / sum(source.orders for source in sources)
    return [
        replace(source, orders=source.orders * factor, spend=source.spend * factor)
        for source in sources
    ]


def responses(plan: Plan) -> tuple[ChannelResponse, ...]:
    """What each channel's campaigns cost and brought on an average day."""
    return tuple(
        _response(channel, [s for s in plan.sources if s.channel is channel], plan.span.days)
        for channel in CHANNELS
    )


def _response(channel: Channel, sources: list[Source], days: int) -> ChannelResponse:
    own = [source for source in sources if source.campaign]
    return ChannelResponse(
        channel=channel.name,
        exponent=channel.exponent,
        daily_spend=round(sum(source.spend for source in own) / days, 2),
        daily_orders=round(sum(source.orders for source in own) / days, 2),
        roi=_roi(own),
    )


def outcomes(plan: Plan) -> tuple[CampaignTruth, ...]:
    """What each campaign paid back over its whole run, as planned before chance."""
    by_campaign: dict[str, list[Source]] = {each.campaign: [] for each in plan.campaigns}
    for source in plan.sources:
        if source.campaign:
            by_campaign[source.campaign.campaign].append(source)
    return tuple(
        CampaignTruth(
            campaign=each.campaign,
            channel=each.offer.channel,
            roi=_roi(by_campaign[each.campaign]),
            predicted_roi=round(_roi(by_campaign[each.campaign]) * each.promise, 2),
        )
        for each in plan.campaigns
    )


def _roi(sources: list[Source]) -> float:
    """Expected paid amount ÷ spend with commission; 0 without spend."""
    paid = [s.orders * order_value(s.shape.day.month) * _PAID_SHARE for s in sources]
    rates = [s.campaign.offer.commission if s.campaign else 0.0 for s in sources]
    commission = sum(rate * amount for rate, amount in zip(rates, paid, strict=True))
    spend = sum(source.spend for source in sources) + commission
    return round(sum(paid) / spend, 3) if spend else 0.0
