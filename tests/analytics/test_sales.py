"""What `/gmv` measures over the tiny shop: one tree, exact splits, the telling dimension."""

import math
from datetime import date

import pytest

from analytics.drivers import Decomposition
from analytics.periods import Period
from analytics.sales import NO_WORD, Sales, Side, measure_sales, split_by, telling_split
from analytics.shop import Shop
from tests.shop import MONDAY, TINY, TUESDAY, UNKNOWN_DAYS, event, open_shop, order, tiny_shop

MON, TUE = Side(MONDAY, {}), Side(TUESDAY, {})


@pytest.fixture(scope="module")
def shop() -> Shop:
    return tiny_shop()


def amounts(split: Decomposition | None) -> dict[str, float]:
    assert split is not None
    return {part.name: part.amount for part in split.contributions}


def tuesday(shop: Shop) -> Sales:
    return measure_sales(shop, TUE, MON)


def test_the_tree_is_exact_when_tuesday_is_set_against_monday(shop: Shop) -> None:
    """450 = 4 × 1/2 × 225 → 200 = 3 × 1/3 × 200, worked out in test_tree."""
    sales = tuesday(shop)
    assert sales.main == "paid_gmv"
    assert sales.tree is not None
    expected = {"visitors": -88.6889, "cvr": -125, "aov": -36.3111}
    assert amounts(sales.tree) == pytest.approx(expected, abs=1e-4)
    assert math.fsum(amounts(sales.tree).values()) == -250 == sales.tree.change
    assert sales.tree.remainder == 0


def test_the_finer_tree_is_exact_when_lines_are_loaded(shop: Shop) -> None:
    """Units per buyer 6/2 → 1/1, price per unit 450/6 = 75 → 200: L·ln(1/3), L·ln(8/3)."""
    finer = amounts(tuesday(shop).finer)
    weight = -250 / math.log(200 / 450)
    assert finer["units_per_buyer"] == pytest.approx(weight * math.log(1 / 3))
    assert finer["unit_price"] == pytest.approx(weight * math.log(8 / 3))
    assert math.fsum(finer.values()) == pytest.approx(-250)


def test_totals_of_both_days_are_told_when_they_are_compared(shop: Shop) -> None:
    sales = tuesday(shop)
    assert sales.before is not None
    for name, now, before in [("gmv", 340, 470), ("net_gmv", 0, 450), ("orders", 3, 3)]:
        assert (sales.now[name], sales.before[name]) == (now, before)


def test_there_is_no_tree_when_there_is_nothing_to_compare_with(shop: Shop) -> None:
    sales = measure_sales(shop, MON, None)
    assert (sales.before, sales.tree, sales.finer) == (None, None, None)
    assert sales.now["paid_gmv"] == 450


def test_there_is_no_tree_when_the_earlier_days_are_not_covered(shop: Shop) -> None:
    sales = measure_sales(shop, MON, Side(UNKNOWN_DAYS, {}))
    assert sales.before is not None
    assert sales.before["paid_gmv"] is None
    assert (sales.tree, sales.finer) == (None, None)


def test_guests_are_a_line_when_the_shop_knows_no_visitors() -> None:
    """Monday: ann 300, bob 100, a guest 50. Tuesday: ann 200 and no guest.

    Known 400 = 2 × 1 × 200 → 200 = 1 × 1 × 200: buyers −200; guests −50.
    """
    shop = open_shop({"orders": TINY["orders"]})
    expected = {"buyers": -200, "orders_per_buyer": 0, "known_order_value": 0}
    tree = tuesday(shop).tree
    assert amounts(tree) == pytest.approx({**expected, "guest_paid_gmv": -50}, abs=1e-9)
    assert tree is not None
    assert (tree.change, tree.remainder) == (-250, 0)


def test_the_customer_tree_stands_in_when_nobody_visited_on_either_day() -> None:
    """An offline shop that once loaded events of other days."""
    events = [{"visitor_id": "v", "event_at": "2026-12-20 10:00", "event": "visit"}]
    shop = open_shop({"orders": TINY["orders"], "events": events})
    assert "buyers" in amounts(tuesday(shop).tree)


def test_the_change_is_explained_whole_when_only_guests_paid_on_a_day() -> None:
    """Monday: a customer pays 100, a guest 50; Tuesday: a guest pays 30, though five visit."""
    shop = open_shop(
        {
            "orders": [
                order("A", "2026-11-02 10:00", 100, customer_id="ann"),
                order("B", "2026-11-02 11:00", 50),
                order("C", "2026-11-03 10:00", 30),
            ],
            "events": [event(f"v{n}", f"2026-11-0{2 + n % 2} 10:00") for n in range(10)],
        }
    )
    sales = tuesday(shop)
    assert sales.tree is not None
    assert sales.tree.remainder == 0
    assert amounts(sales.tree)["guest_paid_gmv"] == -20
    assert math.fsum(amounts(sales.tree).values()) == pytest.approx(-120)


def test_the_customer_tree_stands_in_when_some_days_of_visits_are_not_loaded() -> None:
    """Both weeks sell alike; of the second, two days of events are loaded: no fall in visitors."""
    days = [f"2026-11-{n:02}" for n in range(2, 16)]
    orders = [order(day, f"{day} 10:00", 100, customer_id="ann") for day in days]
    visits = [event(f"v{day}", f"{day} 10:00") for day in (*days[:7], *days[12:])]
    spans = [(date(2026, 11, 2), date(2026, 11, 8)), (date(2026, 11, 14), date(2026, 11, 15))]
    shop = open_shop(
        {"orders": orders, "events": visits},
        covered={"orders": [(date(2026, 11, 2), date(2026, 11, 15))], "events": spans},
    )
    weeks = [Period(date(2026, 11, n), date(2026, 11, n + 7)) for n in (2, 9)]
    sales = measure_sales(shop, Side(weeks[1], {}), Side(weeks[0], {}))
    assert set(amounts(sales.tree).values()) == {0}
    assert "visitors" not in amounts(sales.tree)
    assert "cvr" not in sales.now


def test_the_customer_tree_stands_in_when_a_filter_has_no_meaning_for_visitors(shop: Shop) -> None:
    """Hats: Monday 100 + 41.6667 + 50 paid, Tuesday none."""
    hats = {"sku": ("hat",)}
    sales = measure_sales(shop, Side(TUESDAY, hats), Side(MONDAY, hats))
    assert sales.tree is not None
    assert set(amounts(sales.tree)) >= {"buyers", "guest_paid_gmv"}
    assert sales.tree.change == pytest.approx(-191.6667)
    assert sales.tree.remainder == 0


def test_gmv_is_explained_when_the_shop_does_not_say_what_was_paid() -> None:
    rows = [
        {"order_id": str(n), "ordered_at": f"2026-11-0{n} 10:00", "gross_amount": n * 10}
        for n in (2, 3)
    ]
    sales = measure_sales(open_shop({"orders": rows}), TUE, MON)
    assert (sales.main, sales.now["gmv"], sales.tree) == ("gmv", 30, None)


def test_slices_add_up_to_the_change_when_split_by_channel(shop: Shop) -> None:
    """抖音 350 → 0 (O6 is paid on Wednesday), 天猫 100 → 200."""
    split = split_by(shop, "paid_gmv", "channel", TUE, MON)
    assert amounts(split) == {"抖音": -350, "天猫": 100}
    assert (split.change, split.remainder) == (-250, 0)


def test_rows_without_a_word_are_a_slice_when_split(shop: Shop) -> None:
    """GMV by channel: 抖音 350 → 60, 天猫 120 → 200, no channel 0 → 80."""
    split = split_by(shop, "gmv", "channel", TUE, MON)
    assert amounts(split) == {"抖音": -290, "天猫": 80, NO_WORD: 80}


def test_slices_of_other_slices_add_up_when_a_filter_is_compared_with_another(shop: Shop) -> None:
    """Monday, 天猫 against 抖音, by category: outer 0 − 200, accessory 100 − 150."""
    now, before = Side(MONDAY, {"channel": ("天猫",)}), Side(MONDAY, {"channel": ("抖音",)})
    assert amounts(split_by(shop, "paid_gmv", "category", now, before)) == {
        "outer": -200,
        "accessory": -50,
    }


def test_the_telling_dimension_is_the_one_that_moved_when_none_is_asked() -> None:
    """Channels swap 90:10 for 10:90 while every order is a guest's."""
    rows = [
        order(f"{day}{channel}", f"2026-11-0{day} 10:00", amount, channel=channel)
        for day, channel, amount in [(2, "a", 90), (2, "b", 10), (3, "a", 20), (3, "b", 180)]
    ]
    found = telling_split(open_shop({"orders": rows}), "paid_gmv", TUE, MON)
    assert found is not None
    assert found[0] == "channel"
    assert amounts(found[1]) == {"b": 170, "a": -70}


def test_no_dimension_tells_when_all_rows_are_of_one_word() -> None:
    rows = [order(str(n), f"2026-11-0{n} 10:00", n, channel="a") for n in (2, 3)]
    assert telling_split(open_shop({"orders": rows}), "paid_gmv", TUE, MON) is None


def test_the_filtered_dimension_is_not_the_telling_one_when_searched(shop: Shop) -> None:
    only = {"channel": ("抖音", "天猫")}
    found = telling_split(shop, "paid_gmv", Side(TUESDAY, only), Side(MONDAY, only))
    assert found is not None
    assert found[0] != "channel"
