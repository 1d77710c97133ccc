"""Split the change of a ratio over slices: what their own rates did, and what their mix did."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.drivers import REST


@dataclass(frozen=True)
class MixContribution:
    """What one slice adds to the change of a ratio, in the unit of the ratio.

    `rate_effect`: its own rate changed. `mix_effect`: its weight changed, counted against the
    average rate, so more weight on a slice worse than average is negative. Shares are of the
    denominator; a rate is None where the slice has no denominator.
    """

    name: str
    share_before: float
    share_after: float
    rate_before: float | None
    rate_after: float | None
    rate_effect: float
    mix_effect: float

    @property
    def amount(self) -> float:
        """Both effects together."""
        return self.rate_effect + self.mix_effect


@dataclass(frozen=True)
class MixSplit:
    """The change of a ratio; all effects of all slices sum to `after - before`.

    A slice named `REST` appears where the slices do not make up the given totals.
    """

    before: float
    after: float
    slices: tuple[MixContribution, ...]


Fractions = Mapping[str, tuple[float, float]]
"""Slice → (numerator, denominator)."""


def split_mix(
    before: Fractions,
    after: Fractions,
    *,
    total_before: float | None = None,
    total_after: float | None = None,
) -> MixSplit | None:
    """Split the change of Σ numerators ÷ Σ denominators over slices; largest amount first.

    Bennet's symmetric indicator (T. L. Bennet 1920; W. E. Diewert, Index number theory using
    differences rather than ratios, 2005): rate effect = mean share × Δ rate, mix effect = what
    is left of the slice's change after its share moves at the average rate. Give the totals
    where people overlap between slices. None where either side has no denominator at all.
    """
    weight_old = math.fsum(bottom for _, bottom in before.values())
    weight_new = math.fsum(bottom for _, bottom in after.values())
    if weight_old <= 0 or weight_new <= 0:
        return None
    inner_old = math.fsum(top for top, _ in before.values()) / weight_old
    inner_new = math.fsum(top for top, _ in after.values()) / weight_new
    average = (inner_old + inner_new) / 2
    names = dict.fromkeys([*before, *after])
    slices = [
        _slice(
            name, before.get(name, _NONE), after.get(name, _NONE), weight_old, weight_new, average
        )
        for name in names
    ]
    slices.sort(key=lambda part: -abs(part.amount))
    old = inner_old if total_before is None else total_before
    new = inner_new if total_after is None else total_after
    rest = (new - old) - math.fsum(part.amount for part in slices)
    if abs(rest) > 1e-9 * max(abs(old), abs(new)):
        slices.append(MixContribution(REST, 0.0, 0.0, None, None, 0.0, rest))
    return MixSplit(old, new, tuple(slices))


_NONE = (0.0, 0.0)


def _slice(
    name: str,
    old: tuple[float, float],
    new: tuple[float, float],
    weight_old: float,
    weight_new: float,
    average: float,
) -> MixContribution:
    share_old, share_new = old[1] / weight_old, new[1] / weight_new
    rate_old = old[0] / old[1] if old[1] else None
    rate_new = new[0] / new[1] if new[1] else None
    moved = 0.0 if rate_old is None or rate_new is None else rate_new - rate_old
    rate_effect = (share_old + share_new) / 2 * moved
    whole = new[0] / weight_new - old[0] / weight_old
    mix_effect = whole - rate_effect - average * (share_new - share_old)
    return MixContribution(name, share_old, share_new, rate_old, rate_new, rate_effect, mix_effect)
