"""Each planted event of the demo shop shows in a plain query, where the truth says it is."""

from collections.abc import Iterator

import pytest

from analytics.demo import Truth, generate
from analytics.statement import Statement
from analytics.warehouse import DuckDBWarehouse
from tests.analytics.demo_shop import END, Demo, demo_shop


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with demo_shop(days=150, scale=0.5) as made:
        yield made


def test_payments_fail_when_the_outage_stands(demo: Demo) -> None:
    event = demo.planted("payment_outage")
    failing = """
        SELECT avg(CAST(outcome = 'fail' AS INTEGER)) FROM payments
        WHERE method = '微信支付' AND "at" >= $starts AND "at" < $ends
    """
    assert demo.during(event, failing) > 0.6
    assert demo.during(event, failing, days_earlier=7) < 0.2


def test_other_methods_go_on_when_one_is_out(demo: Demo) -> None:
    event = demo.planted("payment_outage")
    failed = """
        SELECT coalesce(avg(CAST(outcome = 'fail' AS INTEGER)), 0) FROM payments
        WHERE method <> '微信支付' AND "at" >= $starts AND "at" < $ends
    """
    assert demo.during(event, failed) < 0.3


def test_the_top_seller_is_not_sold_when_it_is_out_of_stock(demo: Demo) -> None:
    event = demo.planted("stock_out")
    sold = f"""
        SELECT count(*) FROM order_items JOIN orders USING (order_id)
        WHERE sku = '{event.slice["sku"]}' AND ordered_at >= $starts AND ordered_at < $ends
    """
    on_hand = f"""
        SELECT max(on_hand) FROM inventory
        WHERE sku = '{event.slice["sku"]}' AND "at" >= $starts AND "at" < $ends
    """
    assert demo.during(event, sold) == 0
    assert demo.during(event, sold, days_earlier=14) > 0
    assert demo.during(event, on_hand) == 0
    assert demo.during(event, on_hand, days_earlier=14) > 0


@pytest.mark.parametrize(
    ("table", "column", "moment"),
    [("traffic", "sessions", "at"), ("ad_spend", "media_cost", "at")],
)
def test_a_campaign_is_silent_when_it_is_paused(
    demo: Demo, table: str, column: str, moment: str
) -> None:
    event = demo.planted("paused_campaign")
    total = f"""
        SELECT coalesce(CAST(sum({column}) AS DOUBLE), 0) FROM {table}
        WHERE campaign = '{event.slice["campaign"]}'
            AND "{moment}" >= $starts AND "{moment}" < $ends
    """
    assert demo.during(event, total) == 0
    assert demo.during(event, total, days_earlier=7) > 0
    assert demo.during(event, total, days_earlier=-4) > 0


def test_bots_swarm_when_the_crawler_comes(demo: Demo) -> None:
    event = demo.planted("crawler_wave")
    share = """
        SELECT avg(CAST(is_bot AS INTEGER)) FROM events
        WHERE event = 'visit' AND channel = '小红书' AND event_at >= $starts AND event_at < $ends
    """
    assert demo.during(event, share) > 0.5
    assert demo.during(event, share, days_earlier=7) < 0.08


def test_one_creator_loses_money_when_returns_are_compared(demo: Demo) -> None:
    event = demo.planted("creator_flop")
    returned = {
        row[0]: float(row[1])
        for row in demo.warehouse.fetch(
            Statement(
                """
                SELECT coalesce(creator, campaign), paid / spent FROM campaigns
                JOIN (SELECT campaign, sum(media_cost + labor_cost + creative_cost + commission)
                    AS spent FROM ad_spend GROUP BY campaign) USING (campaign)
                JOIN (SELECT campaign, sum(paid_amount) AS paid FROM orders GROUP BY campaign)
                    USING (campaign)
                """
            )
        )
    }
    assert returned[event.slice["creator"]] < 1
    assert min(returned, key=lambda creator: returned[creator]) == event.slice["creator"]


def test_a_channel_is_missing_when_its_file_is_late(demo: Demo) -> None:
    event = demo.planted("late_file")
    rows = """
        SELECT count(*) FROM traffic
        WHERE channel = '微信' AND "at" >= $starts AND "at" < $ends
    """
    assert demo.during(event, rows) == 0
    assert demo.during(event, rows, days_earlier=1) >= 24


def test_complaints_pile_up_when_sentiment_bursts(demo: Demo) -> None:
    event = demo.planted("sentiment_burst")
    count = "SELECT count(*) FROM tickets WHERE opened_at >= $starts AND opened_at < $ends"
    mood = "SELECT avg(sentiment) FROM tickets WHERE opened_at >= $starts AND opened_at < $ends"
    assert demo.during(event, count) > 3 * demo.during(event, count, days_earlier=14)
    assert demo.during(event, mood) < demo.during(event, mood, days_earlier=14) - 0.3


def test_one_channel_fades_when_the_others_do_not(demo: Demo) -> None:
    share = """
        SELECT count(*) FILTER (WHERE channel = '搜索') / count(*) FROM events
        WHERE event = 'visit' AND NOT is_bot
            AND timezone('Asia/Shanghai', event_at) >= '{}'
            AND timezone('Asia/Shanghai', event_at) < '{}'
    """
    before = demo.one(share.format("2026-06-25", "2026-07-25"))
    after = demo.one(share.format("2026-11-01", "2026-11-22"))
    assert 0.45 < after / before < 0.8


def test_more_finish_paying_when_the_new_checkout_is_shown(demo: Demo) -> None:
    paid = """
        SELECT avg(CAST(paid_at IS NOT NULL AS INTEGER)) FROM orders
        JOIN experiment_units ON customer_id = unit_id
        WHERE variant = '{}' AND channel <> '线下'
            AND ordered_at >= assigned_at AND ordered_at < TIMESTAMPTZ '2026-11-14 16:00:00+00'
    """
    assert demo.one(paid.format("treatment")) > demo.one(paid.format("control")) + 0.02


def test_nothing_is_planted_when_the_span_is_too_short() -> None:
    warehouse = DuckDBWarehouse(None)
    truth = generate(warehouse, days=12, scale=0.1, end=END)
    warehouse.close()
    assert truth.planted == ()


def test_truth_reads_back_when_written_as_json(demo: Demo) -> None:
    assert Truth.model_validate_json(demo.truth.model_dump_json()) == demo.truth
