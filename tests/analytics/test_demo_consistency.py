"""The demo shop's tables agree with each other: amounts, payments, events, traffic."""

from collections.abc import Iterator

import pytest

from tests.analytics.demo_shop import Demo, demo_shop


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with demo_shop(days=120, scale=0.25) as made:
        yield made


def test_amounts_sum_when_an_order_is_compared_with_its_lines(demo: Demo) -> None:
    differing = demo.one(
        """
        SELECT count(*) FROM orders JOIN (
            SELECT order_id, sum(CAST(quantity AS INTEGER) * unit_price) AS lines
            FROM order_items GROUP BY order_id
        ) USING (order_id) WHERE gross_amount <> lines
        """
    )
    bare = demo.one("SELECT count(*) FROM orders ANTI JOIN order_items USING (order_id)")
    assert (differing, bare) == (0, 0)


def test_nothing_is_paid_when_an_order_is_created_or_cancelled(demo: Demo) -> None:
    assert (
        demo.one(
            """
            SELECT count(*) FROM orders
            WHERE (status IN ('created', 'cancelled')) <> (paid_amount IS NULL)
               OR (paid_at IS NULL) <> (paid_amount IS NULL)
               OR paid_amount <> gross_amount - discount_amount
               OR refund_amount > paid_amount
               OR (status = 'refunded') <> (coalesce(refund_amount, 0) > 0)
            """
        )
        == 0
    )


def test_every_status_occurs_when_the_shop_is_made(demo: Demo) -> None:
    found = {row[0] for row in demo.all("SELECT DISTINCT status FROM orders")}
    assert found == {"created", "paid", "shipped", "completed", "cancelled", "refunded"}


def test_a_paid_web_order_has_its_success_event_when_looked_for(demo: Demo) -> None:
    assert (
        demo.one(
            """
            SELECT count(*) FROM orders AS o ANTI JOIN events AS e
                ON e.event = 'pay_success' AND e.event_at = o.paid_at
                AND e.session_id = 'so' || split_part(o.order_id, '-', 2)
                AND e.channel = o.channel
                AND e.campaign IS NOT DISTINCT FROM o.campaign
                AND e.customer_id IS NOT DISTINCT FROM o.customer_id
            WHERE o.paid_at IS NOT NULL AND o.channel <> '线下'
            """
        )
        == 0
    )


def test_a_paid_order_has_one_successful_payment_when_looked_for(demo: Demo) -> None:
    assert (
        demo.one(
            """
            SELECT count(*) FROM orders AS o FULL JOIN (
                SELECT order_id, max("at") AS settled, max(amount) AS amount FROM payments
                WHERE outcome = 'success' GROUP BY order_id HAVING count(*) = 1
            ) AS p USING (order_id)
            WHERE o.paid_at IS DISTINCT FROM p.settled
               OR o.paid_amount IS DISTINCT FROM p.amount
            """
        )
        == 0
    )


def test_nobody_visits_online_when_the_channel_is_offline(demo: Demo) -> None:
    assert demo.one("SELECT count(*) FROM events WHERE channel = '线下'") == 0


def test_steps_narrow_when_the_funnel_is_counted(demo: Demo) -> None:
    steps = ["visit", "view_item", "add_to_cart", "checkout", "pay_attempt", "pay_success"]
    sessions = dict(
        demo.all(
            "SELECT event, count(DISTINCT session_id) FROM events WHERE NOT is_bot GROUP BY event"
        )
    )
    counts = [sessions[step] for step in steps]
    assert counts == sorted(counts, reverse=True)


def test_steps_follow_each_other_when_a_session_orders(demo: Demo) -> None:
    assert (
        demo.one(
            """
            SELECT count(*) FROM (
                SELECT min(event_at) FILTER (WHERE event = 'visit') AS visited,
                    min(event_at) FILTER (WHERE event = 'view_item') AS viewed,
                    min(event_at) FILTER (WHERE event = 'add_to_cart') AS carted,
                    min(event_at) FILTER (WHERE event = 'checkout') AS checked
                FROM events GROUP BY session_id
            ) WHERE visited > viewed OR viewed > carted OR carted > checked
            """
        )
        == 0
    )


def test_two_to_five_in_a_hundred_buy_when_a_month_is_measured(demo: Demo) -> None:
    visitors = demo.one(
        """
        SELECT count(DISTINCT visitor_id) FROM events
        WHERE NOT is_bot AND timezone('Asia/Shanghai', event_at) >= '2026-09-01'
            AND timezone('Asia/Shanghai', event_at) < '2026-10-01'
        """
    )
    buyers = demo.one(
        """
        SELECT count(DISTINCT customer_id) FROM orders
        WHERE channel <> '线下' AND timezone('Asia/Shanghai', paid_at) >= '2026-09-01'
            AND timezone('Asia/Shanghai', paid_at) < '2026-10-01'
        """
    )
    assert 0.02 < buyers / visitors < 0.05


def test_sessions_agree_when_traffic_is_compared_with_events(demo: Demo) -> None:
    exported = demo.one("SELECT sum(sessions) FROM traffic")
    seen = demo.one(
        """
        SELECT count(DISTINCT session_id) FROM events
        WHERE event = 'visit' AND NOT is_bot AND NOT (
            channel = '微信' AND timezone('Asia/Shanghai', event_at) >= '2026-11-21'
        )
        """
    )
    assert exported == seen
