"""From a problem to the limits of its split, checked to leave one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from analytics.budget.limits import CLOSE, Limits, Row
from analytics.budget.linear import inequalities, maximise
from analytics.budget.problem import Infeasible, Line, Problem
from analytics.curves import Floats


def frame(problem: Problem) -> Limits:
    """The limits of a problem; Infeasible, naming the limits, when no split keeps them all."""
    lines = problem.lines
    for line in lines:
        if line.floor > line.cap:
            raise Infeasible("bounds", line.floor, line.cap, (line.name,))
    spendable = problem.spendable
    close = CLOSE * max(problem.budget, 1e-300)
    floors = math.fsum(line.floor for line in lines)
    if floors > spendable + close:
        raise Infeasible("floors", floors, spendable, _by_floor(lines))
    low, high = _bounds(lines, spendable, problem.step)
    rows = _rows(problem, low, high)
    nested = all(_apart(*pair) for pair in combinations(rows, 2))
    limits = Limits(low, high, rows, nested, problem.step)
    if not nested:
        _check(limits)
        return limits
    reach = _reach(limits, lines)
    total = replace(rows[-1], least=reach, most=reach)
    return replace(limits, rows=(*rows[:-1], total))


def _bounds(lines: Sequence[Line], spendable: float, step: float | None) -> tuple[Floats, Floats]:
    low = np.array([line.floor for line in lines])
    high = np.maximum(low, np.minimum([line.cap for line in lines], spendable))
    if step is None:
        return low, high
    first = np.ceil(low / step - CLOSE) * step
    last = np.floor(high / step + CLOSE) * step
    kept = np.clip([line.now for line in lines], low, high)
    stuck = (low == high) | (first > last)
    return np.where(stuck, kept, first), np.where(stuck, kept, last)


def _rows(problem: Problem, low: Floats, high: Floats) -> tuple[Row, ...]:
    """The groups, inner ones first, and the whole; in steps the limits move onto the grid."""
    place = {line.name: index for index, line in enumerate(problem.lines)}
    rows = [
        Row(group.name, np.array(sorted(map(place.__getitem__, group.members))), least, most)
        for group in problem.groups
        for least, most in [(group.least, min(group.most, problem.spendable))]
    ]
    rows.sort(key=lambda row: len(row.members))
    rows.append(Row(None, np.arange(len(place)), 0.0, problem.spendable))
    if problem.step is None:
        return tuple(rows)
    fixed = np.where(low == high, low, 0.0)
    return tuple(_stepped(row, float(fixed[row.members].sum()), problem.step) for row in rows)


def _stepped(row: Row, fixed: float, step: float) -> Row:
    least = fixed + math.ceil((row.least - fixed) / step - CLOSE) * step
    most = fixed + math.floor((row.most - fixed) / step + CLOSE) * step
    return replace(row, least=max(least, 0.0), most=most)


def _apart(one: Row, other: Row) -> bool:
    """Whether two rows have no line in common, or one lies within the other."""
    shared = len(np.intersect1d(one.members, other.members))
    return shared in (0, len(one.members), len(other.members))


def _reach(limits: Limits, lines: Sequence[Line]) -> float:
    """The most that can be spent; from inner groups outwards, each with what it needs and takes."""
    need, room = limits.low.copy(), limits.high.copy()  # a settled group's stands on its first line
    close, pressing = limits.tolerance, list[str]()
    for row in limits.rows:
        inside = row.members
        needed, taken = float(need[inside].sum()), float(room[inside].sum())
        own = [lines[index] for index in inside]
        if needed > row.most + close:
            if row.name is None:
                raise Infeasible(
                    "floors", needed, row.most, _by_floor(lines), ", ".join(pressing) or None
                )
            raise Infeasible("most", needed, row.most, _by_floor(own), row.name)
        if row.least > min(taken, row.most) + close:
            names = tuple(line.name for line in sorted(own, key=lambda line: -line.cap))
            raise Infeasible("least", row.least, min(taken, row.most), names, row.name)
        if row.least > needed + close and row.name is not None:
            pressing.append(row.name)
        need[inside], room[inside] = 0.0, 0.0
        need[inside[0]], room[inside[0]] = max(needed, row.least), min(taken, row.most)
    return float(room[0])


def _check(limits: Limits) -> None:
    """Infeasible where overlapping groups contradict each other, by a linear program."""
    matrix, most = inequalities(limits.rows, len(limits.low))
    if maximise(np.ones(len(limits.low)), matrix, most, limits.low, limits.high) is None:
        names = tuple(row.name for row in limits.rows if row.name is not None)
        raise Infeasible("groups", 0.0, 0.0, names)


def _by_floor(lines: Iterable[Line]) -> tuple[str, ...]:
    floored = sorted((line for line in lines if line.floor > 0), key=lambda line: -line.floor)
    return tuple(line.name for line in floored)
