"""`tidebell sources`: the ready-made mappings."""

import click


@click.command("sources")
def command() -> None:
    """List the ready-made mappings that `tidebell load` takes by name."""
    from analytics.loading import mappings

    found = mappings()
    width = max(map(len, found), default=0)
    for name, mapping in sorted(found.items()):
        click.echo(f"{name:<{width}}  {mapping.title}")
    click.echo("\nLoad with: tidebell load NAME FILE…  (or a mapping of your own: docs/loading.md)")
