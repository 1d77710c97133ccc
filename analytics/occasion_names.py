"""Periods named by an occasion: `双11`, `618 preheat`, `2025年双11当天`, `next 38`, 国庆节."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.occasion_table import Occasion, key_of, one_name, spellings
from analytics.occasions import edition_year, holidays, promo_occasions
from analytics.period_clock import Clock
from analytics.period_text import squeeze
from analytics.period_words import PHASES
from analytics.spans import DAY, Period

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?", re.ASCII)
_EDITIONS = {"next ": 1, "下1个": 1, "下个": 1, "下次": 1, "下1次": 1, "upcoming ": 1,
             "last ": -1, "上1个": -1, "上个": -1, "上次": -1, "上1次": -1}  # fmt: skip

_SUFFIXES = ("", *sorted(PHASES, key=len, reverse=True))


@dataclass(frozen=True)
class _Named:
    """What the words ask for: a name, and which phase, year or neighbouring edition of it."""

    name: str
    phase: str | None
    year: int | None
    edition: int


def read_occasion(text: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    """The period of the occasion that normalised `text` names, None where it names none.

    A promo without a phase is its burst, the selling days that end with the promo day; `day`
    is the promo day, or the day a holiday is about, alone. Without a year it is the latest
    edition that has begun, or in a range the first one from its left side on.
    """
    named = _split(text, occasions)
    if named is None:
        return None
    chosen = _choose(_rows(named, clock.today, occasions), named, clock)
    return _period(chosen, named) if chosen else None


def _split(text: str, occasions: Sequence[Occasion]) -> _Named | None:
    known = spellings() | {key_of(each.name): each.name for each in occasions}
    whole = known.get(squeeze(text))
    if whole is not None:
        return _Named(whole, None, None, 0)
    year = _YEAR.search(text)
    rest = _YEAR.sub(" ", text, count=1).strip() if year else text
    prefix = next((word for word in _EDITIONS if rest.startswith(word)), "")
    rest = rest.removeprefix(prefix)
    for suffix in _SUFFIXES:
        name = known.get(squeeze(rest.removesuffix(suffix))) if rest.endswith(suffix) else None
        if name is not None:
            return _Named(
                name, PHASES.get(suffix), int(year[1]) if year else None, _EDITIONS.get(prefix, 0)
            )
    return None


def _rows(named: _Named, today: date, occasions: Sequence[Occasion]) -> list[Occasion]:
    """The rows of that name and phase, from the built-in calendar where `occasions` has none."""
    own = [each for each in occasions if each.name == named.name]
    years = (named.year, named.year) if named.year else (today.year - 2, today.year + 2)
    rows = own or editions(named.name, *years)
    if named.phase in (None, "day"):
        for phase in (None, "burst"):
            fitting = [each for each in rows if each.phase == phase]
            if fitting:
                return fitting
        return []
    return [each for each in rows if each.phase == named.phase]


def editions(name: str, first: int, last: int) -> list[Occasion]:
    """The built-in occasions of that name in these years; none for a name of the shop's own."""
    if name not in spellings().values():
        return []
    promos = [each for each in promo_occasions(first, last) if each.name == name]
    return promos or [each for each in holidays(first, last) if each.name == name]


def _choose(rows: list[Occasion], named: _Named, clock: Clock) -> Occasion | None:
    ordered = sorted(rows, key=lambda each: each.starts_on)
    latest = reversed(ordered)
    if named.year:
        fitting = (each for each in ordered if edition_year(each) == named.year)
    elif named.edition > 0:
        fitting = (each for each in ordered if each.starts_on > clock.today)
    elif named.edition < 0:
        fitting = (each for each in latest if each.ends_on < clock.today)
    elif clock.after:
        after = clock.after
        fitting = (each for each in ordered if _start(each, named) >= after)
    else:
        fitting = (each for each in latest if clock.fits(_start(each, named)))
    return next(fitting, None)


def _start(occasion: Occasion, named: _Named) -> date:
    if named.phase != "day":
        return occasion.starts_on
    return occasion.ends_on if occasion.kind == "promo" else occasion.on or occasion.starts_on


def _period(chosen: Occasion, named: _Named) -> Period:
    year = str(edition_year(chosen)) if named.year or named.edition else ""
    name = " ".join(filter(None, (one_name(named.name), year, named.phase or "")))
    start = _start(chosen, named)
    end = start if named.phase == "day" else chosen.ends_on
    moves = chosen.kind in ("promo", "holiday")  # what comes again, on other dates
    return Period(
        start,
        end + DAY,
        name=name,
        occasion=chosen.name if moves else None,
        phase=chosen.phase if moves else None,
    )
