"""A split with its proof: prices, the limits that bind, and the gain against today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.budget.limits import Limits
from analytics.budget.outcomes import judge_draws, marginals, responses
from analytics.budget.prices import Ends, Prices, read_prices
from analytics.budget.problem import Problem
from analytics.budget.staying import today
from analytics.curves import Curve, Floats

IDLE = 1e-4
"""A gain below this share of what staying brings is no reason to move money."""


@dataclass(frozen=True)
class Place:
    """What one line gets.

    `bound`: where the amount stands at a limit of the line's own; of a lock, the side it would
    leave it on. `worth`: what one more unit of room there would bring, 0 inside. `price`: what a
    unit costs the line, its groups' prices included: inside the bounds it equals `marginal`.
    """

    name: str
    now: float
    amount: float
    response_now: float
    response: float
    marginal_now: float
    marginal: float
    bound: Literal["floor", "cap"] | None
    worth: float
    price: float


@dataclass(frozen=True)
class GroupPlace:
    """What a group gets, the limit of it that binds, and what one more unit of room would bring."""

    name: str
    amount: float
    bound: Literal["least", "most"] | None
    worth: float


@dataclass(frozen=True)
class BudgetPlan:
    """A split and what proves it.

    `price`: what the last unit of spendable money brings. `gain`: against today's split;
    `low` to `high`: its 80 % interval over the draws (equal to `gain` without draws).
    `edge`: the gain against staying, which is today's split, moved as little as possible where
    the limits or the money no longer allow it. `loss_chance`: the share of draws in which the
    plan brings less than staying. `reserve_price`: what the whole reserve would bring if spent.
    `gap`: how far any split could be better at most, as a share of the response. `caution`: the
    mean gain given up to keep the chance of loss small (`optimise_robust` only).
    """

    places: tuple[Place, ...]
    spendable: float
    spent: float
    price: float
    gain: float
    low: float
    high: float
    loss_chance: float
    reserve_price: float
    edge: float
    gap: float
    groups: tuple[GroupPlace, ...] = ()
    caution: float = 0.0

    @property
    def response(self) -> float:
        """What all lines bring together."""
        return float(sum(place.response for place in self.places))

    @property
    def response_now(self) -> float:
        """What today's split brings."""
        return float(sum(place.response_now for place in self.places))

    @property
    def unspent(self) -> float:
        """Spendable money that caps, or a step too large for it, leave over."""
        return max(self.spendable - self.spent, 0.0)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to gain against staying."""
        return self.edge <= IDLE * max(self.response - self.edge, 0.0)


def prove(
    problem: Problem, limits: Limits, amounts: Floats, curves: Sequence[Curve], bound: float
) -> BudgetPlan:
    """The plan of a split: `curves` say what it is expected to bring, `bound` what any could."""
    now = np.array([line.now for line in problem.lines])
    stay = today(problem, limits)
    brought, brought_now = responses(curves, amounts), responses(curves, now)
    value, gain = float(brought.sum()), float(brought.sum() - brought_now.sum())
    outcome = judge_draws(problem.lines, amounts, now, stay, gain)
    slopes = marginals(curves, amounts)
    ends = standing(problem, limits, amounts)
    prices = read_prices(slopes, limits, problem.spendable, amounts, ends)
    columns = (now, amounts, brought_now, brought, marginals(curves, now), slopes)
    return BudgetPlan(
        places=_places(problem, np.column_stack(columns), ends, prices),
        spendable=problem.spendable,
        spent=float(amounts.sum()),
        price=float(prices.rows[-1]),
        gain=gain,
        low=outcome.low,
        high=outcome.high,
        loss_chance=outcome.loss_chance,
        reserve_price=0.0,
        edge=value - float(responses(curves, stay).sum()),
        gap=max(bound - value, 0.0) / max(abs(bound), 1e-300),
        groups=_groups(limits, amounts, prices),
    )


def standing(problem: Problem, limits: Limits, amounts: Floats) -> Ends:
    """Which lines stand at their floor, and which at their cap; both where it is locked."""
    near = limits.tolerance * 10
    room = near if problem.step is None else problem.step * (1 - 1e-6)
    caps = np.array([line.cap for line in problem.lines])
    at_cap = (amounts >= limits.high - near) & (caps <= amounts + room)
    return Ends(amounts <= limits.low + near, at_cap)


def _places(problem: Problem, columns: Floats, ends: Ends, prices: Prices) -> tuple[Place, ...]:
    made = list[Place]()
    for index, line in enumerate(problem.lines):
        price, marginal = float(prices.lines[index]), float(columns[index, -1])
        at_floor, at_cap = bool(ends.floor[index]), bool(ends.cap[index])
        bound: Literal["floor", "cap"] | None = "floor" if at_floor else None
        if at_cap and (not at_floor or marginal > price):
            bound = "cap"
        worth = abs(marginal - price) if bound else 0.0
        now, amount, brought_now, brought, slope_now, slope = columns[index].tolist()
        made.append(
            Place(
                line.name, now, amount, brought_now, brought, slope_now, slope, bound, worth, price
            )
        )
    return tuple(made)


def _groups(limits: Limits, amounts: Floats, prices: Prices) -> tuple[GroupPlace, ...]:
    made = list[GroupPlace]()
    for row, price in zip(limits.rows, prices.rows, strict=True):
        if row.name is None:
            continue
        amount, near = float(amounts[row.members].sum()), limits.tolerance * 10
        bound: Literal["least", "most"] | None = None
        if abs(amount - row.most) <= near and price >= 0:
            bound = "most"
        elif row.least > 0 and abs(amount - row.least) <= near:
            bound = "least"
        made.append(GroupPlace(row.name, amount, bound, abs(float(price)) if bound else 0.0))
    return tuple(made)
