"""Random shops: the credit of SQL against the same rules written out in Python, order by order."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import pytest

from analytics.attribution.reading import DIRECT, JourneyQuestion, read_credit, read_journeys
from analytics.periods import Period
from tests.shop import Row, open_shop, order

WINDOW, HALF_LIFE = 5, 3.0
PERIOD = Period(date(2026, 11, 8), date(2026, 11, 22))
RULES = ("last", "first", "linear", "position", "time_decay")
CHANNELS = ("抖音", "天猫", "搜索", "Direct", None)
Words = tuple[str | None, str | None]


@dataclass(frozen=True)
class Step:
    """A touch, or what stands on an order: days before it, channel and campaign."""

    age: float
    words: Words


def made_up(seed: int) -> tuple[list[Row], list[Row]]:
    """Orders and touches of four weeks; no two at one moment."""
    pick = Random(seed)
    minutes = pick.sample(range(28 * 24 * 60), 160)
    moments = [datetime.fromisoformat("2026-11-01") + timedelta(minutes=each) for each in minutes]
    orders = [
        order(
            f"O{n}", at.isoformat(sep=" "), 10.0 + n,
            customer_id=pick.choice(("ann", "bob", "cid", None)),
            channel=pick.choice(CHANNELS),
            campaign=pick.choice(("x", None)),
        )
        | ({"paid_amount": 0, "status": "created"} if pick.random() < 0.2 else {})
        for n, at in enumerate(moments[:40])
    ]  # fmt: skip
    touches: list[Row] = [
        {
            "at": at.isoformat(sep=" "), "person_id": pick.choice(("ann", "bob", "cid", "zed")),
            "channel": pick.choice(CHANNELS[:4]), "campaign": pick.choice(("x", "y", None)),
            "converted_order_id": f"O{pick.randrange(50)}" if pick.random() < 0.1 else None,
        }
        for at in moments[40:]
    ]  # fmt: skip
    return orders, touches


def journeys(orders: list[Row], touches: list[Row]) -> dict[str, list[Step]]:
    """Each paid order of the period with its steps, oldest first."""
    paid = {row["order_id"]: row for row in orders if row["paid_amount"]}
    led: dict[str, list[tuple[Row, float]]] = defaultdict(list)
    for touch in sorted(touches, key=lambda row: str(row["at"])):
        later = [
            row for row in paid.values()
            if row["customer_id"] == touch["person_id"] and row["ordered_at"] >= touch["at"]
        ]  # fmt: skip
        following = min(later, key=lambda row: str(row["ordered_at"]), default=None)
        named = paid.get(touch["converted_order_id"])
        fits = named is not None and 0 <= days_between(touch, named) <= WINDOW
        if (to := named if fits else following) is not None:
            led[to["order_id"]].append((touch, days_between(touch, to)))
    return {
        name: steps(row, [Step(age, (t["channel"], t["campaign"])) for t, age in led[name]])
        for name, row in paid.items()
        if PERIOD.start <= datetime.fromisoformat(row["ordered_at"]).date() < PERIOD.end
    }


def days_between(touch: Row, order_: Row) -> float:
    ordered, touched = (datetime.fromisoformat(t) for t in (order_["ordered_at"], touch["at"]))
    return (ordered - touched) / timedelta(days=1)


def steps(row: Row, touched: list[Step]) -> list[Step]:
    """The touches within the window and what stands on the order, direct ones giving way."""
    own = Step(0.0, (row["channel"], row["campaign"]))
    found = [*(step for step in touched if step.age <= WINDOW), own]
    highest = max(rank(step) for step in found)
    kept = [step for step in found if rank(step) == highest]
    if own in kept and len(kept) > 1:
        before, last = kept[-2], kept[-1]
        campaigns = {before.words[1], last.words[1]} - {None}
        if before.words[0] == last.words[0] and len(campaigns) < 2:
            kept[-2:] = [Step(before.age, (own.words[0], next(iter(campaigns), None)))]
    return kept if highest else [Step(0.0, (None, None))]


def rank(step: Step) -> int:
    channel = step.words[0]
    return 0 if channel is None else 1 if channel.lower() in DIRECT else 2


def weights(found: list[Step], model: str) -> list[float]:
    size = len(found)
    if model == "last":
        return [0.0] * (size - 1) + [1.0]
    if model == "first":
        return [1.0] + [0.0] * (size - 1)
    if model == "position" and size > 2:
        return [0.4, *[0.2 / (size - 2)] * (size - 2), 0.4]
    raw = [2 ** (-step.age / HALF_LIFE) if model == "time_decay" else 1.0 for step in found]
    return [each / sum(raw) for each in raw]


@pytest.mark.parametrize("seed", range(6))
def test_credit_equals_the_rules_written_out_when_shops_are_random(seed: int) -> None:
    orders, touches = made_up(seed)
    asked = JourneyQuestion(PERIOD, WINDOW, HALF_LIFE, ("channel", "campaign"))
    rows = read_credit(open_shop({"orders": orders, "touchpoints": touches}), asked, RULES)
    found: dict[tuple[str, object], float] = defaultdict(float)
    for row in rows:
        found[row.model, row.key] += row.amounts[1]
    expected: dict[tuple[str, object], float] = defaultdict(float)
    amounts = {row["order_id"]: row["paid_amount"] for row in orders}
    for name, own in journeys(orders, touches).items():
        for model in RULES:
            for step, weight in zip(own, weights(own, model), strict=True):
                expected[model, step.words] += weight * amounts[name]
    assert found == pytest.approx({key: each for key, each in expected.items() if each})


@pytest.mark.parametrize("seed", range(2))
def test_journeys_are_the_same_when_fetched_in_parts(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders, touches = made_up(seed)
    shop = open_shop({"orders": orders, "touchpoints": touches})
    asked = JourneyQuestion(PERIOD, WINDOW, HALF_LIFE, ("channel",))
    whole = read_journeys(shop, asked)
    monkeypatch.setattr("analytics.attribution.reading._PAGES", (3,))
    parts = read_journeys(shop, asked)
    assert sorted(parts.sizes) == sorted(whole.sizes)
    assert parts.outcomes.sum(axis=0) == pytest.approx(whole.outcomes.sum(axis=0))
    assert parts.nulls.sum() == whole.nulls.sum()
