"""The promo calendar, public holidays, and the shop's own rows over them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from analytics.occasions import (
    Occasion,
    edition_year,
    english_name,
    holidays,
    is_working_day,
    merge,
    one_name,
    phase_of,
    phases_between,
    promo_occasions,
)

PROMOS = promo_occasions(2024, 2027)


def promo(name: str, phase: str, year: int) -> Occasion:
    return next(
        each
        for each in PROMOS
        if (each.name, each.phase) == (name, phase) and edition_year(each) == year
    )


# R20: preheat from day -45, burst from day -15 with the day itself, review 7 days after


@pytest.mark.parametrize(
    ("phase", "first", "last"),
    [
        ("preheat", date(2026, 9, 27), date(2026, 10, 26)),
        ("burst", date(2026, 10, 27), date(2026, 11, 11)),
        ("review", date(2026, 11, 12), date(2026, 11, 18)),
    ],
)
def test_phases_follow_the_rhythm_when_the_promo_day_is_11_november(
    phase: str, first: date, last: date
) -> None:
    found = promo("双11", phase, 2026)
    assert (found.starts_on, found.ends_on, found.kind) == (first, last, "promo")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("38", date(2026, 3, 8)), ("618", date(2026, 6, 18)), ("99", date(2026, 9, 9)),
        ("双11", date(2026, 11, 11)), ("双12", date(2026, 12, 12)),
    ],
)  # fmt: skip
def test_burst_ends_on_the_day_when_the_promo_has_a_date(name: str, day: date) -> None:
    assert promo(name, "burst", 2026).ends_on == day


@pytest.mark.parametrize(
    ("year", "spring_festival"),
    [(2024, date(2024, 2, 10)), (2025, date(2025, 1, 29)), (2026, date(2026, 2, 17))],
)
def test_new_year_sale_ends_a_week_before_when_the_festival_moves(
    year: int, spring_festival: date
) -> None:
    assert promo("年货节", "burst", year).ends_on == spring_festival - timedelta(days=7)


def test_preheat_is_of_the_coming_year_when_it_begins_in_the_old_one() -> None:
    found = [each for each in promo_occasions(2023, 2023) if each.name == "年货节"]
    assert {(each.phase, edition_year(each)) for each in found} == {
        ("preheat", 2023), ("burst", 2023), ("review", 2023),
    }  # fmt: skip
    assert min(each.starts_on for each in found).year == 2022


def test_lunar_promo_is_left_out_when_the_tables_do_not_reach() -> None:
    assert {each.name for each in promo_occasions(2150, 2150)} == {
        "38",
        "618",
        "99",
        "双11",
        "双12",
    }


# Overlaps


@pytest.mark.parametrize(
    ("day", "name", "phase"),
    [
        (date(2026, 11, 5), "双11", "burst"),  # 双12 preheats too
        (date(2026, 11, 14), "双11", "review"),  # 双12 preheats too
        (date(2026, 11, 20), "双12", "preheat"),
        (date(2026, 2, 1), "年货节", "burst"),  # 38 preheats too
        (date(2026, 2, 18), "38", "preheat"),
    ],
)
def test_selling_phase_wins_when_phases_overlap(day: date, name: str, phase: str) -> None:
    found = phase_of(day, PROMOS)
    assert found is not None
    assert (found.name, found.phase) == (name, phase)


def test_day_is_ordinary_when_no_promo_is_near() -> None:
    assert phase_of(date(2026, 4, 20), PROMOS) is None


def test_day_is_ordinary_when_only_a_holiday_is_on_it() -> None:
    assert phase_of(date(2026, 4, 5), holidays(2026, 2026)) is None


def test_spans_do_not_overlap_when_they_are_made_for_shading() -> None:
    spans = phases_between(date(2026, 1, 1), date(2026, 12, 31), PROMOS)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_spans_are_clipped_when_they_reach_beyond_the_chart() -> None:
    spans = phases_between(date(2026, 11, 10), date(2026, 11, 13), PROMOS)
    assert [(first, last, each.phase) for first, last, each in spans] == [
        (date(2026, 11, 10), date(2026, 11, 11), "burst"),
        (date(2026, 11, 12), date(2026, 11, 13), "review"),
    ]


# The shop's own calendar


def row(**changes: object) -> dict[str, object]:
    return {
        "starts_on": date(2026, 10, 20), "ends_on": date(2026, 11, 11), "name": "双11",
        "kind": "promo", "phase": "burst", "note": None,
    } | changes  # fmt: skip


def bursts(occasions: tuple[Occasion, ...], year: int) -> list[Occasion]:
    return [
        each
        for each in occasions
        if each.name == "双11" and each.phase == "burst" and each.ends_on.year == year
    ]


@pytest.mark.parametrize("spelling", ["双11", "双十一", "Double 11", "singles' day"])
def test_shops_row_replaces_the_built_in_one_when_it_names_the_same(spelling: str) -> None:
    found = bursts(merge(PROMOS, [row(name=spelling)]), 2026)
    assert [each.starts_on for each in found] == [date(2026, 10, 20)]


def test_other_editions_stay_when_one_is_replaced() -> None:
    assert bursts(merge(PROMOS, [row()]), 2025) == bursts(PROMOS, 2025)


def test_other_phases_stay_when_one_is_replaced() -> None:
    assert promo("双11", "preheat", 2026) in merge(PROMOS, [row()])


def test_row_is_added_when_the_built_in_calendar_has_none_such() -> None:
    own = row(name="会员日", phase="", note="gold tier only")
    found = next(each for each in merge(PROMOS, [own]) if each.name == "会员日")
    assert (found.phase, found.note) == (None, "gold tier only")


def test_occasions_are_taken_as_they_are_when_already_read() -> None:
    own = Occasion(date(2026, 10, 20), date(2026, 11, 11), "Double 11", "promo", "burst")
    assert bursts(merge(PROMOS, [own]), 2026)[0].starts_on == date(2026, 10, 20)


def test_calendar_is_unchanged_when_nothing_is_loaded() -> None:
    assert set(merge(PROMOS, [])) == set(PROMOS)


# Names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("双十一", "双11"), ("Double Eleven", "双11"), ("六一八", "618"), ("双１２", "双12"),
        ("国庆", "国庆节"), ("chinese new year", "春节"), ("Summer Sale", "Summer Sale"),
    ],
)  # fmt: skip
def test_one_name_is_given_when_an_occasion_has_many(written: str, name: str) -> None:
    assert one_name(written) == name


def test_english_name_is_given_when_there_is_one() -> None:
    assert english_name("国庆节") == "National Day"


def test_own_name_is_kept_when_it_has_no_english_one() -> None:
    assert english_name("会员日") == "会员日"


# Holidays: the State Council's arrangements for 2025 and 2026


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("春节", date(2025, 1, 28), date(2025, 2, 4)),
        ("国庆节", date(2025, 10, 1), date(2025, 10, 8)),
        ("元旦", date(2026, 1, 1), date(2026, 1, 3)),
        ("春节", date(2026, 2, 15), date(2026, 2, 23)),
        ("清明节", date(2026, 4, 4), date(2026, 4, 6)),
        ("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
        ("端午节", date(2026, 6, 19), date(2026, 6, 21)),
        ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
        ("七夕", date(2026, 8, 19), date(2026, 8, 19)),
    ],
)
def test_holiday_is_the_whole_break_when_the_year_is_announced(
    name: str, first: date, last: date
) -> None:
    found = next(each for each in holidays(first.year, first.year) if each.name == name)
    assert (found.starts_on, found.ends_on, found.kind, found.note) == (first, last, "holiday", "")


def test_note_says_so_when_the_year_is_not_announced() -> None:
    found = [each for each in holidays(2045, 2045) if each.name == "国庆节"]
    assert [(each.starts_on, bool(each.note)) for each in found] == [(date(2045, 10, 1), True)]


@pytest.mark.parametrize("year", [1900, 2150])
def test_no_holiday_is_given_when_the_year_is_outside_the_tables(year: int) -> None:
    assert holidays(year, year) == ()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked for it
        (date(2026, 2, 14), True),  # a Saturday worked for the Spring Festival
        (date(2045, 6, 1), None),  # not announced
        (date(1940, 6, 3), None),
    ],
)
def test_make_up_days_count_when_a_working_day_is_asked(day: date, works: bool | None) -> None:
    assert is_working_day(day) is works
