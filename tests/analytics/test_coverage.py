"""What loads speak for: days that are known, and the moment the data reach."""

from datetime import date, datetime

import pytest

from analytics.coverage import Coverage, merged

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 4)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_only_days_of_a_span_are_known_when_spans_lie_apart() -> None:
    coverage = Coverage(((FIRST, LAST), (date(2026, 12, 1), date(2026, 12, 1))))
    known = [day for n in range(1, 31) if (day := date(2026, 11, n)) in coverage]
    assert known == [date(2026, 11, n) for n in (2, 3, 4)]
    assert (coverage.first_day, coverage.last_day) == (FIRST, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (date(2026, 11, 1), date(2026, 11, 2), False),
        (date(2026, 11, 1), date(2026, 11, 3), True),
        (date(2026, 11, 4), date(2026, 11, 9), True),
        (date(2026, 11, 5), date(2026, 11, 9), False),
        (date(2026, 10, 1), date(2026, 12, 1), True),
    ],
)
def test_a_half_open_period_is_touched_when_one_of_its_days_is_known(
    start: date, end: date, touched: bool
) -> None:
    assert Coverage(((FIRST, LAST),)).touches(start, end) is touched


@pytest.mark.parametrize(
    ("last_row", "until"),
    [
        ("2026-11-04 14:20:10", "2026-11-04 15:00"),
        ("2026-11-04 14:00:00", "2026-11-04 15:00"),
        ("2026-11-04 19:59:59", "2026-11-04 20:00"),
        ("2026-11-04 20:00:00", "2026-11-05 00:00"),
        ("2026-11-04 23:59:59", "2026-11-05 00:00"),
        ("2026-11-04 00:00:00", "2026-11-05 00:00"),
        ("2026-11-03 14:20:00", "2026-11-05 00:00"),
    ],
    ids=[
        "early last row: the full hour after",
        "on the hour: that hour is under way",
        "just before the late hours",
        "late last row: the whole day",
        "end of the day",
        "at midnight: rows are dated by the day",
        "an earlier row: the load spoke for whole days",
    ],
)
def test_data_reach_a_moment_when_the_last_row_is_at(last_row: str, until: str) -> None:
    assert Coverage(((FIRST, LAST),), at(last_row)).until == at(until)


def test_nothing_is_known_when_nothing_is_loaded() -> None:
    coverage = merged([])
    assert not coverage
    assert (coverage.first_day, coverage.last_day, coverage.until) == (None, None, None)
    assert FIRST not in coverage
    assert not coverage.touches(date.min, date.max)


def test_loads_join_when_they_overlap() -> None:
    early = (FIRST, LAST, at("2026-11-04 23:00"))
    late = (date(2026, 11, 3), date(2026, 11, 6), at("2026-11-06 12:30"))
    coverage = merged([late, early])
    assert (coverage.first_day, coverage.last_day) == (FIRST, date(2026, 11, 6))
    assert coverage.until == at("2026-11-06 13:00")


def test_an_old_load_does_not_move_the_end_when_it_comes_last() -> None:
    coverage = merged(
        [
            (date(2026, 11, 6), date(2026, 11, 6), at("2026-11-06 12:30")),
            (FIRST, LAST, at("2026-11-04 23:00")),
        ]
    )
    assert coverage.until == at("2026-11-06 13:00")


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        (date(2026, 11, 1), date(2026, 12, 1), ((2, 7), (10, 12))),
        (date(2026, 11, 3), date(2026, 11, 11), ((3, 7), (10, 10))),
        (date(2026, 11, 8), date(2026, 11, 10), ()),
        (date(2026, 11, 12), date(2026, 11, 13), ((12, 12),)),
    ],
)
def test_covered_days_are_joined_spans_when_a_period_is_asked(
    start: date, end: date, spans: tuple[tuple[int, int], ...]
) -> None:
    """Loads of 2..4, 3..5, 6..7 (which meets it) and 10..12 November, in no order."""
    loads = [(10, 12), (3, 5), (6, 7), (2, 4)]
    days = tuple((date(2026, 11, first), date(2026, 11, last)) for first, last in loads)
    expected = tuple((date(2026, 11, first), date(2026, 11, last)) for first, last in spans)
    assert Coverage(days).within(start, end) == expected


def test_spans_are_joined_when_loads_are_merged() -> None:
    rows = [(date(2026, 11, n), date(2026, 11, n), at(f"2026-11-0{n} 23:00")) for n in (3, 2, 4)]
    assert merged(rows).spans == ((FIRST, LAST),)
