"""Targets spread over days, how far they are met, and when to sound the alarm."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from analytics.promo_factors import Floats
from analytics.seasonality import YEAR, DailySeries, Pattern, learn

Span = Literal["week", "month", "quarter", "year"]
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Target:
    """A value to reach over a half-open period; `scope`: (dimension, value) pairs, () = all."""

    start: date
    end: date
    metric: str
    value: float
    scope: Scope = ()

    @property
    def days(self) -> int:
        """The length of the period in days."""
        return (self.end - self.start).days


@dataclass(frozen=True)
class DayTargets:
    """A target day by day. `math.fsum(values) + unplaced` is the target.

    `unplaced` is 0 unless explicit targets inside already ask for more than the whole does, or
    fill every day with less.
    """

    target: Target
    values: tuple[float, ...]
    unplaced: float

    def between(self, start: date, end: date) -> float:
        """The target of a half-open part; days outside the period count 0."""
        first = max(0, (start - self.target.start).days)
        last = max(first, (end - self.target.start).days)
        return math.fsum(self.values[first:last])

    def parts(self, span: Span) -> tuple[Target, ...]:
        """Calendar weeks (from Monday), months, quarters or years of it, cut at its ends."""
        found = []
        start = self.target.start
        while start < self.target.end:
            end = min(_next(start, span), self.target.end)
            value = self.between(start, end)
            found.append(Target(start, end, self.target.metric, value, self.target.scope))
            start = end
        return tuple(found)


def split_target(
    target: Target,
    history: DailySeries,
    promo: Mapping[date, str] | None = None,
    *,
    inside: Iterable[Target] = (),
) -> DayTargets:
    """Spread a target over its days as the shop usually sells.

    A day weighs weekday × last year's season × promo phase day, learned from the history
    before the target (from all of it where fewer than 28 days lie before); closed weekdays
    weigh 0; the season counts once a full year is known. Explicit targets of the same metric
    and scope `inside` the period win, the shortest first, each spread as it would be alone, so
    that a week's target is the same seen from its month and from its quarter; the rest is
    spread over the other days. Without any history all days weigh the same. ValueError for an
    empty period.
    """
    if target.days <= 0:
        raise ValueError(f"an empty period: {target.start}..{target.end}")
    values = np.zeros(target.days)
    free = np.ones(target.days, dtype=bool)
    for each in [*sorted(_inside(target, inside), key=lambda t: t.days), target]:
        first = (each.start - target.start).days
        here = np.zeros(target.days, dtype=bool)
        here[first : first + each.days] = True
        rest = (
            max(0.0, each.value - math.fsum(values[here & ~free])) if each.value > 0 else each.value
        )
        if (here & free).any():
            weights = day_weights(history, each.start, each.end, promo)
            values[here & free] = _spread(rest, weights[free[here]])
            free &= ~here
    placed = values.tolist()
    return DayTargets(target, tuple(placed), _left(target.value, placed))


def day_weights(
    history: DailySeries, start: date, end: date, promo: Mapping[date, str] | None = None
) -> Floats:
    """How much each day of a half-open period weighs against an ordinary day, (days,)."""
    before = history.until(start)
    known = sum(value is not None for value in before.values)
    learned = before if known >= 28 else history
    size = (end - start).days
    if not any(learned.values):
        return np.ones(size)
    pattern = learn(learned, promo or {})
    days = [start + timedelta(days=i) for i in range(size)]
    weekday = pattern.weekday[[day.weekday() for day in days], pattern.size]
    promos = np.array([pattern.promo.day((promo or {}).get(day)).factor for day in days])
    weights: Floats = weekday * promos * _season(pattern, days)
    return np.maximum(weights, 0.0)


def find_target(
    targets: Iterable[Target], *, metric: str, start: date, end: date, scope: Scope = ()
) -> tuple[Target, tuple[Target, ...]] | None:
    """The target that speaks about a half-open period, and those inside it; None if none does.

    The very period first; else the sum of targets that tile it exactly (twelve months are a
    year); else the shortest that contains it, to be split and read with `DayTargets.between`.
    """
    fitting = [each for each in targets if each.metric == metric and each.scope == scope]
    whole = [each for each in fitting if each.start <= start and each.end >= end]
    whole.sort(key=lambda each: each.days)
    if whole and (whole[0].start, whole[0].end) == (start, end):
        return whole[0], _inside(whole[0], fitting)
    tiles = _tiles(fitting, start, end)
    if tiles:
        value = math.fsum(tile.value for tile in tiles)
        found = Target(start, end, metric, value, scope)
        return found, _inside(found, fitting)
    return (whole[0], _inside(whole[0], fitting)) if whole else None


def _tiles(targets: Sequence[Target], start: date, end: date) -> list[Target]:
    """Targets laid end to end from `start` to `end`, longest first; empty if there is a hole."""
    found: list[Target] = []
    while start < end:
        fitting = [each for each in targets if each.start == start and each.end <= end]
        if not fitting:
            return []
        found.append(max(fitting, key=lambda each: each.days))
        start = found[-1].end
    return found


def _inside(target: Target, others: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(
        each
        for each in others
        if (each.metric, each.scope) == (target.metric, target.scope)
        and target.start <= each.start < each.end <= target.end
        and each.days < target.days
    )


def _season(pattern: Pattern, days: Sequence[date]) -> Floats:
    """Last year's level around each day, weekday and promos taken out; 1 without a year of it."""
    if pattern.size < YEAR:
        return np.ones(len(days))
    places = np.array([(day - pattern.start).days for day in days])
    # Whole years back, to the latest one that is known.
    back = np.ceil(np.maximum(places - pattern.size + 1, 0) / YEAR).astype(np.int64)
    around = pattern.season[np.clip(places - back * YEAR, 0, pattern.size - 1)]
    return around if (around > 0).all() else np.ones(len(days))


def _spread(value: float, weights: Floats) -> Floats:
    """`value` by weight, exact in sum; equal parts where nothing weighs."""
    total = weights.sum()
    parts = weights * (value / total) if total > 0 else np.full(len(weights), value / len(weights))
    largest = int(np.argmax(np.abs(parts)))
    parts[largest] += math.fsum([value, *(-parts)])
    return parts


def _left(value: float, placed: Sequence[float]) -> float:
    gap = math.fsum([value, *(-part for part in placed)])
    return gap if abs(gap) > 1e-9 * abs(value) else 0.0


def _next(day: date, span: Span) -> date:
    """The first day of the next week, month, quarter or year."""
    if span == "week":
        return day + timedelta(days=7 - day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    month = (day.month - 1) // months * months + months
    return date(day.year + month // 12, month % 12 + 1, 1)
