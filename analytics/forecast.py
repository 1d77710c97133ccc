"""Where a running period will land, with an interval earned on the shop's own past.

Expected = what is known so far + for every day not known yet: level × weekday × last year's
season × promo phase day (`analytics.seasonality`). The interval is conformal in spirit
(V. Vovk, A. Gammerman & G. Shafer, Algorithmic Learning in a Random World, 2005; split
conformal over rolling origins): the same forecast is made from many past days, and the
relative errors of those totals give the width. Little history widens it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import numpy as np

from analytics.intervals import past_errors, scale
from analytics.promo_factors import Floats
from analytics.seasonality import DailySeries as DailySeries
from analytics.seasonality import Ints, Pattern, as_array, learn

LEAST_DAYS = 14
"""Known days under which nothing is forecast."""

SHORT_DAYS = 56
"""Known days under which the answer says that its interval is wide for want of history."""

Note = Literal["short_history", "unseen_promo", "gaps", "partial_day"]


@dataclass(frozen=True)
class LandingDay:
    """One day of the path. `known`: the value is observed and has no band."""

    day: date
    expected: float
    low: float
    high: float
    known: bool


@dataclass(frozen=True)
class Landing:
    """The total a period is heading for, in the unit of the history.

    `so_far`: the sum of what is known. `low`, `high`: the total's interval at `level`; equal to
    `expected` once every day is known. `notes`: what a reader must be told.
    """

    expected: float
    low: float
    high: float
    so_far: float
    level: float
    path: tuple[LandingDay, ...]
    method: Literal["known", "level_weekday", "level_weekday_season"]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class NoLanding:
    """Nothing can be said: `known_days` of history are fewer than `LEAST_DAYS`."""

    reason: Literal["short_history"]
    known_days: int


def land(
    history: DailySeries,
    *,
    start: date,
    end: date,
    as_of: date | datetime,
    promo: Mapping[date, str] | None = None,
    level: float = 0.8,
    day_share: float | None = None,
) -> Landing | NoLanding:
    """The landing of the half-open period `start`..`end` as seen on `as_of`.

    `as_of` is the first day not yet observed; what the history holds from there on is not
    looked at. With a time of day, that day's value is taken as partial: `day_share` is the part
    of a usual day done by then (from hourly data), by default the part of the clock. `promo`
    maps promo days, past and coming, to keys such as `双11/burst/-3`. Days without a value
    before `as_of` are estimated too. ValueError for an empty period.
    """
    if end <= start:
        raise ValueError(f"an empty period: {start}..{end}")
    today = as_of.date() if isinstance(as_of, datetime) else as_of
    observed = history.until(today)
    values = as_array(observed.between(start, end))
    if not np.isnan(values).any():
        return _landed(start, values, level)
    days_known = sum(value is not None for value in observed.values)
    if days_known < LEAST_DAYS:
        return NoLanding("short_history", days_known)
    now = _running_day(history, as_of, day_share) if start <= today < end else None
    pattern = learn(observed, promo or {})
    return _ahead(pattern, values, start, promo or {}, level, now or _Now(today))


@dataclass(frozen=True)
class _Now:
    """The day that is running: its value so far, and the part of a usual day that is done."""

    day: date
    value: float = 0.0
    share: float = 0.0


def _running_day(
    history: DailySeries, as_of: date | datetime, day_share: float | None
) -> _Now | None:
    """The running day where a time of day is given and something is known of it."""
    if not isinstance(as_of, datetime):
        return None
    today = as_of.date()
    value = history.between(today, today + timedelta(days=1))[0]
    clock = (as_of.hour * 60 + as_of.minute) / (24 * 60)
    share = clock if day_share is None else min(max(day_share, 0.0), 1.0)
    return None if value is None else _Now(today, value, share)


def _landed(start: date, values: Floats, level: float) -> Landing:
    total = math.fsum(values)
    path = tuple(
        LandingDay(start + timedelta(days=i), value, value, value, True)
        for i, value in enumerate(values.tolist())
    )
    return Landing(total, total, total, total, level, path, "known", ())


@dataclass(frozen=True)
class _Rest:
    """The days of the period not known yet: place in it, expected value, half-width, promo doubt.

    `doubt`: what is not known about a day's promo, as a ratio to the day (at 80 %).
    """

    places: Ints
    offsets: Ints
    expected: Floats
    doubt: Floats
    unseen_promo: bool


def _ahead(
    pattern: Pattern,
    values: Floats,
    start: date,
    promo: Mapping[date, str],
    level: float,
    now: _Now,
) -> Landing:
    """The landing when some days of the period are not known."""
    rest = _rest(pattern, values, start, promo, now)
    past = past_errors(pattern, rest.offsets, level)
    size, doubt = np.abs(rest.expected), np.abs(rest.expected) * rest.doubt * scale(level)
    half = math.hypot(past.total * size.sum(), doubt.sum())
    so_far = float(np.nansum(values)) + now.value
    expected = so_far + float(rest.expected.sum())
    floor = so_far if pattern.never_negative else -math.inf
    return Landing(
        expected=expected,
        low=max(floor, expected - half),
        high=expected + half,
        so_far=so_far,
        level=level,
        path=_path(start, values, rest, np.hypot(past.day * size, doubt), now),
        method="level_weekday_season" if pattern.knows_a_year else "level_weekday",
        notes=_notes(pattern, rest, now),
    )


def _rest(
    pattern: Pattern, values: Floats, start: date, promo: Mapping[date, str], now: _Now
) -> _Rest:
    places = np.flatnonzero(np.isnan(values))
    days = [start + timedelta(days=int(place)) for place in places]
    offsets = places + (start - pattern.start).days - pattern.size
    origin = np.array([pattern.size])
    ordinary = pattern.ordinary_days(origin, origin[:, None] + offsets)[0]
    promos = [pattern.promo.day(promo.get(day)) for day in days]
    left = np.array([1 - now.share if day == now.day else 1.0 for day in days])
    expected = ordinary * left * np.array([each.factor for each in promos])
    doubt = np.array([each.doubt for each in promos])
    return _Rest(places, offsets, expected, doubt, any(each.unseen for each in promos))


def _path(
    start: date, values: Floats, rest: _Rest, half: Floats, now: _Now
) -> tuple[LandingDay, ...]:
    ahead = dict(zip(rest.places.tolist(), zip(rest.expected, half, strict=True), strict=True))
    path = []
    for place, value in enumerate(values.tolist()):
        day = start + timedelta(days=place)
        expected, width = ahead.get(place, (value, 0.0))
        expected += now.value if day == now.day else 0.0
        path.append(
            LandingDay(day, expected, expected - width, expected + width, place not in ahead)
        )
    return tuple(path)


def _notes(pattern: Pattern, rest: _Rest, now: _Now) -> tuple[Note, ...]:
    told: dict[Note, bool] = {
        "short_history": int(pattern.known.sum()) < SHORT_DAYS,
        "unseen_promo": rest.unseen_promo,
        "gaps": bool((rest.offsets < 0).any()),
        "partial_day": now.share > 0,
    }
    return tuple(note for note, true in told.items() if true)
