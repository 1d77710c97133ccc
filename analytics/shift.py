"""A budget shift: from response curves and today's spend to what each channel is to spend."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from analytics.budget import BudgetPlan, Infeasible, Line, Place, Problem, optimise_robust
from analytics.curves import Floats, Repeated
from analytics.response import Fit, Refused
from analytics.shift_campaigns import Spent, share_out

Known = Mapping[str, Fit | Refused]


@dataclass(frozen=True)
class Wish:
    """What is asked of a plan for `days` days; money over all of them.

    `change` of the total. `keep`: channels that stay as they are; `only`: the others do, where any
    are named. `most` a channel may spend. `reserve`: a share of the budget, None: the usual one.
    `step`: amounts are multiples of it.
    """

    days: int
    change: float = 0.0
    keep: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    most: Mapping[str, float] = field(default_factory=dict)
    reserve: float | None = None
    step: float | None = None

    def locks(self, channel: str) -> bool:
        """Whether the channel is to stay as it is."""
        return channel in self.keep or bool(self.only and channel not in self.only)


@dataclass(frozen=True)
class Room:
    """How far one channel may move: `change` up or down as a share of today's spend, and `reach`
    times the largest spend ever seen before it extrapolates."""

    change: float
    reach: float


@dataclass(frozen=True)
class Limits:
    """What every plan keeps to: the usual `reserve`, the `tests`' share of the budget, the chance
    of a `loss` it may run, and each channel's room."""

    reserve: float
    tests: float
    loss: float
    room: Mapping[str, Room]


@dataclass(frozen=True)
class ChannelShift:
    """One channel of a plan, in whole units of money over its days.

    `campaigns`: (campaign, now, to), `campaign` None for what is spent outside campaigns.
    `trials`: what campaigns on trial spend of it. `refused`: why its response is not known; then
    the numbers of `place` that tell of responses are 0 and mean nothing.
    """

    channel: str
    now: int
    to: int
    campaigns: tuple[tuple[str | None, int, int], ...]
    place: Place
    locked: bool
    trials: int
    refused: str | None
    extrapolates: bool

    @property
    def change(self) -> int:
        """What is added, negative where it is taken away."""
        return self.to - self.now


@dataclass(frozen=True)
class Shift:
    """A plan in whole units of money. `budget` is what its channels are to spend and `reserve`.

    `unplaced`: the part of the reserve that limits leave no place for. `tests_missing`: what the
    campaigns on trial lack of their share of the budget, set aside in the reserve. `planned`:
    whether the budget is that of a plan; else it is today's spend and the usual reserve.
    """

    channels: tuple[ChannelShift, ...]
    plan: BudgetPlan
    budget: int
    reserve: int
    unplaced: int
    tests_missing: int
    planned: bool

    @property
    def now(self) -> int:
        """What is spent today."""
        return sum(each.now for each in self.channels)

    @property
    def to(self) -> int:
        """What is to be spent."""
        return sum(each.to for each in self.channels)

    @property
    def moved(self) -> int:
        """The increases, or the cuts where those are more."""
        changes = [each.change for each in self.channels]
        return max(sum(max(one, 0) for one in changes), sum(max(-one, 0) for one in changes))


@dataclass(frozen=True)
class Nothing:
    """The response to spend of a channel nobody knows: it brings nothing, so nothing moves it."""

    def response(self, spend: Floats) -> Floats:
        """Nothing, whatever is spent."""
        return np.zeros_like(spend, dtype=np.float64)

    def marginal(self, spend: Floats) -> Floats:
        """Nothing."""
        return np.zeros_like(spend, dtype=np.float64)


def plan_shift(
    spent: Sequence[Spent],
    fits: Known,
    wish: Wish,
    limits: Limits,
    planned: float | None = None,
) -> Shift:
    """The plan that is expected to bring most at a small chance of loss.

    `spent`: at least one campaign; a channel without a fit stays as it is. `planned`: the budget
    of those days where one was set; else it is today's spend and the usual reserve on top, so
    that a plan without wishes moves money and takes none away. Where steps leave no split or only
    worse ones than today's, and nothing else asks for another, today's it is. `Infeasible` names
    the limits.
    """
    if wish.step is None or not _may_stay(spent, wish, limits, planned):
        return _plan(spent, fits, wish, limits, planned)
    stay = replace(wish, keep=frozenset(_channels(spent)), step=None)
    try:
        found = _plan(spent, fits, wish, limits, planned)
    except Infeasible:
        return _plan(spent, fits, stay, limits, planned)
    return found if found.plan.gain >= 0 else _plan(spent, fits, stay, limits, planned)


def _may_stay(spent: Sequence[Spent], wish: Wish, limits: Limits, planned: float | None) -> bool:
    """Whether today's split is among what is asked for, steps aside."""
    other = wish.change or planned is not None or wish.reserve not in (None, limits.reserve)
    now = {name: sum(one.now for one in each) for name, each in _channels(spent).items()}
    return not other and all(now[name] <= most for name, most in wish.most.items() if name in now)


def _plan(
    spent: Sequence[Spent], fits: Known, wish: Wish, limits: Limits, planned: float | None
) -> Shift:
    now = {name: sum(one.now for one in each) for name, each in _channels(spent).items()}
    usual = limits.reserve
    total = sum(now.values())
    budget = (total + wish.change) / (1 - usual) if planned is None else planned + wish.change
    reserve = usual if wish.reserve is None else wish.reserve
    lines = tuple(_line(name, spent, fits, wish, limits) for name in now)
    plan = optimise_robust(Problem(lines, max(budget, 0.0), reserve, wish.step), limits.loss)
    moves = _whole_changes([place.amount - place.now for place in plan.places])
    channels = [
        _channel(place, move, _channels(spent)[place.name], fits, wish, limits)
        for place, move in zip(plan.places, moves, strict=True)
    ]
    trials = sum(each.trials for each in channels)
    spends = sum(each.to for each in channels)
    kept = round(budget) - spends
    return Shift(
        channels=tuple(channels),
        plan=plan,
        budget=round(budget),
        reserve=kept,
        unplaced=max(math.floor(round(plan.spendable, 3)) - spends, 0),
        tests_missing=max(min(round(limits.tests * budget) - trials, kept), 0),
        planned=planned is not None,
    )


def _channels(spent: Sequence[Spent]) -> dict[str, list[Spent]]:
    ordered = sorted(spent, key=lambda one: one.channel)
    return {name: list(each) for name, each in groupby(ordered, key=lambda one: one.channel)}


def _line(name: str, spent: Sequence[Spent], fits: Known, wish: Wish, limits: Limits) -> Line:
    own = _channels(spent)[name]
    now, fit = float(sum(one.now for one in own)), fits.get(name)
    if not isinstance(fit, Fit):
        return Line(name, now, Nothing(), now, now)
    curve = Repeated(fit.curve, wish.days)
    draws = tuple(Repeated(draw, wish.days) for draw in fit.draws)
    most = wish.most.get(name, math.inf)
    if wish.locks(name):
        return Line(name, now, curve, now, min(now, most), draws)
    change = limits.room[name].change
    floor = max(now * (1 - change), float(_trials(own)))
    return Line(name, now, curve, floor, min(now * (1 + change), most), draws)


def _trials(own: Sequence[Spent]) -> int:
    return sum(one.now for one in own if one.standing == "trial")


def _channel(
    place: Place, move: int, own: Sequence[Spent], fits: Known, wish: Wish, limits: Limits
) -> ChannelShift:
    now, fit = sum(one.now for one in own), fits.get(place.name)
    amounts = share_out(move, own)
    before = {one.campaign: one.now for one in own}
    known = isinstance(fit, Fit)
    reach = limits.room[place.name].reach * fit.seen * wish.days if isinstance(fit, Fit) else 0.0
    return ChannelShift(
        channel=place.name,
        now=now,
        to=now + move,
        campaigns=tuple((name, before.get(name, 0), to) for name, to in amounts.items()),
        place=place,
        locked=not known or wish.locks(place.name),
        trials=_trials(own),
        refused=fit.reason if isinstance(fit, Refused) else None if known else "no_spend",
        extrapolates=known and move > 0 and now + move > reach,
    )


def _whole_changes(changes: Sequence[float]) -> list[int]:
    """Changes in whole units; their sum is that of the exact ones, rounded down."""
    exact = np.round(np.asarray(changes, dtype=np.float64), 6)
    whole = np.floor(exact).astype(np.int64)
    # Each was rounded by itself: their sum may lack a millionth for each of them.
    missing = math.floor(round(float(exact.sum()), 3)) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return [int(one) for one in whole]
