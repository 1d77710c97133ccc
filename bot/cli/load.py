"""`tidebell load`: files into the shop's tables."""

import shlex
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analytics.errors import UnknownName
from bot.cli.options import data_option, late_progress, progress, settings
from bot.config import SHOP_FILE, Config, write_shop
from bot.failures import Failure

if TYPE_CHECKING:
    from analytics.loading import LoadSummary, Mapping
    from analytics.loading.summary import TableSummary


@click.command("load")
@click.argument("mapping")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@data_option()
@click.option(
    "--mode",
    type=click.Choice(("append", "upsert", "replace")),
    default="append",
    show_default=True,
    help="Keep what stands, update it by key, or replace the file's period.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def command(
    mapping: str, files: tuple[str, ...], data: Path | None, mode: str, dry_run: bool
) -> None:
    """Load FILE… (files, folders or globs) as MAPPING says.

    MAPPING is a ready-made one's name (tidebell sources) or a YAML file of your own. A load
    lands whole or not at all, and loading the same file twice changes nothing.
    """
    from bot.desk import LoadOrder, absolute, open_desk

    config, new = _for_mapping(settings(data), mapping)
    order = LoadOrder.model_validate(
        {
            "mapping": _lasting(mapping),
            "files": absolute(files),
            "mode": mode,
            "dry_run": dry_run,
        }
    )
    with open_desk(config, "load", opening=late_progress) as desk, progress() as telling:
        summary = desk.load(order, telling)
    if new and not dry_run:
        write_shop(config.data, config.shop)
    click.echo(described(summary, data))


def _lasting(mapping: str) -> str:
    """A mapping's file as the owner finds it too; a name stays a name."""
    return str(Path(mapping).absolute()) if Path(mapping).is_file() else mapping


def _for_mapping(config: Config, mapping: str) -> tuple[Config, bool]:
    """The settings to load with, and whether the folder is new.

    A new folder becomes a shop in the mapping's own zone and currency, where it names them, so
    that a British export is not read as a Chinese shop's.
    """
    found = _read(mapping)
    if not _holds_nothing(config):
        return config, False
    own = {"zone": found.zone, "currency": found.currency}
    shop = config.shop.model_copy(update={key: word for key, word in own.items() if word})
    return config.model_copy(update={"shop": shop}), True


def _read(mapping: str) -> "Mapping":
    from analytics.loading import read_mapping

    try:
        return read_mapping(mapping)
    except UnknownName as error:
        near = f" Did you mean {' or '.join(error.close)}?" if error.close else ""
        raise Failure(
            f"There is no ready-made mapping “{mapping[:60]}”.{near} tidebell sources lists them; "
            "a mapping of your own is a file that ends in .yaml (docs/loading.md)."
        ) from error


def _holds_nothing(config: Config) -> bool:
    """Whether nothing was ever loaded there: no store yet, or an empty one, such as a first load
    leaves that was stopped or refused. What a running server holds is settled.
    """
    from analytics.statement import Statement
    from analytics.warehouse import FILE_NAME, DuckDBWarehouse
    from bot.owner import claim

    if (config.data / SHOP_FILE).exists():
        return False
    if not (config.data / FILE_NAME).exists():
        return True
    held = claim(config.data, "load")
    if held is None:
        return False
    with held, closing(DuckDBWarehouse(config.data)) as warehouse:
        return not warehouse.fetch(Statement(_ANYTHING)).rows


_ANYTHING = """
    SELECT 1 FROM tidebell.loads UNION ALL SELECT 1 FROM tidebell.coverage LIMIT 1
"""


def described(summary: "LoadSummary", data: Path | None = None) -> str:
    """What a load did, as lines for the terminal; `data`: the folder named for it, if one was."""
    files = "1 file" if len(summary.files) == 1 else f"{len(summary.files)} files"
    heading = f"{summary.mapping}: {files}, {summary.mode}"
    lines = [f"{heading}, tried only: nothing was kept" if summary.dry_run else heading]
    lines += [f"  {name:<12} {_counts(table)}" for name, table in summary.tables.items()]
    lines += [f"  quarantined: {reason}" for reason in summary.reasons]
    if summary.reasons and summary.load_id is not None:
        where = f" --data {shlex.quote(str(data))}" if data else ""
        lines.append(f"  see them: tidebell quarantine --load {summary.load_id}{where}")
    lines += [f"  columns not used: {', '.join(summary.ignored)}"] if summary.ignored else []
    lines += [f"  note: {warning}" for warning in summary.warnings]
    if summary.first_day:
        lines.append(f"The files cover {summary.first_day} to {summary.last_day}.")
    if summary.load_id is None and not summary.dry_run:
        lines.append("Nothing was new: the data stand as they were.")
    return "\n".join(lines)


def _counts(table: "TableSummary") -> str:
    counts = {"read": table.read, "loaded": table.loaded, "duplicate": table.duplicate}
    rare = {"replaced": table.replaced, "quarantined": table.quarantined}
    told = counts | {word: count for word, count in rare.items() if count}
    return " · ".join(f"{count:,} {word}" for word, count in told.items())
