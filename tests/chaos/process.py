"""The bot as a process of its own: started, killed, started again, ended in order."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 10.0
STARTS_WITHIN = 60.0


@dataclass
class Bot:
    """Lives and dies on one data folder. `log` has what every life of it said.

    `clock`: the file with the seconds by which its clock is wrong. `secrets`: environment.
    """

    data: Path
    config: Path
    clock: Path
    log: Path
    secrets: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    lives: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self, *, die_after: str = "") -> None:
        """Start it; returns at once. `die_after`: the method after which it kills itself."""
        own = ["--die-after", die_after] if die_after else []
        command = [sys.executable, "-u", "-m", "tests.chaos.bot", "--clock", str(self.clock), *own]
        with self.log.open("ab") as log:
            log.write(f"--- life {self.lives + 1}\n".encode())
            log.flush()
            self.process = subprocess.Popen(
                [*command, "serve", "--port", "0", "--data", str(self.data)],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.lives += 1
        self.started_at = monotonic()

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(ENDS_WITHIN)

    def stop(self) -> tuple[int, float]:
        """Ask it to end; its exit code and the seconds it took. Killed after ten."""
        assert self.process is not None
        asked = monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            code = -signal.SIGKILL
        return code, monotonic() - asked

    def lives_on(self) -> bool:
        """Whether it has not ended by itself."""
        return self.process is not None and self.process.poll() is None

    def await_end(self, seconds: float = STARTS_WITHIN) -> int:
        """Wait until it has ended by itself; its exit code, negative for a signal."""
        assert self.process is not None
        return self.process.wait(seconds)

    def said(self) -> str:
        """Everything it has written since its first life."""
        return self.log.read_text("utf-8", "replace")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A `tidebell` command on the same folder."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=STARTS_WITHIN,
        )

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TIDEBELL_")}
        return kept | dict(self.secrets) | {"TIDEBELL_CONFIG": str(self.config)}


@dataclass(frozen=True)
class Sample:
    """What a process takes: memory in MB, open files, threads."""

    memory: float
    files: int
    threads: int


def sample(pid: int) -> Sample:
    """As the kernel tells it now; ProcessLookupError where there is no such process."""
    folder = Path(f"/proc/{pid}")
    try:
        status = _fields((folder / "status").read_text("ascii", "replace").splitlines())
        files = len(os.listdir(folder / "fd"))
    except FileNotFoundError as error:
        raise ProcessLookupError(pid) from error
    return Sample(int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"]))


def peak_memory(pid: int) -> float:
    """The most memory the process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    return int(_fields(lines)["VmHWM"].split()[0]) / 1024


def _fields(lines: Iterable[str]) -> dict[str, str]:
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def wait_for(what: str, found: Callable[[], object], seconds: float) -> None:
    """Wait until `found()` is true; TimeoutError says what was waited for."""
    until = monotonic() + seconds
    while not found():
        if monotonic() > until:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        sleep(0.02)
