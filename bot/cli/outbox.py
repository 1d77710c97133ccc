"""`tidebell outbox`: the messages that could not be delivered, and trying them again."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.kept import kept_state
from bot.cli.options import data_option, settings
from bot.clock import SystemClock
from bot.failures import Failure

if TYPE_CHECKING:
    from bot.state.outbox import Message


@click.group("outbox")
def command() -> None:
    """Show the messages that were given up, or try them again (docs/delivery.md)."""


@command.command("list")
@data_option()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def show(data: Path | None, limit: int) -> None:
    """Show the messages that were given up, the latest first, and how many wait."""
    from bot.state import outbox

    config = settings(data)
    with kept_state(config) as state, state.reading() as tx:
        given_up, backlog = outbox.dead(tx, limit), outbox.backlog(tx)
    waits = ", ".join(f"{count} for {name}" for name, count in backlog.waiting.items()) or "none"
    click.echo(f"waiting: {waits}; given up: {backlog.dead}")
    for message in given_up:
        click.echo(_as_line(message, ZoneInfo(config.shop.zone)))


@command.command("retry")
@data_option()
@click.argument("keys", nargs=-1, metavar="[KEY]…")
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
def retry(data: Path | None, keys: tuple[str, ...], everything: bool) -> None:
    """Try messages that were given up again, once their cause is mended.

    A server that runs sends them within a minute. One that stands on its platform already is
    found there by its key, and not posted twice.
    """
    from bot.state import outbox

    if bool(keys) == everything:
        raise click.UsageError("Name the keys that `tidebell outbox list` shows, or --all.")
    now = SystemClock().now()
    with kept_state(settings(data)) as state, state.writing() as tx:
        found = {key: outbox.retry_dead(tx, now, key) for key in keys or (None,)}
    click.echo(f"{sum(found.values())} to be tried again")
    if unknown := [key for key, count in found.items() if key and not count]:
        raise Failure(f"not given up: {', '.join(unknown)}")


def _as_line(message: "Message", zone: ZoneInfo) -> str:
    given_up = f"{message.dead_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if message.dead_at else ""
    where = f"{message.platform} {message.channel}"
    line = "  ".join((given_up, message.key, where, message.last_error or ""))
    return "".join(letter if letter.isprintable() else " " for letter in line)
