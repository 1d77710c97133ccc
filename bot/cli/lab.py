"""`tidebell lab`: the engines on a plain file, without a shop (docs/lab.md)."""

from importlib import import_module

import click

ENGINES = {
    "attribute": "Credit channels for the conversions of marketing paths.",
    "funnel": "Count how far people get through steps within a window.",
    "optimise": "Find the best split of a budget under limits.",
}


class _Engines(click.Group):
    """Finds an engine by importing its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ENGINES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in ENGINES:
            return None
        command: click.Command = import_module(f"bot.cli.lab_{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(ENGINES.items()))


@click.group("lab", cls=_Engines)
def command() -> None:
    """Try an engine on a file of your own: no shop is needed and nothing is loaded."""
