"""ROI and its cost ratios, every number by hand."""

import pytest

from analytics.roi import Brought, Cost, OrderValues, Return, add_costs

# 200 spent, of it 150 on media; 10 000 impressions, 100 clicks. It brought 4 orders of 150 each,
# 60 of which went back, from 2 new buyers.
COST = Cost(spend=200, media=150, impressions=10_000, clicks=100)
BROUGHT = Brought(orders=4, value=600, refunds=60, new_buyers=2)
FOUND = Return(COST, BROUGHT)
EVEN = OrderValues(mean=150, spread=0.0)


def test_ratios_are_those_worked_out_by_hand_when_everything_is_known() -> None:
    assert FOUND.roi == 3  # 600 ÷ 200
    assert FOUND.net_roi == 2.7  # (600 − 60) ÷ 200
    assert FOUND.profit_roi(0.4) == pytest.approx(0.2)  # (600 × 0.4 − 200) ÷ 200
    assert FOUND.cac == 100  # 200 ÷ 2
    assert FOUND.cpm == 20  # 200 ÷ 10 000 × 1000
    assert FOUND.cpc == 2  # 200 ÷ 100
    assert FOUND.ctr == 0.01  # 100 ÷ 10 000
    assert FOUND.cvr == 0.04  # 4 ÷ 100


def test_profit_is_unknown_when_no_margin_is_set() -> None:
    assert FOUND.profit_roi(None) is None


def test_every_ratio_is_unknown_when_no_cost_is_loaded() -> None:
    found = Return(Cost(), BROUGHT)
    assert (found.roi, found.cac, found.cpm, found.cpc, found.ctr, found.cvr) == (None,) * 6


def test_roi_is_unknown_when_no_order_names_where_it_came_from() -> None:
    assert Return(COST, None).roi is None


def test_roi_is_zero_when_orders_are_known_and_none_is_credited() -> None:
    assert Return(COST, Brought()).roi == 0


def test_there_is_no_roi_when_nothing_was_spent() -> None:
    assert Return(Cost(spend=0.0), BROUGHT).roi is None


def test_unknown_parts_are_left_out_when_costs_are_added() -> None:
    total = add_costs([Cost(spend=100, clicks=10), Cost(spend=50)])
    assert (total.spend, total.media, total.clicks) == (150, None, 10)


def test_interval_is_the_exact_poisson_one_when_orders_are_equal() -> None:
    # The 90 % Garwood interval of a count of 4 is 1.366 to 9.154 (Ulm 1990, table); each order is
    # worth 150 ÷ 200 = 0.75 of ROI.
    interval = FOUND.interval(EVEN)
    assert interval is not None
    assert interval.low == pytest.approx(1.366 * 0.75, abs=0.001)
    assert interval.high == pytest.approx(9.154 * 0.75, abs=0.001)


def test_interval_is_wider_when_orders_differ_in_value() -> None:
    even, uneven = FOUND.interval(EVEN), FOUND.interval(OrderValues(150, 1.0))
    assert even
    assert uneven
    assert uneven.low < even.low < even.high < uneven.high


def test_interval_has_an_upper_end_when_there_is_no_order() -> None:
    # 95 % of the time a count that came out 0 has a mean below 2.996: 2.996 × 150 ÷ 200.
    interval = Return(COST, Brought()).interval(EVEN)
    assert interval is not None
    assert interval.low == 0
    assert interval.high == pytest.approx(2.247, abs=0.001)
