"""The two databases of the durable state: SQLite, and a PostgreSQL the tests start themselves."""

import atexit
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.state.database import Database, open_state

KINDS = ("sqlite", "postgresql")
PROGRAMS = Path("/usr/lib/postgresql")
START_SECONDS = 60
PREFIX = "tidebell-pg-"
# Nothing here outlives the run, so nothing waits for a disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
}


class Cluster:
    """A PostgreSQL server of this process alone, on a socket in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._numbers = itertools.count(1)
        atexit.register(self._remove)
        self._user = _server_user()
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "--auth=trust", "--username=tidebell", "--encoding=UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server, which does not run, and wait until it takes connections."""
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        options += f" -k {self._folder}"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self) -> None:
        """Stop the server: whoever is connected is cut off in the middle."""
        self._run("pg_ctl", "stop", "-m", "fast")

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://tidebell@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        run_in(self._folder, self._programs / program, *arguments)

    def _remove(self) -> None:
        remove(self._folder, self._programs)


def run_in(folder: Path, program: Path, *arguments: str) -> None:
    """Run a program of PostgreSQL on the cluster in a folder; raises where it fails."""
    user = _server_user()
    as_user: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    subprocess.run(
        [program, "-D", folder / "data", *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=START_SECONDS,
        cwd=folder,
        **as_user,
    )


def remove(folder: Path, programs: Path) -> None:
    """Stop the cluster in a folder, where it runs, and delete it."""
    if (folder / "data" / "postmaster.pid").exists():
        run_in(folder, programs / "pg_ctl", "stop", "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)


def remove_left_over(programs: Path) -> None:
    """Remove the clusters of test runs that were killed and could not tidy up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        is_ours = pid.isdecimal() and Path("/proc/self").exists()
        if is_ours and not Path("/proc", pid).exists():
            # Another test run may be removing it right now.
            with suppress(OSError, subprocess.CalledProcessError):
                remove(folder, programs)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@cache
def cluster() -> Cluster | None:
    """The server of this test process, started when first asked for; None where there is none."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]))
    beside = shutil.which("initdb")
    programs = found[-1].parent if found else beside and Path(beside).resolve().parent
    if not programs:
        return None
    remove_left_over(programs)
    return Cluster(programs)


def new_place(kind: str, folder: Path) -> Path | str:
    """Where a new, empty state of that kind is kept: what `open_state` takes."""
    if kind == "sqlite":
        return folder
    server = cluster()
    if server is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not here")
    return server.new_database()


@pytest.fixture(params=KINDS)
def state_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty state is kept, once on each database."""
    return new_place(request.param, tmp_path / "state")


@pytest.fixture
def state(state_place: Path | str) -> Iterator[Database]:
    """An empty state, once on each database."""
    opened = open_state(state_place)
    yield opened
    opened.close()
