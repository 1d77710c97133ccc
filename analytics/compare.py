"""What a period is compared with: which other days, aligned how.

`parse_versus` reads the words after `vs`; `compare` finds the days. Nothing is fetched here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from analytics.occasions import Occasion
from analytics.promo_days import (
    earlier_edition,
    edition_of,
    one_sided,
    same_phase_days,
)
from analytics.spans import DAY, Period, Unit, cut_at, shift_months, step, unit_of, whole
from analytics.versus import Versus, VersusKind, parse_versus

__all__ = [
    "Alignment",
    "Comparison",
    "Versus",
    "VersusKind",
    "compare",
    "is_partial",
    "last_year",
    "parse_versus",
    "previous",
]

Alignment = Literal["days", "elapsed", "phase"]


@dataclass(frozen=True)
class Comparison:
    """Two runs of days to put side by side.

    `current`: the days answered for; shorter than `asked` where the data end inside it
    (`cut_by_data`). `other`: the days it is compared with; None for a target or a baseline, the
    same days for another slice. `aligned`: `phase` counts from the promo day (`occasion` is the
    matched earlier promo), `elapsed` takes the same elapsed part of a running period, `days`
    whole against whole. `no_data`: the data end before the period begins. `one_sided`: a promo
    whose day or burst only one of the two sides holds, so that the change is not a like-for-like
    one and the answer should say so.
    """

    current: Period
    other: Period | None
    versus: Versus
    aligned: Alignment
    occasion: Occasion | None
    asked: Period
    cut_by_data: bool = False
    no_data: bool = False
    one_sided: Occasion | None = None


def compare(
    period: Period,
    versus: Versus | None,
    *,
    now: datetime,
    occasions: Sequence[Occasion] = (),
    data_until: datetime | None = None,
    data_from: date | None = None,
) -> Comparison:
    """The days to set against `period`.

    Without `versus`: the same phase days of the earlier promo for a promo (or for days that all
    lie in one promo's burst), the same days of the last one for a holiday asked for by name, the
    period just before for any other; also for a promo or holiday whose earlier edition is unknown
    or begins before `data_from`.
    `data_until`: the instant the data end (in the shop's zone; a naive one is taken as such).
    Where that is inside the period both sides keep the same elapsed part, to the hour.
    """
    until = _in_zone(data_until, now)
    current, no_data = _covered(period, until, now)
    asked = versus or _default(current, occasions, data_from)
    side = _Side(current, period.days, current != period or is_partial(current))
    other, edition = _other(side, asked, occasions)
    if asked.kind == "period" and other and edition is None:
        side, other = _evened(side, other, _covered(other, until, now)[0])
    return Comparison(
        current=side.period,
        other=other,
        versus=asked,
        aligned="phase" if edition else "elapsed" if side.partial else "days",
        occasion=edition,
        asked=period,
        cut_by_data=current != period,
        no_data=no_data,
        one_sided=None if edition else one_sided(side.period, other, occasions),
    )


@dataclass(frozen=True)
class _Side:
    """The days answered for, how many were asked for, and whether they are only a part."""

    period: Period
    asked_days: int
    partial: bool


def is_partial(period: Period) -> bool:
    """Whether it is a part of its calendar unit, or its last day counts in part."""
    return period.hours is not None or period.end < whole(period).end


def _evened(side: _Side, named: Period, known: Period) -> tuple[_Side, Period]:
    """Both sides kept to the elapsed part of `named`, where that one is running or cut (`known`).

    `last month vs this month` is answered for as much of last month as has passed of this one:
    31 days against 22 would read as a fall.
    """
    running = known != named or is_partial(known)
    alike = unit_of(known) is unit_of(side.period)
    if not (running and alike) or side.partial or known.days > side.period.days:
        return side, known
    return _Side(_elapsed_part(side.period, known), side.asked_days, True), known


def _in_zone(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _covered(period: Period, ended: datetime | None, now: datetime) -> tuple[Period, bool]:
    """The part of the period the data reach, and whether they reach none of it."""
    zone = now.tzinfo
    if ended is None or zone is None:
        return period, False
    opens, closes = period.instants(zone)
    if ended >= closes:
        return period, False
    cut = cut_at(period, ended) if ended > opens else period
    if cut is period or cut.hours == 0:
        return period, True
    return cut, False


def _default(period: Period, occasions: Sequence[Occasion], data_from: date | None) -> Versus:
    """A promo looks at its earlier edition, if there is one the data hold; all else just before."""
    edition = earlier_edition(period, occasions)
    if edition is None or (data_from and edition.starts_on < data_from):
        return Versus("prev")
    if edition == earlier_edition(period, occasions, a_year=True):
        return Versus("lastyear")
    return Versus("period", period=same_phase_days(period, edition_of(period, occasions), edition))


def _other(
    side: _Side, versus: Versus, occasions: Sequence[Occasion]
) -> tuple[Period | None, Occasion | None]:
    match versus.kind:
        case "target" | "baseline":
            return None, None
        case "slice":
            return side.period, None
        case "prev":
            return _just_before(side), None
        case "period":
            return _named(side, versus.period or side.period, occasions)
        case "lastyear":
            edition = earlier_edition(side.period, occasions, a_year=True)
            if edition is None:
                return last_year(side.period), None
            return same_phase_days(
                side.period, edition_of(side.period, occasions), edition
            ), edition


def _named(
    side: _Side, other: Period, occasions: Sequence[Occasion]
) -> tuple[Period, Occasion | None]:
    """The days named; where they are another whole edition of the promo, the same phase days."""
    this, that = edition_of(side.period, occasions), edition_of(other, occasions)
    if this and that and this != that and (this.name, this.phase) == (that.name, that.phase):
        moved = same_phase_days(side.period, this, that)
        all_of_it = (other.start, other.last, other.hours) == (that.starts_on, that.ends_on, None)
        if all_of_it or _same_days(moved, other):
            return moved, that
    return (_elapsed_part(other, side.period) if side.partial else other), None


def _same_days(one: Period, two: Period) -> bool:
    return (one.start, one.end, one.hours) == (two.start, two.end, two.hours)


def previous(period: Period) -> Period:
    """The period just before.

    A calendar unit gives the unit before it, whole against whole. A part of one gives the same
    number of days from the start of the unit before, clipped to that unit's length and then
    whole (1-30 March → 1-28 February); a year, to the same date. Other runs of days give as
    many days, ending where the period begins.
    """
    return _just_before(_Side(period, period.days, is_partial(period)))


def _just_before(side: _Side) -> Period:
    period, unit = side.period, unit_of(side.period)
    if unit is Unit.YEAR:
        return last_year(period)
    days = side.asked_days if unit is Unit.DAYS else 1
    full = Period(step(unit, period.start, -days), period.start)
    return _elapsed_part(full, period) if side.partial else full


def _elapsed_part(other: Period, current: Period) -> Period:
    """As much of `other` as has passed of `current`; all of it where it is shorter."""
    if current.days > other.days:
        return other
    hours = current.hours
    if current.days == other.days and other.hours is not None and hours is not None:
        hours = min(hours, other.hours)
    return replace(other, end=other.start + DAY * current.days, hours=hours, name="")


def last_year(period: Period) -> Period:
    """The same dates a year earlier; 29 February becomes the 28th.

    A week is the same ISO week; week 53, which most years lack, is the week 52 weeks earlier,
    the nearest in dates. A whole calendar unit stays whole (February of a leap year is 29 days).
    A span too long for that moves by as many years as it takes not to meet itself.
    """
    unit = unit_of(period)
    if unit is Unit.WEEK:
        return _week_of_last_year(period)
    for years in range(1, 12):
        start = shift_months(period.start, -12 * years)
        end = shift_months(period.last, -12 * years) + DAY
        if unit is not Unit.DAYS and not is_partial(period):
            end = shift_months(period.end, -12 * years)
        if end <= period.start:
            return Period(start, end, period.hours)
    raise ValueError("a period of more than ten years")


def _week_of_last_year(period: Period) -> Period:
    iso = period.start.isocalendar()
    if iso.week == 53:
        start = period.start - 52 * 7 * DAY
    else:
        start = date.fromisocalendar(iso.year - 1, iso.week, 1)
    return Period(start, start + DAY * period.days, period.hours)
