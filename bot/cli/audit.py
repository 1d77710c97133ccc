"""`tidebell audit`: who asked, changed and approved what, and whether that log is whole."""

import json
from collections import deque
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.kept import kept_state
from bot.cli.options import data_option, settings
from bot.failures import OURS, Failure

if TYPE_CHECKING:
    from bot.state.audit import Link


@click.group("audit")
def command() -> None:
    """Read the audit log, or follow it from end to end (docs/permissions.md)."""


@command.command("verify")
@data_option()
def verify(data: Path | None) -> None:
    """Follow every entry and say whether one was changed, taken out, replaced or cut off.

    Ends with 1 when the log is not whole. What it prints is worth keeping elsewhere: the number
    and hash of the last entry.
    """
    from bot.state import audit_chain

    config = settings(data)
    try:
        kept = audit_chain.kept_head(config.data)
    except ValueError as error:
        raise Failure(str(error), OURS) from error
    with kept_state(config) as state:
        found = audit_chain.verify(state, kept)
    if not found.whole:
        click.echo(f"not whole at entry {found.broken}: {found.why}")
        raise SystemExit(OURS)
    last = f"; the last is {found.head.seq} {found.head.hash}" if found.entries else ""
    click.echo(f"whole: {found.entries} entries{last}")
    if found.entries and kept is None:
        click.echo(
            f"There is no {audit_chain.HEAD_FILE} in {config.data}, so entries cut off at the "
            "end would not be noticed; tidebell serve keeps one."
        )


@command.command("show")
@data_option()
@click.option("--person", metavar="ID", help="Of this person only.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="From this day or minute on, in the shop's time zone.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show(
    data: Path | None, person: str | None, since: datetime | None, limit: int, as_json: bool
) -> None:
    """Show the latest entries, the newest last. Personal data in them is masked."""
    from bot.state.audit import entries

    config = settings(data)
    zone = ZoneInfo(config.shop.zone)
    begin = since.replace(tzinfo=zone) if since else None
    with kept_state(config) as state, state.reading() as tx:
        found = deque(entries(tx, person=person, since=begin), maxlen=limit)
    for link in found:
        click.echo(_as_json(link) if as_json else _as_line(link, zone))


def _as_json(link: "Link") -> str:
    told = vars(link) | {"at": link.at.isoformat(), "body": json.loads(link.body)}
    return json.dumps(told, ensure_ascii=False)


def _as_line(link: "Link", zone: ZoneInfo) -> str:
    body = json.loads(link.body)
    said = body.pop("line", "")
    if body.get("command") == said:
        del body["command"]
    rest = "  ".join(f"{name}={_short(value)}" for name, value in body.items() if value)
    where = " ".join(filter(None, (link.platform, link.channel, link.person)))
    told = (f"{link.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", link.kind, where, said, rest)
    line = f"{link.seq:>6}  " + "  ".join(part for part in told if part)
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:12]}…"
