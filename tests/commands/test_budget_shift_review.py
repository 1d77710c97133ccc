"""What is said of an applied plan, whose days are in the demo shop's data up to 2026-11-21."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from analytics.periods import Period
from commands.kit.reply import Reply
from commands.kit.shift import ShiftRow
from commands.kit.values import Percent
from tests.commands.asking import Asker, figures, said
from tests.commands.remembered_plans import RememberedPlans, row

START, DAYS = date(2026, 10, 20), 28
IN_FORCE = Period(START, date(2026, 11, 17))


@pytest.fixture(autouse=True)
def _no_proposals(demo: Asker) -> None:
    demo.plans = RememberedPlans()


def shift(demo: Asker, *, spent: float = 1.0, followed: bool = True) -> None:
    """Make plan 3 one of which that much of the money was spent.

    Of its first channel it wanted half as much again and of its second half as much. `followed`:
    the split as it was is the one it wanted.
    """
    found = demo.shop.split(("spend",), IN_FORCE, ("channel",))
    amounts = {str(one.key[0]): float(one.values["spend"] or 0) / spent for one in found}
    first, second = sorted(amounts, key=lambda name: -amounts[name])[:2]
    changed = dict.fromkeys(amounts, 1.0) | {first: 1.15, second: 0.85}
    rows = tuple(_row(name, amount, changed[name], followed) for name, amount in amounts.items())
    plan = demo.plans.kept[3]
    known = START - timedelta(days=2)
    proposal = plan.proposal.model_copy(update={"rows": rows, "data_until": known})
    demo.plans.kept[3] = replace(plan, proposal=proposal)


def _row(name: str, amount: float, changed: float, followed: bool) -> ShiftRow:
    now, to = (amount / changed, amount) if followed else (amount, amount * changed)
    made: ShiftRow = row(name, 0, 0)
    return made.model_copy(update={"now": Decimal(round(now)), "to": Decimal(round(to))})


def shares(reply: Reply) -> tuple[float, float]:
    """The part of the split that was followed, and of the money that was spent."""
    values = [figures(reply)[name].value for name in ("followed", "spent")]
    assert all(isinstance(value, Percent) for value in values)
    followed, spent = (value.ratio for value in values if isinstance(value, Percent))
    return followed, spent


@pytest.mark.parametrize("line", ["/budget-shift review 3", "/预算 复盘 3号"])
def test_predicted_is_set_against_realised_when_a_plan_was_carried_out(
    demo: Asker, line: str
) -> None:
    shift(demo)
    reply = demo.ask(line)
    assert {"predicted", "realised"} <= set(figures(reply))
    assert shares(reply) == pytest.approx((1, 1), abs=0.01)
    assert "came out as predicted" in said(reply)
    assert "no verdict" not in said(reply)


def test_there_is_no_verdict_when_much_of_the_money_was_not_spent(demo: Asker) -> None:
    shift(demo, spent=0.6)
    reply = demo.ask("/budget-shift review 3")
    assert shares(reply) == pytest.approx((1, 0.6), abs=0.01)
    assert "no verdict" in said(reply)
    assert "of the planned money was spent" in said(reply)
    assert "came out as predicted" not in said(reply)
    assert "Not counted so far" in said(reply)


def test_there_is_no_verdict_when_the_split_was_left_as_it_was(demo: Asker) -> None:
    shift(demo, followed=False)
    reply = demo.ask("/budget-shift review 3")
    assert shares(reply) == pytest.approx((0, 1), abs=0.01)
    assert "of the change of the split was made" in said(reply)


@pytest.mark.parametrize(("number", "told"), [(1, "was not applied"), (99, "no proposal")])
def test_review_is_refused_when_there_is_no_such_plan(demo: Asker, number: int, told: str) -> None:
    assert told in said(demo.ask(f"/budget-shift review {number}"))


def test_review_waits_for_data_when_the_plan_has_just_begun(demo: Asker) -> None:
    plan = demo.plans.kept[3]
    late = plan.proposal.model_copy(update={"start": date(2026, 11, 22), "end": date(2026, 12, 1)})
    demo.plans.kept[3] = replace(plan, proposal=late)
    assert "no whole day of data" in said(demo.ask("/budget-shift review 3"))
