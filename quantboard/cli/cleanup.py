"""``quantboard cleanup``: what the night would do, now."""

import click

from quantboard.cli.output import print_json, print_table


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def cleanup(as_name: str | None, dry_run: bool, as_json: bool) -> None:
    """Remove what has outlived its period; results in use stay. The periods are QUANTBOARD_KEEP_…_DAYS."""
    from quantboard.core.access import Deed, require
    from quantboard.services import accounts, cleanup, system

    system.migrate()
    require(accounts.shell_actor(as_name), Deed.MANAGE, what="instance")
    gone = cleanup.run(dry_run=dry_run)
    if as_json:
        print_json({"dry_run": dry_run, "items": [one.as_json() for one in gone]})
        return
    click.echo("This would go:" if dry_run else "This is gone:")
    print_table([one.as_json() for one in gone], ["what", "n_things", "n_bytes", "after_days"], "Nothing.")
