"""What more room at a limit would earn."""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from analytics.budget.optimising import optimise
from analytics.budget.plan import BudgetPlan
from analytics.budget.problem import Group, Line, Problem

Bound = Literal["floor", "cap", "least", "most"]
Limited = TypeVar("Limited", Line, Group)


@dataclass(frozen=True)
class Widening:
    """The limit of a line or group moved outwards by `by`, and what the best split then gains."""

    name: str
    bound: Bound
    by: float
    gain: float


def widen_tightest(problem: Problem, plan: BudgetPlan, by: float) -> Widening | None:
    """The limit of which a unit of room is worth most, moved by `by` (a lower one to 0 at most).

    The gain is that of a new best split by the best estimate of the curves. None where no limit
    binds, or none of them is worth anything.
    """
    places = [(one.worth, one.name, one.bound) for one in plan.places]
    groups = [(one.worth, one.name, one.bound) for one in plan.groups]
    worth, name, bound = max((*places, *groups), key=lambda told: told[0])
    return widen(problem, name, bound, by) if bound and worth > 0 else None


def widen(problem: Problem, name: str, bound: Bound, by: float) -> Widening:
    """What the best split gains when one limit moves outwards by `by` (to 0 at most)."""
    limited = problem.lines if bound in ("floor", "cap") else problem.groups
    limit = next(float(getattr(one, bound)) for one in limited if one.name == name)
    moved = limit + by if bound in ("cap", "most") else max(limit - by, 0.0)
    wider = replace(
        problem,
        lines=tuple(_moved(one, name, {bound: moved}) for one in problem.lines),
        groups=tuple(_moved(one, name, {bound: moved}) for one in problem.groups),
    )
    gain = optimise(wider).response - optimise(problem).response
    return Widening(name, bound, abs(moved - limit), max(gain, 0.0))


def _moved(one: Limited, name: str, limit: dict[str, Any]) -> Limited:
    """A line or group with its limit changed, if it is the one and has such a limit."""
    here = one.name == name and all(hasattr(one, bound) for bound in limit)
    return replace(one, **limit) if here else one
