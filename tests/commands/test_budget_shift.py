"""`/budget-shift` asked of the small demo shop, whose data end on 2026-11-21."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from analytics.budget import BudgetPlan
from bot.platforms.base import Person, Request
from commands.kit.context import Ctx
from commands.kit.plots import CurvesChart
from commands.kit.reply import Buttons, Chart, Figures, Reply
from commands.kit.shift import ShiftProposal, is_stale
from commands.kit.shift_arguments import BudgetShiftArgs
from commands.kit.shift_blocks import shift_figures
from commands.kit.shift_making import Made, make_shift, remake
from commands.kit.shift_proposing import may_propose
from commands.kit.values import Percent
from tests.commands.asking import Asker, amount, blocks, column, figures, said, table
from tests.commands.remembered_plans import RememberedPlans


@pytest.fixture(autouse=True)
def _no_proposals(demo: Asker) -> None:
    demo.plans = RememberedPlans()


def channels(reply: Reply) -> dict[str, tuple[Decimal, Decimal]]:
    """Spend now and as proposed, by channel."""
    found = table(reply, "shift")
    names, now, to = (column(found, name) for name in ("channel", "now", "proposed"))
    pairs = zip(names, now, to, strict=True)
    return {str(n): (Decimal(str(a)), Decimal(str(b))) for n, a, b in pairs}


def limits(reply: Reply) -> dict[str, str]:
    """What holds each channel."""
    found = table(reply, "shift")
    return dict(
        zip(map(str, column(found, "channel")), map(str, column(found, "limit")), strict=True)
    )


def lines(reply: Reply) -> list[str]:
    """The commands of all buttons."""
    return [one.command for b in blocks(reply) if isinstance(b, Buttons) for one in b.items]


def context(asker: Asker, person: str = "ann") -> Ctx:
    return asker.context(Request("", Person(person, "Ann", asker.roles), "growth", "en"))


def proposal(asker: Asker, line: str) -> ShiftProposal:
    return make_shift(context(asker), BudgetShiftArgs.read(line, context(asker))).proposal


def test_total_stays_when_nothing_is_asked(demo: Asker) -> None:
    found = channels(demo.ask("/budget-shift"))
    assert sum(now for now, _ in found.values()) == sum(to for _, to in found.values())


def test_no_channel_moves_by_more_than_the_rule_when_money_is_moved(demo: Asker) -> None:
    for now, to in channels(demo.ask("/budget-shift +10%")).values():
        assert abs(to - now) <= now * Decimal("0.3") + 1


def test_gain_lies_in_its_interval_when_it_is_proposed(demo: Asker) -> None:
    plan = proposal(demo, "+10%")
    assert 0 < plan.low < plan.gain < plan.high


def test_no_loss_in_any_draw_is_no_certainty_when_the_chance_is_told(demo: Asker) -> None:
    made = make_shift(context(demo), BudgetShiftArgs.read("", context(demo)))
    certain = replace(made.shift.plan, loss_chance=0.0)
    found = figures(Reply(blocks=(told_with(demo, made, certain),)))["loss_chance"]
    assert found.label.text == "Chance of a loss, below"
    assert found.value == Percent(ratio=3 / 200)  # 3 ÷ n, the rule of three
    doubtful = replace(made.shift.plan, loss_chance=0.04)
    found = figures(Reply(blocks=(told_with(demo, made, doubtful),)))["loss_chance"]
    assert (found.label.text, found.value) == ("Chance of a loss", Percent(ratio=0.04))


def told_with(demo: Asker, made: Made, plan: BudgetPlan) -> Figures:
    """The figures of a plan that is proved otherwise."""
    return shift_figures(context(demo), replace(made, shift=replace(made.shift, plan=plan)))


def test_total_rises_by_the_amount_when_more_is_asked(demo: Asker) -> None:
    found = figures(demo.ask("/budget-shift +1000"))["spend"]
    assert amount(found.value) - amount(found.baseline) == 1000


def test_total_falls_by_the_share_when_less_is_asked_in_chinese(demo: Asker) -> None:
    found = figures(demo.ask("/预算 减少10%", "zh-CN"))["spend"]
    assert amount(found.value) == pytest.approx(amount(found.baseline) * Decimal("0.9"), abs=2)


def test_channel_stays_when_it_is_kept(demo: Asker) -> None:
    for line in ("/budget-shift keep 抖音", "/预算 保持抖音"):
        reply = demo.ask(line)
        now, to = channels(reply)["抖音"]
        assert now == to
        assert "kept" in limits(reply)["抖音"]


def test_others_stay_when_only_two_may_move(demo: Asker) -> None:
    moved = {n for n, (a, b) in channels(demo.ask("/预算 只 抖音 小红书")).items() if a != b}
    assert moved <= {"抖音", "小红书"}


@pytest.mark.parametrize("words", ["max {}={}", "上限{}={}", "上限 {} {}"])
def test_channel_stays_under_its_cap_when_it_has_one(demo: Asker, words: str) -> None:
    name, (now, _) = next(
        (n, pair)
        for n, pair in channels(demo.ask("/budget-shift +10%")).items()
        if pair[1] > pair[0]
    )
    cap = int(now * Decimal("1.01"))
    assert channels(demo.ask(f"/budget-shift +10% {words.format(name, cap)}"))[name][1] <= cap


def test_less_is_spent_when_more_is_kept_in_reserve(demo: Asker) -> None:
    usual, more = proposal(demo, ""), proposal(demo, "reserve 20%")
    assert usual.budget == more.budget
    assert float(more.reserve) == pytest.approx(0.2 * float(more.budget), abs=2)


def test_amounts_are_multiples_when_steps_are_asked(demo: Asker) -> None:
    found = channels(demo.ask("/budget-shift step 100"))
    assert all(to % 100 == 0 or to == now for now, to in found.values())


def test_rows_add_up_to_the_budget_when_the_plan_is_exported(demo: Asker) -> None:
    plan = proposal(demo, "+10%")
    assert sum(row.to for row in plan.rows) + plan.reserve == plan.budget
    assert all(row.to == int(row.to) >= 0 for row in plan.rows)
    by_channel = channels(demo.ask("/budget-shift +10%"))
    assert {row.channel for row in plan.rows} == set(by_channel)
    assert sum(row.to for row in plan.rows) == sum(to for _, to in by_channel.values())


def test_days_are_the_coming_28_when_none_are_named(demo: Asker) -> None:
    plan = proposal(demo, "")
    assert (plan.start, plan.days) == (date(2026, 11, 23), 28)
    assert plan.data_until == date(2026, 11, 21)


def test_proposal_is_the_same_when_made_again_from_its_line(demo: Asker) -> None:
    for words in ("", "+10% 下月 keep 抖音", "reserve 15% only 抖音 小红书 step 10"):
        plan = proposal(demo, words)
        again = remake(context(demo), plan.line)
        assert (again.line, again.start, again.end) == (plan.line, plan.start, plan.end)
        assert not is_stale(plan, again)


def test_days_stay_when_made_again_after_the_plan_began(demo: Asker) -> None:
    plan = proposal(demo, "")
    later = replace(demo, now=demo.now + timedelta(days=5))
    assert remake(context(later), plan.line).start == plan.start


def test_points_lie_on_their_curves_when_drawn(demo: Asker) -> None:
    chart = next(b for b in blocks(demo.ask("/budget-shift")) if isinstance(b, Chart))
    assert isinstance(chart.plot, CurvesChart)
    for curve in chart.plot.curves:
        assert curve.low[0] <= curve.low[-1]
        assert min(curve.ys) <= curve.now.y <= max(curve.ys)


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_limits_are_named_with_amounts_when_they_leave_no_plan(demo: Asker, locale: str) -> None:
    reply = demo.ask("/budget-shift -40%", locale)
    assert reply.failed
    assert "¥" in demo.say("/budget-shift -40%", locale)
    assert "but only" in said(reply)


def test_cap_below_a_kept_channel_is_refused_when_both_are_asked(demo: Asker) -> None:
    reply = demo.ask("/budget-shift keep 抖音 max 抖音=10")
    assert reply.failed
    assert "leave out its cap" in said(reply)


def test_nothing_is_proposed_when_every_channel_is_kept(demo: Asker) -> None:
    reply = demo.ask("/budget-shift keep 抖音,小红书,微信,天猫,搜索,线下")
    assert "Nothing to gain" in said(reply)
    assert not any(line.startswith("/approve") for line in lines(reply))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/budget-shift keep 抖因", "No channel"),
        ("/budget-shift 上月", "days to come"),
        ("/budget-shift 20万", "more or less"),
        ("/budget-shift reserve 12", "no share"),
        ("/budget-shift max 抖音", "no amount"),
        ("/budget-shift +10% nonsense", "“nonsense” is not understood here."),
        ("/budget-shift review x", "no number"),
    ],
)
def test_mistake_is_answered_with_what_is_wrong_when_a_word_is(
    demo: Asker, line: str, told: str
) -> None:
    reply = demo.ask(line)
    assert reply.failed
    assert not reply.broke
    assert told in said(reply)


def test_table_is_named_when_no_spend_is_loaded(tiny: Asker) -> None:
    assert "ad_spend" in tiny.say("/budget-shift")


def test_proposal_waits_for_its_review_when_somebody_of_the_chain_asks(demo: Asker) -> None:
    before = len(demo.plans.kept)
    reply = demo.ask("/budget-shift +10%")
    assert len(demo.plans.kept) == before + 1
    assert sum(line.startswith(("/approve", "/reject")) for line in lines(reply)) == 2


def test_its_own_arguments_can_be_changed_when_a_proposal_is_to_be_adjusted(demo: Asker) -> None:
    reply = demo.ask("/预算 +10% 保持抖音")
    adjust = next(
        one for b in blocks(reply) if isinstance(b, Buttons) for one in b.items if one.edit
    )
    assert adjust.command == "/budget-shift +10% 2026-11-23..2026-12-20 keep 抖音"
    assert not demo.ask(adjust.command).failed


def test_nothing_is_kept_when_nobody_of_the_chain_asks(demo: Asker) -> None:
    before = len(demo.plans.kept)
    reply = replace(demo, roles=("operator",)).ask("/budget-shift +10%")
    assert len(demo.plans.kept) == before
    assert "Not put up for review" in said(reply)
    assert not any(line.startswith(("/approve", "/reject")) for line in lines(reply))


def test_nothing_may_be_proposed_when_a_schedule_asks(demo: Asker) -> None:
    assert may_propose(context(demo))
    assert not may_propose(context(demo, person=""))


def test_open_proposal_is_made_anew_when_it_is_revised(demo: Asker) -> None:
    demo.ask("/budget-shift +5% revise 1")
    assert demo.plans.kept[1].revision == 2
    assert "+5%" in demo.plans.kept[1].proposal.line
