"""How far an ROI can be trusted, A to E, and the cheapest test that would tell more.

An attributed ROI says who was there before an order, not what would have happened without the
money. Only an experiment says that; several models that agree say more than one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median
from typing import Literal

Letter = Literal["A", "B", "C", "D", "E"]
Reason = Literal[
    "experiment", "models_agree", "models_roughly_agree", "enough_orders",
    "models_disagree", "one_model", "few_orders",
]  # fmt: skip

CLOSE, ROUGH = 0.15, 0.30
"""Models agree (roughly) when all lie within this share of their median."""

MANY, SOME, FEW = 100, 30, 10
"""Orders an ROI stands on: enough, fair, too few."""

JOURNEYS = 0.3
"""From this share of orders with a journey of several touches the models are able to disagree."""

LONGEST_TEST = 84


@dataclass(frozen=True)
class Grade:
    """The letter and what decided it."""

    letter: Letter
    reason: Reason


@dataclass(frozen=True)
class Trial:
    """`geo`: half of the regions without it for `days`; `pause`: on and off by turns, together
    `days`. None where it would take longer than twelve weeks: the effect is too small."""

    kind: Literal["geo", "pause"]
    days: int | None


def grade(
    rois: Sequence[float], orders: float, journeys_share: float, *, experiment: bool = False
) -> Grade:
    """The grade of an ROI.

    `rois`: of every model, `orders`: credited by the one shown, `journeys_share`: orders with a
    journey of their own; where few have one, all models say the same and count as one.
    """
    if experiment:
        return Grade("A", "experiment")
    if orders < FEW or not rois:
        return Grade("E", "few_orders")
    spread = _spread(rois) if len(rois) > 1 and journeys_share >= JOURNEYS else None
    if spread is None:
        return Grade("C", "enough_orders") if orders >= MANY else Grade("D", "one_model")
    if spread > ROUGH:
        return Grade("D", "models_disagree")
    if orders < SOME:
        return Grade("D", "few_orders")
    if spread <= CLOSE and orders >= MANY:
        return Grade("B", "models_agree")
    return Grade("C", "models_roughly_agree")


def _spread(rois: Sequence[float]) -> float:
    """The farthest model's distance from the median, relative to it."""
    middle = median(rois)
    if middle <= 0:
        return math.inf
    return max(abs(roi - middle) for roi in rois) / middle


CONFIDENCE, POWER = 0.95, 0.8


def cheapest_trial(effect: float, noise: float, regional_noise: float | None) -> Trial | None:
    """The shorter of a pause test and a holdout of half the regions that sees `effect`.

    `effect`: what it is credited with a day. `noise`: the daily standard deviation of sales with
    the shop's common ups and downs taken out; `regional_noise`: of two halves of the regions
    against each other on the same day, None where orders name no region. Both take
    4 · (z₀.₉₅ + z₀.₈)² · σ² ÷ effect² days: a difference of two means of n days has the variance
    2σ² ÷ n, in two arms of n days; half the regions lose half the effect. Whole weeks, a pause an
    even number of them, at least two. None where nothing is credited, nor anything to look for.
    Source: the sample size of a two-sample comparison (Cohen 1988, §2.4).
    """
    if effect <= 0:
        return None
    z = NormalDist().inv_cdf(CONFIDENCE) + NormalDist().inv_cdf(POWER)
    kind: Literal["geo", "pause"] = "pause"
    if regional_noise is not None and regional_noise < noise:
        kind, noise = "geo", regional_noise
    days = 4 * (z * noise / effect) ** 2
    step = 7 if kind == "geo" else 14  # as many weeks on as off
    whole = step * math.ceil(min(days, LONGEST_TEST + 1) / step - 1e-9)
    return Trial(kind, max(14, whole) if whole <= LONGEST_TEST else None)
