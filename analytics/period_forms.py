"""The shapes a dated or counted period is written in: one pattern and one builder each.

A builder gives the whole period, not cut at now, or raises ValueError where the shape is right
and the date is not (30 February). Text arrives normalised (see `period_text`).
"""

import re
from collections.abc import Callable
from datetime import date

from analytics.period_clock import Clock
from analytics.period_words import CHINESE_WEEKS, HALVES, MONTHS, ROLLING, WEEKDAYS, WEEKENDS
from analytics.spans import (
    DAY,
    LONGEST,
    Period,
    Unit,
    shift_months,
    step,
    unit_name,
    unit_period,
    unit_start,
)

Match = re.Match[str]
Builder = Callable[[Match, Clock], Period]
_FORMS: list[tuple[re.Pattern[str], Builder]] = []


def _form(*patterns: str) -> Callable[[Builder], Builder]:
    def register(builder: Builder) -> Builder:
        _FORMS.extend((re.compile(pattern, re.ASCII), builder) for pattern in patterns)
        return builder

    return register


def read_form(text: str, clock: Clock) -> Period | None:
    """The period `text` spells out, or None where no shape fits or the date does not exist."""
    for pattern, builder in _FORMS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        try:
            return builder(found, clock)
        except (ValueError, OverflowError):
            return None
    return None


def _either(found: Match, name: str) -> int | None:
    """The number in group `name` or `name`2, whichever took part."""
    groups = found.groupdict()
    value = groups.get(name) or groups.get(f"{name}2")
    return int(value) if value else None


def _dated(found: Match, clock: Clock, unit: Unit, starts: Callable[[int], date]) -> Period:
    year = _either(found, "y")
    return unit_period(unit, starts(year) if year else clock.pick(starts))


_YEAR = r"(?P<y>\d{4})"
_MAYBE_YEAR = rf"(?:{_YEAR}(?:[- ]|年)?)?"
_YEAR_AFTER = r"(?:,? ?(?:of )?(?P<y2>\d{4}))?"
_MONTH_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"


@_form(
    rf"{_YEAR}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?:t(?P<h>\d{{1,2}}))?",
    rf"{_YEAR}年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?",
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<m>\d{1,2})(?:[-/.]|月)(?P<d>\d{1,2})[日号]?",
)
def _day(found: Match, clock: Clock) -> Period:
    month, day = int(found["m"]), int(found["d"])
    period = _dated(found, clock, Unit.DAY, lambda year: date(year, month, day))
    hours = _either(found, "h")
    if found.groupdict().get("h") is None:
        return period
    if (hours or 0) > 24:
        raise ValueError("a day has no such hour")
    return Period(period.start, period.end, hours or 0)


@_form(
    rf"{_MONTH_NAME} ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>\d{{4}}))?",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? ?(?:of )?{_MONTH_NAME}{_YEAR_AFTER}",
)
def _english_day(found: Match, clock: Clock) -> Period:
    month, day = MONTHS[found["name"]], int(found["d"])
    return _dated(found, clock, Unit.DAY, lambda year: date(year, month, day))


@_form(r"(?:the )?(?P<d>\d{1,2})(?:[日号]|st|nd|rd|th)")
def _day_of_month(found: Match, clock: Clock) -> Period:
    """The latest such day not in the future, or the first one after the start of a range."""
    day, base = int(found["d"]), clock.after or clock.today
    for months in range(13):
        first = shift_months(base.replace(day=1), months if clock.after else -months)
        if day <= (shift_months(first, 1) - first).days:
            picked = first.replace(day=day)
            if picked >= clock.after if clock.after else picked <= clock.today:
                return unit_period(Unit.DAY, picked)
    raise ValueError("no month has this day")


@_form(
    rf"{_YEAR}(?:[-/.]|年)(?P<m>\d{{1,2}})(?:月份?)?",
    r"(?P<y>20\d\d)(?P<m>\d\d)",
    r"(?P<m>\d{1,2})月份?",
)
def _month(found: Match, clock: Clock) -> Period:
    month = int(found["m"])
    return _dated(found, clock, Unit.MONTH, lambda year: date(year, month, 1))


_THIRDS = {"上": (1, 11), "中": (11, 21), "下": (21, 0)}


@_form(rf"{_MAYBE_YEAR}(?P<m>\d{{1,2}})月份?(?P<third>[上中下])旬")
def _third_of_a_month(found: Match, clock: Clock) -> Period:
    """上旬 is the 1st to the 10th, 中旬 to the 20th, 下旬 the rest of the month."""
    month = _month(found, clock)
    first, end = _THIRDS[found["third"]]
    return Period(
        month.start.replace(day=first), month.start.replace(day=end) if end else month.end
    )


@_form(rf"{_MAYBE_YEAR}{_MONTH_NAME}", rf"{_MONTH_NAME}{_YEAR_AFTER}")
def _english_month(found: Match, clock: Clock) -> Period:
    month = MONTHS[found["name"]]
    return _dated(found, clock, Unit.MONTH, lambda year: date(year, month, 1))


@_form(rf"last {_MONTH_NAME}")
def _last_english_month(found: Match, clock: Clock) -> Period:
    """The latest such month that is over: `last november` said in November is a year ago."""
    month, over = MONTHS[found["name"]], Clock(clock.today.replace(day=1) - DAY)
    return unit_period(Unit.MONTH, over.pick(lambda year: date(year, month, 1)))


@_form(rf"{_YEAR}(?:年度?)?")
def _year(found: Match, clock: Clock) -> Period:
    return unit_period(Unit.YEAR, date(int(found["y"]), 1, 1))


@_form(
    rf"{_MAYBE_YEAR}q(?P<q>[1-4])",
    rf"q(?P<q>[1-4])[- ]?{_YEAR_AFTER}",
    rf"{_MAYBE_YEAR}第?(?P<q>[1-4])(?:季度?|个季度)",
)
def _quarter(found: Match, clock: Clock) -> Period:
    month = int(found["q"]) * 3 - 2
    return _dated(found, clock, Unit.QUARTER, lambda year: date(year, month, 1))


_HALF_WORDS = "|".join(HALVES)


@_form(
    rf"{_MAYBE_YEAR}(?P<half>h[12]|{_HALF_WORDS})",
    rf"(?P<half>h[12]|first half|second half)[- ]?{_YEAR_AFTER}",
)
def _half(found: Match, clock: Clock) -> Period:
    word = found["half"].replace(" ", "")
    number = HALVES[word][1] if word in HALVES else int(word[1])
    return _dated(found, clock, Unit.HALF, lambda year: date(year, number * 6 - 5, 1))


@_form(
    rf"{_MAYBE_YEAR}w(?P<w>\d{{1,2}})",
    rf"(?:week|wk|w) ?(?P<w>\d{{1,2}}){_YEAR_AFTER}",
    rf"{_YEAR} week ?(?P<w>\d{{1,2}})",
    rf"{_MAYBE_YEAR}第(?P<w>\d{{1,2}})(?:周|个?星期)",
)
def _week(found: Match, clock: Clock) -> Period:
    number = int(found["w"])
    return _dated(found, clock, Unit.WEEK, lambda year: date.fromisocalendar(year, number, 1))


_EN_UNIT = r"(?P<unit>days?|d|weeks?|wks?|w|months?|mo|quarters?|years?|y)"
_ZH_TAIL = r"(?:以?内|之内|里|以?来)?"


@_form(
    rf"(?:(?:the )?(?:last|past|previous|prior|trailing|recent) )?(?P<n>\d{{1,5}})[ -]?{_EN_UNIT}",
    rf"(?:the )?(?:past|trailing) {_EN_UNIT}",
    rf"(?:最近|近|过去|前|之前|往前)(?P<n>\d{{1,5}})"
    rf"(?P<unit>天|日|个?周|个?星期|个?礼拜|个?月|个?季度|年){_ZH_TAIL}",
    rf"(?P<n>\d{{1,5}})(?P<unit>天|个?周|个?星期|个?礼拜|个月|个季度){_ZH_TAIL}",
)
def _rolling(found: Match, clock: Clock) -> Period:
    """Whole days up to yesterday: `7d` never holds the running day."""
    count, unit = _either(found, "n"), ROLLING[found["unit"]]
    start = step(unit, clock.today, -(1 if count is None else count))
    days = (clock.today - start).days
    if not 0 < days <= LONGEST:
        raise ValueError("not a length a period can have")
    named = unit in (Unit.DAY, Unit.WEEK)
    return Period(start, clock.today, name=f"{days}d" if named else "")


@_form(r"(?:最近|近|过去)?半个月", r"(?:最近|近|过去)半年", r"(?:a |past )?fortnight")
def _rolling_half(found: Match, clock: Clock) -> Period:
    if found[0].endswith("年"):
        return Period(shift_months(clock.today, -6), clock.today)
    days = 15 if found[0].endswith("月") else 14
    return Period(clock.today - DAY * days, clock.today, name=f"{days}d")


@_form(
    r"(?P<n>\d{1,5}|an?|one) ?(?P<unit>days?|weeks?|months?|quarters?|years?) ago",
    r"(?P<n>\d{1,5})(?P<unit>天|日|个?周|个?星期|个?礼拜|个月|个季度|年)(?:之|以)?前",
)
def _ago(found: Match, clock: Clock) -> Period:
    """The calendar unit that many units back: `2 weeks ago` is that whole week."""
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = ROLLING[found["unit"]]
    return unit_period(unit, step(unit, unit_start(unit, clock.today), -count))


_EN_WEEKDAY = "|".join(sorted((name for name in WEEKDAYS if len(name) > 1), key=len, reverse=True))


@_form(rf"(?P<which>last|past|previous|this|next)? ?(?P<day>{_EN_WEEKDAY}|weekend)")
def _english_weekday(found: Match, clock: Clock) -> Period:
    """`monday`: the latest, today included; `last monday`: the latest before today."""
    which, word = found["which"], found["day"]
    if word in WEEKENDS:
        return _weekend({"this": 0, "next": 1, None: None}.get(which, -1), clock)
    offset = WEEKDAYS[word]
    if which == "this":
        return unit_period(Unit.DAY, unit_start(Unit.WEEK, clock.today) + DAY * offset)
    if which == "next":
        return unit_period(
            Unit.DAY, clock.today + DAY * ((offset - clock.today.weekday() - 1) % 7 + 1)
        )
    base = clock.today - DAY if which else clock.today
    return unit_period(Unit.DAY, _weekday_near(offset, base, clock))


@_form(r"(?P<which>上上个?|上个?|本|这个?|下个?)?(?:周|星期|礼拜)(?P<day>[1-7日天末])")
def _chinese_weekday(found: Match, clock: Clock) -> Period:
    """上周五 is the Friday of last week; 周五 alone is the latest Friday, today included."""
    which, word = found["which"], found["day"]
    weeks = CHINESE_WEEKS[which] if which else None
    if word in WEEKENDS:
        return _weekend(weeks, clock)
    if weeks is None:
        return unit_period(Unit.DAY, _weekday_near(WEEKDAYS[word], clock.today, clock))
    monday = unit_start(Unit.WEEK, clock.today) + DAY * 7 * weeks
    return unit_period(Unit.DAY, monday + DAY * WEEKDAYS[word])


def _weekday_near(offset: int, base: date, clock: Clock) -> date:
    if clock.after:
        return clock.after + DAY * ((offset - clock.after.weekday()) % 7)
    return base - DAY * ((base.weekday() - offset) % 7)


def _weekend(weeks: int | None, clock: Clock) -> Period:
    """Saturday and Sunday of a week; None is the latest weekend that has begun."""
    monday = unit_start(Unit.WEEK, clock.today)
    if weeks is None:
        weeks = 0 if clock.today.weekday() >= 5 else -1
    saturday = monday + DAY * (7 * weeks + 5)
    return Period(saturday, saturday + DAY * 2)


def read_word(offset: tuple[Unit, int], names: dict[tuple[Unit, int], str], today: date) -> Period:
    """The unit that lies `offset` from today's, under its relative name if it has one."""
    unit, count = offset
    start = step(unit, unit_start(unit, today), count)
    return unit_period(unit, start, names.get(offset, unit_name(unit, start)))
