"""The bot as `tidebell serve` starts it, but on a clock that others step, and mortal where told.

    python -m tests.chaos.bot --clock FILE [--die-after MODULE:CLASS.METHOD] serve --data …

All that follows is the command line of Tidebell itself.
"""

import os
import signal
import sys
from argparse import REMAINDER, ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.__main__ import main
from bot.clock import SystemClock


def step_clock_by(file: Path) -> None:
    """Add to every reading of the system's clock the seconds that stand in `file` at the time."""
    right = SystemClock().now

    def now(_: SystemClock) -> datetime:
        return right() + timedelta(seconds=float(file.read_text("ascii")))

    setattr(SystemClock, "now", now)  # noqa: B010  (a method cannot be assigned by its name)


def die_after(place: str) -> None:
    """End this process as `kill -9` does, right after the method at `place` was first called."""
    module, _, path = place.partition(":")
    *outer, name = path.split(".")
    owner: Any = reduce(getattr, outer, import_module(module))
    whole: Callable[..., Any] = getattr(owner, name)

    def last(*arguments: Any, **named: Any) -> None:
        whole(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, last)


def run() -> None:
    """Read our own options and hand the rest to Tidebell."""
    parser = ArgumentParser(prog="python -m tests.chaos.bot")
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--die-after", metavar="MODULE:CLASS.METHOD")
    parser.add_argument("command", nargs=REMAINDER)
    options = parser.parse_args()
    step_clock_by(options.clock)
    if options.die_after:
        die_after(options.die_after)
    sys.argv = ["tidebell", *options.command]
    main()


if __name__ == "__main__":
    run()
