"""What a process takes while it works: memory, files, threads, and its state on disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median
from threading import Event, Thread
from time import monotonic

from tests.chaos.process import Bot, sample

MB = 2**20


@dataclass(frozen=True)
class Reading:
    """At `at` seconds after the beginning: memory and sizes in MB, and counts."""

    at: float
    memory: float
    files: int
    threads: int
    database: float
    log: float


@dataclass
class Watch:
    """Readings taken while a block runs, oldest first."""

    readings: list[Reading] = field(default_factory=list)

    def of(self, name: str) -> list[float]:
        """One quantity over time."""
        return [float(getattr(reading, name)) for reading in self.readings]

    def slope(self, name: str) -> float:
        """How much it grows in an hour, without the first fifth; 0 for fewer than two readings."""
        kept = self.readings[len(self.readings) // 5 :]
        if len(kept) < 2:
            return 0.0
        values = [float(getattr(reading, name)) for reading in kept]
        return linear_regression([reading.at for reading in kept], values).slope * 3600


@contextmanager
def watching(bot: Bot, every: float) -> Iterator[Watch]:
    """Reads what a running bot takes every so many seconds, from a thread, until the block ends."""
    watch, ended, began = Watch(), Event(), monotonic()

    def look() -> None:
        while not ended.wait(every):
            if bot.process is not None and bot.process.poll() is None:
                watch.readings.append(_read(bot, monotonic() - began))

    thread = Thread(target=look, name="watch")
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()


def _read(bot: Bot, at: float) -> Reading:
    assert bot.process is not None
    taken = sample(bot.process.pid)
    database, log = _size(bot.data / "state.db"), _size(bot.data / "state.db-wal")
    return Reading(at, taken.memory, taken.files, taken.threads, database, log)


def _size(file: Path) -> float:
    return file.stat().st_size / MB if file.exists() else 0.0


@dataclass(frozen=True)
class Bound:
    """How much larger a quantity may be in the last fifth than in the second."""

    name: str
    times: float
    more: float

    def broken_by(self, values: Sequence[float]) -> str | None:
        """A sentence where it grew beyond this; None where it did not."""
        early, late = fifth(values, 1), fifth(values, 4)
        if late <= early * self.times + self.more:
            return None
        bound = f"{self.times:g} times and {self.more:g} more"
        return f"{self.name} grew from {early:.1f} to {late:.1f}: beyond {bound}"


def fifth(values: Sequence[float], number: int) -> float:
    """The median of one fifth of the values, the first being 0."""
    size = len(values) / 5
    return median(values[int(size * number) : int(size * (number + 1))] or values[-1:])
