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
    def of(cls, hulls: Sequence[Hull]) -> "Pieces":
        counts = np.array([len(hull.lengths) for hull in hulls])
        return cls(
            np.repeat(np.arange(len(hulls)), counts),
            np.concatenate(([0], np.cumsum(counts))),
            *(
                np.concatenate([getattr(hull, name) for hull in hulls])
                for name in ("left", "lengths", "slopes", "first", "last")
            ),
        )


def fill(
    pieces: Pieces, low: Floats, rows: Sequence[Row], nested: bool, close: float
) -> Floats | None:
    """How much of each piece the best split takes; None where the limits leave none.

    `low` is what each line has before its first piece. A piece that brings less than nothing is
    taken only if a row forces it. The greedy choice is the best for nested groups (Federgruen
    and Groenevelt, The greedy procedure for resource allocation problems, 1986); a linear
    program does it where groups overlap.
    """
    if not nested:
        return _fill_overlapping(pieces, low, rows)
    order = np.argsort(-pieces.slopes, kind="stable")
    lines, lengths = pieces.line[order], pieces.lengths[order]
    forced, taken = np.zeros(len(order)), lengths.copy()
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
    chosen = np.empty(len(order))
    chosen[order] = np.where(pieces.slopes[order] >= 0, taken, forced)
    return chosen


def _among(row: Row, lines: Ints, count: int) -> Ints | slice:
    """The places of the pieces that belong to a row's lines."""
    if len(row.members) == count:
        return slice(None)
    member = np.zeros(count, dtype=bool)
    member[row.members] = True
    return np.flatnonzero(member[lines])


def _fill_overlapping(pieces: Pieces, low: Floats, rows: Sequence[Row]) -> Floats | None:
    matrix, most = inequalities(rows, len(low))
    room, nothing = most - matrix @ low, np.zeros(len(pieces.lengths))
    found = maximise(pieces.slopes, matrix[:, pieces.line], room, nothing, pieces.lengths)
    return None if found is None else found.amounts
