"""What holds for every text, clock and period."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from time import thread_time
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.compare import compare, last_year, parse_versus, previous
from analytics.errors import UnknownName
from analytics.occasions import holidays, promo_occasions
from analytics.periods import Period, canonical, dated, describe, parse_period
from analytics.spans import RELATIVE, Unit, unit_name, unit_of, whole
from analytics.versus import VERSUS_WORDS, Versus
from tests.analytics.period_cases import CASES, REFUSED

PROMOS = promo_occasions(2005, 2042)
holidays(2012, 2012)  # the package is imported on first use: not part of reading a word
UNHURRIED = settings(deadline=None)  # the machine may be busy; what must be quick is timed below
MANY = settings(deadline=None, max_examples=300)
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/London", "America/St_Johns")]

moments = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.datetimes(datetime(2012, 1, 1), datetime(2035, 12, 31)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
days = st.dates(date(2008, 1, 1), date(2035, 12, 31))
ranges = st.builds(
    lambda day, count: f"{day}..{day + timedelta(days=count)}", days, st.integers(0, 3000)
)
counted = st.integers(1, 3653).map(lambda count: f"{count}d")
units = st.builds(
    lambda day, unit: unit_name(unit, day), days, st.sampled_from([u for u, _ in RELATIVE.values()])
)
words = st.sampled_from([case.text for case in CASES])
texts = st.one_of(words, ranges, counted, units)
fragments = st.lists(
    st.sampled_from(
        [
            *"0123456789-./~ 年月日周天的近上下本第季度到至",
            "..",
            "双",
            "十",
            "last ",
            "q",
            "w",
            "t",
            "nov",
            "ago",
        ]
    ),
    max_size=24,
).map("".join)


def read(text: str, now: datetime) -> Period | None:
    try:
        return parse_period(text, now=now, occasions=PROMOS)
    except UnknownName:
        return None


def timed(text: str, now: datetime) -> tuple[float, Period | None]:
    began = thread_time()
    found = read(text, now)
    return thread_time() - began, found


@UNHURRIED
@given(texts, moments)
def test_period_is_the_same_when_written_back_and_read_again(text: str, now: datetime) -> None:
    found = read(text, now)
    assert found is None or read(canonical(found), now) == found


@UNHURRIED
@given(texts, moments)
def test_days_are_the_same_when_the_dated_word_is_read(text: str, now: datetime) -> None:
    found = read(text, now)
    again = found and read(dated(found), now)
    assert found is None or again is not None
    assert not found or not again or (again.start, again.end) == (found.start, found.end)


@MANY
@given(st.one_of(st.text(max_size=80), fragments), moments)
@example("①②③", datetime(2026, 11, 22, 15, tzinfo=ZONES[0]))
@example("至" * 64, datetime(2026, 11, 22, 15, tzinfo=ZONES[0]))
@example("1-" * 32, datetime(2026, 11, 22, 15, tzinfo=ZONES[0]))
@example("ß" * 64, datetime(2026, 11, 22, 15, tzinfo=ZONES[0]))
@example("\ufdfa" * 64, datetime(2026, 11, 22, 15, tzinfo=ZONES[0]))
def test_any_text_is_read_or_refused_quickly_when_typed(text: str, now: datetime) -> None:
    took, found = timed(text, now)
    if took >= 0.05:  # a garbage collection may have come between: it would not come twice
        took, found = timed(text, now)
    assert took < 0.05
    assert found is None or found.start < found.end


@UNHURRIED
@given(fragments, moments)
def test_any_period_can_be_written_back_when_odd_text_names_one(text: str, now: datetime) -> None:
    found = read(text, now)
    assert found is None or (read(canonical(found), now) == found and describe(found)["text"])


@UNHURRIED
@given(texts, moments)
def test_nothing_after_now_is_counted_when_a_period_runs(text: str, now: datetime) -> None:
    found = read(text, now)
    if found and found.contains(now.date()):
        assert found.last <= now.date()
        assert found.instants(now.tzinfo or ZONES[0])[1] <= now or found.hours == 0


@UNHURRIED
@given(st.one_of(ranges, counted), moments)
def test_run_before_is_as_long_when_a_run_of_days_is_compared(text: str, now: datetime) -> None:
    found = read(text, now)
    if found and whole(found).name == "" and found.name != "":
        before = previous(found)
        assert (before.days, before.hours, before.end) == (found.days, found.hours, found.start)


@UNHURRIED
@given(texts, moments, st.sampled_from([None, Versus("prev"), Versus("lastyear")]))
def test_comparison_never_meets_the_period_when_it_is_before(
    text: str, now: datetime, versus: Versus | None
) -> None:
    found = read(text, now)
    if found:
        compared = compare(found, versus, now=now, occasions=PROMOS)
        assert compared.other is not None
        assert compared.other.end <= compared.current.start


@UNHURRIED
@given(texts, moments, st.datetimes(datetime(2009, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001
def test_current_days_lie_within_the_data_when_they_end_early(
    text: str, now: datetime, until: datetime
) -> None:
    found = read(text, now)
    if found:
        ended = until.replace(tzinfo=now.tzinfo)
        compared = compare(found, None, now=now, occasions=PROMOS, data_until=ended)
        within = compared.current.instants(now.tzinfo or ZONES[0])[1] <= ended
        assert within != compared.no_data
        assert compared.cut_by_data == (compared.current != found)


@UNHURRIED
@given(st.one_of(units, st.sampled_from(list(RELATIVE))), moments)
def test_unit_before_is_no_longer_than_asked_when_one_is_running(text: str, now: datetime) -> None:
    found = read(text, now)
    if found and found.hours is not None:
        leap_day = unit_of(found) is Unit.YEAR  # a year goes to the same date
        assert previous(found).days <= found.days + leap_day
        assert unit_of(found) == unit_of(whole(found))


@UNHURRIED
@given(days, st.integers(1, 3652))
def test_last_year_keeps_the_dates_when_a_run_of_days_moves(first: date, count: int) -> None:
    period = Period(first, first + timedelta(days=count))
    moved = last_year(period)
    same = (moved.start.month, moved.start.day) == (first.month, first.day)
    assert same or (first.month, first.day) == (2, 29)
    assert moved.end <= period.start


@MANY
@given(st.one_of(st.text(max_size=80), fragments, st.sampled_from(REFUSED)), moments)
def test_any_comparison_is_read_or_refused_when_typed(text: str, now: datetime) -> None:
    versus = None
    with suppress(UnknownName):
        versus = parse_versus(text, now=now, occasions=PROMOS)
    assert versus is None or (versus.period is not None) == (versus.kind == "period")


@UNHURRIED
@given(st.sampled_from(sorted(VERSUS_WORDS)), moments)
def test_comparison_word_is_known_when_it_is_in_the_table(word: str, now: datetime) -> None:
    assert parse_versus(word, now=now).kind == VERSUS_WORDS[word]
