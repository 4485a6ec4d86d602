"""``quantboard backup`` and ``restore``."""

from pathlib import Path

import click

from quantboard.cli.output import print_json

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--check", is_flag=True, help="Write nothing: check that FILE is whole.")
@json_option
def backup(file: Path | None, check: bool, as_json: bool) -> None:
    """Write everything into FILE, while QuantBoard may run; without FILE into the folder of backups.

    There the newest QUANTBOARD_BACKUP_KEEP are kept.
    """
    from quantboard.services import backups

    if check:
        if file is None:
            raise click.UsageError("Name the FILE to check.")
        made = backups.look(file)
    else:
        made = backups.backup(file) if file else backups.scheduled()
    if as_json:
        print_json(made.as_json())
    else:
        done = "holds" if check else "written:"
        click.echo(f"{made.path} {done} {made.n_rows} rows, {made.n_files} files, {made.size / 1e6:.1f} MB.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--replace",
    is_flag=True,
    help="Replace an instance that is there; its files are put aside, rows of a server's database are not.",
)
@json_option
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Make this instance what the backup FILE holds; every hash is checked first. Stop QuantBoard before."""
    from quantboard.services import backups

    made = backups.restore(file, replace=replace)
    if as_json:
        print_json(made.as_json())
    else:
        click.echo(
            f"Restored {made.n_rows} rows and {made.n_files} files of {made.created_at} in {made.seconds:.1f} s."
        )
