"""The days a response is learned from: what was spent, what came back, and what else was going on.

A channel whose campaigns are known is learned from their days: each campaign has a level of its
own, all of a channel share one shape. What would make spend look good is taken out: the shop's
season and promos as learned from sales no campaign brought, phases and weekdays, and a level of the
channel that wanders from month to month.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.curves import Floats
from analytics.response_shapes import carry_over

Ints = NDArray[np.int64]

MONTH = 28
PHASES = ("preheat", "burst", "review", "holiday", "promo")

_LEVEL_DOUBT = 5.0
_WEEKDAY_DOUBT = 0.3
_DEMAND_DOUBT = 0.5
_PHASE_DOUBT = 0.5
_PEAK = np.log(2.0)
"""Promo days worth more than two ordinary ones are learned apart: what is known of them is
shrunk most."""

_WANDERING = ((MONTH, 0.1), (4 * MONTH, 0.25))
"""How far a channel's level wanders in so many days, as the spread of its logarithm."""


@dataclass(frozen=True)
class History:
    """What a channel (or any key) spent and was credited with, day by day from `start`.

    Daily numbers in shop currency, all of one length; NaN where nothing is known. `fees`: the
    part of `spend` that is a share of the value brought (commission): it follows sales, not a
    decision; nothing by default. `parts`: the same by campaign where campaigns are known.
    """

    name: str
    start: date
    spend: Floats
    value: Floats
    fees: Floats | None = None
    parts: tuple["History", ...] = ()

    @property
    def decided(self) -> Floats:
        """(n,) spend without the fees that follow sales."""
        return self.spend if self.fees is None else self.spend - self.fees


@dataclass(frozen=True)
class Covariates:
    """What else moves sales, day by day from `start`, of one length.

    `promo`: what the day's promo or holiday is worth in ordinary days, 1 for none. `season`: the
    shop's ordinary level around the day, in any unit. `phases`: a word of `PHASES` or "".
    """

    start: date
    promo: Floats
    season: Floats
    phases: tuple[str, ...]


def plain_covariates(start: date, days: int) -> Covariates:
    """Days on which nothing else goes on."""
    return Covariates(start, np.ones(days), np.ones(days), ("",) * days)


@dataclass(frozen=True)
class Unit:
    """A campaign, or the whole of a history without campaigns.

    `rows`: (m,) the days it is learned from. `typical`: its mean spend on days with any.
    """

    spend: Floats
    rows: Ints
    typical: float
    before: float


@dataclass(frozen=True)
class Days:
    """One history as rows, a row per unit and day.

    `unit`, `day`: (n,) number of the unit, and of the day in the history. `value`: (n,) what
    came back. `offset`: (n,) ln of what the shop's demand makes of the day. `nuisance`: (n, p)
    all else that may matter, with prior `precision` (p,). `whole`: value may come without
    spend, as no campaign is told apart.
    """

    history: History
    units: tuple[Unit, ...]
    unit: Ints
    day: Ints
    value: Floats
    offset: Floats
    nuisance: Floats
    precision: Floats
    whole: bool
    _worked: dict[float, Floats] = field(default_factory=dict)

    def working(self, rate: float) -> Floats:
        """(n,) spend with carry-over relative to the unit's typical day; kept."""
        if rate not in self._worked:
            found = [
                carry_over(unit.spend, rate, unit.before)[unit.rows] / unit.typical
                for unit in self.units
            ]
            self._worked[rate] = np.concatenate(found)
        return self._worked[rate]


def lay_out(history: History, covariates: Covariates) -> Days:
    """The days of a history; ValueError where the covariates do not cover it."""
    whole = not history.parts
    found = [(part, _unit(part, every_day=whole)) for part in history.parts or (history,)]
    parts = [(part, unit) for part, unit in found if unit is not None]
    units = tuple(unit for _, unit in parts)
    day = np.concatenate([unit.rows for unit in units])
    owner = np.repeat(np.arange(len(units)), [len(unit.rows) for unit in units])
    value = np.concatenate([part.value[unit.rows] for part, unit in parts])
    local = _aligned(history, covariates)
    columns, doubts = zip(*_columns(history.start, local, day, owner), strict=True)
    demand = np.log(np.maximum(local.promo * local.season, 1e-9))
    return Days(
        history=history,
        units=units,
        unit=owner,
        day=day,
        value=value,
        offset=demand[day],
        nuisance=np.column_stack(columns),
        precision=1 / np.array(doubts) ** 2,
        whole=whole,
    )


def _unit(part: History, every_day: bool) -> Unit | None:
    """A unit, None where it never spent on a known day."""
    spend = part.decided
    known = ~np.isnan(spend) & ~np.isnan(part.value)
    running = known & (spend > 0)
    if not running.any():
        return None
    filled = _filled(np.maximum(spend, 0.0))
    first = int(np.flatnonzero(~np.isnan(spend))[0])
    before = float(filled[first : first + 14].mean()) if filled[first] > 0 else 0.0
    rows = np.flatnonzero(known if every_day else running)
    return Unit(filled, rows, float(spend[running].mean()), before)


def _filled(spend: Floats) -> Floats:
    """Unknown days bridged between their neighbours, so that carry-over can be told."""
    known = np.flatnonzero(~np.isnan(spend))
    return np.interp(np.arange(len(spend)), known, spend[known])


def _aligned(history: History, covariates: Covariates) -> Covariates:
    first = (history.start - covariates.start).days
    last = first + len(history.spend)
    if first < 0 or last > len(covariates.promo):
        raise ValueError(f"the covariates do not cover the days of {history.name}")
    part = slice(first, last)
    return Covariates(
        history.start, covariates.promo[part], covariates.season[part], covariates.phases[part]
    )


def _columns(start: date, local: Covariates, day: Ints, owner: Ints) -> list[tuple[Floats, float]]:
    """Everything else that may matter, each with how far it may go (spread of its logarithm)."""
    weekday = (day + start.weekday()) % 7
    phases = np.array(local.phases)[day]
    season = np.log(np.maximum(local.season, 1e-9))
    found = [((owner == one).astype(float), _LEVEL_DOUBT) for one in range(owner.max() + 1)]
    found += [((weekday == one).astype(float), _WEEKDAY_DOUBT) for one in range(7)]
    promo = np.log(np.maximum(local.promo, 1e-9))
    found += [(promo[day], _DEMAND_DOUBT), (np.maximum(promo - _PEAK, 0.0)[day], _DEMAND_DOUBT)]
    found += [((season - season.mean())[day], _DEMAND_DOUBT)]
    found += [((phases == one).astype(float), _PHASE_DOUBT) for one in PHASES]
    for pace, doubt in _WANDERING:
        knots = range(0, len(local.promo) - pace // 2, pace)
        found += [(np.clip((day - knot) / pace, 0.0, 1.0), doubt) for knot in knots]
    return [(column, doubt) for column, doubt in found if column.any()]


def recent_days(history: History) -> Ints:
    """Known days of the last four weeks, or of the last four up to where spend ended."""
    spent = np.nan_to_num(np.maximum(history.spend, 0.0))
    last = len(spent) if spent[-MONTH:].any() else int(np.flatnonzero(spent)[-1]) + 1
    first = max(last - MONTH, 0)
    return first + np.flatnonzero(~np.isnan((history.spend + history.value)[first:last]))
