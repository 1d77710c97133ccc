"""Buying again: of a period's buyers, who paid for another order within so many days."""

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.funnel_rates import Rate, rate_of
from analytics.funnel_reading import filters, sql_file
from analytics.shop import Filters, Shop
from analytics.statement import Statement

HORIZONS = (30, 60, 90)
_COHORT = timedelta(days=28)


@dataclass(frozen=True)
class Repurchase:
    """`rate`: of the buyers with a first paid order in [start, end), those who paid again within
    `days` days of it; None while that time is not over for all of them, or without buyers."""

    days: int
    start: date
    end: date
    rate: Rate | None


def read_repurchase(
    shop: Shop, start: date, end: date, where: Filters, days: int
) -> Repurchase | None:
    """The repurchase of a period's buyers; None where orders or who bought are not known."""
    if not shop.knows("buyers"):
        return None
    last = shop.coverage("orders").last_day
    values = {"start": start, "end": end, "days": days, "last": last} | filters(where)
    rows = shop.fetch(Statement(sql_file("repurchases"), values))
    ((buyers, known, again),) = rows.rows
    return Repurchase(days, start, end, rate_of(again, buyers) if known == buyers else None)


def last_repurchase(shop: Shop, where: Filters, days: int) -> Repurchase | None:
    """That of the latest 28 days of buyers whose time is over; None where data are too short."""
    coverage = shop.coverages.get("orders")
    if coverage is None or coverage.first_day is None or coverage.last_day is None:
        return None
    end = coverage.last_day - timedelta(days=days - 1)
    if end - _COHORT < coverage.first_day:
        return None
    return read_repurchase(shop, end - _COHORT, end, where, days)
