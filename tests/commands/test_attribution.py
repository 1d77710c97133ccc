"""`/attribution`: the models side by side, and what it says where they rest on little."""

from datetime import UTC, date, datetime

import pytest

from analytics.periods import Period
from commands.kit.plots import BarsChart
from commands.kit.reply import Buttons, Chart
from tests.commands.asking import Asker, blocks, column, figures, said, table
from tests.shop import Row, open_shop, order

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
LAST_28 = Period(date(2026, 10, 25), date(2026, 11, 22))


def touch(person: str, day: int, channel: str, campaign: str | None = None) -> Row:
    return {
        "person_id": person, "at": f"2026-11-{day:02d} 10:00", "channel": channel,
        "campaign": campaign,
    }  # fmt: skip


ORDERS = [
    order("A", "2026-11-10 12:00", 100, customer_id="ann", channel="天猫"),
    order("B", "2026-11-20 12:00", 60, customer_id="bob", channel="天猫", campaign="brand"),
    order("C", "2026-11-21 12:00", 40),
]
TOUCHES = [touch("ann", 3, "抖音", "kol-1"), touch("bob", 13, "抖音"), touch("bob", 14, "抖音")]


@pytest.fixture(scope="module")
def asker() -> Asker:
    """A: 抖音 > 天猫; B: 抖音 > 抖音 > 天猫; C came from nowhere known."""
    return Asker(open_shop({"orders": ORDERS, "touchpoints": TOUCHES}), NOW)


def test_models_stand_side_by_side_when_asked_by_channel(asker: Asker) -> None:
    found = table(asker.ask("/attribution 2026-11"), "credit")
    assert column(found, "channel")[:2] == ["天猫", "抖音"]
    assert column(found, "last")[:2] == [160, 0]
    assert column(found, "first")[:2] == [0, 160]
    assert column(found, "linear")[:2] == [70, 90]
    assert column(found, "position")[:2] == [74, 86]


def test_models_sum_to_what_was_paid_when_something_is_unattributed(asker: Asker) -> None:
    found = table(asker.ask("/attribution 2026-11"), "credit")
    for model in ("last", "first", "linear", "position", "time_decay", "markov"):
        *rows, total = column(found, model)
        assert total == 200
        assert sum(map(float, map(str, rows))) == pytest.approx(200)
        assert rows[-1] == 40  # C


def test_markov_shares_evenly_when_nothing_converts_without_either(asker: Asker) -> None:
    reply = asker.ask("/attribution 2026-11")
    assert column(table(reply, "credit"), "markov")[:2] == [80, 80]
    assert column(table(reply, "touches"), "removal_effect") == [1, 1]


def test_assists_count_orders_when_a_channel_was_touched_twice(asker: Asker) -> None:
    assert column(table(asker.ask("/attribution 2026-11"), "touches"), "assists") == [0, 2]


def test_disagreement_is_named_when_models_differ(asker: Asker) -> None:
    told = said(asker.ask("/attribution 2026-11"))
    assert "Models differ most on 天猫: ¥0 by first touch, ¥160 by last touch" in told.replace(
        ".00", ""
    )


def test_figures_tell_of_journeys_when_some_orders_have_none(asker: Asker) -> None:
    found = figures(asker.ask("/attribution 2026-11"))
    assert found["journeys_share"].value.model_dump()["ratio"] == pytest.approx(2 / 3)
    assert found["touches_per_order"].value.model_dump()["number"] == 2.5
    assert found["unattributed"].value.model_dump()["amount"] == 40


def test_markov_is_indicative_when_journeys_are_few(asker: Asker) -> None:
    assert "indicative only (R21): 2 journeys, 100,000" in said(asker.ask("/attribution 2026-11"))


def test_chart_shows_every_model_when_drawn(asker: Asker) -> None:
    reply = asker.ask("/attribution 2026-11")
    plot = next(block.plot for block in blocks(reply) if isinstance(block, Chart))
    assert isinstance(plot, BarsChart)
    assert len(plot.series) == 6
    assert plot.series[-1].values[0] == 80
    assert len(plot.series[-1].low) == len(plot.series[-1].high) == 2


def test_campaigns_are_named_before_those_without_when_split_by_campaign(asker: Asker) -> None:
    found = table(asker.ask("/归因 2026-11 按 活动", "zh-CN"), "credit")
    assert column(found, "campaign")[:3] == ["kol-1", "brand", "(none)"]


def test_button_leads_back_when_split_by_campaign(asker: Asker) -> None:
    shown = [
        b for b in blocks(asker.ask("/attribution 2026-11 by campaign")) if isinstance(b, Buttons)
    ]
    assert shown[0].items[0].command == "/attribution 2026-11-01..2026-11-21 by channel"


def test_models_are_said_to_agree_when_no_touches_are_loaded() -> None:
    reply = Asker(open_shop({"orders": ORDERS}), NOW).ask("/attribution 2026-11")
    assert "All models agree" in said(reply)
    assert "No touches are loaded" in said(reply)


def test_nothing_is_named_when_nothing_was_paid(tiny: Asker) -> None:
    assert "data until" in said(tiny.ask("/attribution 2026-12-20"))


def test_dimension_is_refused_when_touches_do_not_know_it(asker: Asker) -> None:
    reply = asker.ask("/attribution 2026-11 by region")
    assert reply.failed
    assert "channel · campaign" in said(reply)


def test_last_touch_is_what_stands_on_the_orders_when_asked_of_the_demo_shop(demo: Asker) -> None:
    found = table(demo.ask("/attribution 28d"), "credit")
    last = dict(zip(column(found, "channel"), column(found, "last"), strict=True))
    for slice_ in demo.shop.split(("paid_gmv",), LAST_28, ("channel",)):
        assert last[slice_.key[0]] == pytest.approx(slice_.values["paid_gmv"])


@pytest.fixture(scope="module")
def named() -> Asker:
    """The same shop with an order D of 抖音's kol-1, which nothing led to."""
    last = order("D", "2026-11-22 12:00", 50, channel="抖音", campaign="kol-1")
    return Asker(open_shop({"orders": [*ORDERS, last], "touchpoints": TOUCHES}), NOW)


def test_a_channel_is_shown_by_its_campaigns_when_it_is_asked_about(named: Asker) -> None:
    """By the first touch kol-1 has A and D, no campaign has B."""
    reply = named.ask("/attribution 抖音 2026-11")
    found = table(reply, "credit")
    assert column(found, "campaign")[0] == "kol-1"
    assert column(found, "first") == [150, 60, 210]
    assert "抖音 Nov 1–22, 2026: " in said(reply)


def test_a_channels_share_is_of_everything_when_it_is_asked_about(named: Asker) -> None:
    """Linear: 50 of A, 40 of B and 50 of D go to 抖音, of 250 paid."""
    reply = named.ask("/attribution 抖音 2026-11 model=linear")
    assert figures(reply)["share"].value.model_dump()["ratio"] == pytest.approx(0.56)
    assert "56% of all, by linear" in said(reply)


def test_campaigns_of_two_channels_are_told_apart_when_both_are_asked_about(named: Asker) -> None:
    found = table(named.ask("/attribution 抖音 天猫 2026-11"), "credit")
    names = [row[0] for row in found.rows[:-1]]
    assert len(names) == len({str(name) for name in names}) == 4


def test_one_campaign_is_shown_when_it_is_asked_about(named: Asker) -> None:
    reply = named.ask("/attribution kol-1 2026-11 model=first")
    assert column(table(reply, "credit"), "first") == [150, 150]


def test_another_slice_is_refused_when_credit_does_not_know_it(named: Asker) -> None:
    assert "Possible: channel · campaign" in said(named.ask("/attribution region=上海"))
