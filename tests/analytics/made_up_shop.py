"""Random small shops full of what breaks answers: ties, gaps, negatives, borders of days."""

from random import Random
from typing import Any

from tests.shop import Row, Tables, event, line, order

CHANNELS = ("抖音", "天猫", "", None)
STATES = ("created", "paid", "shipped", "completed", "cancelled", "refunded", None)
HOURS = ("00:00:00", "00:59:59", "01:30:00", "02:30:00", "07:00:00", "12:00:00", "23:59:59")
AMOUNTS = (0, 0.01, 10, 33.33, 99.9999, 100, 1234.5)
AGENTS = ("Mozilla/5.0", "Googlebot/2.1", "HeadlessChrome", "", None)


def made_up(seed: int) -> Tables:
    """Orders, lines, events, traffic, spend, payments, tickets and posts of three weeks.

    The weeks hold the autumn clock changes of Europe and America.
    """
    pick = Random(seed)
    orders = [_order(pick, f"O{n}") for n in range(70)]
    return {
        "orders": orders,
        "order_items": [each for row in orders for each in _lines(pick, row["order_id"])],
        "events": [_event(pick) for _ in range(120)],
        "traffic": [_traffic(pick, n) for n in range(30)],
        "ad_spend": [_spend(pick, n) for n in range(30)],
        "payments": [_payment(pick) for _ in range(30)],
        "tickets": [_ticket(pick, n) for n in range(20)],
        "posts": [_post(pick, n) for n in range(20)],
    }


def _moment(pick: Random) -> str:
    day = pick.randint(0, 21)
    months = f"2026-10-{20 + day:02d}" if day < 12 else f"2026-11-{day - 11:02d}"
    return f"{months} {pick.choice(HOURS)}"


def _order(pick: Random, order_id: str) -> Row:
    gross = pick.choice(AMOUNTS) * pick.choice((1, 1, 1, 1, -1))
    return {
        **order(order_id, _moment(pick), gross),
        "customer_id": pick.choice(("ann", "bob", "cid", "dan", "", None)),
        "channel": pick.choice(CHANNELS),
        "region": pick.choice(("上海", "", None)),
        "payment_method": pick.choice(("card", "cash", None)),
        "status": pick.choice(STATES),
        "paid_at": pick.choice((None, None, _moment(pick))),
        "paid_amount": pick.choice((gross, gross, 0, None)),
        "discount_amount": pick.choice((0, 5.05, None)),
        "refund_amount": pick.choice((0, 0, None, 7.77)),
    }


def _lines(pick: Random, order_id: str) -> list[Row]:
    return [
        line(
            order_id,
            pick.choice(("coat", "hat", "scarf")),
            pick.choice((1, 2, 0.5, 0, -1)),
            pick.choice((0, 9.99, 33.3333, 100)),
            category=pick.choice(("outer", "accessory", "", None)),
            scene=pick.choice(("live", None)),
        )
        for _ in range(pick.choice((0, 1, 2, 3, 7)))
    ]


def _event(pick: Random) -> Row:
    kind = pick.choice(("visit", "view_item", "impression", "click", "pay_success"))
    return event(
        f"v{pick.randint(0, 25)}",
        _moment(pick),
        kind,
        channel=pick.choice(CHANNELS),
        device=pick.choice(("iOS", "Android", None)),
        is_bot=pick.choice((None, None, False, True)),
        user_agent=pick.choice(AGENTS),
    )


def _counted(pick: Random, *names: str) -> dict[str, Any]:
    return {name: pick.choice((None, 0, 7, 1000)) for name in names}


def _traffic(pick: Random, number: int) -> Row:
    counted = _counted(pick, "impressions", "clicks", "sessions", "bounces", "dwell_seconds")
    return {"at": _moment(pick), "channel": "抖音", "campaign": f"c{number}", **counted}


def _spend(pick: Random, number: int) -> Row:
    counted = _counted(pick, "impressions", "clicks", "labor_cost", "creative_cost", "commission")
    cost = pick.choice(AMOUNTS)
    return {"at": _moment(pick), "channel": "天猫", "campaign": f"c{number % 3}", **counted} | {
        "media_cost": cost
    }


def _payment(pick: Random) -> Row:
    return {
        "at": _moment(pick),
        "order_id": f"O{pick.randint(0, 69)}",
        "method": pick.choice(("card", "cash")),
        "outcome": pick.choice(("success", "fail", "FAILED", "declined")),
        "failure_code": pick.choice((None, None, "E1")),
    }


def _ticket(pick: Random, number: int) -> Row:
    opened = pick.choice(("2026-10-25 00:00", "2026-11-02 12:00"))
    return {
        "opened_at": opened,
        "ticket_id": f"T{number}",
        "first_response_at": pick.choice((None, "2026-11-03 09:30:15")),
        "resolved_at": pick.choice((None, "2026-11-04 10:00")),
        "sentiment": pick.choice((None, -1, 0.25)),
        "channel": pick.choice(CHANNELS),
    }


def _post(pick: Random, number: int) -> Row:
    own = {"posted_at": _moment(pick), "platform": pick.choice(("抖音", "小红书"))}
    return {**own, "post_id": f"P{number}", **_counted(pick, "likes", "comments", "shares")}
