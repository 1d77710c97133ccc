"""What new buyers bring in a year, from cohorts worked out by hand."""

from datetime import date

import pytest

from analytics.lifetime import Lifetime
from analytics.roi_lifetimes import read_lifetimes
from tests.shop import open_shop, order

# 30 people first buy for 100 on 抖音 on 2025-01-10 and for 50 each after 40 days; ten of them
# come once more, for 90, after 364 days, and after 365, which is too late.
FIRST = [f"p{n}" for n in range(30)]
ORDERS = [
    *(order(f"a{p}", "2025-01-10 12:00", 100, customer_id=p, channel="抖音") for p in FIRST),
    *(order(f"b{p}", "2025-02-19 12:00", 50, customer_id=p, channel="天猫") for p in FIRST),
    *(order(f"c{p}", "2026-01-09 12:00", 90, customer_id=p) for p in FIRST[:10]),
    *(order(f"d{p}", "2026-01-10 12:00", 70, customer_id=p) for p in FIRST[:10]),
    order("new", "2026-01-10 12:00", 900, customer_id="new", channel="抖音"),
]
SHOP = open_shop({"orders": ORDERS})


def test_a_years_payments_are_counted_when_the_cohort_is_a_year_old() -> None:
    # (30 × 100 + 30 × 50 + 10 × 90) ÷ 30 = 180, in the channel of the first order.
    found = read_lifetimes(SHOP, date(2026, 3, 1))
    assert found["抖音"].buyers == 30
    assert found["抖音"].year == 180
    assert found[None].year == 180
    assert "天猫" not in found


def test_months_are_those_since_the_first_order_when_split() -> None:
    months = read_lifetimes(SHOP, date(2026, 3, 1))[None].months
    assert (months[0], months[1], months[12]) == (100, 50, 30)


def test_nothing_is_known_when_no_cohort_is_a_year_old() -> None:
    assert read_lifetimes(SHOP, date(2025, 12, 31)) == {}


def test_first_order_stands_without_a_channel_when_later_ones_have_one() -> None:
    rows = [
        *(order(f"a{p}", "2025-01-10 12:00", 100, customer_id=p) for p in FIRST),
        *(order(f"b{p}", "2025-02-10 12:00", 100, customer_id=p, channel="天猫") for p in FIRST),
        order("new", "2026-02-10 12:00", 9, customer_id="new"),
    ]
    assert set(read_lifetimes(open_shop({"orders": rows}), date(2026, 3, 1))) == {None}


@pytest.mark.parametrize(("first", "second"), [("抖音", "天猫"), ("天猫", "抖音")])
def test_earlier_order_tells_the_channel_when_two_were_paid_in_one_hour(
    first: str, second: str
) -> None:
    rows = [
        *(order(f"b{p}", "2025-01-10 12:40", 100, customer_id=p, channel=second) for p in FIRST),
        *(order(f"a{p}", "2025-01-10 12:10", 100, customer_id=p, channel=first) for p in FIRST),
        order("new", "2026-02-10 12:00", 9, customer_id="new"),
    ]
    assert set(read_lifetimes(open_shop({"orders": rows}), date(2026, 3, 1))) == {None, first}


def test_payback_is_the_end_of_the_month_that_covers_the_cost_when_it_does() -> None:
    life = Lifetime(30, (100.0, 50.0, *[0.0] * 10, 30.0))
    assert life.payback_days(cac=40, margin=0.5) == 30  # 50 in the first month
    assert life.payback_days(cac=75, margin=0.5) == 60  # 50 + 25
    assert life.payback_days(cac=85, margin=0.5) == 365  # 75 + 15 in the last days
    assert life.payback_days(cac=91, margin=0.5) is None
