"""Do the true curves lie inside the 80 % interval in 80 % of shops?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.curves import Curve
from analytics.response import Fit, fit_responses
from tests.simulations.responses.world import Truth, demo_world

FACTORS = (0.7, 1.0, 1.3)
LEVEL = 0.8


@dataclass(frozen=True)
class Hit:
    """One true number against its interval; `off`: ln of the best estimate over the truth."""

    seed: int
    channel: str
    what: str
    factor: float
    inside: bool
    below: bool
    off: float
    width: float


def cover(seed: int) -> list[Hit]:
    """Response and marginal return of one shop at -30 %, today's and +30 % of spend."""
    world = demo_world(seed)
    fits = fit_responses(world.histories, world.covariates, seed=seed)
    return [
        hit
        for channel, truth in world.truth.items()
        if isinstance(fit := fits[channel], Fit) and fit.now > 0
        for factor in FACTORS
        for hit in _hits(seed, fit, truth, factor)
    ]


def _hits(seed: int, fit: Fit, truth: Truth, factor: float) -> list[Hit]:
    spend = factor * fit.now
    at = np.array([spend])
    asked: dict[str, tuple[float, Callable[[Curve], float]]] = {
        "response": (truth.response(spend), lambda curve: float(curve.response(at)[0])),
        "marginal": (truth.marginal(spend), lambda curve: float(curve.marginal(at)[0])),
    }
    return [_hit(seed, fit, what, factor, true, ask) for what, (true, ask) in asked.items()]


def _hit(
    seed: int, fit: Fit, what: str, factor: float, true: float, ask: Callable[[Curve], float]
) -> Hit:
    drawn = [ask(curve) for curve in fit.draws]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Hit(
        seed=seed,
        channel=fit.name,
        what=what,
        factor=factor,
        inside=bool(low <= true <= high),
        below=bool(true < low),
        off=float(np.log(ask(fit.curve) / true)),
        width=float((high - low) / true),
    )


def coverage_table(hits: Sequence[Hit]) -> str:
    """Coverage by channel, by point, and over all, as a Markdown table."""
    rows: dict[str, list[Hit]] = {}
    for hit in hits:
        rows.setdefault(hit.channel, []).append(hit)
    for what in ("response", "marginal"):
        for factor in FACTORS:
            label = f"{what} at {factor:.0%} of spend"
            rows[label] = [h for h in hits if (h.what, h.factor) == (what, factor)]
    rows["all"] = list(hits)
    head = "| | intervals | inside 80 % | truth below | truth above | bias | width |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for label, found in rows.items():
        inside, below = np.mean([h.inside for h in found]), np.mean([h.below for h in found])
        bias, width = np.mean([h.off for h in found]), np.median([h.width for h in found])
        lines.append(
            f"| {label} | {len(found)} | {inside:.1%} | {below:.1%} | {1 - inside - below:.1%}"
            f" | {bias:+.1%} | {width:.1%} |"
        )
    return "\n".join(lines) + "\n"
