"""The best split of a budget under limits, with its proof (docs/budget.md)."""

from analytics.budget.careful import optimise_robust
from analytics.budget.optimising import optimise
from analytics.budget.plan import BudgetPlan, GroupPlace, Place
from analytics.budget.problem import Group, Infeasible, Line, Problem
from analytics.budget.widening import Widening, widen, widen_tightest

__all__ = [
    "BudgetPlan",
    "Group",
    "GroupPlace",
    "Infeasible",
    "Line",
    "Place",
    "Problem",
    "Widening",
    "optimise",
    "optimise_robust",
    "widen",
    "widen_tightest",
]
