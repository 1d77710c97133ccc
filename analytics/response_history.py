"""The past of each channel as response curves are learned from it, read from a shop."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import numpy as np

from analytics.attribution.journeys import Key
from analytics.coverage import Coverage
from analytics.credits import CreditRule, daily_value
from analytics.curves import Floats
from analytics.errors import Unsplittable
from analytics.occasions import Occasion
from analytics.phase_keys import phase_keys
from analytics.response_covariates import learn_covariates
from analytics.response_days import Covariates, History
from analytics.seasonality import DailySeries
from analytics.shop import Shop
from analytics.statement import Statement

SPLITS = ("channel", "campaign")
"""What spend can be told apart by."""

_TOLD = 0.9
"""The part of a channel's spend that must name its campaign for campaigns to be told apart."""

_OWN = 0.2
"""The part of sales that no campaign may have brought for them to speak for the shop's demand."""


def read_histories(
    shop: Shop, start: date, end: date, rule: CreditRule, by: tuple[str, ...] = ("channel",)
) -> tuple[History, ...]:
    """Daily spend and credited value of everything that spent in the half-open period.

    Where campaigns are told apart, a channel's value is what is credited to its campaigns: what
    comes to it by itself is no answer to spend. Else all of its value. NaN on days that the
    loads of spend or of orders do not cover. Names are the words of `by`, joined by " / ".
    MissingTable without spend or orders, Unsplittable for what spend cannot be split by.
    """
    for dimension in by:
        if dimension not in SPLITS:
            raise Unsplittable("spend", dimension, SPLITS)
    coverage = (shop.coverage("ad_spend"), shop.coverage("orders"))
    known = _known(coverage, start, end)
    spent = _spend(shop, start, end)
    value = daily_value(shop, start, end, rule, SPLITS)
    campaigns = [
        _history(key, start, known, spent.get(key), value.get(key))
        for key in sorted({*spent, *value}, key=lambda key: tuple(map(str, key)))
    ]
    groups: dict[str, list[History]] = defaultdict(list)
    for key, one in campaigns:
        words = [dict(zip(SPLITS, key, strict=True))[dimension] for dimension in by]
        if all(words):
            groups[" / ".join(map(str, words))].append(one)
    joined = (_joined(name, parts) for name, parts in groups.items())
    return tuple(each for each in joined if np.nansum(each.spend) > 0)


def read_covariates(
    shop: Shop, start: date, end: date, occasions: Sequence[Occasion]
) -> Covariates:
    """Season and promos of the half-open period, as `read_sales` show them."""
    keys = phase_keys(start, end - timedelta(days=1), occasions)
    return learn_covariates(read_sales(shop, start, end), keys)


def read_sales(shop: Shop, start: date, end: date) -> DailySeries:
    """Daily sales that no campaign brought; all sales where those are few."""
    everything, own = _sales(shop, start, end)
    return own if _tells(own, everything) else everything


def has_own_sales(shop: Shop, start: date, end: date) -> bool:
    """Whether sales that no campaign brought are enough to tell of the shop's demand."""
    everything, own = _sales(shop, start, end)
    return _tells(own, everything)


def _sales(shop: Shop, start: date, end: date) -> tuple[DailySeries, DailySeries]:
    """All daily sales, and those that no campaign brought."""
    metric = "paid_gmv" if shop.knows("paid_gmv") else "gmv"
    own = shop.series(metric, start, end, {"campaign": (None,)})
    return shop.series(metric, start, end), own


def _tells(own: DailySeries, everything: DailySeries) -> bool:
    return _total(own) >= _OWN * _total(everything)


def _total(series: DailySeries) -> float:
    return sum(value or 0.0 for value in series.values)


@cache
def _spend_days() -> str:
    return (files("analytics") / "sql" / "spend_days.sql").read_text("utf-8")


def _spend(shop: Shop, start: date, end: date) -> dict[Key, Floats]:
    """Spend and fees by channel and campaign, (2, days) each."""
    values = {"zone": shop.zone.key, "start": start, "end": end}
    found: dict[Key, Floats] = defaultdict(lambda: np.zeros((2, (end - start).days)))
    for day, channel, campaign, spend, fees in shop.fetch(Statement(_spend_days(), values)):
        found[channel, campaign][:, (day - start).days] += (spend, fees)
    return dict(found)


def _known(coverages: Iterable[Coverage], start: date, end: date) -> Floats:
    """(days,) 0 on days that all loads cover, NaN on others, to be added to what is counted."""
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    covered = [all(day in coverage for coverage in coverages) for day in days]
    return np.where(covered, 0.0, np.nan)


def _history(
    key: Key,
    start: date,
    known: Floats,
    spent: Floats | None,
    value: Sequence[float] | None,
) -> tuple[Key, History]:
    spend, fees = np.zeros((2, len(known))) if spent is None else spent
    worth = np.zeros(len(known)) if value is None else np.array(value, dtype=np.float64)
    name = key[1] or ""
    return key, History(name, start, spend + known, worth + known, fees + known)


def _joined(name: str, parts: Sequence[History]) -> History:
    """All of a channel; by campaign where its spend names them and they are credited."""
    named = [part for part in parts if part.name and np.nansum(part.spend) > 0]
    spent = sum(float(np.nansum(part.spend)) for part in parts)
    told = sum(float(np.nansum(part.spend)) for part in named)
    credited = sum(float(np.nansum(part.value)) for part in named)
    if told >= _TOLD * spent and credited > 0:
        value = _sum(name, named).value
        return replace(_sum(name, parts), value=value, parts=tuple(named))
    return _sum(name, parts)


def _sum(name: str, parts: Sequence[History]) -> History:
    def total(columns: Iterable[Floats]) -> Floats:
        summed: Floats = np.sum(list(columns), axis=0)
        return summed

    fees = total(part.fees for part in parts if part.fees is not None)
    spend, value = (total(getattr(part, field) for part in parts) for field in ("spend", "value"))
    return History(name, parts[0].start, spend, value, fees)
