"""What new buyers bring in a year and when they have paid for themselves, order by order.

From §2 of the rulebook (LTV over 12 months) and docs/roi.md: the new buyers of a channel whose
first paid order is one to two years old, what they paid in the 365 days from it on; 30 of them at
least, else everybody's; payback at the end of the 30 days in which margin × paid reaches the cost.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from random import Random

import pytest

from analytics.lifetime import Lifetime
from analytics.roi_lifetimes import read_lifetimes
from tests.shop import Row, open_shop, order

UNTIL = date(2026, 11, 1)
YEAR = timedelta(days=365)
FIRST = date(2024, 9, 1)


def made_up(pick: Random) -> list[Row]:
    """A hundred people and a few guests with up to six orders each, some of them never paid."""
    rows = []
    for who in (*(f"p{n}" for n in range(100)), None):
        begins = FIRST + timedelta(days=pick.randint(0, 790))
        for number in range(pick.randint(1, 6)):
            day = begins + timedelta(days=pick.choice((0, 0, 1, 29, 30, 200, 364, 365, 366)))
            if day >= UNTIL:
                continue
            placed = f"{day} {pick.randint(0, 23):02d}:{number:02d}"
            paid = pick.random() < 0.8
            rows.append(
                order(f"{who}{number}", placed, 100, customer_id=who)
                | {"channel": pick.choice(("抖音", "抖音", "抖音", "天猫", None))}
                | {"paid_amount": pick.choice((10, 99.5, 400)) if paid else 0}
                | {"status": "paid" if paid else "created"}
            )
    return rows


def worked_out(rows: list[Row], begins: date) -> dict[str | None, tuple[int, list[float]]]:
    """Buyers and the amounts of thirteen months by channel of the first order, and of all."""
    own: dict[str, list[tuple[date, str, Row]]] = {}
    for row in rows:
        if row["customer_id"] and row["status"] == "paid":
            day = date.fromisoformat(row["ordered_at"][:10])
            own.setdefault(row["customer_id"], []).append((day, row["ordered_at"], row))
    found: dict[str | None, tuple[int, list[float]]] = {}
    for orders in own.values():
        orders.sort(key=lambda each: each[1])
        first, _, opening = orders[0]
        if not max(begins, UNTIL - 2 * YEAR) <= first < UNTIL - YEAR:
            continue
        months = [0.0] * 13
        for day, _, row in orders:
            if day < first + YEAR:
                months[(day - first).days // 30] += row["paid_amount"]
        for name in {None, opening["channel"]}:
            buyers, sums = found.get(name, (0, [0.0] * 13))
            found[name] = (buyers + 1, [a + b for a, b in zip(sums, months, strict=True)])
    return found


def together(rows: list[Row], begins: date) -> Mapping[str | None, tuple[int, list[float]]]:
    """Those of at least 30 buyers; under None everybody's, of whatever channel or none."""
    return {name: told for name, told in worked_out(rows, begins).items() if told[0] >= 30}


@pytest.mark.parametrize("seed", range(2))
def test_a_years_value_is_that_of_every_order_followed_when_shops_are_random(seed: int) -> None:
    rows = made_up(Random(seed))
    begins = min(date.fromisoformat(row["ordered_at"][:10]) for row in rows)
    true = together(rows, begins)
    found = read_lifetimes(open_shop({"orders": rows}), UNTIL)
    assert set(found) == set(true)
    assert true
    for name, (buyers, sums) in true.items():
        assert found[name].buyers == buyers
        assert found[name].months == pytest.approx([amount / buyers for amount in sums])


@pytest.mark.parametrize("seed", range(30))
def test_payback_is_the_first_month_that_covers_the_cost_when_curves_are_random(seed: int) -> None:
    pick = Random(seed)
    months = tuple(pick.choice((0.0, 12.5, 80.0)) for _ in range(13))
    cac, margin = pick.uniform(1, 400), pick.uniform(0.1, 0.9)
    earned = [margin * so_far for so_far in accumulate(months)]
    days = [*range(30, 361, 30), 365]
    true = next((day for day, sum_ in zip(days, earned, strict=True) if sum_ >= cac), None)
    assert Lifetime(30, months).payback_days(cac, margin) == true
