"""Where a metric stands against its target and where it is heading, read from a shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.attainment import (
    Attainment,
    Checkpoint,
    Thresholds,
    WeekBand,
    attainment,
    checkpoint,
    weekly_bands,
)
from analytics.forecast import Landing, NoLanding, land
from analytics.occasions import Occasion
from analytics.periods import Period
from analytics.phase_keys import phase_keys
from analytics.seasonality import DailySeries
from analytics.shop import Filters, Shop
from analytics.spans import Unit, unit_period
from analytics.targets import DayTargets, Scope, find_target, split_target


@dataclass(frozen=True)
class Past:
    """A metric's whole known history and the promo calendar around it.

    `as_of`: the first shop day that is not complete yet.
    """

    metric: str
    history: DailySeries
    as_of: date
    promo: dict[date, str]

    @property
    def last_day(self) -> date:
        """The last complete day."""
        return self.as_of - timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """A target period: the plan by day, attainment, landing, weeks and the tripped checkpoint.

    The landing is None for a period that begins after the day the data reach: its target stands
    alone. One that begins on that day has a landing though no day of it is complete.
    """

    plan: DayTargets
    attained: Attainment
    landing: Landing | NoLanding | None
    weeks: tuple[WeekBand, ...]
    tripped: Checkpoint | None


def read_past(
    shop: Shop, metric: str, until: date, where: Filters, occasions: Sequence[Occasion]
) -> Past:
    """The metric's history with the promo days up to `until`; MissingTable without orders."""
    coverage = shop.coverage("orders")
    first, moment = coverage.first_day, coverage.until
    assert first is not None
    assert moment is not None
    as_of = moment.date()
    history = shop.series(metric, first, as_of, where)
    return Past(metric, history, as_of, phase_keys(first, until, occasions))


def scope_of(where: Filters) -> Scope | None:
    """The target scope a filter is; None for a filter no target can have (several words)."""
    pairs = [(name, words[0]) for name, words in where.items() if len(words) == 1 and words[0]]
    return tuple(sorted(pairs)) if len(pairs) == len(where) else None


def outlook(
    shop: Shop, past: Past, start: date, end: date, scope: Scope, thresholds: Thresholds
) -> Outlook | None:
    """The outlook of the half-open target period; None when no target speaks about it."""
    found = find_target(shop.targets(), metric=past.metric, start=start, end=end, scope=scope)
    if found is None:
        return None
    target, inside = found
    whole = split_target(target, past.history, past.promo, inside=inside)
    plan = _part(whole, start, end)
    attained = attainment(plan, past.history, past.as_of, thresholds=thresholds)
    return Outlook(
        plan=plan,
        attained=attained,
        landing=_landing(past, start, end),
        weeks=weekly_bands(plan, past.history, past.as_of, thresholds=thresholds),
        tripped=_tripped(attained, past, start, end, thresholds),
    )


def _tripped(
    attained: Attainment, past: Past, start: date, end: date, thresholds: Thresholds
) -> Checkpoint | None:
    """R05 speaks of the month to date: of calendar months only."""
    month = unit_period(Unit.MONTH, start)
    if (month.start, month.end) != (start, end):
        return None
    return checkpoint(attained, start, min(past.as_of, end), thresholds=thresholds)


def expectation(past: Past, period: Period) -> Landing | NoLanding:
    """What the days before a period lead one to expect of it (`vs baseline`)."""
    return land(
        past.history, start=period.start, end=period.end, as_of=period.start, promo=past.promo
    )


def _landing(past: Past, start: date, end: date) -> Landing | NoLanding | None:
    if start > past.as_of:  # on the very day there is a forecast, though nothing is in yet
        return None
    return land(past.history, start=start, end=end, as_of=past.as_of, promo=past.promo)


def _part(plan: DayTargets, start: date, end: date) -> DayTargets:
    """The part of a plan that a shorter period inside it has to bring."""
    if (plan.target.start, plan.target.end) == (start, end):
        return plan
    first = (start - plan.target.start).days
    values = plan.values[first : first + (end - start).days]
    held = plan.target
    target = type(held)(start, end, held.metric, plan.between(start, end), held.scope)
    return DayTargets(target, values, 0.0)
