"""The best split by the best estimate of every curve."""

from dataclasses import replace

from analytics.budget.framing import frame
from analytics.budget.plan import BudgetPlan, prove
from analytics.budget.polishing import polish
from analytics.budget.problem import Problem
from analytics.budget.search import search


def optimise(problem: Problem) -> BudgetPlan:
    """The split that brings most by the lines' `curve`, also where curves are S-shaped.

    All spendable money is spent, as far as caps and steps let it. Infeasible, naming the limits,
    when no split keeps them. `BudgetPlan.gap` says how far from the optimum it can be at most.
    """
    limits = frame(problem)
    curves = [line.curve for line in problem.lines]
    found = search(curves, limits)
    amounts = polish(curves, limits, found.amounts)
    plan = prove(problem, limits, amounts, curves, found.bound)
    if not problem.reserve:
        return plan
    freed = search(curves, frame(replace(problem, reserve=0.0)))
    return replace(plan, reserve_price=max(freed.value - plan.response, 0.0))
