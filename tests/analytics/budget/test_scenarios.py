"""The optimiser against optima found by others' methods."""

import pytest

from analytics.budget import Infeasible, optimise
from tests.analytics.budget.problems import FEASIBLE, SCENARIOS, scenario


@pytest.mark.parametrize("name", FEASIBLE)
def test_the_plan_is_the_known_optimum_when_a_scenario_has_one(name: str) -> None:
    known, plan = SCENARIOS[name]["optimum"], optimise(scenario(name))
    assert plan.response == pytest.approx(known["response"], rel=1e-9)
    assert plan.response_now == pytest.approx(known["current_response"], rel=1e-9)
    assert plan.spent == pytest.approx(known["spendable"], rel=1e-12)
    amounts = {place.name: place.amount for place in plan.places}
    assert amounts == pytest.approx(known["allocation"], abs=0.05)
    returns = {place.name: place.marginal for place in plan.places}
    assert returns == pytest.approx(known["marginal"], rel=1e-6)


@pytest.mark.parametrize("name", FEASIBLE)
def test_lines_stand_at_their_bounds_when_the_known_optimum_says_so(name: str) -> None:
    known, plan = SCENARIOS[name]["optimum"], optimise(scenario(name))
    assert [one.name for one in plan.places if one.bound == "floor"] == known["at_lower"]
    assert [one.name for one in plan.places if one.bound == "cap"] == known["at_upper"]


@pytest.mark.parametrize("name", FEASIBLE)
def test_the_bound_leaves_no_room_when_the_search_has_ended(name: str) -> None:
    assert optimise(scenario(name)).gap <= 1e-8


def test_the_limits_are_named_when_floors_exceed_what_may_be_spent() -> None:
    with pytest.raises(Infeasible) as caught:
        optimise(scenario("infeasible_floors"))
    refused = caught.value
    assert refused.reason == SCENARIOS["infeasible_floors"]["optimum"]["reason"]
    assert (refused.clash, refused.needed, refused.room) == ("floors", 700_000, 510_000)
    assert refused.names == ("search", "social", "display", "kol", "affiliate")
