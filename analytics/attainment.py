"""How far a target is met, week by week and against the pace it should have by now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from analytics.seasonality import DailySeries
from analytics.targets import DayTargets

MOST_GAPS = 0.2
"""The share of days without data beyond which a target has no light."""

Light = Literal["green", "yellow", "red"]


@dataclass(frozen=True)
class Thresholds:
    """Where the lights change and rules trip, as ratios of the pace.

    `green`, `yellow`: pace from which the light is so; red below. `band`: R06, either side.
    `checkpoints`: R05, (days gone, least pace), earliest first.
    """

    green: float = 0.95
    yellow: float = 0.85
    band: float = 0.15
    checkpoints: tuple[tuple[int, float], ...] = ((10, 0.70), (20, 0.85))


DEFAULTS = Thresholds()


@dataclass(frozen=True)
class Attainment:
    """A target against what happened before `as_of`.

    `expected_so_far`: the target of the days that are known. `ratio`: actual ÷ target;
    `pace_ratio`: actual ÷ expected so far; None where the divisor is not positive.
    `needed_per_day`: what each day left must bring, over days that have a target; None when no
    such day is left. `light`: None before anything is expected, or where too many days are gaps.
    `gap_days`: days before `as_of` without data, in neither the actual nor the pace.
    """

    target: float
    actual: float
    expected_so_far: float
    ratio: float | None
    pace_ratio: float | None
    needed_per_day: float | None
    days_left: int
    gap_days: int
    light: Light | None


@dataclass(frozen=True)
class WeekBand:
    """One week (from Monday, cut at the period's ends) against its sub-target, R06.

    `target`: of the whole week; `due`: of its days known so far; `actual`: of the same days.
    `state` compares actual with due; None where nothing is due yet.
    """

    start: date
    end: date
    target: float
    due: float
    actual: float
    complete: bool
    state: Literal["in", "over", "under"] | None


@dataclass(frozen=True)
class Checkpoint:
    """R05 tripped: `pace_ratio` was under `limit` once `day` days had gone."""

    day: int
    limit: float
    pace_ratio: float


def attainment(
    plan: DayTargets,
    history: DailySeries,
    as_of: date,
    *,
    day_share: float = 0.0,
    thresholds: Thresholds = DEFAULTS,
) -> Attainment:
    """Actual against plan. `as_of`: the first day not yet complete.

    `day_share`: the part of a usual day that is done on `as_of` itself; the history's value of
    that day then counts as far as it goes, and that part of its target is due.
    """
    actual, due, gaps = _so_far(plan, history, as_of, day_share)
    target = plan.target.value
    left = _days_left(plan, as_of, day_share)
    pace = actual / due if due > 0 else None
    return Attainment(
        target=target,
        actual=actual,
        expected_so_far=due,
        ratio=actual / target if target > 0 else None,
        pace_ratio=pace,
        needed_per_day=max(0.0, target - actual) / left if left > 0 else None,
        days_left=math.ceil(left),
        gap_days=gaps,
        light=None if pace is None or _mostly_gaps(plan, as_of, gaps) else _light(pace, thresholds),
    )


def weekly_bands(
    plan: DayTargets, history: DailySeries, as_of: date, *, thresholds: Thresholds = DEFAULTS
) -> tuple[WeekBand, ...]:
    """Every week of the plan, oldest first, future ones too (R06)."""
    return tuple(
        _week(plan, history, week.start, week.end, as_of, thresholds.band)
        for week in plan.parts("week")
    )


def checkpoint(
    attained: Attainment, start: date, as_of: date, *, thresholds: Thresholds = DEFAULTS
) -> Checkpoint | None:
    """The R05 rule a month trips, None if none: the last checkpoint passed is the one that counts.

    `start`: the month's first day; `as_of`: the first day not yet complete, so that the tenth
    day counts from the eleventh on.
    """
    gone = (as_of - start).days
    passed = [each for each in thresholds.checkpoints if each[0] <= gone]
    if not passed or attained.pace_ratio is None:
        return None
    day, limit = passed[-1]
    return Checkpoint(day, limit, attained.pace_ratio) if attained.pace_ratio < limit else None


def _mostly_gaps(plan: DayTargets, as_of: date, gaps: int) -> bool:
    """Whether so many of the days gone are unknown that no light can be answered for."""
    gone = (min(as_of, plan.target.end) - plan.target.start).days
    return gaps > MOST_GAPS * gone


def _light(pace: float, thresholds: Thresholds) -> Light:
    if pace >= thresholds.green:
        return "green"
    return "yellow" if pace >= thresholds.yellow else "red"


def _days_left(plan: DayTargets, as_of: date, day_share: float) -> float:
    """Days with a target from `as_of` on; the running day counts as far as it is left."""
    gone = max(0, (as_of - plan.target.start).days)
    left = [float(value > 0) for value in plan.values[gone:]]
    if left and as_of >= plan.target.start:
        left[0] *= 1 - day_share
    return math.fsum(left)


def _so_far(
    plan: DayTargets, history: DailySeries, as_of: date, day_share: float
) -> tuple[float, float, int]:
    """Actual and due over the days known before `as_of`, and how many are not known."""
    start, end = plan.target.start, min(max(as_of, plan.target.start), plan.target.end)
    values = history.between(start, end)
    actual = [value for value in values if value is not None]
    due = [t for t, value in zip(plan.values, values, strict=False) if value is not None]
    if day_share > 0 and start <= as_of < plan.target.end:
        today = history.between(as_of, as_of + timedelta(days=1))[0]
        if today is not None:
            actual.append(today)
            due.append(day_share * plan.values[(as_of - start).days])
    return math.fsum(actual), math.fsum(due), len(values) - _known(values)


def _known(values: Sequence[float | None]) -> int:
    return sum(value is not None for value in values)


def _week(
    plan: DayTargets, history: DailySeries, start: date, end: date, as_of: date, band: float
) -> WeekBand:
    until = min(max(as_of, start), end)
    values = history.between(start, until)
    first = (start - plan.target.start).days
    due = math.fsum(plan.values[first + i] for i, value in enumerate(values) if value is not None)
    actual = math.fsum(value for value in values if value is not None)
    complete = until == end and _known(values) == len(values)
    return WeekBand(
        start, end, plan.between(start, end), due, actual, complete, _state(actual, due, band)
    )


def _state(actual: float, due: float, band: float) -> Literal["in", "over", "under"] | None:
    if due <= 0:
        return None
    ratio = actual / due
    if round(abs(ratio - 1), 9) <= band:  # 0.85 of the pace is inside, rounding or not
        return "in"
    return "over" if ratio > 1 else "under"
