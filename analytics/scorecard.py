"""The KPI score: attainment × weight, traffic : conversion : value (rule R22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Part = Literal["traffic", "conversion", "value"]

PARTS: Mapping[Part, tuple[str, ...]] = {
    "traffic": ("visitors", "impressions", "clicks", "sessions", "new_buyers"),
    "conversion": ("cvr", "ctr", "buyers", "paid_orders", "orders", "repurchase_rate"),
    "value": ("paid_gmv", "gmv", "net_gmv", "aov", "order_value"),
}
"""Which metric's target belongs to which part; others have no place in the score."""

MOST = 1.2
"""Attainment counts up to this much, so that one part cannot hide another."""


@dataclass(frozen=True)
class Scored:
    """One metric against its target; None where the actual is not known."""

    metric: str
    part: Part
    actual: float | None
    target: float

    @property
    def attainment(self) -> float | None:
        """Actual ÷ target."""
        return None if self.actual is None or self.target <= 0 else self.actual / self.target


@dataclass(frozen=True)
class PartScore:
    """A part: its metrics, the mean of their attainments, its weight in the score.

    `attainment` is None without a target or an actual; the part then has the weight 0 and the
    others share it.
    """

    part: Part
    metrics: tuple[Scored, ...]
    attainment: float | None
    weight: float

    @property
    def points(self) -> float | None:
        """What it adds to the score, which is 1 where every target is just met."""
        return None if self.attainment is None else min(self.attainment, MOST) * self.weight


@dataclass(frozen=True)
class Score:
    """The parts in order and their sum; None where no part has a target."""

    parts: tuple[PartScore, ...]
    total: float | None

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts whose weight the others carry."""
        return tuple(each.part for each in self.parts if each.attainment is None)


def part_of(metric: str) -> Part | None:
    """The part a metric belongs to; None for one that is not scored."""
    return next((part for part, metrics in PARTS.items() if metric in metrics), None)


def score(scored: Iterable[Scored], weights: Mapping[Part, float]) -> Score:
    """The score; `weights` need not sum to 1, a part without attainment gives its own away."""
    held = tuple(scored)
    parts: dict[Part, tuple[Scored, ...]] = {
        part: tuple(each for each in held if each.part == part) for part in PARTS
    }
    means = {part: _mean(each) for part, each in parts.items()}
    shared = sum(weights[part] for part, mean in means.items() if mean is not None)
    found = tuple(
        PartScore(
            part,
            parts[part],
            mean,
            weights[part] / shared if mean is not None and shared else 0.0,
        )
        for part, mean in means.items()
    )
    points = [each.points for each in found if each.points is not None]
    return Score(found, sum(points) if points and shared else None)


def _mean(scored: tuple[Scored, ...]) -> float | None:
    known = [each.attainment for each in scored if each.attainment is not None]
    return sum(known) / len(known) if known else None
