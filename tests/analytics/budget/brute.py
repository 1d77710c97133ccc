"""Small random problems, and their best split by trying every one on a grid."""

from itertools import product
from math import inf

import numpy as np

from analytics.budget import Group, Line, Problem
from analytics.curves import Hill

UNIT = 10.0


def random_problem(seed: int, *, step: bool) -> Problem:
    """Two to four lines, S-shapes among them, with floors, caps, locks and groups on a grid."""
    random = np.random.default_rng(seed)
    lines = tuple(_line(random, f"l{number}") for number in range(random.integers(2, 5)))
    most = sum(line.cap for line in lines)
    least = sum(line.floor for line in lines)
    budget = UNIT * round(random.uniform(least, 1.05 * most) / UNIT)
    return Problem(lines, budget, 0.0, UNIT if step else None, tuple(_groups(random, lines)))


def _line(random: np.random.Generator, name: str) -> Line:
    floor = UNIT * int(random.integers(0, 3)) * int(random.random() < 0.5)
    cap = floor + UNIT * int(random.integers(1, 11)) * int(random.random() < 0.85)
    slope = float(random.choice([0.6, 1.0, 2.0, 4.0]))
    curve = Hill(random.uniform(10, 200), random.uniform(5, 120), slope)
    return Line(name, UNIT * int(random.integers(0, 8)), curve, floor, cap)


def _groups(random: np.random.Generator, lines: tuple[Line, ...]) -> list[Group]:
    """Up to two groups, which may overlap; seldom some that nothing satisfies."""
    made = list[Group]()
    for number in range(int(random.integers(0, 3))):
        members = [line for line in lines if random.random() < 0.6]
        if not members:
            continue
        room = sum(line.cap for line in members)
        most = UNIT * round(random.uniform(0.4, 1) * room / UNIT) if random.random() < 0.6 else inf
        least = UNIT * round(random.uniform(0, 0.5) * min(room, most) / UNIT)
        names = frozenset(line.name for line in members)
        made.append(Group(f"g{number}", names, least * int(random.random() < 0.5), most))
    return made


def best_by_trying(problem: Problem, unit: float = UNIT) -> float | None:
    """The highest response among splits in whole units; None when no split keeps the limits."""
    lines = problem.lines
    grids = [np.arange(line.floor, line.cap + unit / 2, unit) for line in lines]
    splits = np.array(list(product(*grids)))
    kept = splits.sum(axis=1) <= problem.spendable + 1e-9
    for group in problem.groups:
        inside = [at for at, line in enumerate(lines) if line.name in group.members]
        total = splits[:, inside].sum(axis=1)
        kept &= (total >= group.least - 1e-9) & (total <= group.most + 1e-9)
    if not kept.any():
        return None
    brought = [line.curve.response(splits[kept, at]) for at, line in enumerate(lines)]
    return float(np.sum(brought, axis=0).max())
