"""The cohorts that lifetimes are learned from, read from a shop."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from analytics.lifetime import YEAR, Lifetime, lifetimes
from analytics.shop import Shop
from analytics.statement import Statement


def read_lifetimes(shop: Shop, until: date) -> Mapping[str | None, Lifetime]:
    """Lifetimes by channel of the first paid order; under None those of the whole shop.

    Cohorts are the new buyers of the year that ended a year before `until`. Empty where orders do
    not reach that far back.
    """
    first = shop.coverage("orders").first_day
    latest = until - YEAR
    begin = max(latest - YEAR, first) if first else latest
    if begin >= latest:
        return {}
    sql = (files("analytics") / "sql" / "roi_lifetime.sql").read_text("utf-8")
    rows = shop.fetch(Statement(sql, {"from": begin, "until": latest}))
    sizes: dict[str, int] = {}
    sums: dict[str, list[float]] = {}
    for channel, buyers, month, amount in rows:
        sizes[channel or ""] = buyers
        sums.setdefault(channel or "", [0.0] * 13)[month] = amount or 0.0
    return lifetimes(sizes, sums)
