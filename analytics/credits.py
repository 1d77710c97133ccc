"""Credit for the orders paid in a period, by every model: to channels, campaigns or both.

docs/attribution.md says what counts as a touch, the look-back, the direct rule and the formulas.
An order without a touch of its own is credited to what stands on it; one with neither is
unattributed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from analytics.attribution.daily import rake
from analytics.attribution.holdout import choose_order
from analytics.attribution.journeys import Floats, Journeys, Key
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

_LONGEST = timedelta(days=92)
"""What is asked at once day by day, so that ten million orders fit in the memory there is."""

_MONTH_DAYS = 365.25 / 12


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
    stands on them. `history_days`: how long before the period's end touches are known.
    `order`: of the Markov chain, else None; `paths`: the journeys it was learnt from.
    """

    model: Model
    by: tuple[str, ...]
    rows: Mapping[Key, Credited]
    unattributed: Credited
    total: Credited
    source: Source
    journeys_share: float
    history_days: int = 0
    order: int | None = None
    paths: int | None = None

    @property
    def history_months(self) -> float:
        """`history_days` in months of average length."""
        return self.history_days / _MONTH_DAYS

    def is_indicative(self, months: float, paths: int) -> bool:
        """Whether it is a chain's, of less history or fewer journeys than these (R21)."""
        few = self.paths is not None and self.paths < paths
        return self.model == "markov" and (few or self.history_months < months)


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
    return _credited(shop, period, rule, by, models)[0]


def credit_with_journeys(
    shop: Shop, period: Period, rule: CreditRule, by: tuple[str, ...] = ("channel",)
) -> tuple[dict[Model, Credit], Journeys]:
    """Every model's credit, and the journeys that Markov's rests on."""
    found, journeys = _credited(shop, period, rule, by, MODELS)
    assert journeys is not None
    return found, journeys


def _credited(
    shop: Shop,
    period: Period,
    rule: CreditRule,
    by: tuple[str, ...],
    models: Sequence[Model],
) -> tuple[dict[Model, Credit], Journeys | None]:
    shop.coverage("orders")
    asked = JourneyQuestion(period, rule.window_days, rule.half_life_days, by)
    by_rule: tuple[Model, ...] = tuple(model for model in models if model != "markov") or ("last",)
    rows = read_credit(shop, asked, by_rule)
    empty = _empty(shop, asked)
    found = {model: _summed(replace(empty, model=model), rows) for model in by_rule}
    journeys = read_journeys(shop, asked) if "markov" in models else None
    if journeys is not None:
        found["markov"] = _by_markov(found[by_rule[0]], rows, journeys)
    return {model: found[model] for model in models}, journeys


def _by_markov(base: Credit, rows: Sequence[CreditRow], journeys: Journeys) -> Credit:
    """Of the orders with journeys by the chain, of the others as they stand."""
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

    By Markov each day's sum and each key's credit over the span are kept. What stands on orders
    without a journey is of its own day; the others share out as nearly as can be as even touches
    would have it (`analytics.attribution.daily`). What is unattributed has no row.
    """
    shop.coverage("orders")
    model = "linear" if rule.model == "markov" else rule.model
    standing: dict[Key, Floats] = defaultdict(lambda: np.zeros((end - start).days))
    led: dict[Key, Floats] = defaultdict(lambda: np.zeros((end - start).days))
    for period in _pieces(start, end):
        asked = JourneyQuestion(period, rule.window_days, rule.half_life_days, by)
        for row in read_credit(shop, asked, (model,), daily=True):
            if row.attributed and row.day is not None:
                series = led if row.journey else standing
                series[row.key][(row.day - start).days] += row.amounts[1]
    if rule.model == "markov" and led:
        led = _by_chain(led, standing, credit(shop, Period(start, end), rule, by))
    keys = dict.fromkeys([*standing, *led])
    return {key: tuple((standing[key] + led[key]).tolist()) for key in keys}


def _by_chain(
    even: Mapping[Key, Floats], standing: Mapping[Key, Floats], whole: Credit
) -> dict[Key, Floats]:
    """Journeys' credit by day, with each key's sum as in the credit of the whole span."""
    keys = list(dict.fromkeys([*even, *whole.rows]))
    none = np.zeros(len(next(iter(even.values()))))
    sums = [
        whole.rows.get(key, Credited()).value - float(standing.get(key, none).sum()) for key in keys
    ]
    table = np.array([even.get(key, none) for key in keys])
    fitted = rake(table, np.maximum(sums, 0.0))
    return defaultdict(lambda: none, zip(keys, fitted, strict=True))


def _pieces(start: date, end: date) -> Iterable[Period]:
    """The span in parts, each asked at once."""
    while start < end:
        until = min(end, start + _LONGEST)
        yield Period(start, until)
        start = until


def _empty(shop: Shop, asked: JourneyQuestion) -> Credit:
    """The credit before anything is in it."""
    source = touch_source(shop, asked)
    first = shop.coverage(source).first_day
    days = (asked.period.end - first).days if first else 0
    return Credit("last", asked.by, {}, Credited(), Credited(), source, 0.0, max(days, 0))


def _summed(empty: Credit, rows: Sequence[CreditRow]) -> Credit:
    own = [row for row in rows if row.model == empty.model]
    total = sum((Credited(*row.amounts) for row in own), Credited())
    with_journey = sum(row.amounts[0] for row in own if row.journey)
    return replace(
        empty,
        rows=_by_key(own),
        unattributed=sum((Credited(*r.amounts) for r in own if not r.attributed), Credited()),
        total=total,
        journeys_share=with_journey / total.orders if total.orders else 0.0,
    )


def _by_key(rows: Iterable[CreditRow]) -> dict[Key, Credited]:
    found: dict[Key, Credited] = {}
    for row in rows:
        if row.attributed:
            found[row.key] = found.get(row.key, Credited()) + Credited(*row.amounts)
    return found
