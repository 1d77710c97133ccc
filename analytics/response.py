"""What each channel's spend brings: response curves learned from its own past, with their doubt.

See docs/response.md for the model. Deterministic for a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.curves import Curve, Floats
from analytics.response_chance import Chance, draw_days
from analytics.response_days import (
    MONTH,
    Covariates,
    Days,
    History,
    lay_out,
    plain_covariates,
)
from analytics.response_fit import VAGUE, Balance, Prior, Working, balance, polish, search
from analytics.response_pool import Evidence, pooled
from analytics.response_present import curves_now
from analytics.response_shapes import Shapes, all_shapes

__all__ = [
    "Covariates",
    "Fit",
    "History",
    "Reason",
    "Refused",
    "fit_responses",
    "plain_covariates",
]

LEAST_DAYS = 28
"""Days with spend under which nothing is said of a curve."""

LEAST_VARIATION = 0.05
"""Spread of a day's spend relative to its mean under which spend never varied."""

DRAWS = 200

Reason = Literal["no_spend", "too_short", "never_varied", "no_value"]


@dataclass(frozen=True)
class Fit:
    """One history's curve: daily spend → daily value credited to it, carry-over included.

    It stands for the demand of the last four weeks, or of the last four with spend, and for
    their mix of campaigns: all of them scaled alike. `draws`: equally likely curves; draw k of
    all histories belongs together. `now`: mean daily spend of the last 28 days, 0 where it
    ended. `seen`: the largest mean of seven days. `carry_over`: the part of a day's effect left
    for the next. `days`: days with spend it was learned from. `baseline`: daily value that
    comes without spend, not in the curve; 0 where campaigns are told apart. `noise`: variance
    of a day's value around what was to be expected, over that mean.
    """

    name: str
    curve: Curve
    draws: tuple[Curve, ...]
    now: float
    seen: float
    carry_over: float
    days: int
    baseline: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True)
class Refused:
    """No curve can be learned, and why."""

    name: str
    reason: Reason


def fit_responses(
    histories: Sequence[History], covariates: Covariates, *, seed: int = 7
) -> dict[str, Fit | Refused]:
    """A curve for each history by name, or why there is none.

    ValueError where names come twice or the covariates do not cover a history.
    """
    if len({each.name for each in histories}) < len(histories):
        raise ValueError("names of histories must differ")
    refused = {each.name: why for each in histories if (why := _refusal(each)) is not None}
    laid = [lay_out(each, covariates) for each in histories if each.name not in refused]
    fits = _fits(laid, np.random.default_rng(seed)) if laid else {}
    return {
        each.name: fits[each.name] if each.name in fits else Refused(each.name, refused[each.name])
        for each in histories
    }


def _refusal(history: History) -> Reason | None:
    spend, known = history.decided, ~np.isnan(history.spend) & ~np.isnan(history.value)
    if not (spend[known] > 0).any():
        return "no_spend"
    if (spend[known] > 0).sum() < LEAST_DAYS:
        return "too_short"
    if not history.value[known].sum() > 0:
        return "no_value"
    varied = any(map(_varied_while_running, history.parts)) if history.parts else _varied(spend)
    return None if varied else "never_varied"


def _varied_while_running(campaign: History) -> bool:
    """A campaign is learned from the days it ran: that it began and ended is no variation."""
    return _varied(campaign.decided[campaign.decided > 0])


def _varied(spend: Floats) -> bool:
    spend = spend[~np.isnan(spend)]
    return bool(len(spend) > 1 and spend.std() > LEAST_VARIATION * max(spend.mean(), 1e-12))


def _fits(laid: Sequence[Days], dice: np.random.Generator) -> dict[str, Fit]:
    """Two passes: what all histories say together, then each with that as its prior."""
    chance = _chance(laid, dice)
    pasts = [_pasts(days, chance, dice) for days in laid]
    prior, doubt = pooled([past.evidence for past in pasts])
    centre = prior.middle + doubt * dice.standard_normal((DRAWS, 4))
    found = {}
    for past in pasts:
        middles = centre + prior.spread * dice.standard_normal((DRAWS, 4))
        best = past.best(prior)
        curves = curves_now(past.days, best, *past.drawn(prior, middles))
        found[past.days.history.name] = _fit(past.days, best, *curves)
    return found


def _chance(laid: Sequence[Days], dice: np.random.Generator) -> Chance:
    first = min(days.history.start.toordinal() for days in laid)
    last = max(days.history.start.toordinal() + len(days.history.spend) for days in laid)
    return draw_days(first, last - first, DRAWS, dice)


@dataclass(frozen=True)
class _Past:
    """A history as it was and as it could have been, (b, n) `noise`, (b, p) prior `middles`."""

    days: Days
    weighed: Balance
    noise: Floats
    middles: Floats
    evidence: Evidence

    def best(self, prior: Prior) -> Working:
        return polish(self.days, self.weighed.working, prior)

    def drawn(self, prior: Prior, middles: Floats) -> tuple[Shapes, Floats]:
        """The likeliest shape of each draw and its levels, under a prior moved by its own doubt.

        Moving it makes the spread of the draws that of the posterior (J. Bardsley et al., SIAM
        J. Scientific Computing 36, 2014: randomise, then optimise).
        """
        shapes = self.evidence.shapes
        chosen = (self.evidence.costs[1:] + prior.cost(shapes, middles)).argmin(axis=1)
        drawn = shapes.take(chosen)
        errors = self.weighed.errors(drawn)
        return drawn, self.weighed.coefficients(errors, self.noise, self.middles)


def _pasts(days: Days, chance: Chance, dice: np.random.Generator) -> _Past:
    weighed = balance(days, search(days, VAGUE))
    noise = chance.noise(days, weighed.residuals, dice)
    middles = dice.standard_normal((DRAWS, len(days.precision))) / np.sqrt(days.precision)
    shapes = all_shapes(days.whole)
    errors = weighed.errors(shapes)
    costs = np.vstack([weighed.costs(errors), weighed.drawn_costs(errors, noise, middles)])
    return _Past(days, weighed, noise, middles, Evidence(shapes, costs))


def _fit(days: Days, best: Working, curve: Curve, draws: tuple[Curve, ...], baseline: float) -> Fit:
    history = days.history
    spend = np.nan_to_num(np.maximum(history.spend, 0.0))
    known = ~np.isnan(history.spend[-MONTH:])
    weeks = np.convolve(spend, np.full(7, 1 / 7), "valid")
    return Fit(
        name=history.name,
        curve=curve,
        draws=draws,
        now=float(spend[-MONTH:][known].mean()) if known.any() else 0.0,
        seen=float(weeks.max()),
        carry_over=float(best.shape.carry_over[0]),
        days=int((spend > 0).sum()),
        baseline=baseline,
        noise=best.noise,
    )
