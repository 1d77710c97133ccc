"""Options that several commands take."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bot.config import Config, at_data, load_config

_CLEAR = "\r\x1b[2K"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def data_option(default: str = "config.yaml's, ./data at first") -> Decorator:
    """`--data DIR`."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=f"The data folder [default: {default}].",
    )


def settings(data: Path | None) -> Config:
    """The settings in force for a data folder; ConfigError when they cannot be used."""
    return at_data(load_config(), data)


def telling(text: str) -> None:
    """Progress goes to stderr, so that stdout holds the result alone."""
    click.echo(text, err=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tells what is being done: on a terminal in one line, gone at the end; else line by line."""
    if not sys.stderr.isatty():
        yield telling
        return
    width = shutil.get_terminal_size().columns - 1

    def tell(text: str) -> None:
        shown = "".join(letter for letter in text if letter.isprintable())[:width]
        click.echo(f"{_CLEAR}{shown}", err=True, nl=False)

    try:
        yield tell
    finally:
        click.echo(_CLEAR, err=True, nl=False)
