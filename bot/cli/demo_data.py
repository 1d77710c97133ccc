"""`tidebell demo-data`: the demo shop, made in a folder of its own."""

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli.options import data_option, progress, settings
from bot.clock import SystemClock
from bot.config import Config, Shop, write_shop
from bot.failures import Failure

if TYPE_CHECKING:
    from analytics.demo import Truth

DEMO = Path("data/demo")
TRUTH = "truth.json"
_SHOP = Shop(name="潮声", zone="Asia/Shanghai", currency="CNY")


@click.command("demo-data")
@data_option("./data/demo")
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same shop.")
@click.option("--days", default=730, show_default=True, type=click.IntRange(1, 3660))
@click.option(
    "--scale",
    default=1.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Size; 1 is about 60,000 orders.",
)
@click.option("--end", metavar="DAY", help="The first day not in the data [default: today].")
def command(data: Path | None, seed: int, days: int, scale: float, end: str | None) -> None:
    """Make the demo shop: two years of an apparel brand, ending yesterday.

    What was planted in it (an outage, a stock-out, …) stands in truth.json beside the store.
    """
    folder = data or DEMO
    _refuse_if_taken(folder)
    until = _day(end) if end else SystemClock().now().astimezone(ZoneInfo(_SHOP.zone)).date()
    make_demo(folder, seed=seed, days=days, scale=scale, end=until)
    last = until - timedelta(days=1)
    click.echo(f"The demo shop stands in {folder}: {days} days up to {last}, seed {seed}.")


def make_demo(folder: Path, *, seed: int, days: int, scale: float, end: date) -> None:
    """Make the demo shop in `folder`, which must be absent or empty.

    It is made beside it and moved there when it is whole: a run that is killed leaves nothing
    that looks like a shop. `end` is the first day not in the data.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with progress() as tell:
        tell(f"Making {days} days of the demo shop …")
        truth = _generated(settings(partial), tell, seed=seed, days=days, scale=scale, end=end)
        write_shop(partial, _SHOP)
        tell("Building the marts …")
        _build_marts(settings(partial), tell)
    (partial / TRUTH).write_text(truth.model_dump_json(indent=2), "utf-8")
    partial.replace(folder)


def _refuse_if_taken(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Failure(f"{folder} is not empty; remove it or choose another folder with --data")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"--end takes a day like 2026-11-22, not {text!r}") from error


def _generated(
    config: Config, tell: Callable[[str], None], *, seed: int, days: int, scale: float, end: date
) -> "Truth":
    from analytics.demo import generate
    from analytics.warehouse import DuckDBWarehouse, Limits

    warehouse = DuckDBWarehouse(config.data, Limits(**config.limits.model_dump()))
    with closing(warehouse):
        return generate(
            warehouse, seed=seed, days=days, scale=scale, end=end, zone=_SHOP.zone, progress=tell
        )


def _build_marts(config: Config, tell: Callable[[str], None]) -> None:
    """Opening an app on a store whose marts are missing builds them."""
    from bot.app import open_app

    open_app(config, data=config.data, clock=SystemClock(), progress=tell).close()
