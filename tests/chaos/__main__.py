"""`python -m tests.chaos`: the fault run; `burst` and `soak` measure. See docs/chaos.md."""

import argparse
import sys

from rich.console import Console

from tests.bench import burst
from tests.chaos import run, soak
from tests.chaos.script import FULL, QUICK

TRANSPORTS = {"socket": ("socket",), "http": ("http",), "both": ("socket", "http")}
LONGEST_SOAK = 180.0


def main() -> int:
    """Run what the command line names; 1 when a promise was broken."""
    options = _options()
    console = Console()
    match options.what:
        case "burst":
            broken = burst.main(options.seed)
            console.print(*broken, sep="\n", markup=False)
            return bool(broken)
        case "soak":
            soaked = soak.soak(min(options.minutes, LONGEST_SOAK), options.seed)
            soak.show(soaked, console)
            return bool(soaked.violations)
        case _:
            size = QUICK if options.quick else FULL
            outcome = run.run(options.seed, size, TRANSPORTS[options.transport])
            run.show(outcome, console)
            return bool(outcome.verdict.violations)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("what", nargs="?", choices=("run", "burst", "soak"), default="run")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="200 questions, within a minute")
    parser.add_argument("--transport", choices=sorted(TRANSPORTS), default="both")
    parser.add_argument("--minutes", type=float, default=60.0, help="of the soak, at most 180")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
