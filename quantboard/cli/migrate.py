"""``quantboard migrate``: bring the database to this version."""

import click

from quantboard.cli.output import print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def migrate(as_json: bool) -> None:
    """Bring the database to this version; does nothing when it is."""
    from quantboard.services import system

    done = system.migrate()
    revision = system.revision()
    if as_json:
        print_json({"migrated": done, "revision": revision})
    else:
        click.echo(f"Migrated to {revision}." if done else f"Nothing to do: the database is at {revision}.")
