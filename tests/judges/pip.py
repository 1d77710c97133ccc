"""Programs of others from PyPI, each in an environment of its own; nothing is committed."""

import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

from tests.judges.keeping import CannotBeHad, keep, run

PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def pip_python(name: str, packages: Sequence[str]) -> Path:
    """The Python of an environment that holds these packages (`backlot==0.1.0`).

    Skips the test where they cannot be installed.
    """

    def install(folder: Path) -> None:
        # Our own pip does it: to put another one there takes longer than most packages.
        run([sys.executable, "-m", "venv", "--without-pip", "venv"], folder)
        there = ("--python", "venv/bin/python")
        run([sys.executable, *PIP, *there, "install", "--no-compile", *packages], folder)

    return keep(f"pip-{name}", packages, install) / "venv/bin/python"


def sdist(package: str) -> Path:
    """The unpacked source distribution of a package (`opsdroid==0.31.0`): its top folder.

    Skips the test where it cannot be had.
    """

    def fetch(folder: Path) -> None:
        only_source = ("--no-deps", "--no-binary", ":all:")
        run([sys.executable, *PIP, "download", *only_source, package], folder)
        for archive in folder.glob("*.tar.gz"):
            with tarfile.open(archive) as packed:
                packed.extractall(folder, filter="data")

    folder = keep(f"sdist-{package.partition('==')[0]}", [package], fetch)
    for top in folder.iterdir():
        if top.is_dir():
            return top
    raise CannotBeHad(f"{package} has no source distribution")
