"""Periods as people name them, in English and Chinese, and back again as command words.

`parse_period` reads words through three tables in turn: fixed words (`period_words`), shapes
of dates and counts (`period_forms`), and the names of occasions (`occasion_names`).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import islice

from analytics.errors import UnknownName
from analytics.occasion_names import read_occasion
from analytics.occasion_table import Occasion, spellings
from analytics.occasions import edition_year
from analytics.period_clock import Clock
from analytics.period_forms import read_form, read_word
from analytics.period_text import normalise, squeeze
from analytics.period_words import (
    MONTHS_AWAY,
    SINCE_FIRST,
    SINCE_LAST,
    SUGGESTED,
    WORDS,
    YEARS,
)
from analytics.spans import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST,
    RELATIVE,
    Period,
    Unit,
    cut_at,
    shift_months,
    unit_name,
    unit_of,
    unit_period,
    unit_start,
    whole,
)

__all__ = [
    "Period", "Unit", "canonical", "dated", "describe", "is_future", "last_covered",
    "parse_period", "unit_of", "whole",
]  # fmt: skip

LONGEST_TEXT = 64
_NAMES = {offset: name for name, offset in RELATIVE.items()}


@cache
def _words() -> dict[str, tuple[Unit, int]]:
    return {squeeze(spelling): offset for offset, all_ in WORDS.items() for spelling in all_}


def parse_period(
    text: str,
    *,
    now: datetime,
    occasions: Sequence[Occasion] = (),
    hourly: bool = True,
    this_year: bool = False,
) -> Period:
    """The period `text` names, seen from `now` (aware, in the shop's zone).

    A period still running is cut at now: its last day is today, counting the elapsed whole
    hours (`hourly`), or yesterday's end where the data have no hours. What has no year is the
    latest that has begun, or with `this_year` that of the running year, come or not. Occasions
    not in `occasions` are looked up in the built-in calendar; only `occasions` decide whether a
    plain period counts as a promo.
    Raises UnknownName("period") with the nearest words; never guesses.
    """
    if now.tzinfo is None:
        raise ValueError("now must carry the shop's time zone")
    plain = normalise(text) if len(text) <= LONGEST_TEXT else ""
    clock = Clock(now.date(), this_year=this_year)
    found = _read(plain, clock, occasions) if plain else None
    if found is None or not _plausible(found):
        close = _close(plain, now.date(), occasions) if plain else ()
        raise UnknownName("period", text.strip()[:40], close, SUGGESTED)
    return _promoted(cut_at(found, now, hourly=hourly), occasions)


def _plausible(period: Period) -> bool:
    dated = period.start.year >= FIRST_YEAR and period.last.year <= LAST_YEAR
    return dated and 0 < period.days <= LONGEST


def _read(text: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    try:
        plain = _absolute(text, clock.today)
        return (
            _read_one(text, clock, occasions)
            or _read_one(plain, clock, occasions)
            or _read_since(plain, clock, occasions)
            or _read_range(plain, clock, occasions)
        )
    except (ValueError, OverflowError):
        return None


def _read_one(text: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    offset = _words().get(squeeze(text))
    if offset is not None:
        return read_word(offset, _NAMES, clock.today)
    return read_form(text, clock) or read_occasion(text, clock, occasions)


def _absolute(text: str, today: date) -> str:
    """去年11月 → 2025年11月, `q4 last year` → `q4 2025`, 上个月5日 → 2026年10月5日 (so 上旬)."""
    for word, years in sorted(YEARS.items(), key=lambda item: -len(item[0])):
        if text.startswith(word) and text != word:
            mark = "年" if word[0] > "z" else " "
            return f"{today.year + years}{mark}{text.removeprefix(word).lstrip()}"
        if text.endswith(f" {word}"):
            return f"{text.removesuffix(word)}{today.year + years}"
    for word, months in MONTHS_AWAY.items():
        rest = text.removeprefix(word)
        if rest != text and (rest[:1].isdigit() or rest.endswith("旬")):
            first = shift_months(today.replace(day=1), months)
            return f"{first.year}年{first.month}月{rest}"
    return text


def _read_since(text: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    """`since nov 1`, 11月1日至今: from there up to now."""
    start = next((text.removeprefix(w) for w in SINCE_FIRST if text.startswith(w)), text)
    start = next((start.removesuffix(w) for w in SINCE_LAST if start.endswith(w)), start)
    if start == text or (text.startswith(("from ", "从")) and not text.endswith(SINCE_LAST)):
        return None
    found = _read_one(start, clock, occasions)
    if found is None or found.start > clock.today:
        return None
    return Period(found.start, clock.today + DAY)


_SEPARATORS = re.compile(
    r" ?(?:\.{2,3}|~|至|到|--| to | - | until | till | through | thru | and ) ?"
)
_BARE_YEAR = re.compile(r"\d{4}", re.ASCII)
_BARE_DAY = re.compile(r"(\d{1,2})[日号]?", re.ASCII)
_BARE_MONTHS = re.compile(r"(?:(\d{4})年)?(\d{1,2})(?:[-~至到]|\.\.)(\d{1,2})(月份?)", re.ASCII)


def _read_range(text: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    for left, right in _splits(text):
        found = _read_pair(left, right, clock, occasions)
        if found is not None:
            return found
    return None


def _read_pair(left: str, right: str, clock: Clock, occasions: Sequence[Occasion]) -> Period | None:
    first = _read_one(left, clock, occasions)
    last = first and _read_end(right, first, clock, occasions)
    if first and last and first.start <= last.start and first.end <= last.end:
        return Period(first.start, last.end, last.hours)
    return None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a range in two: at a word or sign for it, else at one of its hyphens."""
    text = re.sub(r"^(?:from |between |自|从)", "", text)
    text = _BARE_MONTHS.sub(lambda m: f"{m[1] + '年' if m[1] else ''}{m[2]}月..{m[3]}{m[4]}", text)
    for found in islice(_SEPARATORS.finditer(text), 3):
        yield text[: found.start()].strip(), text[found.end() :].strip()
    for found in islice(re.finditer("-", text), 5):
        left, right = text[: found.start()].strip(), text[found.end() :].strip()
        if not _BARE_YEAR.fullmatch(left) or _BARE_YEAR.fullmatch(right):
            yield left, right  # `2025-w53` is a week that does not exist, not a range


def _read_end(
    text: str, first: Period, clock: Clock, occasions: Sequence[Occasion]
) -> Period | None:
    """The right-hand side: a bare day is of the left side's month, a date follows the left."""
    bare = _BARE_DAY.fullmatch(text)
    if bare and first.days == 1:
        return unit_period(Unit.DAY, first.start.replace(day=int(bare[1])))
    return _read_one(_absolute(text, clock.today), replace(clock, after=first.start), occasions)


def _promoted(period: Period, occasions: Sequence[Occasion]) -> Period:
    """`period` marked as promo days when every one of its days is in one promo's burst."""
    if period.occasion is not None:
        return period
    for each in occasions:
        inside = each.starts_on <= period.start and period.last <= each.ends_on
        if inside and each.kind == "promo" and each.phase == "burst":
            return replace(period, occasion=each.name, phase=each.phase)
    return period


_DAY_OF_MONTH = re.compile(r"(\d{4}[-/.年]\d{1,2})[-/.月]\d{1,2}[日号]?", re.ASCII)


def _close(text: str, today: date, occasions: Sequence[Occasion]) -> tuple[str, ...]:
    """Words near `text`: a range turned the right way round, the month of a day it has not."""
    for left, right in _splits(text):
        with suppress(ValueError, OverflowError):
            swapped = _read_pair(right, left, Clock(today), occasions)
            if swapped is not None and _plausible(swapped):
                return (canonical(swapped),)
    impossible = _DAY_OF_MONTH.fullmatch(text)
    month = impossible and read_form(impossible[1], Clock(today))
    if month and _plausible(month):
        return (canonical(month),)
    return _nearest(squeeze(text))


_CLEARLY = 0.1


def _nearest(word: str) -> tuple[str, ...]:
    """The known words most like `word`; a clearly best one stands alone."""
    known = _suggestible()
    cutoff = 0.75 if word.isascii() else 0.65 if len(word) > 2 else 0.5  # one wrong sign of few
    near = get_close_matches(word, known, n=5, cutoff=cutoff)
    alike = [SequenceMatcher(None, key, word).ratio() for key in near]
    best = [key for key, one in zip(near, alike, strict=True) if one >= alike[0] - _CLEARLY]
    return tuple(dict.fromkeys(known[key] for key in best))[:3]


@cache
def _suggestible() -> dict[str, str]:
    """What to offer by what was nearly typed: canonical words, Chinese words, occasions' names."""
    named = {word: _NAMES[offset] for word, offset in _words().items() if offset in _NAMES}
    chinese = {word: word for word in _words() if not re.search(r"[0-9a-z]", word)}
    occasions = {word: name for word, name in spellings().items() if not word.isdigit()}
    return occasions | named | chinese | {word: word for word in ("7d", "28d", "30d")}


def canonical(period: Period) -> str:
    """The command word for a period: reading it back at the same moment gives the same period."""
    if period.name:
        return period.name
    hours = "" if period.hours is None else f"T{period.hours:02}"
    return f"{period.start}..{period.last}{hours}"


def dated(period: Period) -> str:
    """A command word that means the same days tomorrow too: dates instead of `last week`.

    A promo keeps its name, with the year: one still running will then have more days.
    """
    unit = unit_of(period)
    if period.occasion and period.name.startswith(period.occasion):
        return _with_year(period)
    if unit is not Unit.DAYS and period.hours is None and period.end == whole(period).end:
        return unit_name(unit, period.start)
    return canonical(replace(period, name=""))


def _with_year(period: Period) -> str:
    occasion = Occasion(period.start, period.last, period.occasion or "", "promo", period.phase)
    rest = period.name.removeprefix(occasion.name).split()
    if rest and rest[0].isdigit():
        return period.name
    return " ".join([occasion.name, str(edition_year(occasion)), *rest])


def describe(period: Period) -> dict[str, str | int | None]:
    """The period as plain data for programs: ISO dates (both ends and the half-open end)."""
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "last": period.last.isoformat(),
        "days": period.days,
        "hours": period.hours,
        "name": period.name,
        "occasion": period.occasion,
        "phase": period.phase,
        "text": canonical(period),
    }


def is_future(period: Period, now: datetime) -> bool:
    """Whether it has not begun: there can be targets and plans, but no data."""
    return period.start > now.date()


def last_covered(period: Period, data_until: datetime) -> Period:
    """The latest period of the same kind that the data cover whole: offered where they end early.

    `data_until`: the instant the data end, in the shop's zone. A day gives the last whole day,
    a month (also a running one) the last whole month; a run of days the same number of days.
    """
    end = data_until.date()
    unit = unit_of(period)
    if unit is Unit.DAYS:
        return Period(end - DAY * period.days, end)
    return unit_period(unit, unit_start(unit, end) - DAY)
