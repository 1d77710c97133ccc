"""A budget shift over ten days, worked out by hand.

Search and feed spend 1,000 a day each (10,000 in the ten days). Each unit brings 1 on feed and 3
on search, however much is spent; a channel moves by 30 % at most. So feed falls to 7,000, search
rises to 13,000, and that gains 3,000 × (3 − 1) = 6,000. With 12 % of the budget in reserve, the
budget around today's 20,000 is 20,000 ÷ 0.88 = 22,727.
"""

from dataclasses import replace
from typing import Any

import pytest

from analytics.budget import Infeasible
from analytics.response import Fit, Refused
from analytics.shift import Limits, Room, Shift, Wish, plan_shift
from analytics.shift_campaigns import Spent
from analytics.shift_stages import shares_in_force, stages
from tests.straight import Straight

ROOM = {name: Room(0.3, 1.2) for name in ("feed", "search", "kol")}
LIMITS = Limits(reserve=0.12, tests=0.05, loss=0.1, room=ROOM)
SPENT = (Spent("feed", "f", 10_000), Spent("search", "s", 10_000))


def fit(name: str, slope: float, seen: float = 2_000) -> Fit:
    """A curve that is certain."""
    return Fit(name, Straight(slope), (), 1_000, seen, 0.0, 365)


FITS: dict[str, Fit | Refused] = {"feed": fit("feed", 1), "search": fit("search", 3)}


def planned(**wishes: Any) -> Shift:
    """The plan for ten days."""
    return plan_shift(SPENT, FITS, Wish(days=10, **wishes), LIMITS)


def spends(shift: Shift) -> dict[str, int]:
    """What each channel is to spend."""
    return {each.channel: each.to for each in shift.channels}


def test_money_moves_to_the_better_channel_when_nothing_is_asked() -> None:
    shift = planned()
    assert spends(shift) == {"feed": 7_000, "search": 13_000}
    assert shift.plan.gain == pytest.approx(6_000)
    assert (shift.now, shift.to, shift.moved) == (20_000, 20_000, 3_000)


def test_todays_split_stays_when_steps_leave_only_worse_ones() -> None:
    shift = planned(step=7_000)  # of its multiples only 7,000 is within 30 %
    assert spends(shift) == {"feed": 10_000, "search": 10_000}
    assert (shift.moved, shift.plan.gain, shift.plan.is_idle) == (0, 0, True)


def test_reserve_comes_on_top_of_todays_spend_when_no_budget_was_set() -> None:
    shift = planned()
    assert (shift.budget, shift.reserve, shift.planned) == (22_727, 2_727, False)


def test_spend_falls_when_more_is_to_be_kept_in_reserve() -> None:
    shift = planned(reserve=0.2)
    assert shift.to == 18_181  # 22,727.27 × 0.8
    assert spends(shift)["feed"] == 7_000


def test_budget_less_its_reserve_is_spent_when_one_was_set() -> None:
    shift = plan_shift(SPENT, FITS, Wish(days=10), LIMITS, planned=25_000)
    assert (shift.to, shift.reserve, shift.planned) == (22_000, 3_000, True)
    assert spends(shift) == {"feed": 9_000, "search": 13_000}


def test_total_changes_by_the_amount_when_one_is_asked() -> None:
    assert spends(planned(change=2_000)) == {"feed": 9_000, "search": 13_000}
    assert spends(planned(change=-2_000)) == {"feed": 7_000, "search": 11_000}


def test_money_without_a_place_stays_in_reserve_when_all_channels_are_full() -> None:
    shift = planned(change=10_000)
    assert spends(shift) == {"feed": 13_000, "search": 13_000}
    assert shift.unplaced == 4_000
    assert shift.reserve == shift.budget - 26_000


def test_nothing_moves_when_one_of_two_channels_is_kept() -> None:
    shift = planned(keep=frozenset({"search"}))
    assert shift.moved == 0
    assert shift.plan.is_idle
    assert [each.locked for each in shift.channels] == [False, True]


def test_channel_stops_at_its_cap_when_it_has_one() -> None:
    shift = planned(most={"search": 11_000})
    assert spends(shift) == {"feed": 9_000, "search": 11_000}


def test_others_stay_when_only_some_may_move() -> None:
    spent = (*SPENT, Spent("kol", "k", 5_000))
    fits = FITS | {"kol": fit("kol", 5)}
    wish = Wish(days=10, only=frozenset({"feed", "search"}))
    shift = plan_shift(spent, fits, wish, LIMITS)
    assert spends(shift) == {"feed": 7_000, "kol": 5_000, "search": 13_000}


def test_channel_keeps_its_spend_when_its_response_is_unknown() -> None:
    spent = (*SPENT, Spent("kol", "k", 5_000))
    shift = plan_shift(spent, FITS | {"kol": Refused("kol", "too_short")}, Wish(10), LIMITS)
    kol = next(each for each in shift.channels if each.channel == "kol")
    assert (kol.to, kol.locked, kol.refused) == (5_000, True, "too_short")
    assert shift.plan.gain == pytest.approx(6_000)


def test_trials_keep_their_money_when_their_channel_falls() -> None:
    spent = (Spent("feed", "new", 9_000, "trial"), Spent("feed", "f", 1_000), SPENT[1])
    shift = plan_shift(spent, FITS, Wish(10), LIMITS)
    assert spends(shift) == {"feed": 9_000, "search": 11_000}
    assert shift.channels[0].campaigns == (("new", 9_000, 9_000), ("f", 1_000, 0))
    assert shift.tests_missing == 0


def test_tests_share_is_set_aside_in_the_reserve_when_no_campaign_is_on_trial() -> None:
    assert planned().tests_missing == 1_136  # 5 % of 22,727


def test_nothing_is_set_aside_for_tests_when_there_is_no_reserve() -> None:
    assert planned(reserve=0.0).tests_missing == 0


def test_channel_extrapolates_when_it_goes_far_above_the_most_ever_spent() -> None:
    near = plan_shift(SPENT, FITS | {"search": fit("search", 3, 1_100)}, Wish(10), LIMITS)
    far = plan_shift(SPENT, FITS | {"search": fit("search", 3, 1_000)}, Wish(10), LIMITS)
    assert [each.extrapolates for each in near.channels] == [False, False]  # 1,300 ≤ 1,320
    assert [each.extrapolates for each in far.channels] == [False, True]  # 1,300 > 1,200


def test_plan_is_refused_with_amounts_when_floors_are_more_than_the_money() -> None:
    with pytest.raises(Infeasible) as refused:
        planned(change=-8_000)
    assert (refused.value.clash, round(refused.value.needed)) == ("floors", 14_000)
    assert round(refused.value.room) == 12_000


def test_plan_is_refused_when_a_cap_is_below_what_a_channel_must_spend() -> None:
    with pytest.raises(Infeasible) as refused:
        planned(most={"search": 5_000})
    assert (refused.value.clash, refused.value.names) == ("bounds", ("search",))


def test_amounts_are_whole_when_money_does_not_divide() -> None:
    shift = planned(change=1_000.5, reserve=0.13)
    assert all(isinstance(each.to, int) for each in shift.channels)
    assert shift.budget - shift.reserve == shift.to


def test_steps_are_equal_and_under_the_largest_when_a_plan_is_carried_out() -> None:
    shift = planned()
    found = stages(shift, FITS, days=10, largest=0.2)
    assert [(each.begin, each.end, each.share) for each in found] == [(0, 10, 1.0)]
    month = plan_shift(SPENT, FITS, Wish(days=28), LIMITS)
    found = stages(month, FITS, days=28, largest=0.2)
    assert [(each.begin, each.end, each.share) for each in found] == [(0, 7, 0.5), (7, 28, 1.0)]
    assert found[0].gain == pytest.approx(6_000 / 28 * 7 * 0.5)
    assert found[1].gain == pytest.approx(6_000 / 28 * 21)


def test_a_share_is_in_force_each_day_when_a_plan_has_steps() -> None:
    moved = {"feed": (10_000.0, 7_000.0), "search": (10_000.0, 13_000.0)}
    assert shares_in_force(moved, days=16, largest=0.2).tolist() == [0.5] * 7 + [1.0] * 9
    assert shares_in_force(moved, days=10, largest=0.2).tolist() == [1.0] * 10
    assert shares_in_force(moved, days=16, largest=0.3).tolist() == [1.0] * 16


def test_there_are_no_steps_when_nothing_moves() -> None:
    kept = planned(keep=frozenset({"feed"}))
    assert stages(kept, FITS, days=28, largest=0.2) == ()


def test_a_certain_loss_is_avoided_when_curves_are_uncertain() -> None:
    doubtful = replace(fit("search", 3), draws=(Straight(7.0), Straight(0.5)))
    certain = replace(fit("feed", 1), draws=(Straight(1.0), Straight(1.0)))
    shift = plan_shift(SPENT, {"feed": certain, "search": doubtful}, Wish(10), LIMITS)
    assert shift.moved == 0  # moving loses in half of the cases


def test_the_last_unit_is_spent_when_shares_of_it_fall_between_two_millionths() -> None:
    third = 1_000 / 3 - 1e-7
    names = ("feed", "kol", "search")
    fits: dict[str, Fit | Refused] = {name: fit(name, 1) for name in names}
    spent = tuple(Spent(name, name, 10_000) for name in names)
    most = dict.fromkeys(names, 10000 + third)
    shift = plan_shift(spent, fits, Wish(10, change=1_000 - 3e-7, most=most), LIMITS)
    assert shift.to - shift.now == 1_000
