"""The values bound to the demo's SQL: the plan and the brand's facts, by parameter name."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analytics.demo import planting
from analytics.demo.brand import (
    CHANNELS,
    OFFLINE,
    OPENING_HOURS,
    ORDINARY_HOURS,
    PROVINCES,
    article_slots,
    articles,
)
from analytics.demo.campaigns import CREATORS
from analytics.demo.cells import columns
from analytics.demo.plan import Plan

NEVER = -1
"""A day number no day has: an event that was not planted."""

EXPERIMENT_DAYS = (35, 7)
"""The A/B test runs from the first to the second number of days before the end."""


def parameters(plan: Plan, browsing: float, load: int) -> dict[str, Any]:
    """Every value the SQL files name, except the days of the chunk."""
    return {
        "seed": plan.span.seed,
        "zone": plan.span.zone,
        "scale": plan.span.scale,
        "browsing": browsing,
        "load": load,
        "stars": max(2, round(plan.span.orders / plan.span.days * 30 / 300)),
        **columns(plan.cells),
        **_days(plan),
        **_brand(plan),
        **_clock(plan),
        **_planted(plan),
    }


def microseconds(day: date, zone: str, at: time = time.min) -> int:
    """A shop-local time as microseconds since the epoch."""
    return round(datetime.combine(day, at, ZoneInfo(zone)).timestamp() * 1_000_000)


def _days(plan: Plan) -> dict[str, Any]:
    return {
        "day_nos": list(range(len(plan.shapes))),
        "days_list": [shape.day for shape in plan.shapes],
        "openings": [shape.opening for shape in plan.shapes],
        "discounts": [shape.discount for shape in plan.shapes],
    }


def _brand(plan: Plan) -> dict[str, Any]:
    live = [each.campaign for each in plan.campaigns if each.offer.kind == "live"]
    return {
        "channels": [channel.name for channel in CHANNELS],
        "wechat": [channel.wechat for channel in CHANNELS],
        "alipay": [channel.alipay for channel in CHANNELS],
        "huabei": [channel.huabei for channel in CHANNELS],
        "pc": [channel.pc for channel in CHANNELS],
        "scene_one": [channel.scenes[0] for channel in CHANNELS],
        "scene_two": [channel.scenes[1] for channel in CHANNELS],
        "live_campaigns": live,
        "skus": [article.sku for article in articles()],
        "categories": [article.category for article in articles()],
        "prices": [article.price for article in articles()],
        "ranks": [article.rank for article in articles()],
        "slots_by_month": [list(article_slots(month)) for month in range(1, 13)],
        "ordinary_hours": list(ORDINARY_HOURS),
        "opening_hours": list(OPENING_HOURS),
        "regions": list(PROVINCES),
        "region_weights": list(PROVINCES.values()),
        "creators": list(CREATORS),
        "offline": OFFLINE,
    }


def _clock(plan: Plan) -> dict[str, Any]:
    span = plan.span
    opens, closes = (span.end - timedelta(days=back) for back in EXPERIMENT_DAYS)
    return {
        "end_us": microseconds(span.end, span.zone),
        "year_ago_us": microseconds(span.end - timedelta(days=365), span.zone),
        "experiment": planting.EXPERIMENT,
        "experiment_from": (opens - span.first).days,
        "experiment_until": (closes - span.first).days,
        "experiment_from_us": microseconds(opens, span.zone),
        "experiment_until_us": microseconds(closes, span.zone),
    }


def _planted(plan: Plan) -> dict[str, Any]:
    outage, stock_out = plan.find("payment_outage"), plan.find("stock_out")
    burst, late = plan.find("sentiment_burst"), plan.find("late_file")
    usual = plan.span.orders / plan.span.days * 0.034
    return {
        "outage_method": planting.OUTAGE_METHOD,
        "outage_code": planting.OUTAGE_CODE,
        "outage_failures": planting.OUTAGE_FAILURES,
        "outage_from_us": _instant(outage.starts_at) if outage else NEVER,
        "outage_until_us": _instant(outage.ends_at) if outage else NEVER,
        "stock_out_sku": stock_out.slice["sku"] if stock_out else "",
        "stock_out_from": _day_no(plan, stock_out.starts_at) if stock_out else NEVER,
        "stock_out_until": _day_no(plan, stock_out.ends_at) if stock_out else NEVER,
        "late_channel": planting.LATE_CHANNEL,
        "late_day": _day_no(plan, late.starts_at) if late else NEVER,
        "burst_channel": planting.SENTIMENT_CHANNEL,
        "burst_day": _day_no(plan, burst.starts_at) if burst else NEVER,
        "burst_from_us": _instant(burst.starts_at) if burst else NEVER,
        "burst_until_us": _instant(burst.ends_at) if burst else NEVER,
        "burst_tickets": round(usual * 2 * burst.size) + 6 if burst else 0,
    }


def _instant(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _day_no(plan: Plan, at: datetime) -> int:
    return (at.date() - plan.span.first).days
