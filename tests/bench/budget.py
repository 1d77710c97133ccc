"""The optimiser on 30 channels with 20 campaigns each: time, memory and the proven gap."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from analytics.budget import BudgetPlan, Group, Line, Problem, optimise, optimise_robust
from analytics.curves import Hill
from tests.bench.report import peak_mb, write

CHANNELS, CAMPAIGNS = 30, 20
MEMBERS, DRAWS = 30, 200


def wide(room: float, s_shaped: float, seed: int = 5) -> Problem:
    """Campaigns, a share of them S-shaped, some locked; channels within `room` of today's sum."""
    random = np.random.default_rng(seed)
    lines, groups = list[Line](), list[Group]()
    for channel in range(CHANNELS):
        names = [f"c{channel}-{number}" for number in range(CAMPAIGNS)]
        made = [_line(random, name, s_shaped) for name in names]
        now = sum(line.now for line in made)
        lines += made
        groups.append(Group(f"c{channel}", frozenset(names), (1 - room) * now, (1 + room) * now))
    return Problem(tuple(lines), sum(line.now for line in lines), 0.0, None, tuple(groups))


def _line(random: np.random.Generator, name: str, s_shaped: float) -> Line:
    now = float(random.lognormal(9.0, 0.8))
    slope = 2.4 if random.random() < s_shaped else float(random.choice([0.8, 1.0]))
    curve = Hill(now * random.uniform(1, 8), now * random.uniform(0.3, 3), slope)
    if random.random() < 0.05:
        return Line(name, now, curve, now, now)
    return Line(name, now, curve, 0.0, now * 4)


def drawn(doubt: float, seed: int = 5) -> Problem:
    """30 lines with 200 draws each, moved by 30 % at most."""
    random = np.random.default_rng(seed)
    lines = list[Line]()
    for number in range(MEMBERS):
        now = float(random.lognormal(9.0, 0.8))
        base = Hill(now * random.uniform(1, 8), now * random.uniform(0.3, 3))
        factors = np.exp(random.normal(0, doubt, (DRAWS, 2))).tolist()
        draws = tuple(Hill(base.beta * a, base.kappa * b) for a, b in factors)
        lines.append(Line(f"l{number}", now, base, 0.7 * now, 1.3 * now, draws))
    return Problem(tuple(lines), sum(line.now for line in lines))


def timed(solve: Callable[[], BudgetPlan]) -> tuple[BudgetPlan, float, float]:
    """The plan, and the seconds it took by the wall and by the processors."""
    started, cpu = time.perf_counter(), time.process_time()
    plan = solve()
    return plan, time.perf_counter() - started, time.process_time() - cpu


def main() -> None:
    """Print and write the figures of docs/budget.md."""
    figures = dict[str, float]()
    for name, room, s_shaped in (("wide", 0.3, 0.3), ("tight", 0.05, 1.0)):
        problem = wide(room, s_shaped)
        plan, seconds, cpu = timed(partial(optimise, problem))
        figures |= {
            f"{name}_600_s": seconds,
            f"{name}_600_cpu_s": cpu,
            f"{name}_600_gap_ppm": plan.gap * 1e6,
            f"{name}_600_gain_share": plan.gain / plan.response_now,
        }
    for name, doubt in (("robust", 0.25), ("doubtful", 1.6)):
        plan, seconds, cpu = timed(partial(optimise_robust, drawn(doubt)))
        figures |= {
            f"{name}_30x200_s": seconds,
            f"{name}_30x200_cpu_s": cpu,
            f"{name}_30x200_loss_share": plan.loss_chance,
            f"{name}_30x200_gain_share": plan.gain / plan.response_now,
            f"{name}_30x200_caution_share": plan.caution / plan.response_now,
        }
    figures["peak_mb"] = peak_mb()
    write("budget", figures)


if __name__ == "__main__":
    main()
