"""What a budget shift has brought since it was applied, against what was predicted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analytics.curves import Curve, Floats
from analytics.response import Fit, Refused

TAILS = (10.0, 90.0)
SEED = 7
MANY = 400


@dataclass(frozen=True)
class Since:
    """What happened in the `days` whole days since a plan was applied.

    `spend` a day and `value` in all, by channel, in money. `demand`: what the shop's season and
    promos make of those days, against the four weeks the plan's curves stand for. `noise`: the
    spread of a day's credited value that nothing explains.
    """

    days: int
    spend: Mapping[str, float]
    value: Mapping[str, float]
    demand: float
    noise: float


@dataclass(frozen=True)
class Estimate:
    """A number with its 80 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Realised:
    """What was predicted of the spend as it really was, and what came.

    `predicted`: gain of that spend against the old split, by the curves as they were then.
    `realised`: what was credited, less what the old split would have brought. `carried_out`: the
    part of the shift that was made, 1 for all of it, 0 for none, below 0 for the opposite.
    `as_predicted`: whether what came differs from the prediction by no more than chance makes it
    in 80 of 100 cases.
    """

    predicted: Estimate
    realised: Estimate
    carried_out: float
    as_predicted: bool


def realise(
    fits: Mapping[str, Fit | Refused],
    old: Mapping[str, float],
    planned: Mapping[str, float],
    since: Since,
) -> Realised:
    """Compare; `fits` as they were when the plan was made, `old` and `planned` spend a day.

    Channels whose curve was not known then are left out on all sides. Of the old split nobody saw
    those days: its value is read off the curves and scaled by demand, in each of the curves'
    equally likely draws, and a day's unexplained spread is added. The same numbers give the same
    result.
    """
    known = [fit for name, fit in fits.items() if isinstance(fit, Fit) and name in old]
    value = sum(since.value.get(fit.name, 0.0) for fit in known)
    size = since.days * since.demand
    best = [[fit.curve] for fit in known]
    drawn = [fit.draws or (fit.curve,) for fit in known]
    before = [old[fit.name] for fit in known]
    spent = [since.spend.get(fit.name, 0.0) for fit in known]
    unpaid = sum(fit.baseline for fit in known)
    olds, news = (size * (unpaid + _total(drawn, each)) for each in (before, spent))
    old_best, new_best = (
        float(size * (unpaid + _total(best, each)[0])) for each in (before, spent)
    )
    noise = since.noise * sqrt(since.days) * np.random.default_rng(SEED).standard_normal(MANY)
    surprise = value - np.resize(news, MANY) + noise
    low, high = np.percentile(surprise, TAILS)
    return Realised(
        predicted=_estimate(new_best - old_best, news - olds),
        realised=_estimate(value - old_best, value - np.resize(olds, MANY) + noise),
        carried_out=_carried_out(fits, old, planned, since.spend),
        as_predicted=bool(low <= 0 <= high),
    )


def _total(curves: Sequence[Sequence[Curve]], spend: Sequence[float]) -> Floats:
    """What the spends bring together in each draw; channels with fewer draws come round again."""
    count = max((len(each) for each in curves), default=1)
    total = np.zeros(count)
    for own, amount in zip(curves, spend, strict=True):
        brought = [float(curve.response(np.array([amount]))[0]) for curve in own]
        total += np.resize(brought, count)
    return total


def _estimate(mean: float, drawn: Floats) -> Estimate:
    low, high = np.percentile(drawn, TAILS)
    return Estimate(mean, float(low), float(high))


def _carried_out(
    fits: Mapping[str, Fit | Refused],
    old: Mapping[str, float],
    planned: Mapping[str, float],
    spent: Mapping[str, float],
) -> float:
    """How far spend went from the old split towards the planned one: its projection on the way."""
    names = [name for name in planned if isinstance(fits.get(name), Fit)]
    wished = np.array([planned[name] - old.get(name, 0.0) for name in names])
    made = np.array([spent.get(name, 0.0) - old.get(name, 0.0) for name in names])
    length = float(wished @ wished)
    return float(made @ wished) / length if length else 0.0


@dataclass(frozen=True)
class Calibration:
    """How the plans so far came out. `as_predicted` of `plans` did; means of the plans' gains."""

    plans: int
    as_predicted: int
    predicted: float
    realised: float


def calibrate(results: Sequence[Realised]) -> Calibration | None:
    """The calibration over at least one plan; None before the first."""
    if not results:
        return None
    return Calibration(
        plans=len(results),
        as_predicted=sum(each.as_predicted for each in results),
        predicted=float(np.mean([each.predicted.mean for each in results])),
        realised=float(np.mean([each.realised.mean for each in results])),
    )
