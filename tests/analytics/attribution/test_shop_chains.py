"""Random shops: Markov's credit of SQL's journeys against journeys and walks in plain Python."""

from collections import defaultdict
from datetime import datetime

import pytest

from analytics.credits import CreditRule, credit
from tests.analytics.attribution import brute
from tests.analytics.attribution.test_reading import (
    PERIOD,
    WINDOW,
    Step,
    days_between,
    journeys,
    made_up,
    rank,
)
from tests.shop import Row, open_shop


def unled(orders: list[Row], touches: list[Row]) -> list[tuple[str | None, ...]]:
    """Paths of people whose touches in the period led to no paid order within the look-back."""
    paid = {row["order_id"]: row for row in orders if row["paid_amount"]}
    idle: dict[str, list[Row]] = defaultdict(list)
    for touch in sorted(touches, key=lambda row: str(row["at"])):
        own = [row for row in paid.values() if row["customer_id"] == touch["person_id"]]
        named = paid.get(touch["converted_order_id"])
        fitting = [*own, named] if named else own
        led = any(0 <= days_between(touch, row) <= WINDOW for row in fitting)
        if not led and PERIOD.start <= datetime.fromisoformat(touch["at"]).date() < PERIOD.end:
            idle[touch["person_id"]].append(touch)
    return [path for rows in idle.values() for path in runs(rows)]


def runs(rows: list[Row]) -> list[tuple[str | None, ...]]:
    """A person's touches, parted by silences longer than the look-back, direct ones giving way."""
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or days_between(parts[-1][-1], {**row, "ordered_at": row["at"]}) > WINDOW:
            parts.append([])
        parts[-1].append(row)
    found = []
    for part in parts:
        ranked = [(rank(Step(0, (row["channel"], None))), row["channel"]) for row in part]
        highest = max(each for each, _ in ranked)
        if highest:
            found.append(tuple(word for each, word in ranked if each == highest))
    return found


def chain_rows(orders: list[Row], touches: list[Row]) -> list[brute.Row]:
    """The journeys with a touch of their own, and those that led nowhere."""
    amounts = {row["order_id"]: row["paid_amount"] for row in orders}
    whole, alone = journeys(orders, touches), journeys(orders, [])
    rows: list[brute.Row] = []
    for name, steps in whole.items():
        if steps != alone[name]:
            rows.append((tuple(str(s.words[0]) for s in steps), 1.0, amounts[name], 0.0))
    return [*rows, *((tuple(map(str, path)), 0.0, 0.0, 1.0) for path in unled(orders, touches))]


@pytest.mark.parametrize("seed", range(6))
def test_chain_credit_equals_a_walk_of_the_crowd_when_shops_are_random(seed: int) -> None:
    orders, touches = made_up(seed)
    shop = open_shop({"orders": orders, "touchpoints": touches})
    found = credit(shop, PERIOD, CreditRule("markov", WINDOW, 3.0))
    rows = chain_rows(orders, touches)
    assert found.paths == len(rows)
    expected: dict[str, float] = defaultdict(float)
    for name, (_, value) in brute.credit(rows, found.order or 1).items():
        expected[name] += value
    whole, alone = journeys(orders, touches), journeys(orders, [])
    for row in orders:
        name = row["order_id"]
        if name in whole and whole[name] == alone[name] and whole[name][0].words[0] is not None:
            expected[str(whole[name][0].words[0])] += row["paid_amount"]
    assert {str(key[0]): each.value for key, each in found.rows.items()} == pytest.approx(
        {name: each for name, each in expected.items() if each}
    )
