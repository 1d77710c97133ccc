"""Where programs of others are kept: `build/judges/`, one folder each, made once for all runs."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[2] / "build" / "judges"
MINUTES = 10

_refused: dict[Path, str] = {}


class CannotBeHad(Exception):
    """A program of others cannot be installed here; says why in one line."""


def keep(name: str, wanted: Sequence[str], make: Callable[[Path], None]) -> Path:
    """The folder that `make(folder)` fills, made once for this name and these versions.

    Tests that run side by side wait for each other. Where it cannot be made the test that asks
    is skipped with the reason, and so is every later one of this run, without another attempt.
    """
    digest = hashlib.sha256("\n".join(sorted(wanted)).encode()).hexdigest()[:10]
    folder = KEPT / f"{name}-{digest}"
    if folder in _refused:
        pytest.skip(_refused[folder])
    try:
        with _alone(folder):
            _make_once(folder, make)
    except CannotBeHad as reason:
        _refused[folder] = f"{name} cannot be had here: {reason}"
        pytest.skip(_refused[folder])
    return folder


def run(command: Sequence[str | Path], folder: Path) -> None:
    """Run an installer; CannotBeHad with the end of what it said where it fails."""
    if shutil.which(command[0]) is None:
        raise CannotBeHad(f"there is no {command[0]}")
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=60 * MINUTES
        )
    except subprocess.TimeoutExpired:
        raise CannotBeHad(f"{command[0]} took more than {MINUTES} minutes") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise CannotBeHad(f"{Path(command[0]).name}: {' '.join(said) or 'no reason given'}")


def _make_once(folder: Path, make: Callable[[Path], None]) -> None:
    whole = folder / ".whole"
    if whole.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    whole.touch()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time; the lock ends with its process."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
