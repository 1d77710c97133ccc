"""The optimiser on 30 channels with 20 campaigns each: time, memory and the proven gap."""

import time
from dataclasses import replace

import numpy as np

from analytics.budget import Group, Line, Problem, optimise, optimise_robust
from analytics.curves import Hill
from tests.bench.report import peak_mb, write

CHANNELS, CAMPAIGNS = 30, 20
MEMBERS, DRAWS = 30, 200


def wide(seed: int = 5) -> Problem:
    """Campaigns a third of which are S-shaped, most and least for each channel, some locks."""
    random = np.random.default_rng(seed)
    lines, groups = list[Line](), list[Group]()
    for channel in range(CHANNELS):
        names = [f"c{channel}-{number}" for number in range(CAMPAIGNS)]
        made = [_line(random, name) for name in names]
        now = sum(line.now for line in made)
        lines += made
        groups.append(Group(f"c{channel}", frozenset(names), 0.7 * now, 1.3 * now))
    return Problem(tuple(lines), sum(line.now for line in lines), 0.0, None, tuple(groups))


def _line(random: np.random.Generator, name: str) -> Line:
    now = float(random.lognormal(9.0, 0.8))
    slope = float(random.choice([0.8, 1.0, 2.4], p=[0.4, 0.3, 0.3]))
    curve = Hill(now * random.uniform(1, 8), now * random.uniform(0.3, 3), slope)
    if random.random() < 0.05:
        return Line(name, now, curve, now, now)
    return Line(name, now, curve, 0.0, now * 4)


def drawn(seed: int = 5) -> Problem:
    """30 lines with 200 draws each, moved by 30 % at most."""
    random = np.random.default_rng(seed)
    lines = list[Line]()
    for number in range(MEMBERS):
        line = _line(random, f"l{number}")
        doubt = random.normal(0, 0.25, (DRAWS, 2))
        base = Hill(line.now * 5, line.now, 1.0)
        draws = tuple(Hill(base.beta * a, base.kappa * b) for a, b in np.exp(doubt).tolist())
        bounds = {"floor": line.now * 0.7, "cap": line.now * 1.3}
        lines.append(replace(line, curve=base, draws=draws, **bounds))
    return Problem(tuple(lines), sum(line.now for line in lines))


def main() -> None:
    """Print and write the figures of docs/budget.md."""
    problem, careful = wide(), drawn()
    started, cpu = time.perf_counter(), time.process_time()
    plan = optimise(problem)
    took, took_cpu = time.perf_counter() - started, time.process_time() - cpu
    started = time.perf_counter()
    robust = optimise_robust(careful)
    took_robust = time.perf_counter() - started
    write(
        "budget",
        {
            "lines_600_s": took,
            "lines_600_cpu_s": took_cpu,
            "lines_600_gap_share": plan.gap,
            "lines_600_gain_share": plan.gain / plan.response_now,
            "robust_30x200_s": took_robust,
            "robust_loss_share": robust.loss_chance,
            "peak_mb": peak_mb(),
        },
    )


if __name__ == "__main__":
    main()
