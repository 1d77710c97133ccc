"""The events planted in the demo data, and the truth a good tool should find about them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from analytics.demo.brand import top_seller
from analytics.demo.campaigns import FLOP_CREATOR

PAUSED_CAMPAIGN = "抖音信息流常投"
OUTAGE_METHOD = "微信支付"
OUTAGE_CODE = "GATEWAY_TIMEOUT"
OUTAGE_FAILURES = 0.85
OUTAGE_HOURS = (19, 23)
CRAWLED_CHANNEL = "小红书"
CRAWLER_SIZE = 1.6
LATE_CHANNEL = "微信"
DYING_CHANNEL = "搜索"
DYING_LOSS = 0.42
DYING_DAYS = 120
SENTIMENT_CHANNEL = "天猫"
EXPERIMENT = "一页结算"
WARM_UP_DAYS = 14
"""Nothing is planted in the first days: a baseline must be there to deviate from."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Planted(_Fact):
    """One planted event, from `starts_at` until before `ends_at`.

    `slice`: the dimension values it happened in. `size`: how big, in the words of `measure`.
    `expect`: what a good tool should find.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    slice: dict[str, str]
    size: float
    measure: str
    expect: str


class ChannelResponse(_Fact):
    """How a channel's campaign orders answer to spend: orders ∝ spend^exponent.

    `daily_spend`, `daily_orders`: the mean day of all its campaigns together (media, labour and
    creative). `roi`: paid amount ÷ spend, commission included.
    """

    channel: str
    exponent: float
    daily_spend: float
    daily_orders: float
    roi: float


class CampaignTruth(_Fact):
    """One campaign's expected paid amount ÷ spend over its whole run, and what was predicted."""

    campaign: str
    channel: str
    roi: float
    predicted_roi: float


class Truth(_Fact):
    """What the generated shop really holds; the data run from `first_day` to before `end`."""

    seed: int
    days: int
    scale: float
    first_day: date
    end: date
    zone: str
    orders: int
    planted: tuple[Planted, ...]
    responses: tuple[ChannelResponse, ...]
    campaigns: tuple[CampaignTruth, ...]

    def find(self, kind: str) -> Planted | None:
        """The planted event of that kind; None when the span was too short for it."""
        return next((event for event in self.planted if event.kind == kind), None)


@dataclass(frozen=True)
class _Recipe:
    """An event `back` days before the end that lasts `length` days."""

    kind: str
    back: int
    length: int
    slice: dict[str, str]
    size: float
    measure: str
    expect: str


def _recipes(end: date) -> tuple[_Recipe, ...]:
    sold_out = top_seller((end - timedelta(days=23)).month)
    return (*_shop_troubles(sold_out), *_marketing_troubles(), *_data_troubles())


def _shop_troubles(sold_out: str) -> tuple[_Recipe, ...]:
    return (
        _Recipe(
            "payment_outage", 10, 1, {"payment_method": OUTAGE_METHOD}, OUTAGE_FAILURES,
            "share of attempts that failed",
            f"payment failures of this method with code {OUTAGE_CODE}, its paid orders down",
        ),
        _Recipe(
            "stock_out", 23, 5, {"sku": sold_out}, 0.0, "pieces on hand",
            "a top seller out of stock: none on hand and no line sold",
        ),
        _Recipe(
            "sentiment_burst", 4, 2, {"channel": SENTIMENT_CHANNEL, "kind": "quality"}, 6.0,
            "tickets relative to usual",
            "complaints about quality, far more and far angrier than usual",
        ),
    )  # fmt: skip


def _marketing_troubles() -> tuple[_Recipe, ...]:
    return (
        _Recipe(
            "paused_campaign", 14, 4, {"channel": "抖音", "campaign": PAUSED_CAMPAIGN}, -1.0,
            "change of the campaign's spend and traffic",
            "a campaign without spend, visits and orders while its channel falls",
        ),
        _Recipe(
            "creator_flop", 40, 16, {"channel": "小红书", "creator": FLOP_CREATOR}, 0.6,
            "paid amount per unit of spend",
            "a creator far below the predicted return: replace",
        ),
        _Recipe(
            "dying_channel", DYING_DAYS, DYING_DAYS, {"channel": DYING_CHANNEL}, -DYING_LOSS,
            "change of demand over the whole time",
            "one channel loses visits and orders slowly while the others do not",
        ),
    )  # fmt: skip


def _data_troubles() -> tuple[_Recipe, ...]:
    return (
        _Recipe(
            "crawler_wave", 6, 2, {"channel": CRAWLED_CHANNEL}, CRAWLER_SIZE,
            "bot visits per human visit",
            "the share of bots jumps; human visitors and conversion are as before",
        ),
        _Recipe(
            "late_file", 1, 1, {"table": "traffic", "channel": LATE_CHANNEL}, -1.0,
            "change of rows",
            "the last day of one channel's traffic export has not come: no data, not zero",
        ),
    )  # fmt: skip


def plant(first: date, end: date, zone: str) -> tuple[Planted, ...]:
    """The events that fit between `first` and `end`, with their instants in the shop's zone."""
    earliest = first + timedelta(days=WARM_UP_DAYS)
    return tuple(
        _dated(recipe, end, zone)
        for recipe in _recipes(end)
        if end - timedelta(days=recipe.back) >= earliest
    )


def _dated(recipe: _Recipe, end: date, zone: str) -> Planted:
    day = end - timedelta(days=recipe.back)
    starts, ends = time.min, time.min
    after = day + timedelta(days=recipe.length)
    if recipe.kind == "payment_outage":
        starts, ends, after = time(OUTAGE_HOURS[0]), time(OUTAGE_HOURS[1]), day
    here = ZoneInfo(zone)
    return Planted(
        kind=recipe.kind,
        starts_at=datetime.combine(day, starts, here),
        ends_at=datetime.combine(after, ends, here),
        slice=recipe.slice,
        size=recipe.size,
        measure=recipe.measure,
        expect=recipe.expect,
    )


def days_of(planted: tuple[Planted, ...], kind: str) -> tuple[date, date] | None:
    for event in planted:
        if event.kind == kind:
            return event.starts_at.date(), event.ends_at.date()
    return None


def stands(planted: tuple[Planted, ...], kind: str, day: date) -> bool:
    days = days_of(planted, kind)
    return days is not None and days[0] <= day < days[1]
