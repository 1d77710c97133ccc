"""The money of a lost step, its chance and buying again, worked out once more from single people.

A step's loss (§4) is what the buyers would have paid that the comparison's rates would have kept:
replace the comparison's rates by this period's one by one from the top, and see after each what
is sold. Chances are scipy's, corrected by Holm's rule as his paper has it.
"""

from datetime import date, timedelta
from itertools import pairwise
from math import prod
from random import Random

import numpy as np
import pytest
from scipy import stats

from analytics.funnel import Funnel, Step, compare_funnels, worst_step
from analytics.funnel_reading import FunnelQuestion, read_funnels
from analytics.funnel_repurchases import read_repurchase
from analytics.periods import Period
from analytics.sales import Side
from tests.shop import Row, event, open_shop, order

WAY = ("visit", "view_item", "add_to_cart", "checkout", "pay")
EVENTS = ("visit", "view_item", "add_to_cart", "checkout", "pay_success")
BEFORE = Period(date(2026, 10, 5), date(2026, 10, 12))
NOW = Period(date(2026, 10, 12), date(2026, 10, 19))
WINDOW = timedelta(days=7)


def people(pick: Random, period: Period, rates: list[float]) -> dict[str, int]:
    """How many steps each visitor of a period goes, the visit included."""
    found = {}
    for number in range(pick.randint(50, 90)):
        steps = 1
        while steps < len(WAY) and pick.random() < rates[steps - 1]:
            steps += 1
        found[f"{period.start}-{number}"] = steps
    return found


def visits(pick: Random, period: Period, steps: dict[str, int]) -> tuple[list[Row], list[Row]]:
    """Their events on one day each, and the orders of those who paid."""
    events, orders = [], []
    for who, count in steps.items():
        day = period.start + timedelta(days=pick.randrange(7))
        events += [event(who, f"{day} 10:0{n}", EVENTS[n]) for n in range(count)]
        if count == len(WAY):
            orders += [
                order(
                    f"{who}.{n}", f"{day} 10:1{n}", pick.choice((50, 120.5, 999)), customer_id=who
                )
                for n in range(pick.choice((1, 1, 2)))
            ]
    return events, orders


def losses(now: list[int], before: list[int], worth: float) -> list[float]:
    """What each step after the first costs: sales before and after its rate is replaced."""
    old = [b / a for a, b in pairwise(before)]
    new = [b / a for a, b in pairwise(now)]
    mixed = [new[:k] + old[k:] for k in range(len(old) + 1)]
    sales = [now[0] * prod(rates) * worth for rates in mixed]
    return [a - b for a, b in pairwise(sales)]


def step_down(chances: list[float]) -> list[float]:
    """Holm 1979: the smallest times m, the next times m − 1, never below an earlier one."""
    order_, found = np.argsort(chances), np.empty(len(chances))
    found[order_] = np.maximum.accumulate(
        [min(1.0, (len(chances) - k) * chances[at]) for k, at in enumerate(order_)]
    )
    return [float(each) for each in found]


@pytest.mark.parametrize("seed", range(3))
def test_money_and_chance_of_each_step_are_those_of_single_people_when_shops_are_random(
    seed: int,
) -> None:
    pick = Random(seed)
    sides, events, orders = [], list[Row](), list[Row]()
    for period, rates in ((BEFORE, [0.8, 0.7, 0.8, 0.7]), (NOW, [0.8, 0.4, 0.9, 0.7])):
        steps = people(pick, period, rates)
        seen, paid = visits(pick, period, steps)
        events, orders = events + seen, orders + paid
        counts = [sum(count > k for count in steps.values()) for k in range(len(WAY))]
        sides.append((counts, sum(row["paid_amount"] for row in paid) / counts[-1]))
    shop = open_shop({"events": events, "orders": orders})
    now, before = (
        read_funnels(shop, FunnelQuestion(Side(period, {}), WINDOW)).slices[""]
        for period in (NOW, BEFORE)
    )
    (counts_before, worth), (counts_now, _) = sides
    assert [step.count for step in now.steps] == counts_now
    assert before.worth == pytest.approx(worth)
    found = compare_funnels(now, before)[1:]
    expected = losses(counts_now, counts_before, worth)
    assert [each.cost for each in found] == pytest.approx(expected)
    tables = [
        [[n2, n1 - n2], [b2, b1 - b2]]
        for (n1, n2), (b1, b2) in zip(pairwise(counts_now), pairwise(counts_before), strict=True)
    ]
    chances = [float(stats.chi2_contingency(t, correction=False).pvalue) for t in tables]
    assert [each.change.chance for each in found if each.change] == pytest.approx(
        step_down(chances)
    )
    sure = [k for k, chance in enumerate(step_down(chances)) if chance < 0.05 and expected[k] > 0]
    worst = worst_step(found)
    named = WAY[1 + max(sure, key=expected.__getitem__)] if sure else None
    assert (worst.step.name if worst else None) == named


def test_a_step_is_named_in_five_of_a_hundred_weeks_at_most_when_nothing_changed() -> None:
    random, rates = np.random.default_rng(2), (0.6, 0.3, 0.5, 0.6)

    def week() -> Funnel:
        counts = [3_000]
        for rate in rates:
            counts.append(int(random.binomial(counts[-1], rate)))
        steps = zip(WAY, counts, strict=True)
        return Funnel(tuple(Step(name, count, "people") for name, count in steps), worth=200.0)

    named = sum(worst_step(compare_funnels(week(), week())) is not None for _ in range(1_000))
    assert named <= 50


@pytest.mark.parametrize(("seed", "days"), [(1, 30), (2, 60), (3, 90)])
def test_buying_again_is_that_of_single_customers_when_shops_are_random(
    seed: int, days: int
) -> None:
    pick = Random(seed)
    start, end = date(2026, 6, 8), date(2026, 6, 22)
    rows = [
        order(
            f"O{n}",
            f"{date(2026, 6, 1) + timedelta(days=pick.randrange(150))} {n % 24:02d}:30",
            100,
            customer_id=pick.choice([*(f"p{k}" for k in range(60)), None]),
            channel=pick.choice(("抖音", "天猫", None)),
        )
        | ({"status": "created", "paid_amount": 0} if pick.random() < 0.2 else {})
        for n in range(200)
    ]
    shop = open_shop({"orders": rows}, covered={"orders": [(date(2026, 6, 1), date(2026, 10, 28))]})
    found = read_repurchase(shop, start, end, {"channel": ("抖音",)}, days)
    paid = [(date.fromisoformat(r["ordered_at"][:10]), r) for r in rows if r["paid_amount"]]
    firsts: dict[str, date] = {}
    for day, row in sorted(paid, key=lambda each: each[0]):
        if start <= day < end and row["channel"] == "抖音" and row["customer_id"]:
            firsts.setdefault(row["customer_id"], day)
    again = sum(
        sum(
            row["customer_id"] == who and first <= day <= first + timedelta(days=days)
            for day, row in paid
        )
        > 1
        for who, first in firsts.items()
    )
    assert found is not None
    assert found.rate is not None
    assert (found.rate.part, found.rate.whole) == (again, len(firsts))
