"""Does the robust split bring more under the true curves?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.budget import Line, Problem, optimise_robust
from analytics.response import Fit, fit_responses
from tests.simulations.responses.world import demo_world

CHANGE = 0.30
LOSS = 0.10


@dataclass(frozen=True)
class Outcome:
    """What a proposal promised and brought, as parts of what today's split really brings."""

    seed: int
    moved: float
    promised: float
    low: float
    high: float
    realised: float


def shift(seed: int) -> Outcome:
    """The same budget split anew, no channel changed by more than 30 %, then lived through."""
    world = demo_world(seed)
    fits = fit_responses(world.histories, world.covariates, seed=seed)
    lines = tuple(
        Line(
            fit.name,
            fit.now,
            fit.curve,
            (1 - CHANGE) * fit.now,
            (1 + CHANGE) * fit.now,
            fit.draws,
        )
        for fit in fits.values()
        if isinstance(fit, Fit) and fit.now > 0
    )
    plan = optimise_robust(Problem(lines, sum(line.now for line in lines)), LOSS)
    today = sum(world.truth[line.name].response(line.now) for line in lines)
    after = sum(world.truth[place.name].response(place.amount) for place in plan.places)
    moved = sum(max(place.amount - place.now, 0.0) for place in plan.places)
    return Outcome(
        seed=seed,
        moved=moved / sum(line.now for line in lines),
        promised=plan.gain / today,
        low=plan.low / today,
        high=plan.high / today,
        realised=after / today - 1,
    )


def forward_summary(found: Sequence[Outcome]) -> str:
    """One paragraph of figures."""
    gains = np.array([each.realised for each in found])
    promised = np.array([each.promised for each in found])
    inside = np.mean([each.low <= each.realised <= each.high for each in found])
    proposed = np.array([each.moved > 0 for each in found])
    return (
        f"{len(found)} shops: {proposed.mean():.0%} with a proposal,"
        f" moving {np.mean([each.moved for each in found]):.1%} of the budget;"
        f" gain in {(gains > 0).mean():.0%}, worst {gains.min():+.2%},"
        f" mean {gains.mean():+.2%} (promised {promised.mean():+.2%},"
        f" inside its 80 % interval {inside:.0%})\n"
    )
