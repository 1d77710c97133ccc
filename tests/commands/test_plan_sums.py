"""Why four people review a shift that is small by itself; the month's budget is 100,000."""

from dataclasses import replace
from datetime import date

import pytest

from commands.kit.plans import Proposed, Stage
from tests.commands.asking import Asker, said
from tests.commands.remembered_plans import RememberedPlans, proposal, row

TOGETHER = "plans of the same month moved"


def waits(tiny: Asker, moved: int, *, before: date) -> None:
    """Have proposal 1 move so much, while plan 3 moved 10,000 in four weeks from `before`."""
    tiny.plans = RememberedPlans()
    plan, applied = tiny.plans.kept[1], tiny.plans.kept[3]
    small = proposal(row("抖音", 40_000, 40_000 + moved), row("天猫", 40_000, 40_000 - moved))
    tiny.plans.kept[1] = replace(plan, proposal=small, stages=four(plan))
    tiny.plans.kept[3] = replace(applied, proposal=proposal(start=before))


def four(plan: Proposed) -> tuple[Stage, ...]:
    """All the reviews there are."""
    return (*plan.stages[:2], Stage("technical", "engineer"), Stage("management", "executive"))


def test_the_sum_is_told_when_small_shifts_of_a_month_are_large_together(tiny: Asker) -> None:
    waits(tiny, 2_000, before=date(2026, 11, 1))
    told = said(tiny.ask("/approvals 1"))
    assert "It moves ¥2,000, plans of the same month moved ¥10,000" in told
    assert "more than 5% of the month's budget of ¥100,000" in told
    assert TOGETHER in said(tiny.ask("/approve 1 7f3a21c0"))


@pytest.mark.parametrize(
    ("moved", "before"), [(6_000, date(2026, 11, 1)), (2_000, date(2026, 9, 1))], ids=str
)
def test_no_sum_is_told_when_it_is_no_reason(tiny: Asker, moved: int, before: date) -> None:
    waits(tiny, moved, before=before)
    assert TOGETHER not in said(tiny.ask("/approvals 1"))
