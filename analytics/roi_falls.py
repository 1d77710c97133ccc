"""Whether a channel's ROI fell by itself, not with everybody's (rule R08)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SURE = NormalDist().inv_cdf(0.975)
"""A channel is tested for a fall and for a slow decline: each may be wrong in 2.5 of 100 cases."""


@dataclass(frozen=True)
class Series:
    """Credited value and spend of some days, (days,) each."""

    value: Floats
    spend: Floats

    @property
    def sales(self) -> float:
        """What was credited in all."""
        return float(self.value.sum())

    @property
    def roi(self) -> float | None:
        """Credited value ÷ spend; None without spend or value, of which no change can be told."""
        spent = float(self.spend.sum())
        return self.sales / spent if spent > 0 and self.sales > 0 else None

    @property
    def steady(self) -> bool:
        """Whether there was spend on at least half of two days or more."""
        return len(self.spend) >= 2 and 2 * int((self.spend > 0).sum()) >= len(self.spend)


@dataclass(frozen=True)
class Window:
    """The same days of one channel and of each other, always in the same order."""

    own: Series
    others: tuple[Series, ...]

    @property
    def noise(self) -> float:
        """The standard deviation of a day's value against its usual share of the others' value.

        What all share, a promo or a weekday, is no noise (the residual of the ratio estimator,
        Cochran 1977, §6.4).
        """
        value = self.own.value
        beside = sum((each.value for each in self.others), np.zeros(len(value)))
        if len(value) < 2 or beside.sum() <= 0:
            return float(value.std())
        left = value - self.own.sales / beside.sum() * beside
        return float(np.sqrt((left**2).sum() / (len(left) - 1)))

    @property
    def error(self) -> float:
        """The standard error of the logarithm of its value ÷ the others'."""
        return self.noise * math.sqrt(len(self.own.value)) / self.own.sales


@dataclass(frozen=True)
class Fall:
    """ROI now and before and its change; then the changes of ROI and of sales with the middle
    (median) change of the other channels taken out. `error`: their standard error, of logarithms.
    """

    now: float
    before: float
    change: float
    against_others: float
    sales_against_others: float
    error: float

    def trips(self, limit: float) -> bool:
        """Whether ROI fell by `limit` or more, and surely more than the others' by as much."""
        return self.change <= -limit and self._surely(self.against_others, limit)

    def declines(self, limit: float) -> bool:
        """Whether its ROI and its sales both fell behind the others by `limit` or more.

        A season lifts or lowers everybody; a costly campaign lowers ROI but not sales.
        """
        behind = self._surely(self.sales_against_others, limit)
        return behind and self.against_others <= -limit

    def _surely(self, change: float, limit: float) -> bool:
        return change <= -limit and math.log1p(change) < -SURE * self.error


def measure_fall(now: Window, before: Window) -> Fall | None:
    """The change between two windows; None where ROI is not known in both.

    Spend on fewer than half of the days is a flight, of which there is no mean to fall from.
    """
    roi, earlier = now.own.roi, before.own.roi
    if roi is None or earlier is None or not (now.own.steady and before.own.steady):
        return None
    pairs = list(zip(now.others, before.others, strict=True))
    rois = [math.log(a.roi / b.roi) for a, b in pairs if a.roi and b.roi]
    sales = [math.log(a.sales / b.sales) for a, b in pairs if a.sales > 0 and b.sales > 0]
    return Fall(
        roi,
        earlier,
        roi / earlier - 1,
        math.expm1(math.log(roi / earlier) - _middle(rois)),
        math.expm1(math.log(now.own.sales / before.own.sales) - _middle(sales)),
        math.hypot(now.error, before.error),
    )


def _middle(changes: Sequence[float]) -> float:
    return median(changes) if changes else 0.0
