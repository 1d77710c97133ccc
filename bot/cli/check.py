"""`tidebell check`: is everything in place?"""

from pathlib import Path

import click

from bot.cli.options import data_option, settings


@click.command("check")
@data_option()
def command(data: Path | None) -> None:
    """Say whether settings, data folder, state, fonts, ports, tokens and Slack are in order.

    Slack is asked whether it takes the tokens and which scopes they have. Each line is ok, or a
    problem and how to mend it. Ends with 1 when there is a problem.
    """
    from bot.checks import examine

    findings = list(examine(settings(data)))
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'problem'}  {finding.what}")
        if finding.mend:
            click.echo(f"         → {finding.mend}")
    raise SystemExit(0 if all(finding.ok for finding in findings) else 1)
