"""The soak: steady mixed traffic for as long as one likes, and whether anything grows with it."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.chaos.judge import judge
from tests.chaos.playing import Player
from tests.chaos.process import peak_memory, wait_for
from tests.chaos.run import LIMITS, STARTS_WITHIN, await_quiet, is_up, record_of
from tests.chaos.script import Size, draw
from tests.chaos.stage import staged
from tests.chaos.watching import Bound, Watch, fifth, watching

PER_SECOND = 2.0
READINGS = 100
BOUNDS = (
    Bound("memory", times=1.10, more=20),
    Bound("files", times=1.0, more=12),
    Bound("threads", times=1.0, more=6),
    Bound("log", times=1.5, more=8),
)
KB_PER_QUESTION = 24.0
"""The state keeps a question, its answer and its entry in the audit log; not more than this."""


@dataclass(frozen=True)
class Soaked:
    """What was read, and a sentence for each bound that was broken; then `folder` is kept."""

    watch: Watch
    questions: int
    peak: float
    violations: tuple[str, ...]
    folder: Path


def soak(minutes: float, seed: int, transport: str = "socket", shop: Path | None = None) -> Soaked:
    """Two questions a second for so many minutes, nothing going wrong; everything is judged.

    `shop`: a demo shop to copy rather than to make one.
    """
    size = Size(
        int(minutes * 60 * PER_SECOND), kills=0, seconds=minutes * 60, wrong_clocks=0,
        passing_times=0, drops=0, people=20, places=40,
    )  # fmt: skip
    folder = Path(tempfile.mkdtemp(prefix="tidebell-soak-"))
    people, places = size.people, size.places
    with staged(folder, people=people, places=places, shop=shop, limits=LIMITS) as stage:
        player = Player(stage, seed, (transport,))
        player.start_bot()
        wait_for("the bot's first connection", lambda: is_up(stage), STARTS_WITHIN)
        with watching(stage.bot, size.seconds / READINGS) as watch:
            player.play(draw(seed, size))
        quiet = [] if await_quiet(stage) else ["quiet: something was still going on"]
        broken = (*quiet, *judge(record_of(player)).violations, *_growth(watch, len(player.asked)))
        assert stage.bot.process is not None
        peak = peak_memory(stage.bot.process.pid)
    if not broken:
        shutil.rmtree(folder)
    return Soaked(watch, len(player.asked), peak, broken, folder)


def _growth(watch: Watch, questions: int) -> Iterator[str]:
    for bound in BOUNDS:
        if sentence := bound.broken_by(watch.of(bound.name)):
            yield sentence
    kept = (watch.readings[-1].database - watch.readings[0].database) * 1024 / max(questions, 1)
    if kept > KB_PER_QUESTION:
        yield f"the state keeps {kept:.1f} KB for each question, more than {KB_PER_QUESTION:g}"


def show(soaked: Soaked, console: Console) -> None:
    """How each quantity went, and what was broken."""
    table = Table("what", "at first", "at the end", "an hour", title="soak", title_justify="left")
    for name in ("memory", "files", "threads", "database", "log"):
        values = soaked.watch.of(name)
        ends = (f"{fifth(values, 1):.1f}", f"{fifth(values, 4):.1f}")
        table.add_row(name, *ends, f"{soaked.watch.slope(name):+.1f}")
    console.print(table)
    console.print(f"{soaked.questions} questions, memory at most {soaked.peak:.0f} MB")
    for violation in soaked.violations:
        console.print(f"✗ {violation}", markup=False, soft_wrap=True)
    if soaked.violations:
        console.print(f"the logs and the state are in {soaked.folder}", soft_wrap=True)
