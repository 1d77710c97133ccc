"""Options that several commands take."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import click

from bot.config import Config, at_data, load_config, spare_threads
from bot.log_masking import hide_in_logs

PATIENCE = 2.0
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
    """The settings in force for a data folder; ConfigError when they cannot be used.

    Their secrets are kept out of the log from here on.
    """
    spare_threads()
    config = at_data(load_config(), data)
    hide_in_logs(config)
    return config


def telling(text: str) -> None:
    """Progress goes to stderr, so that stdout holds the result alone."""
    click.echo(text, err=True)


@contextmanager
def late_progress() -> Iterator[Callable[[str], None]]:
    """The same, but silent until it has taken two seconds: most answers are quicker than that."""
    with progress() as tell:
        late = _Late(tell)
        waiting = Timer(PATIENCE, late.speak)
        waiting.daemon = True
        waiting.start()
        try:
            yield late
        finally:
            waiting.cancel()


class _Late:
    """Keeps what it is told last until it may speak."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._last, self._speaks = tell, "", False

    def __call__(self, text: str) -> None:
        self._last = text
        if self._speaks:
            self._tell(text)

    def speak(self) -> None:
        self._speaks = True
        if self._last:
            self._tell(self._last)


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
