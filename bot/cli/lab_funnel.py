"""`tidebell lab funnel`: how far people get through steps, from a file of events (docs/lab.md)."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import click

from analytics.funnel_levels import measure_levels
from analytics.funnel_window import MODES, MOST_STEPS, Mode, Window
from bot.cli.lab_events import read_events
from bot.failures import Failure

VERSION = 1
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST = 366 * 100 * _UNITS["d"]


@dataclass(frozen=True)
class Reached:
    """A step: who came to it; `rate` of those of the step before, `of_first` of the first's.

    Both are None where there is nobody to be a part of.
    """

    step: str
    people: int
    rate: float | None
    of_first: float | None


@click.command("funnel")
@click.argument("file", type=click.Path(path_type=Path), metavar="EVENTS.CSV")
@click.option("--steps", required=True, help="The steps in order, with commas between them.")
@click.option("--window", required=True, help="From the first step to the last: 100s, 30m, 7d.")
@click.option(
    "--within", multiple=True, metavar="STEP=TIME", help="A step's own window, from the one before."
)
@click.option("--mode", type=click.Choice(MODES), default=MODES[0], show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every user's level.")
def command(
    file: Path, steps: str, window: str, within: tuple[str, ...], mode: str, as_json: bool
) -> None:
    """Count how far the users of EVENTS.CSV (user, ts, event) get through steps in order.

    The modes are those of ClickHouse's windowFunnel.
    """
    names, seconds = _steps(steps), _seconds("--window", window)
    happenings = read_events(file)
    limits = Window(seconds, cast("Mode", mode), _within(within, names))
    try:
        levels = measure_levels(happenings, names, limits)
    except ValueError as error:
        raise Failure(f"{file}: {error}") from error
    reached = _reached(names, [*levels.values()])
    if as_json:
        head = {"version": VERSION, "mode": mode, "window_seconds": seconds}
        rows = {"steps": [asdict(step) for step in reached], "users": levels}
        click.echo(json.dumps(head | rows, ensure_ascii=False, indent=2))
    else:
        _show(reached)


def _steps(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise Failure(f"--steps takes names with commas between them, like A,B,C, not {text!r}")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Failure(f"--steps names {twice!r} twice; each step may stand there once")
    if len(names) > MOST_STEPS:
        raise Failure(f"--steps takes at most {MOST_STEPS} steps, not {len(names)}")
    return names


def _within(texts: tuple[str, ...], names: list[str]) -> dict[int, float]:
    found: dict[int, float] = {}
    for text in texts:
        name, _, window = text.rpartition("=")
        if name not in names[1:]:
            raise Failure(f"--within takes one of the later steps, like C=30m, not {text!r}")
        found[names.index(name) + 1] = _seconds("--within", window)
    return found


def _seconds(option: str, text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", text.strip(), re.ASCII)
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else -1.0
    if not 0 <= seconds <= _LONGEST:
        raise Failure(f"{option} takes a time like 100s, 30m, 2h or 7d, not {text!r}")
    return int(seconds) if seconds.is_integer() else seconds


def _reached(names: list[str], levels: list[int]) -> list[Reached]:
    people = [sum(level >= number for level in levels) for number in range(1, len(names) + 1)]
    before = [None, *people[:-1]]
    return [
        Reached(name, count, _ratio(count, last), _ratio(count, people[0]))
        for name, count, last in zip(names, people, before, strict=True)
    ]


def _ratio(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None


def _show(reached: list[Reached]) -> None:
    """The step's name comes last: names of any width leave the numbers in line."""
    click.echo(f"{'People':>12}  {'Of the step before':>18}  {'Of the first':>12}  Step")
    for step in reached:
        before, first = ("–" if r is None else f"{r:.1%}" for r in (step.rate, step.of_first))
        click.echo(f"{step.people:>12,}  {before:>18}  {first:>12}  {step.step}")
