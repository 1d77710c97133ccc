"""A channel's change shared out to its campaigns, in whole units of money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Standing = Literal["running", "trial", "weak", "over"]
"""`trial`: too young to be judged. `weak`: pays back less than the stop line. `over`: no campaign
that goes on: those that have ended, and what the channel spends outside campaigns."""

CUT_FIRST: tuple[Standing, ...] = ("over", "weak", "running", "trial")
RAISED_FIRST: tuple[Standing, ...] = ("running", "over")


@dataclass(frozen=True)
class Spent:
    """What a campaign costs over the plan's days if it goes on as it did lately.

    `now` is in whole units; `campaign` None is what the channel spends otherwise.
    """

    channel: str
    campaign: str | None
    now: int
    standing: Standing = "running"


def share_out(change: int, campaigns: Sequence[Spent]) -> dict[str | None, int]:
    """What each campaign of one channel is to spend; the sum changes by exactly `change`.

    A cut takes first what campaigns that ended leave free, then from weak campaigns, then from
    the others, those on trial last. A rise goes to running campaigns, neither weak nor on trial;
    where there are none, to None: money for new campaigns. Within a kind it goes by spend. A cut
    of more than there is takes all there is (ValueError).
    """
    amounts = {each.campaign: each.now for each in campaigns}
    if change >= 0:
        kind = next((kind for kind in RAISED_FIRST if _spending(campaigns, kind)), None)
        raised = {each.campaign: each.now for each in campaigns if each.standing == kind}
        if not sum(raised.values()):
            raised = {None: 1}
        for name, part in _parts(change, raised).items():
            amounts[name] = amounts.get(name, 0) + part
        return amounts
    left = -change
    for kind in CUT_FIRST:
        held = {each.campaign: each.now for each in campaigns if each.standing == kind}
        cut = min(left, sum(held.values()))
        for name, part in _parts(cut, held).items():
            amounts[name] -= part
        left -= cut
    if left:
        raise ValueError(f"a cut of {-change} is more than the channel spends")
    return amounts


def whole_parts(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers by weight that sum to `total`; what rounding leaves goes to the largest rests.

    Weights are not negative; equal parts where none weighs.
    """
    if not len(weights):
        return []
    weighed = np.asarray(weights if sum(weights) > 0 else [1] * len(weights), dtype=np.float64)
    exact = total * weighed / weighed.sum()
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return [int(part) for part in parts]


def _spending(campaigns: Sequence[Spent], kind: Standing) -> bool:
    return any(each.now > 0 for each in campaigns if each.standing == kind)


def _parts(total: int, held: Mapping[str | None, int]) -> dict[str | None, int]:
    return dict(zip(held, whole_parts(total, list(held.values())), strict=True))
