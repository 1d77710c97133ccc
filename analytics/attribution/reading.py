"""The shop's journeys: which table tells of touches, and the statements that follow them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from analytics.attribution.journeys import Journeys, Key, gather_journeys
from analytics.errors import TooManyRows, Unsplittable
from analytics.periods import Period
from analytics.shop import Shop
from analytics.spans import midnight
from analytics.statement import Rows, Statement

Source = Literal["touchpoints", "events", "orders"]

DIMENSIONS = ("channel", "campaign")
DIRECT = ("direct", "(direct)", "(direct) / (none)", "直接访问", "直接", "直接流量")
"""Words for visits that no marketing brought; compared in lower case."""

_PAGES = (1, 8, 64)
_STEP, _WORD = chr(30), chr(31)
_STEPS = ("1_{source}", "2_buys", "3_led", "4_counted", "5_steps")


@dataclass(frozen=True)
class JourneyQuestion:
    """Whose journeys: the orders paid in the period, the touches up to `window_days` before."""

    period: Period
    window_days: int
    half_life_days: float
    by: tuple[str, ...]

    def __post_init__(self) -> None:
        for dimension in self.by:
            if dimension not in DIMENSIONS:
                raise Unsplittable("paid_gmv", dimension, DIMENSIONS)


@dataclass(frozen=True)
class CreditRow:
    """Credit as SQL shares it out: (orders, value, refunds, new buyers) of one key."""

    model: str
    day: date | None
    attributed: bool
    journey: bool
    key: Key
    amounts: tuple[float, ...]


def touch_source(shop: Shop, asked: JourneyQuestion) -> Source:
    """The table that tells of touches near the period; `orders` where none does."""
    first = asked.period.start - timedelta(days=asked.window_days)
    sources: tuple[Source, ...] = ("touchpoints", "events")
    for source in sources:
        if shop.has(source) and shop.coverage(source).touches(first, asked.period.end):
            return source
    return "orders"


def read_credit(
    shop: Shop, asked: JourneyQuestion, models: Sequence[str], *, daily: bool = False
) -> list[CreditRow]:
    """The orders' credit by the rules named; with `daily` by paid day too."""
    rows = _fetch(shop, asked, "credit", {"models": list(models), "daily": daily})
    return [
        CreditRow(
            model=row[0],
            day=row[1],
            attributed=row[2],
            journey=row[3],
            key=_key(row[4:6], asked.by),
            amounts=tuple(float(amount) for amount in row[6:]),
        )
        for row in rows
    ]


def read_journeys(shop: Shop, asked: JourneyQuestion) -> Journeys:
    """The distinct journeys with (value, refunds, new buyers) of the orders they led to.

    Orders without a touch of their own are left out. Where an answer may not hold them all they
    are fetched in parts; TooManyRows where that does not do either.
    """
    rows = _paged(shop, asked)
    return gather_journeys(
        [[_key(step.split(_WORD), asked.by) for step in row[0].split(_STEP)] for row in rows],
        [float(row[1]) for row in rows],
        [float(row[2]) for row in rows],
        [[float(amount) for amount in row[3:]] for row in rows],
    )


def _paged(shop: Shop, asked: JourneyQuestion) -> list[tuple[Any, ...]]:
    for pages in _PAGES[:-1]:
        try:
            return _pages(shop, asked, pages)
        except TooManyRows:
            continue
    return _pages(shop, asked, _PAGES[-1])


def _pages(shop: Shop, asked: JourneyQuestion, pages: int) -> list[tuple[Any, ...]]:
    found = [
        _fetch(shop, asked, "paths", {"pages": pages, "page": page}).rows for page in range(pages)
    ]
    return [row for rows in found for row in rows]


def _key(words: Sequence[str | None], by: tuple[str, ...]) -> Key:
    """The words of `by`, in its order, of a step's (channel, campaign)."""
    return tuple(words[DIMENSIONS.index(dimension)] or None for dimension in by)


def _fetch(shop: Shop, asked: JourneyQuestion, name: str, more: Mapping[str, Any]) -> Rows:
    values = _values(shop, asked)
    values |= _bounds(shop, values) | dict(more)
    return _run(shop, _composed(touch_source(shop, asked), name), values)


def _bounds(shop: Shop, values: Mapping[str, Any]) -> dict[str, Any]:
    """The days that matter and their instants: as values, so that the engine reads no others."""
    first, last = _run(shop, _sql("bounds"), values).rows[0]
    return {
        "first_day": first,
        "last_day": last,
        "from": midnight(first, shop.zone),
        "ordered_until": midnight(last + timedelta(days=1), shop.zone),
    }


def _run(shop: Shop, sql: str, values: Mapping[str, Any]) -> Rows:
    """The rows of a statement with those of the values it names."""
    named = set(re.findall(r"\$(\w+)", sql))
    return shop.fetch(Statement(sql, {key: value for key, value in values.items() if key in named}))


def _values(shop: Shop, asked: JourneyQuestion) -> dict[str, Any]:
    period = asked.period
    _, until = period.instants(shop.zone)
    return {
        "start": period.start,
        "end": period.end,
        "hours": None if period.hours is None else _hours(until, period),
        "until": until,
        "zone": shop.zone.key,
        "window_days": asked.window_days,
        "half_life_days": asked.half_life_days,
        "direct": list(DIRECT),
        "by_channel": "channel" in asked.by,
        "by_campaign": "campaign" in asked.by,
    }


def _hours(until: Any, period: Period) -> int:
    """Elapsed hours of the last day on the shop's clock."""
    return 24 if until.date() > period.last else until.hour + (until.minute > 0)


@cache
def _composed(source: Source, name: str) -> str:
    """One statement of the steps' files, each a query under the name of its step."""
    steps = [step.format(source=source) for step in _STEPS]
    names = ["touches" if step.startswith("1_") else step[2:] for step in steps]
    parts = [
        f"{name} AS MATERIALIZED (\n{_sql(step)})" for name, step in zip(names, steps, strict=True)
    ]
    final = _sql(name)
    joined = ",\n".join(parts)
    return f"WITH {joined}\nSELECT * FROM (\n{final})"


def _sql(name: str) -> str:
    return (files("analytics") / "sql" / "attribution" / f"{name}.sql").read_text("utf-8")
