"""Options that several commands take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.config import Config, at_data, load_config

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
