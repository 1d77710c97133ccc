"""`tidebell schedule`: which reports come next."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import data_option, settings
from bot.config import Config
from bot.failures import Failure

if TYPE_CHECKING:
    from bot.schedule import Plan, Slot
    from bot.state.subscriptions import Kept

_Coming = tuple["Slot", "Kept", "Plan"]


@click.command("schedule")
@data_option()
@click.option(
    "--next",
    "most",
    default=10,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="How many to show.",
)
def command(data: Path | None, most: int) -> None:
    """Show which reports come next: when, in which time zone, where and what is asked.

    It reads the durable state alone, beside a running server or without one.
    """
    config = settings(data)
    lines = list(islice(_lines(config), most))
    if not lines:
        click.echo("No scheduled reports yet: /subscribe in the chat sets one up.")
        click.echo("Those in config.yaml are taken up when tidebell serve starts.")
    for line in lines:
        click.echo(line)


def _lines(config: Config) -> Iterator[str]:
    from bot.clock import SystemClock
    from bot.schedules import calendar_of, plan_of

    now, calendar = SystemClock().now(), calendar_of(config)
    every = [_slots(kept, plan_of(kept, calendar), now) for kept in _running(config)]
    for slot, kept, plan in merge(*every, key=lambda each: (each[0].due_at, each[1].number)):
        yield _line(slot, kept, plan)


def _slots(kept: "Kept", plan: "Plan", now: datetime) -> Iterator[_Coming]:
    from bot.schedule import coming_slots

    return ((slot, kept, plan) for slot in coming_slots(plan, max(now, kept.since)))


def _running(config: Config) -> "list[Kept]":
    from bot.state import subscriptions
    from bot.state.database import open_state

    if not config.data.is_dir():
        raise Failure(f"there is no data folder {config.data}: name another with --data")
    url = config.state.url
    database = open_state(url.get_secret_value() if url else config.data)
    with closing(database), database.reading() as tx:
        return subscriptions.running(tx)


def _line(slot: "Slot", kept: "Kept", plan: "Plan") -> str:
    from bot.schedules import coming_at

    coming = coming_at(slot, plan)
    remark = "  (make-up workday)" if coming.make_up else ""
    if not coming.announced:
        remark = "  (days off of that year not announced: Monday to Friday count)"
    channel = kept.channel_name or kept.report.channel
    return (
        f"{coming.at:%a %Y-%m-%d %H:%M %z} {plan.zone.key}  {kept.number}  #{channel}"
        f"  {kept.report.line}  {plan.days.text}{remark}"
    )
