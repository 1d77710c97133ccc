"""The two commands a newcomer types, and the locks under them."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
TARGETS = ("demo", "test", "check", "bench", "messages", "goldens", "lock", "clean")


def pins(lock: str) -> dict[str, set[str]]:
    """Versions by package; a universal lock may hold two for different Pythons."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would, also where make itself runs these tests."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES")
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout without an environment."""
    for name in ("Makefile", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def fake_python(folder: Path, script: str) -> str:
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return str(python)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_when_it_is_read(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_when_it_is_locked(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_the_locks_agree_when_they_pin_the_same_package(lock: str) -> None:
    everything = pins(LOCKS[2])
    assert {name: v for name, v in pins(lock).items() if everything.get(name) != v} == {}


def test_the_run_time_lock_has_every_dependency_when_one_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[<>=\[]", one)[0] for one in project["dependencies"]}
    assert declared - set(pins("requirements.lock")) == set()


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_listed_when_make_is_run_alone(target: str) -> None:
    assert f"make {target} " in make(ROOT).stdout


def test_a_newer_python_is_asked_for_when_it_is_too_old(bare: Path) -> None:
    old = fake_python(bare, '[ "$1" = --version ] && { echo Python 3.9.2; exit; }; exit 1')
    result = make(bare, "test", f"PYTHON={old}")
    assert result.returncode != 0
    assert "Tidebell needs Python 3.11 or newer; this is Python 3.9.2" in result.stdout


def test_the_package_is_named_when_python_has_no_venv(bare: Path) -> None:
    bad = fake_python(bare, 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    result = make(bare, "demo", f"PYTHON={bad}")
    assert result.returncode != 0
    assert "apt-get install python3-venv, then make demo again" in result.stdout


def test_another_python_is_asked_for_when_there_is_none(bare: Path) -> None:
    result = make(bare, "test", "PYTHON=no-such-python")
    assert result.returncode != 0
    assert "There is no no-such-python" in result.stdout


@pytest.fixture
def environment(bare: Path) -> Path:
    """An environment whose pip fetches forty packages; where `broken` stands it then fails."""
    (bare / ".venv" / "bin").mkdir(parents=True)
    fake_python(
        bare / ".venv" / "bin",
        """case "$*" in *--editable*) exit 0;; esac
        for n in $(seq 38); do echo "Collecting package-$n==1.0"; echo "  Downloading it"; done
        echo "Processing a wheel at hand"; echo "Requirement already satisfied: one"
        [ -e broken ] && { echo "ERROR: hashes do not match" >&2; exit 1; }
        echo "Installing collected packages: package-1, package-2"
        """,
    )
    (bare / ".venv" / "bin" / "tidebell").symlink_to("/bin/true")
    (bare / "data" / "demo").mkdir(parents=True)
    (bare / "data" / "demo" / "truth.json").touch()
    return bare


def test_a_count_is_told_when_packages_are_installed(environment: Path) -> None:
    result = make(environment, "demo")
    assert result.returncode == 0, result.stderr
    assert [line.strip().partition(" of ")[0] for line in result.stdout.splitlines()[1:]] == [
        "20",
        "40",
        "40 packages are here; installing them …",
    ]


def test_what_went_wrong_is_told_when_an_install_fails(environment: Path) -> None:
    (environment / "broken").touch()
    result = make(environment, "demo")
    assert result.returncode != 0
    assert "ERROR: hashes do not match" in result.stderr
    assert not (environment / ".venv" / ".runtime").exists()


def test_nothing_is_installed_again_when_it_stands(environment: Path) -> None:
    make(environment, "demo")
    assert make(environment, "demo").stdout == ""


def test_ci_calls_make_check_when_it_runs() -> None:
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    assert "make check" in run.read_text()
