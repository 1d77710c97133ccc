"""`tidebell manifest`: what a chat platform must be told of the app."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.cli.options import settings
from bot.failures import Failure
from bot.i18n import LOCALES


@click.group("manifest")
def command() -> None:
    """Print what a chat platform must be told of the app."""


@command.command("slack")
@click.option(
    "--mode",
    type=click.Choice(["socket", "http"]),
    help="How events come [default: config.yaml's slack.mode].",
)
@click.option("--url", metavar="https://HOST", help="Where Slack reaches the bot; for --mode http.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead."
)
@click.option("--locale", type=click.Choice(LOCALES), help="Language of its texts.")
def slack(mode: str | None, url: str | None, out: Path | None, locale: str | None) -> None:
    """Print the manifest for Slack, as JSON: paste it at api.slack.com/apps, "From a manifest".

    It registers the commands this version has; print it again after an update (docs/slack.md).
    """
    from bot.i18n import translator
    from bot.platforms.slack.manifest import manifest
    from commands.kit.registry import discover

    config = settings(None)
    over_http = (mode or config.slack.mode) == "http"
    address = _address(url, over_http)
    made = manifest(discover(), translator(locale or config.language), address)
    text = json.dumps(made, ensure_ascii=False, indent=2)
    if out is None:
        click.echo(text)
        return
    out.write_text(text + "\n", "utf-8")
    click.echo(f"written to {out}", err=True)


def _address(url: str | None, over_http: bool) -> str | None:
    """The address for Slack; None over sockets. Failure where it is missing or no use."""
    if not over_http:
        if url:
            raise Failure("Socket Mode needs no address: leave --url out, or say --mode http")
        return None
    if not url:
        raise Failure("Slack must know where to reach the bot: add --url https://HOST")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise Failure(f"Slack calls https addresses only, like https://bot.example.com, not {url}")
    return url
