"""Dated occasions: the promo calendar, public holidays, and the shop's own rows over both.

Promos are data (`occasions.yaml`); public holidays come from the `holidays` package, lunar
festivals from `lunardate`; both are imported only when asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from analytics.festivals import holidays, is_working_day
from analytics.occasion_table import (
    DAY,
    Occasion,
    declared,
    english_name,
    holidays_day,
    lunar_day,
    one_name,
)

__all__ = [
    "Occasion",
    "edition_year",
    "english_name",
    "holidays",
    "is_working_day",
    "merge",
    "one_name",
    "phase_of",
    "phases_between",
    "promo_occasions",
]


def _promo_day(promo: Mapping[str, Any], year: int) -> date | None:
    if "day" in promo:
        return date.fromisoformat(f"{year}-{promo['day']}")
    lunar = promo["lunar"]
    festival = lunar_day(year, lunar["month"], lunar["day"])
    return festival + DAY * lunar["days"] if festival else None


@cache
def promo_occasions(first_year: int, last_year: int) -> tuple[Occasion, ...]:
    """The promos whose day falls in these years, each as preheat, burst and review (rule R20).

    The burst ends with the promo day. Spans are given as the rhythm has them and may overlap
    (双12 preheats while 双11 bursts): `phase_of` says which one a day counts as. A year without
    a known lunar date has no 年货节.
    """
    found: list[Occasion] = []
    for year in range(first_year, last_year + 1):
        for promo in declared()["promos"]:
            day = _promo_day(promo, year)
            if day is not None:
                found.extend(_phases(promo["name"], day))
    return tuple(sorted(found, key=lambda each: (each.starts_on, each.ends_on)))


def _phases(name: str, day: date) -> Iterable[Occasion]:
    for phase, (first, last) in declared()["rhythm"].items():
        yield Occasion(day + DAY * first, day + DAY * last, name, "promo", phase)


def edition_year(occasion: Occasion) -> int:
    """The year people call it by: that of the promo day, also for a preheat before New Year."""
    ahead = -declared()["rhythm"]["burst"][0] + 1 if occasion.phase == "preheat" else 0
    return (occasion.ends_on + DAY * ahead).year


_RANK = {"burst": 0, None: 1, "review": 2, "preheat": 3}


def phase_of(day: date, occasions: Sequence[Occasion]) -> Occasion | None:
    """The promo phase a day counts as, None for an ordinary day.

    Where phases overlap the one that sells wins: burst, then a promo without phases, then
    review, then preheat; of two alike, the one whose last day is nearer.
    """
    active = [each for each in occasions if each.kind == "promo" and each.contains(day)]
    return min(active, key=lambda each: (_RANK.get(each.phase, 4), each.ends_on), default=None)


def phases_between(
    first: date, last: date, occasions: Sequence[Occasion]
) -> tuple[tuple[date, date, Occasion], ...]:
    """Promo spans from `first` to `last` (both included) without overlaps, for shading."""
    spans: list[tuple[date, date, Occasion]] = []
    for offset in range((last - first).days + 1):
        day = first + DAY * offset
        phase = phase_of(day, occasions)
        if phase is None:
            continue
        if spans and spans[-1][2] == phase and spans[-1][1] == day - DAY:
            spans[-1] = (spans[-1][0], day, phase)
        else:
            spans.append((day, day, phase))
    return tuple(spans)


_SAME_EDITION = timedelta(days=183)


def merge(
    built_in: Sequence[Occasion], loaded: Iterable[Occasion | Mapping[str, Any]]
) -> tuple[Occasion, ...]:
    """The built-in calendar with the shop's own `calendar` rows over it, by date.

    `loaded`: occasions, or rows by column name. One replaces the built-in occasion of the same
    name (in any spelling), phase and edition: that which starts within half a year of it. Rows
    of other names are added.
    """
    own = [_renamed(each) for each in loaded]
    kept = [each for each in built_in if not any(_replaces(row, each) for row in own)]
    return tuple(sorted({*kept, *own}, key=lambda each: (each.starts_on, each.name)))


def _renamed(row: Occasion | Mapping[str, Any]) -> Occasion:
    """The loaded row under the occasion's one name."""
    if isinstance(row, Occasion):
        return replace(row, name=one_name(row.name))
    first, last, kind = row["starts_on"], row["ends_on"], row["kind"]
    phase, note, name = row.get("phase") or None, row.get("note") or "", one_name(row["name"])
    on = holidays_day(name, first, last) if kind == "holiday" else None
    return Occasion(first, last, name, kind, phase, note, on)


def _replaces(row: Occasion, built_in: Occasion) -> bool:
    same = (row.name, row.phase) == (built_in.name, built_in.phase)
    return same and abs(row.starts_on - built_in.starts_on) < _SAME_EDITION
