"""Targets and landings of a shop that sells the same every day, worked by hand."""

from datetime import date, timedelta

import pytest

from analytics.attainment import DEFAULTS, Checkpoint
from analytics.errors import MissingTable
from analytics.forecast import Landing, NoLanding
from analytics.outlook import Outlook, Past, expectation, outlook, read_past, scope_of
from analytics.periods import Period
from analytics.shop import Filters, Shop
from analytics.targets import Scope
from tests.shop import Row, open_shop, order

FIRST, LAST = date(2026, 10, 1), date(2026, 11, 10)
NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))


def target(
    value: float,
    scope: str | None = None,
    first: date = date(2026, 11, 1),
    last: date = date(2026, 11, 30),
) -> Row:
    """A target of November unless other days are given, both included."""
    days = {"period_start": first, "period_end": last}
    return {**days, "metric": "gmv", "value": value, "scope": scope}


def steady(a_day: float, *targets: Row) -> Shop:
    """The same sales every day from October to November 10: half on either of two channels."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    rows = [
        order(f"{day}{channel}", f"{day} 12:00", a_day / 2, channel=channel)
        for day in days
        for channel in ("抖音", "天猫")
    ]
    return open_shop({"orders": rows, "targets": targets}, covered={"orders": [(FIRST, LAST)]})


def past_of(shop: Shop, where: Filters | None = None) -> Past:
    return read_past(shop, "gmv", date(2026, 12, 1), where or {}, ())


def november(shop: Shop, scope: Scope = (), where: Filters | None = None) -> Outlook:
    found = outlook(shop, past_of(shop, where), *NOVEMBER, scope, DEFAULTS)
    assert found is not None
    return found


def test_the_past_ends_with_the_last_whole_day_when_it_is_read() -> None:
    past = past_of(steady(100))
    assert (past.as_of, past.last_day) == (date(2026, 11, 11), LAST)
    assert past.history.start == FIRST
    assert set(past.history.values) == {100.0}


def test_the_past_is_of_the_slice_when_it_is_filtered() -> None:
    past = past_of(steady(100), {"channel": ("抖音",)})
    assert set(past.history.values) == {50.0}


def test_the_past_is_refused_when_orders_are_not_loaded() -> None:
    with pytest.raises(MissingTable):
        past_of(open_shop({}))


def test_a_target_is_a_thirtieth_a_day_when_all_days_sell_alike() -> None:
    plan = november(steady(100, target(3000))).plan
    assert plan.values == pytest.approx([100] * 30)
    assert sum(plan.values) == pytest.approx(3000)


def test_the_pace_is_met_when_ten_of_thirty_days_brought_a_third() -> None:
    """1000 of 3000, 1000 due; 2000 left over 20 days."""
    attained = november(steady(100, target(3000))).attained
    assert (attained.actual, attained.target, attained.days_left) == (1000, 3000, 20)
    assert attained.pace_ratio == pytest.approx(1)
    assert attained.ratio == pytest.approx(1 / 3)
    assert attained.needed_per_day == pytest.approx(100)
    assert attained.light == "green"


def test_the_month_lands_on_thirty_days_when_every_day_is_the_same() -> None:
    landing = november(steady(100, target(3000))).landing
    assert isinstance(landing, Landing)
    assert landing.so_far == 1000
    assert landing.expected == pytest.approx(3000)
    assert landing.low < 3000 < landing.high


def test_the_first_checkpoint_trips_when_ten_days_bring_less_than_seventy_percent() -> None:
    """60 a day of 100: 0.6 of the pace on day 10 (R05)."""
    tripped = november(steady(60, target(3000))).tripped
    assert tripped is not None
    assert (tripped.day, tripped.limit) == (10, 0.70)
    assert tripped.pace_ratio == pytest.approx(0.6)


def test_no_checkpoint_trips_when_ten_days_bring_just_enough() -> None:
    assert november(steady(71, target(3000))).tripped is None


def test_weeks_are_cut_at_the_ends_of_the_month_when_they_are_judged() -> None:
    """November 2026 begins on a Sunday and ends on a Monday; 80 a day is 20 % under (R06)."""
    weeks = november(steady(80, target(3000))).weeks
    assert [(week.start.day, week.end.day) for week in weeks] == [
        *[(1, 2), (2, 9), (9, 16), (16, 23)],
        *[(23, 30), (30, 1)],
    ]
    assert [week.state for week in weeks] == ["under", "under", "under", None, None, None]
    assert weeks[1].target == pytest.approx(700)
    assert (weeks[1].actual, weeks[2].actual) == (560, 160)


def test_a_month_has_its_part_when_only_the_quarter_has_a_target() -> None:
    """October to December, 92 days of 100."""
    quarter = target(9200, first=FIRST, last=date(2026, 12, 31))
    found = november(steady(100, quarter))
    assert found.plan.target.value == pytest.approx(3000)
    assert found.attained.pace_ratio == pytest.approx(1)


def test_a_scope_has_its_own_target_when_it_is_asked() -> None:
    shop = steady(100, target(3000), target(1000, "channel=抖音"))
    found = november(shop, (("channel", "抖音"),), {"channel": ("抖音",)})
    assert (found.attained.target, found.attained.actual) == (1000, 500)


def test_there_is_no_outlook_when_no_target_speaks_of_it() -> None:
    shop = steady(100, target(1000, "channel=抖音"))
    assert outlook(shop, past_of(shop), *NOVEMBER, (), DEFAULTS) is None


def test_there_is_no_landing_when_the_period_has_not_begun() -> None:
    shop = steady(100, target(3100, first=date(2026, 12, 1), last=date(2026, 12, 31)))
    found = outlook(shop, past_of(shop), date(2026, 12, 1), date(2027, 1, 1), (), DEFAULTS)
    assert found is not None
    assert found.landing is None
    assert found.attained.actual == 0


def test_a_steady_past_is_expected_to_go_on_when_it_is_the_baseline() -> None:
    found = expectation(past_of(steady(100)), Period(date(2026, 11, 4), date(2026, 11, 11)))
    assert isinstance(found, Landing)
    assert found.expected == pytest.approx(700)


def test_nothing_is_expected_when_the_past_is_too_short() -> None:
    found = expectation(past_of(steady(100)), Period(date(2026, 10, 8), date(2026, 10, 15)))
    assert found == NoLanding("short_history", 7)


@pytest.mark.parametrize(
    ("where", "scope"),
    [
        ({}, ()),
        ({"channel": ("抖音",)}, (("channel", "抖音"),)),
        ({"device": ("ios",), "channel": ("a",)}, (("channel", "a"), ("device", "ios"))),
        ({"channel": ("a", "b")}, None),
        ({"channel": (None,)}, None),
    ],
)
def test_a_filter_is_a_scope_when_a_target_could_have_it(where: Filters, scope: Scope) -> None:
    assert scope_of(where) == scope


def test_the_checkpoint_that_counts_is_the_last_one_when_the_month_is_over() -> None:
    """October: 31 days of 60 against 100."""
    shop = steady(60, target(3100, first=FIRST, last=date(2026, 10, 31)))
    found = outlook(shop, past_of(shop), FIRST, date(2026, 11, 1), (), DEFAULTS)
    assert found is not None
    assert isinstance(found.tripped, Checkpoint)
    assert (found.tripped.day, found.tripped.limit) == (20, 0.85)


def test_there_is_a_landing_when_the_period_begins_on_the_day_the_data_reach() -> None:
    shop = steady(100, target(700, first=date(2026, 11, 11), last=date(2026, 11, 17)))
    found = outlook(shop, past_of(shop), date(2026, 11, 11), date(2026, 11, 18), (), DEFAULTS)
    assert found is not None
    assert isinstance(found.landing, Landing)
    assert (found.landing.so_far, found.attained.actual) == (0, 0)
    assert found.landing.expected == pytest.approx(700)
