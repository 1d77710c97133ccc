"""`tidebell ask`: one question, answered in the terminal or as JSON."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.cli.options import data_option, late_progress, settings
from bot.config import Config
from bot.failures import MISTAKE, OURS, Failure
from bot.i18n import LOCALES, Translator, translator
from bot.platforms.base import Request, well_formed
from commands.kit.reply import Chart, Reply

PLATFORM = "console"
CHANNEL = "terminal"


@click.command("ask")
@click.argument("text", nargs=-1, required=True)
@data_option()
@click.option("--json", "as_json", is_flag=True, help="Print the reply as JSON (docs/json.md).")
@click.option("--locale", type=click.Choice(LOCALES), help="Language of the answer.")
@click.option("--as", "who", metavar="USER", help="Ask as this person (id or name in config.yaml).")
@click.option("--now", metavar="ISO-TIME", help="Answer as at this time, in the shop's zone.")
@click.option(
    "--charts",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Draw the charts into this folder.",
)
@click.option("--more", is_flag=True, help="Show what is folded behind “more” too.")
def command(
    text: tuple[str, ...],
    data: Path | None,
    as_json: bool,
    locale: str | None,
    who: str | None,
    now: str | None,
    charts: Path | None,
    more: bool,
) -> None:
    """Answer TEXT, a command line such as "/gmv 7d by channel".

    Ends with 0 when answered, 2 when the question was wrong, 1 when something of ours broke.
    """
    config = settings(data)
    member = config.member(who)
    default = locale or member.language or config.language
    line = well_formed(" ".join(text))
    request = Request(line, member.person(), CHANNEL, default, platform=PLATFORM)
    reply = _ask(config, request, _instant(now, config))
    speaker = translator(locale or reply.locale or default)
    _show(reply, speaker, _draw(reply, speaker, charts), as_json=as_json, more=more)
    raise SystemExit(_exit_code(reply))


def _ask(config: Config, request: Request, now: datetime | None) -> Reply:
    if not config.data.is_dir():
        raise Failure(
            f"there is no data folder {config.data}: load files with tidebell load, "
            "make the demo shop with tidebell demo-data, or name another with --data"
        )
    from bot.desk import AskOrder, open_desk

    with open_desk(config, "ask", opening=late_progress) as desk:
        return desk.ask(AskOrder(request=request, now=now))


def _instant(text: str | None, config: Config) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"--now takes a time like 2026-11-11T09:30, not {text!r}") from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(config.shop.zone))


def _draw(reply: Reply, speaker: Translator, folder: Path | None) -> dict[str, str]:
    """Draw the reply's charts into `folder`; their files by chart name."""
    if folder is None:
        return {}
    from bot.charts import draw

    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for chart in _charts(reply):
        file = folder / f"{chart.name}.png"
        file.write_bytes(draw(chart, speaker))
        files[chart.name] = str(file)
    return files


def _charts(reply: Reply) -> Iterator[Chart]:
    return (block for block in (*reply.blocks, *reply.more) if isinstance(block, Chart))


def _show(
    reply: Reply, speaker: Translator, charts: dict[str, str], *, as_json: bool, more: bool
) -> None:
    if as_json:
        from bot.platforms.json.render import render as as_data

        click.echo(json.dumps(as_data(reply, speaker, charts), ensure_ascii=False, indent=2))
    if reply.failed or not as_json:
        _print(reply, speaker, more)
    for name, file in charts.items() if not as_json else ():
        click.echo(f"{name}: {file}")


def _print(reply: Reply, speaker: Translator, more: bool) -> None:
    from rich.console import Console

    from bot.platforms.console.render import render

    render(reply, speaker, more=more, console=Console(stderr=reply.failed))


def _exit_code(reply: Reply) -> int:
    """A failed reply is the asker's mistake unless it carries a reference to our log."""
    if not reply.failed:
        return 0
    return OURS if reply.reference else MISTAKE
