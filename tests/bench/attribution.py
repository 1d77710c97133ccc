"""Markov credit of a million journeys, intervals included: seconds and memory."""

import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from analytics.attribution.bootstrap import bootstrap_markov
from analytics.attribution.holdout import choose_order
from analytics.attribution.journeys import gather_journeys
from analytics.attribution.markov import credit_by_markov
from tests.bench.report import peak_mb, write

JOURNEYS, CHANNELS = 1_000_000, 12
GOES_ON, CONVERTS = 0.76, 0.2

T = TypeVar("T")


def main() -> None:
    """Write `build/bench/attribution.json`."""
    rows = made_up()
    before = peak_mb()
    figures: dict[str, float] = {"journeys": JOURNEYS, "distinct_paths": len(rows[0])}
    journeys = _timed(figures, "gather", lambda: gather_journeys(*rows))
    _timed(figures, "credit", lambda: credit_by_markov(journeys))
    _timed(figures, "intervals", lambda: bootstrap_markov(journeys))
    figures["order_1_seconds"] = sum(
        figures[f"{part}_seconds"] for part in ("gather", "credit", "intervals")
    )
    figures["order_1_cpu_seconds"] = sum(
        figures[f"{part}_cpu_seconds"] for part in ("gather", "credit", "intervals")
    )
    figures |= {"peak_mb": peak_mb(), "peak_mb_before": before}
    _timed(figures, "choose_order", lambda: choose_order(journeys))
    _timed(figures, "credit_order_3", lambda: credit_by_markov(journeys, 3))
    write("attribution", figures)


def made_up() -> tuple[list[list[tuple[str]]], list[float], list[float], list[list[float]]]:
    """A million journeys as distinct paths with what came of them."""
    chance = np.random.default_rng(7)
    sizes = chance.geometric(1 - GOES_ON, JOURNEYS)
    touches = (chance.random(int(sizes.sum())) ** 1.6 * CHANNELS).astype(np.uint8).tobytes()
    ends = np.cumsum(sizes)
    spans = zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    paths = [touches[first:end] for first, end in spans]
    won = chance.random(JOURNEYS) < CONVERTS
    conversions = Counter(path for path, each in zip(paths, won.tolist(), strict=True) if each)
    nulls = Counter(path for path, each in zip(paths, won.tolist(), strict=True) if not each)
    names = [(f"channel {number}",) for number in range(CHANNELS)]
    distinct = list(dict.fromkeys(paths))
    return (
        [[names[touch] for touch in path] for path in distinct],
        [float(conversions[path]) for path in distinct],
        [float(nulls[path]) for path in distinct],
        [[conversions[path] * 100.0] for path in distinct],
    )


def _timed(figures: dict[str, float], name: str, work: Callable[[], T]) -> T:
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    figures[f"{name}_seconds"] = time.perf_counter() - wall
    figures[f"{name}_cpu_seconds"] = time.process_time() - cpu
    return done


if __name__ == "__main__":
    main()
