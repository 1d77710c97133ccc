"""Made-up pasts with a known curve."""

from datetime import date

import numpy as np

from analytics.curves import Floats, Hill
from analytics.response import History
from analytics.response_shapes import carry_over

START = date(2025, 1, 1)
DAYS = 365
TRUE = Hill(8000.0, 1500.0, 1.2)


def wandering(days: int = DAYS, seed: int = 1, spread: float = 0.5) -> Floats:
    """Daily spend of about 1100 that wanders."""
    return 1000 * np.exp(np.random.default_rng(seed).normal(0, spread, days))


def past(
    spend: Floats,
    curve: Hill = TRUE,
    *,
    name: str = "抖音",
    rate: float = 0.0,
    base: float = 0.0,
    noise: float = 0.0,
    campaigns: bool = True,
) -> History:
    """A past in which `curve` and a carry-over of `rate` made the value; one campaign or none."""
    value = base + curve.response(carry_over(spend, rate, float(spend[:14].mean())))
    if noise:
        dice = np.random.default_rng(len(name) + 5)
        value = value * dice.gamma(1 / noise**2, noise**2, len(value))
    whole = History(name, START, spend, value)
    return History(name, START, spend, value, None, (whole,) if campaigns else ())
