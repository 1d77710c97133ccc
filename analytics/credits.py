"""Credit for the orders paid in a period, by every model: to channels, campaigns or both.

docs/attribution.md says what counts as a touch, the look-back, the direct rule and the formulas.
An order without a touch of its own is credited to what stands on it; one with neither is
unattributed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from analytics.attribution.daily import rake
from analytics.attribution.holdout import choose_order
from analytics.attribution.journeys import Journeys, Key
from analytics.attribution.markov import credit_by_markov
from analytics.attribution.reading import (
    CreditRow,
    JourneyQuestion,
    Source,
    read_credit,
    read_journeys,
    touch_source,
)
from analytics.periods import Period
from analytics.shop import Shop

Model = Literal["last", "first", "linear", "position", "time_decay", "markov"]
MODELS: tuple[Model, ...] = get_args(Model)

_LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class CreditRule:
    """How orders are credited: `window_days` before an order its touches count."""

    model: Model
    window_days: int
    half_life_days: float


@dataclass(frozen=True)
class Credited:
    """What is credited. `value`: paid amount, in the shop's currency as `refunds`."""

    orders: float = 0.0
    value: float = 0.0
    refunds: float = 0.0
    new_buyers: float = 0.0

    def __add__(self, other: "Credited") -> "Credited":
        return Credited(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Credit:
    """A period's credit by one model; `rows` and `unattributed` add up to `total`.

    Keys hold the words of `by` in its order; None: no word (traffic of a channel outside
    campaigns). `source`: the table that told of touches; `orders` where none did.
    `journeys_share`: orders with a journey of their own ÷ orders; the others are credited to what
    stands on them. `order`: of the Markov chain, else None; `paths`: its journeys.
    """

    model: Model
    by: tuple[str, ...]
    rows: Mapping[Key, Credited]
    unattributed: Credited
    total: Credited
    source: Source
    journeys_share: float
    order: int | None = None
    paths: int | None = None


def credit(
    shop: Shop, period: Period, rule: CreditRule, by: tuple[str, ...] = ("channel",)
) -> Credit:
    """The period's credit by the rule's model; MissingTable without orders.

    No paid orders: no rows, and a total of zero. Unsplittable where `by` names anything but
    channel and campaign.
    """
    return credit_models(shop, period, rule, by, (rule.model,))[rule.model]


def credit_models(
    shop: Shop,
    period: Period,
    rule: CreditRule,
    by: tuple[str, ...] = ("channel",),
    models: Sequence[Model] = MODELS,
) -> dict[Model, Credit]:
    """The same by several models at once; the rule's own model does not matter."""
    shop.coverage("orders")
    asked = JourneyQuestion(period, rule.window_days, rule.half_life_days, by)
    source = touch_source(shop, asked)
    by_rule: tuple[Model, ...] = tuple(model for model in models if model != "markov")
    rows = read_credit(shop, asked, by_rule or ("last",))
    found = {model: _summed(model, asked, source, rows) for model in by_rule or ("last",)}
    if "markov" in models:
        found["markov"] = credit_journeys(
            _summed(next(iter(found)), asked, source, rows), rows, read_journeys(shop, asked)
        )
    return {model: found[model] for model in models}


def credit_journeys(base: Credit, rows: Sequence[CreditRow], journeys: Journeys) -> Credit:
    """Markov credit: of the orders with journeys by the chain, of the others as they stand."""
    standing = _by_key(row for row in rows if row.model == base.model and not row.journey)
    order = choose_order(journeys)
    for name, amounts in zip(journeys.names, credit_by_markov(journeys, order).credit, strict=True):
        standing[name] = standing.get(name, Credited()) + Credited(*map(float, amounts))
    paths = round(float(journeys.conversions.sum() + journeys.nulls.sum()))
    return replace(base, model="markov", rows=standing, order=order, paths=paths)


def daily_value(
    shop: Shop, start: date, end: date, rule: CreditRule, by: tuple[str, ...] = ("channel",)
) -> dict[Key, tuple[float, ...]]:
    """The paid amount credited to each key on each paid day of [start, end).

    By Markov each day's sum and each key's credit over the span are kept; how they share out is
    as even touches would have it (`analytics.attribution.daily`). What is unattributed has no row.
    """
    shop.coverage("orders")
    model = "linear" if rule.model == "markov" else rule.model
    days = (end - start).days
    found: dict[Key, list[float]] = {}
    for period in _pieces(start, end):
        asked = JourneyQuestion(period, rule.window_days, rule.half_life_days, by)
        for row in read_credit(shop, asked, (model,), daily=True):
            if row.attributed and row.day is not None:
                series = found.setdefault(row.key, [0.0] * days)
                series[(row.day - start).days] += row.amounts[1]
    if rule.model == "markov" and found:
        found = _by_chain(found, credit(shop, Period(start, end), rule, by))
    return {key: tuple(values) for key, values in found.items()}


def _by_chain(found: Mapping[Key, list[float]], whole: Credit) -> dict[Key, list[float]]:
    keys = list(dict.fromkeys([*found, *whole.rows]))
    days = len(next(iter(found.values())))
    even = np.array([found.get(key, [0.0] * days) for key in keys])
    sums = np.array([whole.rows.get(key, Credited()).value for key in keys])
    return dict(zip(keys, rake(even, sums).tolist(), strict=True))


def _pieces(start: date, end: date) -> Iterable[Period]:
    """The span in parts whose answers stay small."""
    while start < end:
        until = min(end, start + _LONGEST)
        yield Period(start, until)
        start = until


def _summed(
    model: Model, asked: JourneyQuestion, source: Source, rows: Sequence[CreditRow]
) -> Credit:
    own = [row for row in rows if row.model == model]
    total = sum((Credited(*row.amounts) for row in own), Credited())
    with_journey = sum(row.amounts[0] for row in own if row.journey)
    return Credit(
        model=model,
        by=asked.by,
        rows=_by_key(own),
        unattributed=sum((Credited(*r.amounts) for r in own if not r.attributed), Credited()),
        total=total,
        source=source,
        journeys_share=with_journey / total.orders if total.orders else 0.0,
    )


def _by_key(rows: Iterable[CreditRow]) -> dict[Key, Credited]:
    """Keys with a word first of all that are credited; the rest is unattributed."""
    found: dict[Key, Credited] = {}
    for row in rows:
        if row.attributed:
            found[row.key] = found.get(row.key, Credited()) + Credited(*row.amounts)
    return found
