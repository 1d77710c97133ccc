"""`tidebell lab attribute`: credit for the conversions in a file of journeys (docs/lab.md)."""

import json
from dataclasses import asdict, dataclass
from math import isnan
from pathlib import Path
from typing import Any

import click

from analytics.attribution.bootstrap import LEVEL, bootstrap_markov
from analytics.attribution.heuristics import HEURISTICS, credit_by_rule
from analytics.attribution.holdout import ORDERS, choose_order
from analytics.attribution.journeys import Journeys
from analytics.attribution.markov import credit_by_markov
from bot.cli.lab_journeys import read_journeys_file
from bot.failures import Failure
from bot.i18n import visible

VERSION = 1
HALF_LIFE = 7.0
AUTO = "auto"


@dataclass(frozen=True)
class Crediting:
    """A channel's credit. What belongs to Markov alone is None by the other models."""

    channel: str
    conversions: float
    value: float
    removal_effect: float | None = None
    removal_effect_value: float | None = None
    conversions_low: float | None = None
    conversions_high: float | None = None
    value_low: float | None = None
    value_high: float | None = None


class _Days(click.FloatRange):
    """Days from a second to a century; nan, which no comparison refuses, is none."""

    def convert(self, value: Any, *context: Any) -> float:
        found: float = super().convert(value, *context)
        return self.fail(f"{value!r} is no number of days.", *context) if isnan(found) else found


_DAYS = _Days(1e-5, 36_600)


@click.command("attribute")
@click.argument("file", type=click.Path(path_type=Path), metavar="PATHS.CSV")
@click.option(
    "--model", type=click.Choice(("markov", *HEURISTICS)), default="markov", show_default=True
)
@click.option(
    "--order",
    type=click.Choice((*map(str, ORDERS), AUTO)),
    help="Touches Markov looks back; auto: what foretells unseen journeys best [default: auto].",
)
@click.option(
    "--window",
    type=_DAYS,
    metavar="DAYS",
    help="Pass over touches more days before the conversion.",
)
@click.option(
    "--half-life",
    type=_DAYS,
    metavar="DAYS",
    help="Of time decay [default: 7].",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: Path,
    model: str,
    order: str | None,
    window: float | None,
    half_life: float | None,
    as_json: bool,
) -> None:
    """Credit the channels of PATHS.CSV for its conversions and their value.

    The file holds counted paths (path;total_conversions;total_conversion_value;total_null) or
    single touches with their times (journey_id,channel,ts,converted,value).
    """
    if order and model != "markov":
        raise Failure(f"--order is for markov, not for {model}")
    if half_life and model != "time_decay":
        raise Failure(f"--half-life is for time_decay, not for {model}")
    journeys = read_journeys_file(file, window)
    if model == "time_decay" and journeys.ages is None:
        raise Failure(f"{file} has no times: time_decay needs a file of touches")
    chosen = _order(journeys, order) if model == "markov" else None
    decay = (half_life or HALF_LIFE) if model == "time_decay" else None
    head = {
        "version": VERSION,
        "model": model,
        "order": chosen,
        "half_life_days": decay,
        "window_days": window,
    }
    try:
        channels = _by_markov(journeys, chosen) if chosen else _by_rule(journeys, model, decay)
    except ValueError as error:
        raise Failure(f"{file}: {error}") from error
    channels.sort(key=lambda each: (-each.conversions, each.channel))
    if as_json:
        level = {"interval_level": LEVEL if chosen else None}
        found = head | level | {"totals": _totals(journeys), "channels": [*map(asdict, channels)]}
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2))
    else:
        _show(channels, chosen)


def _order(journeys: Journeys, asked: str | None) -> int:
    return choose_order(journeys) if asked in (None, AUTO) else int(asked)


def _totals(journeys: Journeys) -> dict[str, Any]:
    conversions, value = (
        journeys.outcomes.sum(axis=0).tolist() if len(journeys.sizes) else (0.0, 0.0)
    )
    return {
        "paths": len(journeys.sizes),
        "conversions": conversions,
        "nulls": float(journeys.nulls.sum()),
        "value": value,
    }


def _by_rule(journeys: Journeys, model: str, half_life: float | None) -> list[Crediting]:
    credit = credit_by_rule(journeys, model, half_life or HALF_LIFE).tolist()
    return [Crediting(str(name[0]), *row) for name, row in zip(journeys.names, credit, strict=True)]


def _by_markov(journeys: Journeys, order: int) -> list[Crediting]:
    found, sure = credit_by_markov(journeys, order), bootstrap_markov(journeys, order)
    return [
        Crediting(
            str(name[0]),
            *found.credit[place].tolist(),
            *found.effects[place].tolist(),
            *(float(end[place, column]) for column in (0, 1) for end in (sure.low, sure.high)),
        )
        for place, name in enumerate(journeys.names)
    ]


def _show(channels: list[Crediting], order: int | None) -> None:
    """The channel's name comes last: names of any width leave the numbers in line."""
    chain = f"  {'Removal effect':>14}  {f'{LEVEL:.0%} of redraws':>22}" if order else ""
    click.echo(f"{'Conversions':>14}  {'Value':>16}{chain}  Channel")
    for each in channels:
        told = f"{each.conversions:>14,.2f}  {each.value:>16,.2f}"
        if order:
            between = f"{each.conversions_low:,.1f} to {each.conversions_high:,.1f}"
            told += f"  {each.removal_effect:>14.2%}  {between:>22}"
        click.echo(f"{told}  {visible(each.channel)}")
    if order:
        click.echo(f"Markov chain of order {order}")
