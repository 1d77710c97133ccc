"""`python -m tests.simulations.responses coverage|forward|backtest [seeds]`."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.simulations.responses.coverage import cover, coverage_table
from tests.simulations.responses.demo_backtest import demo_backtest
from tests.simulations.responses.forward import forward_summary, shift

SEEDS = 60
_WORKERS = 2


def main(what: str, seeds: str = str(SEEDS)) -> None:
    """Print one of the three tables of docs/response.md."""
    if what == "backtest":
        sys.stdout.write(demo_backtest())
        return
    numbers = range(100, 100 + int(seeds))
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        if what == "coverage":
            found = [hit for hits in pool.map(cover, numbers) for hit in hits]
            sys.stdout.write(coverage_table(found))
        elif what == "forward":
            sys.stdout.write(forward_summary(list(pool.map(shift, numbers))))
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
