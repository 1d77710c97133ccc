"""What must hold for the bot to be of use: the checks behind `/readyz`."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.clock import Clock
from bot.health import Check
from bot.state import inbox, outbox
from bot.state.database import Database

FREE_BYTES = 64 << 20
STUCK = timedelta(minutes=5)
SILENT_SECONDS = 60.0


def state_takes_writes(state: Database) -> Check:
    """Whether a writing transaction can be had; StateError says why not."""

    def check() -> str | None:
        with state.writing() as tx:
            inbox.waiting(tx)
        return None

    return check


def disk_has_space(folder: Path) -> Check:
    """Whether the data folder's disk has room for what is to be remembered."""

    def check() -> str | None:
        free = shutil.disk_usage(folder).free
        return None if free >= FREE_BYTES else f"only {free >> 20} MiB free at {folder}"

    return check


def messages_move(state: Database, clock: Clock, longest: timedelta = STUCK) -> Check:
    """Whether every new message was posted soon after it was put."""

    def check() -> str | None:
        with state.reading() as tx:
            waiting = outbox.backlog(tx)
        if waiting.oldest is None or clock.now() - waiting.oldest < longest:
            return None
        minutes = (clock.now() - waiting.oldest) // timedelta(minutes=1)
        return f"{sum(waiting.waiting.values())} messages wait, the oldest for {minutes} minutes"

    return check


def platform_is_heard(
    name: str, age: Callable[[], float | None], longest: float = SILENT_SECONDS
) -> Check:
    """Whether the platform sent anything lately. `age`: seconds since; None: never yet."""

    def check() -> str | None:
        seconds = age()
        if seconds is None:
            return f"{name} was never heard"
        return None if seconds < longest else f"{name} was last heard {seconds:.0f} seconds ago"

    return check
