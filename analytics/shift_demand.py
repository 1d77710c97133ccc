"""What season and promos make of days to come, and curves scaled to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from analytics.curves import Curve, Floats
from analytics.periods import Period
from analytics.response import Fit, Refused
from analytics.seasonality import DailySeries
from analytics.targets import day_weights

LEAST_DAYS = 90
"""A shorter past tells nothing of seasons."""

LOWEST, HIGHEST = 0.25, 4.0


def coming_demand(
    sales: DailySeries, keys: Mapping[date, str], recent: Period, coming: Period
) -> float:
    """How well the shop usually sells on days to come, relative to recent ones.

    Learnt from what was sold before the recent days, so that both are expectations; `keys`: promo
    and holiday days of all of them. 1 where the past is too short, and kept between a quarter and
    four times.
    """
    before = sales.until(recent.start)
    if sum(value is not None for value in before.values) < LEAST_DAYS:
        return 1.0
    usual = day_weights(before, recent.start, recent.end, keys).mean()
    then = day_weights(before, coming.start, coming.end, keys).mean()
    return float(min(max(then / usual, LOWEST), HIGHEST)) if usual > 0 else 1.0


@dataclass(frozen=True)
class Scaled:
    """A curve that brings `factor` times as much at every spend."""

    curve: Curve
    factor: float

    def response(self, spend: Floats) -> Floats:
        """What each spend brings."""
        return self.factor * self.curve.response(spend)

    def marginal(self, spend: Floats) -> Floats:
        """What one more unit brings at each spend."""
        return self.factor * self.curve.marginal(spend)


def at_demand(fits: Mapping[str, Fit | Refused], factor: float) -> dict[str, Fit | Refused]:
    """The curves as they hold where demand is `factor` times that of the last four weeks."""
    return {name: _scaled(fit, factor) for name, fit in fits.items()}


def _scaled(fit: Fit | Refused, factor: float) -> Fit | Refused:
    if isinstance(fit, Refused):
        return fit
    draws = tuple(Scaled(draw, factor) for draw in fit.draws)
    baseline = factor * fit.baseline
    return replace(fit, curve=Scaled(fit.curve, factor), draws=draws, baseline=baseline)
