"""The command line: each command in a module of its own, imported only when it is run.

Exit codes: 0 answered, 2 the user's mistake (a sentence on stderr), 1 ours, 130 stopped by Ctrl+C.
"""

from importlib import import_module
from typing import Any

import click

from bot import __version__
from bot.failures import Failure, explaining

STOPPED = 130

# Kept here so that `--help` and completion import nothing else.
COMMANDS = {
    "serve": "Start the browser chat and own the data folder.",
    "ask": 'Ask one question: tidebell ask "/gmv 7d by channel".',
    "load": "Load files into the shop's tables.",
    "quarantine": "Show the rows that loads refused, and why.",
    "sources": "List the ready-made mappings for load.",
    "lab": "Try the attribution, funnel and budget engines on a plain file.",
    "schedule": "Show which reports come next.",
    "demo-data": "Make the demo shop.",
    "manifest": "Print what Slack must be told of the app.",
    "audit": "Show the audit log, or verify that it is whole.",
    "outbox": "Show messages that were given up, or try them again.",
    "check": "Check settings, data folder, state, fonts, tokens and Slack.",
}


class _Commands(click.Group):
    """Finds a command by importing its module; turns known failures into a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bot.cli.{name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with explaining():
                return super().invoke(ctx)
        except Failure as failure:
            click.echo(failure.sentence, err=True)
            ctx.exit(failure.exit_code)
        except (KeyboardInterrupt, RuntimeError) as error:
            if not _is_interrupt(error):
                raise
            click.echo("stopped before it was done; nothing half done was kept", err=True)
            ctx.exit(STOPPED)


def _is_interrupt(error: BaseException) -> bool:
    """Whether it is Ctrl+C; from within a query the engine raises an error of its own for it."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="tidebell %(version)s")
def tidebell() -> None:
    """Tidebell, the growth team's assistant: a number, its cause and a picture.

    Settings come from config.yaml (or the file TIDEBELL_CONFIG names); `tidebell COMMAND
    --help` says what a command takes.
    """
