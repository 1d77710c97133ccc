"""`tidebell quarantine`: the rows that loads refused."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import data_option, late_progress, settings
from bot.config import Config
from bot.failures import Failure

if TYPE_CHECKING:
    from analytics.loading import RefusedRow


@click.command("quarantine")
@data_option()
@click.option("--load", "load_id", metavar="N", type=click.IntRange(1), help="Of this load only.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="Rows at most."
)
def command(data: Path | None, load_id: int | None, limit: int) -> None:
    """Show the rows that loads refused: file and line, table, reason, what the row says.

    The newest load stands first. E-mail addresses, phone numbers and ids are masked.
    """
    config = settings(data)
    rows = _rows(config, load_id, limit)
    if not rows:
        of_load = f" of load {load_id}" if load_id else ""
        click.echo(f"There are no refused rows{of_load} in {config.data}.")
        return
    click.echo("\n".join(listed(rows[:limit])))
    if len(rows) > limit:
        click.echo("There are more: name a larger --limit.")


def _rows(config: Config, load_id: int | None, limit: int) -> "Sequence[RefusedRow]":
    """One row more than `limit` where there are more."""
    if not config.data.is_dir():
        raise Failure(f"there is no data folder {config.data}: name another with --data")
    from bot.desk import QuarantineOrder, open_desk

    with open_desk(config, "quarantine", opening=late_progress) as desk:
        return desk.refused_rows(QuarantineOrder(load_id=load_id, most=limit + 1))


def listed(rows: "Sequence[RefusedRow]") -> Iterator[str]:
    """The rows as lines for the terminal, which obeys nothing in them, under a heading for each
    load."""
    from bot.i18n import visible

    for _, group in groupby(rows, key=lambda row: row.load_id):
        of_load = list(group)
        first = of_load[0]
        yield f"load {first.load_id} · {first.mapping} · {first.loaded_at:%Y-%m-%d %H:%M}"
        for row in of_load:
            yield f"  {visible(row.file)}:{row.line}  {row.table}: {visible(row.reason)}"
            yield f"      {visible(row.content)}"
