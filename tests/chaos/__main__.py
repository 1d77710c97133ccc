"""`python -m tests.chaos`: the fault run; `burst` and `soak` measure. See docs/chaos.md."""

import argparse
import sys

from rich.console import Console

from tests.chaos.run import run, show
from tests.chaos.script import FULL, QUICK

TRANSPORTS = {"socket": ("socket",), "http": ("http",), "both": ("socket", "http")}


def main() -> int:
    """Run what the command line names; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="200 questions, within a minute")
    parser.add_argument("--transport", choices=sorted(TRANSPORTS), default="both")
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    outcome = run(options.seed, size, TRANSPORTS[options.transport])
    show(outcome, Console())
    return 1 if outcome.verdict.violations else 0


if __name__ == "__main__":
    sys.exit(main())
