"""The durable state for commands that read it, beside a server that runs or without one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from bot.config import Config
from bot.failures import Failure

if TYPE_CHECKING:
    from bot.state.database import Database


@contextmanager
def kept_state(config: Config) -> "Iterator[Database]":
    """The state of these settings; Failure where nothing was ever kept."""
    from bot.state.database import FILE_NAME, open_state

    url = config.state.url
    if url is None and not (config.data / FILE_NAME).exists():
        raise Failure(f"nothing was ever asked in {config.data}: name another folder with --data")
    with closing(open_state(url.get_secret_value() if url else config.data)) as state:
        yield state
