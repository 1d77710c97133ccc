"""The funnel of small shops, counted by hand."""

from datetime import date, timedelta

import pytest

from analytics.errors import MissingTable, Unsplittable
from analytics.funnel_reading import FunnelQuestion, Funnels, read_funnels
from analytics.funnel_repurchases import read_repurchase
from analytics.funnel_weeks import lagging_channels
from analytics.periods import Period
from analytics.sales import Side
from analytics.shop import Shop
from tests.shop import Row, event, open_shop, order

WEEK = Period(date(2026, 11, 2), date(2026, 11, 9))
SEVEN = timedelta(days=7)
WAY = ("visit", "view_item", "add_to_cart", "checkout", "pay_success")


def way(who: str, day: int, steps: int, **columns: object) -> list[Row]:
    """The first `steps` of the way to a payment, ten minutes apart."""
    return [
        event(who, f"2026-11-{day:02d} 10:{10 * n:02d}", name, channel="抖音", **columns)
        for n, name in enumerate(WAY[:steps])
    ]


# ann pays; bob stops at the cart, on a PC; cid looks before he visits, which counts for nothing;
# dan visits on the last day and pays two days after the period; eve visited before the period;
# a bot visits. fay sees the shop through another channel.
SHOP: dict[str, list[Row]] = {
    "events": [
        *way("ann", 2, 5, device="iOS"),
        *way("bob", 3, 3, device="PC"),
        event("cid", "2026-11-03 09:00", "view_item", channel="抖音"),
        event("cid", "2026-11-03 10:00", channel="抖音"),
        *way("dan", 8, 4),
        event("dan", "2026-11-10 10:00", "pay_success", channel="抖音"),
        event("eve", "2026-11-01 10:00", channel="抖音"),
        event("eve", "2026-11-04 10:00", "view_item", channel="抖音"),
        event("b1", "2026-11-04 10:00", channel="抖音", is_bot=True),
        event("fay", "2026-11-05 10:00", channel="天猫"),
    ]
}


def ask(shop: Shop, follow: int = 0, by: str | None = None, **where: str) -> Funnels:
    side = Side(WEEK, {name: (word,) for name, word in where.items()})
    return read_funnels(shop, FunnelQuestion(side, SEVEN, timedelta(days=follow), by))


def counts(found: Funnels, name: str = "") -> list[int]:
    return [step.count for step in found.slices[name].steps]


def test_people_are_counted_in_order_when_events_are_loaded() -> None:
    assert counts(ask(open_shop(SHOP), channel="抖音")) == [4, 3, 3, 2, 1]


def test_payments_after_the_period_count_when_they_are_followed() -> None:
    assert counts(ask(open_shop(SHOP), follow=7, channel="抖音")) == [4, 3, 3, 2, 2]


def test_each_slice_has_its_own_people_when_split() -> None:
    found = ask(open_shop(SHOP), by="channel")
    assert (counts(found, "抖音"), counts(found, "天猫")) == ([4, 3, 3, 2, 1], [1, 0, 0, 0, 0])


def test_rows_without_a_word_are_a_slice_when_split() -> None:
    assert counts(ask(open_shop(SHOP), by="device", channel="抖音")) == [2, 1, 1, 1, 0]


def test_times_are_medians_when_people_reach_a_step() -> None:
    steps = ask(open_shop(SHOP), channel="抖音").slices[""].steps
    assert [step.seconds for step in steps] == [None, 600, 600, 600, 600]


def test_every_step_is_counted_when_buyers_go_back_and_forth() -> None:
    again = [event("ann", "2026-11-02 10:15", "view_item", channel="抖音")]
    found = ask(open_shop({"events": [*SHOP["events"], *again]}), channel="抖音")
    assert found.slices[""].actions == 5


def test_share_of_bots_is_told_when_they_are_left_out() -> None:
    assert ask(open_shop(SHOP), channel="抖音").bots == pytest.approx(1 / 16)


def test_a_visit_counts_when_the_flag_contradicts_the_agent() -> None:
    rows = [event("gil", "2026-11-04 10:00", channel="抖音", is_bot=False, user_agent="Cubot")]
    assert counts(ask(open_shop({"events": rows}))) == [1]


def test_a_step_is_missing_when_the_shop_never_records_it() -> None:
    rows = [row for row in SHOP["events"] if row["event"] != "checkout"]
    assert counts(ask(open_shop({"events": rows}), channel="抖音")) == [4, 3, 3, 1]


# 10 000 impressions, 400 clicks, 300 visitors, 200 views, 40 carts, 20 checkouts, 12 orders of 50.
EXPORTS: dict[str, list[Row]] = {
    "traffic": [
        {"at": "2026-11-02 10:00", "channel": "抖音", "impressions": 4000, "clicks": 400,
         "visitors": 200, "item_views": 150, "add_to_carts": 30, "checkouts": 15},
        {"at": "2026-11-03 10:00", "channel": "抖音", "impressions": 6000, "clicks": 0,
         "visitors": 100, "item_views": 50, "add_to_carts": 10, "checkouts": 5},
    ],
    "orders": [order(f"O{n}", "2026-11-03 12:00", 50, channel="抖音") for n in range(12)],
}  # fmt: skip


def test_exports_are_added_up_when_there_are_no_events() -> None:
    found = ask(open_shop(EXPORTS), channel="抖音")
    assert found.source == "traffic"
    assert counts(found) == [10_000, 400, 300, 200, 40, 20, 12]
    assert found.slices[""].worth == 50


def test_impressions_come_from_exports_when_events_have_none() -> None:
    found = ask(open_shop({**SHOP, "traffic": EXPORTS["traffic"]}), channel="抖音")
    assert (found.source, found.advertised) == ("events", "traffic")
    assert counts(found) == [10_000, 400, 4, 3, 3, 2, 1]


def test_impressions_come_from_accounts_when_there_is_no_traffic() -> None:
    spend = [{"at": "2026-11-02 00:00", "channel": "抖音", "media_cost": 9, "impressions": 70}]
    found = ask(open_shop({**SHOP, "ad_spend": spend}), channel="抖音")
    assert found.advertised == "ad_spend"
    assert counts(found)[:2] == [70, 4]


def test_a_table_is_asked_for_when_there_are_neither_events_nor_exports() -> None:
    with pytest.raises(MissingTable):
        ask(open_shop({"orders": EXPORTS["orders"]}))


def test_a_split_is_refused_when_exports_have_no_such_column() -> None:
    with pytest.raises(Unsplittable):
        ask(open_shop(EXPORTS), by="region")


def test_online_shoppers_are_counted_when_they_come_as_exports() -> None:
    rows = {"5": (260, 253, 61, 56), "8": (343, 339, 83, 95), "7": (40, 40, 20, 12)}
    traffic = [
        {"at": "2026-11-02 10:00", "channel": name, "visitors": row[0], "item_views": row[1],
         "add_to_carts": row[2]}
        for name, row in rows.items()
    ]  # fmt: skip
    orders = [
        order(f"{name}-{n}", "2026-11-02 12:00", 1, channel=name)
        for name, row in rows.items()
        for n in range(row[3])
    ]
    found = ask(open_shop({"traffic": traffic, "orders": orders}), by="channel")
    assert {name: tuple(counts(found, name)) for name in rows} == rows


# Buyers of the week: ann again after 10 days, bob again after 40, cid never.
PAID = [
    order("1", "2026-11-02 10:00", 9, customer_id="ann", channel="抖音"),
    order("2", "2026-11-12 10:00", 9, customer_id="ann", channel="天猫"),
    order("3", "2026-11-03 10:00", 9, customer_id="bob", channel="抖音"),
    order("4", "2026-12-13 10:00", 9, customer_id="bob", channel="抖音"),
    order("5", "2026-11-08 10:00", 9, customer_id="cid", channel="抖音"),
]


@pytest.mark.parametrize(("days", "again"), [(30, 1), (90, None)])
def test_repurchase_is_told_when_its_time_is_over(days: int, again: int | None) -> None:
    shop = open_shop({"orders": PAID})
    found = read_repurchase(shop, WEEK.start, WEEK.end, {"channel": ("抖音",)}, days)
    assert found is not None
    assert (found.rate.part if found.rate else None) == again


def test_two_orders_on_one_day_are_a_repurchase_when_both_are_paid() -> None:
    rows = [order(str(n), "2026-11-02 10:00", 9, customer_id="ann") for n in range(2)]
    rows.append(order("9", "2026-12-20 10:00", 9, customer_id="zoe"))
    found = read_repurchase(open_shop({"orders": rows}), WEEK.start, WEEK.end, {}, 30)
    assert found is not None
    assert found.rate is not None
    assert (found.rate.part, found.rate.whole) == (1, 1)


def two_weeks(second_week_buys: bool) -> Shop:
    """抖音: 2 visitors a week, nobody buys but maybe in the second; 天猫: one visitor, who buys."""
    events, orders = [], []
    for week, day in enumerate((2, 9)):
        for who, channel in (("v", "抖音"), ("w", "抖音"), ("x", "天猫")):
            buys = channel == "天猫" or (who == "v" and week == 1 and second_week_buys)
            events.append(event(f"{who}{week}", f"2026-11-{day:02d} 10:00", channel=channel))
            if buys:
                columns = {"channel": channel, "customer_id": f"{who}{week}"}
                orders.append(order(f"{who}{week}", f"2026-11-{day:02d} 11:00", 9, **columns))
    covered = {name: [(date(2026, 11, 2), date(2026, 11, 15))] for name in ("events", "orders")}
    return open_shop({"events": events, "orders": orders}, covered=covered)


def test_a_channel_lags_when_it_is_below_the_average_in_both_weeks() -> None:
    (found,) = lagging_channels(two_weeks(False), date(2026, 11, 16), 2)
    assert (found.channel, found.rate) == ("抖音", 0)
    assert found.average == pytest.approx(1 / 3)


def test_a_channel_still_lags_when_it_buys_less_than_the_average() -> None:
    assert len(lagging_channels(two_weeks(True), date(2026, 11, 16), 2)) == 1


def test_no_channel_lags_when_a_week_is_not_covered() -> None:
    assert lagging_channels(two_weeks(False), date(2026, 11, 16), 3) == ()
