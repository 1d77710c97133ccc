"""Groups of a problem as problems of their own, at the price of the last unit of money."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analytics.budget.limits import Ints, Limits, Row
from analytics.budget.outcomes import responses
from analytics.budget.relaxation import Relaxation, Relaxed


@dataclass(frozen=True)
class Part:
    """A group alone: its lines' `members` places, what its majorants bring less the toll
    (`relaxed`), and how far they are above its curves (`gap`)."""

    members: Ints
    relaxation: Relaxation
    relaxed: float
    gap: float


def parts(relaxation: Relaxation, root: Relaxed) -> Iterator[Part]:
    """The outermost groups; none where groups overlap, or the whole is such a part itself."""
    limits = relaxation.limits
    if not limits.nested or relaxation.toll:
        return
    inside = np.zeros(len(limits.low), dtype=bool)
    for row in limits.rows[-2::-1]:
        if inside[row.members].any():
            continue
        inside[row.members] = True
        alone = Relaxation(
            [relaxation.samples[line] for line in row.members.tolist()],
            _within(limits, row),
            root.price,
        )
        amounts, gaps = root.amounts[row.members], root.gaps[row.members]
        brought = responses([samples.curve for samples in alone.samples], amounts)
        relaxed = float((brought + gaps - root.price * amounts).sum())
        yield Part(row.members, alone, relaxed, float(gaps.sum()))


def _within(limits: Limits, row: Row) -> Limits:
    """The limits of a group's lines, with the group as the whole and the groups inside it."""
    place = {line: at for at, line in enumerate(row.members.tolist())}
    held = [one for one in limits.rows[:-1] if place.keys() >= set(one.members.tolist())]
    rows = [
        replace(one, members=np.array([place[line] for line in one.members.tolist()]))
        for one in held
    ]
    low, high = limits.low[row.members], limits.high[row.members]
    return Limits(low, high, tuple(rows), True, limits.step)
