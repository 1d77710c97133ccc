"""`/funnel` on the demo shop and on small ones whose numbers are worked out by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from analytics.periods import Period
from commands.kit.plots import FunnelChart
from commands.kit.reply import Buttons, Chart, Reply
from tests.commands.asking import Asker, column, figures, said, table
from tests.shop import Row, event, open_shop, order

WAY = ("visit", "view_item", "add_to_cart", "checkout", "pay_success")


def people(day: int, counts: Sequence[int], **columns: object) -> list[Row]:
    """`counts[k]` people of a day come to the k-th step of the way, and some of them farther."""
    return [
        event(f"{day}-{who}", f"2026-11-{day:02d} 10:{10 * step:02d}", name, **columns)
        for step, (name, count) in enumerate(zip(WAY, counts, strict=True))
        for who in range(count)
    ]


# Paid that day by as many buyers: 3 on the 2nd (100 each), 1 on the 3rd (100).
# 抖音, the 2nd: 40 → 20 → 10 → 6 → 3; the 3rd: 40 → 20 → 2 → 2 → 1.
# Carts expected on the 3rd: 20 × 10/20 = 10, lost 8, each worth 6/10 × 3/6 × 100 = 30: 240.
SHOP: dict[str, list[Row]] = {
    "events": [
        *people(2, (40, 20, 10, 6, 3), channel="抖音"),
        *people(3, (40, 20, 2, 2, 1), channel="抖音"),
    ],
    "orders": [
        order(
            f"{day}-{n}", f"2026-11-{day:02d} 11:00", 100, customer_id=f"{day}-{n}", channel="抖音"
        )
        for day, count in ((2, 3), (3, 1))
        for n in range(count)
    ],
}
DAYS = [(date(2026, 11, 1), date(2026, 11, 3))]


@pytest.fixture(scope="module")
def small() -> Asker:
    """The shop above on the morning of the 4th."""
    shop = open_shop(SHOP, covered={"events": DAYS, "orders": DAYS})
    return Asker(shop, datetime(2026, 11, 4, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def answer(small: Asker) -> Reply:
    """The 3rd against the 2nd."""
    return small.ask("/funnel 抖音 2026-11-03")


def plot_of(reply: Reply) -> FunnelChart:
    plot = next(block for block in reply.blocks if isinstance(block, Chart)).plot
    assert isinstance(plot, FunnelChart)
    return plot


def test_steps_are_counted_when_a_channel_is_named(answer: Reply) -> None:
    assert column(table(answer, "steps"), "count")[:5] == [40, 20, 2, 2, 1]
    assert column(table(answer, "steps"), "rate")[:5] == [None, 0.5, 0.1, 1.0, 0.5]


def test_the_costliest_step_is_in_the_headline_when_it_fell(answer: Reply) -> None:
    told = said(answer).splitlines()[0]
    assert "2.50% of 40 visitors reached payment" in told
    assert "add to cart cost most: 8 fewer than expected, worth ¥240" in told.casefold()


def test_the_worst_step_is_marked_when_drawn(answer: Reply) -> None:
    plot = plot_of(answer)
    assert plot.worst == 2
    assert plot.steps[2].expected == 10


def test_the_open_days_are_told_when_people_may_still_finish(answer: Reply) -> None:
    assert "may still finish" in said(answer)


def test_steps_to_purchase_are_four_when_nobody_goes_back(answer: Reply) -> None:
    found = figures(answer)["steps_to_purchase"]
    assert (found.value.number, found.good) == (4.0, True)  # type: ignore[union-attr]


def test_repurchase_is_unknown_when_its_time_is_not_over(answer: Reply) -> None:
    row = table(answer, "steps").rows[-1]
    assert row[1].kind == "unknown"  # type: ignore[union-attr]


def test_payments_after_the_period_count_on_both_sides_when_the_data_reach(small: Asker) -> None:
    assert "may still finish" in said(small.ask("/funnel 抖音 2026-11-02"))


def test_channels_stand_side_by_side_when_none_is_named(small: Asker) -> None:
    found = table(small.ask("/funnel 2026-11-03"), "slices")
    assert column(found, "channel") == ["抖音"]
    assert column(found, "visitors") == [40]


def test_nothing_is_expected_when_there_is_nothing_to_compare(small: Asker) -> None:
    reply = small.ask("/funnel 抖音 2026-11-01..2026-11-03")
    assert plot_of(reply).worst is None
    assert "4 of" not in said(reply)
    assert "nothing to compare with" in said(reply)


def test_a_sentence_comes_back_when_nobody_visited(small: Asker) -> None:
    reply = small.ask("/funnel 抖音 2026-11-01")
    assert not reply.failed
    assert "Nobody visited: no events of 抖音" in said(reply)


def test_a_period_is_offered_when_the_data_end_before(small: Asker) -> None:
    reply = small.ask("/funnel 抖音 2026-12")
    offered = next(block for block in reply.blocks if isinstance(block, Buttons))
    assert offered.items[0].command.startswith("/funnel channel=抖音 ")


@pytest.mark.parametrize("line", ["/funnel douyn 7d", "/funnel channel=douyn"])
def test_the_channel_is_suggested_when_it_is_misspelt(small: Asker, line: str) -> None:
    reply = small.ask(line)
    assert reply.failed
    assert "No channel “douyn”" in said(reply)
    assert "抖音" in said(reply)


def test_a_table_is_named_when_there_are_no_events_nor_exports() -> None:
    asker = Asker(open_shop({"orders": SHOP["orders"]}), datetime(2026, 11, 4, 2, tzinfo=UTC))
    assert "the table events, which is not loaded" in said(asker.ask("/funnel 7d"))


def test_possible_splits_are_named_when_one_is_not() -> None:
    asker = Asker(open_shop(SHOP), datetime(2026, 11, 4, 2, tzinfo=UTC))
    assert "channel · campaign · device · region" in said(asker.ask("/funnel 2026-11-03 by sku"))


def test_exports_are_said_when_there_are_no_events() -> None:
    traffic = [
        {"at": f"2026-11-0{day} 10:00", "channel": "抖音", "impressions": 900, "clicks": 90,
         "visitors": 40, "item_views": 20, "add_to_carts": 10 if day == 2 else 2, "checkouts": 2}
        for day in (2, 3)
    ]  # fmt: skip
    shop = open_shop({"traffic": traffic, "orders": SHOP["orders"]})
    reply = Asker(shop, datetime(2026, 11, 4, 2, tzinfo=UTC)).ask("/funnel 抖音 2026-11-03")
    assert "hourly exports: times, not distinct people" in said(reply).casefold()
    assert column(table(reply, "steps"), "count")[:7] == [900, 90, 40, 20, 2, 2, 1]


def test_funnel_is_told_when_the_shop_has_no_orders() -> None:
    asker = Asker(open_shop({"events": SHOP["events"]}), datetime(2026, 11, 4, 2, tzinfo=UTC))
    reply = asker.ask("/funnel 抖音 2026-11-03")
    assert "most were lost at add to cart: 8 fewer than expected" in said(reply).casefold()


@pytest.mark.parametrize("line", ["/漏斗 抖音 昨天", "/funnel 抖音 昨天 按 设备"])
def test_chinese_words_are_understood_when_asked_in_chinese(small: Asker, line: str) -> None:
    assert not small.ask(line).failed


def test_bots_are_left_out_when_the_demo_shop_is_asked(demo: Asker) -> None:
    reply = demo.ask("/funnel 抖音 28d")
    assert "bots left out" in said(reply)
    days = Period(date(2026, 10, 25), date(2026, 11, 22))
    visitors = demo.shop.total(("visitors",), days, {"channel": ("抖音",)})["visitors"]
    assert column(table(reply, "steps"), "count")[2] == visitors
