"""Pour money into concave broken lines, best piece first, within the limits of groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.budget.limits import Ints, Row
from analytics.budget.linear import inequalities, maximise
from analytics.budget.samples import Hull
from analytics.curves import Floats


@dataclass(frozen=True)
class Pieces:
    """The pieces of all hulls, line after line; `begin`: where each line's start, and the end."""

    line: Ints
    begin: Ints
    left: Floats
    lengths: Floats
    slopes: Floats
    first: Floats
    last: Floats

    @classmethod
    def of(cls, hulls: Sequence[Hull], toll: float = 0.0) -> "Pieces":
        """The pieces; each unit of money takes `toll` off what it brings."""
        counts = np.array([len(hull.lengths) for hull in hulls])
        return cls(
            line=np.repeat(np.arange(len(hulls)), counts),
            begin=np.concatenate(([0], np.cumsum(counts))),
            left=np.concatenate([hull.left for hull in hulls]),
            lengths=np.concatenate([hull.lengths for hull in hulls]),
            slopes=np.concatenate([hull.slopes for hull in hulls]) - toll,
            first=np.concatenate([hull.first for hull in hulls]),
            last=np.concatenate([hull.last for hull in hulls]),
        )


@dataclass(frozen=True)
class Filled:
    """How much of each piece is `taken`, and what the last unit of money brings (`price`; 0 where
    groups overlap)."""

    taken: Floats
    price: float


def fill(
    pieces: Pieces, low: Floats, rows: Sequence[Row], nested: bool, close: float
) -> Filled | None:
    """How much of each piece the best split takes; None where the limits leave none.

    `low` is what each line has before its first piece. A piece that brings less than nothing is
    taken only if a row forces it. The greedy choice is the best for nested groups (Federgruen
    and Groenevelt, The greedy procedure for resource allocation problems, 1986); a linear
    program does it where groups overlap.
    """
    if not nested:
        return _fill_overlapping(pieces, low, rows)
    order = np.argsort(-pieces.slopes, kind="stable")
    lines, slopes, price = pieces.line[order], pieces.slopes[order], 0.0
    forced, taken = np.zeros(len(order)), pieces.lengths[order]
    for row in rows:
        inside = _among(row, lines, len(low))
        least, most = forced[inside], taken[inside]
        given = float(low[row.members].sum() + least.sum())
        free = most - least
        before = np.cumsum(free) - free
        need, room = row.least - given, row.most - given
        if room < -close or need > free.sum() + close:
            return None
        taken[inside] = least + np.clip(room - before, 0.0, free)
        forced[inside] = least + np.clip(need - before, 0.0, free)
        used = np.flatnonzero((free > 0) & (before < room))
        price = float(slopes[inside][used[-1]]) if len(used) else 0.0
    chosen = np.empty(len(order))
    chosen[order] = np.where(slopes >= 0, taken, forced)
    return Filled(chosen, price)


def _among(row: Row, lines: Ints, count: int) -> Ints | slice:
    """The places of the pieces that belong to a row's lines."""
    if len(row.members) == count:
        return slice(None)
    member = np.zeros(count, dtype=bool)
    member[row.members] = True
    return np.flatnonzero(member[lines])


def _fill_overlapping(pieces: Pieces, low: Floats, rows: Sequence[Row]) -> Filled | None:
    matrix, most = inequalities(rows, len(low))
    room, nothing = most - matrix @ low, np.zeros(len(pieces.lengths))
    found = maximise(pieces.slopes, matrix[:, pieces.line], room, nothing, pieces.lengths)
    return None if found is None else Filled(found.amounts, 0.0)
