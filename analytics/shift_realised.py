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

LEAST_SHIFT = 0.001
"""A plan that changes no channel's share by more is about the total alone."""


@dataclass(frozen=True)
class Since:
    """What happened in the `days` whole days since a plan was applied.

    `spend` a day and `value` in all, by channel, in money. `demand`: what the shop's season and
    promos make of those days, against the four weeks the plan's curves stand for, and `doubt` its
    standard error as a share of it. `noise`: the spread of a day's credited value that nothing
    explains.
    """

    days: int
    spend: Mapping[str, float]
    value: Mapping[str, float]
    demand: float
    noise: float
    doubt: float = 0.0


@dataclass(frozen=True)
class Estimate:
    """A mean over equally likely cases, with the 80 % interval of the same cases."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Realised:
    """What was predicted of the spend as it really was, and what came.

    `predicted`: gain of that spend against the old split, by the curves as they were then.
    `realised`: what was credited, less what the old split would have brought. `followed`: how
    much nearer the channels' shares of the money came to the planned ones than the old ones were,
    1 for those very shares, 0 for as far away, below 0 for farther; None where the plan leaves
    the shares alone.
    `spent`: the money spent as a share of what was planned for those days, None of a plan that
    spends nothing. `as_predicted`: whether what came differs from the prediction by no more than
    chance makes it in 80 of 100 cases.
    """

    predicted: Estimate
    realised: Estimate
    followed: float | None
    spent: float | None
    as_predicted: bool

    def is_carried_out(self, followed: float, under: float, over: float) -> bool:
        """Whether the days tell of the plan: at least `followed` of its split, and money between
        `under` and `over` of what it planned."""
        split = self.followed is None or self.followed >= followed
        return split and self.spent is not None and under <= self.spent <= over


def realise(
    fits: Mapping[str, Fit | Refused],
    old: Mapping[str, float],
    planned: Mapping[str, float],
    since: Since,
) -> Realised:
    """Compare; `fits` as they were when the plan was made, `old` and `planned` spend a day.

    Channels whose curve was not known then are left out of what was predicted and realised. Of
    the old split nobody saw those days: its value is read off the curves and scaled by demand, in
    each of the curves' equally likely draws; the doubt of that demand and a day's unexplained
    spread are added. The same numbers give the same result.
    """
    known = [fit for name, fit in fits.items() if isinstance(fit, Fit) and name in old]
    value = sum(since.value.get(fit.name, 0.0) for fit in known)
    size = since.days * since.demand
    drawn = [fit.draws or (fit.curve,) for fit in known]
    before = [old[fit.name] for fit in known]
    spent = [since.spend.get(fit.name, 0.0) for fit in known]
    unpaid = sum(fit.baseline for fit in known)
    olds, news = (size * (unpaid + _total(drawn, each)) for each in (before, spent))
    noise = since.noise * sqrt(since.days) * _evenly_likely(SEED)
    demand = np.maximum(1 + since.doubt * _evenly_likely(SEED + 1), 0.0)
    surprise = value - np.resize(news, MANY) * demand + noise
    low, high = np.percentile(surprise, TAILS)
    names = sorted(planned)
    followed, share = _carried_out(
        *(np.array([each.get(name, 0.0) for name in names]) for each in (old, planned, since.spend))
    )
    return Realised(
        predicted=_estimate(news - olds),
        realised=_estimate(value - np.resize(olds, MANY) * demand + noise),
        followed=followed,
        spent=share,
        as_predicted=bool(low <= 0 <= high),
    )


def _evenly_likely(seed: int) -> Floats:
    """Standard normal deviations, each as likely as the next, in no order; their mean is 0."""
    from scipy.special import ndtri

    ranks = (np.arange(MANY) + 0.5) / MANY
    return np.random.default_rng(seed).permutation(ndtri(ranks))


def _total(curves: Sequence[Sequence[Curve]], spend: Sequence[float]) -> Floats:
    """What the spends bring together in each draw; channels with fewer draws come round again."""
    count = max((len(each) for each in curves), default=1)
    total = np.zeros(count)
    for own, amount in zip(curves, spend, strict=True):
        brought = [float(curve.response(np.array([amount]))[0]) for curve in own]
        total += np.resize(brought, count)
    return total


def _estimate(cases: Floats) -> Estimate:
    low, high = np.percentile(cases, TAILS)
    return Estimate(float(cases.mean()), float(low), float(high))


def _carried_out(old: Floats, planned: Floats, spent: Floats) -> tuple[float | None, float | None]:
    """How far the split was followed, and the part of the money that was spent.

    The first is by the money that would have to change its channel: to be where the plan wants it,
    as a part of what it was before. How much is spent in all leaves it as it is.
    """
    if not planned.sum() > 0:
        return None, None
    shares = [each / max(each.sum(), 1e-9) for each in (old, planned, spent)]
    wished, missing = np.abs(shares[1] - shares[0]), np.abs(shares[1] - shares[2])
    part = float(spent.sum() / planned.sum())
    if wished.max() < LEAST_SHIFT:
        return None, part
    return 1 - float(missing.sum() / wished.sum()), part


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
