"""``quantboard share``, ``delete`` and ``trash``: objects for the team, into the trash and out of it."""

from typing import Any

import click

from quantboard.cli.output import print_json, print_table
from quantboard.cli.shelf import KINDS, named, shelf

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
KIND = click.argument("kind", type=click.Choice(list(KINDS)))
NAME = click.argument("name")


@click.command()
@KIND
@NAME
@click.option("--private", is_flag=True, help="Stop sharing.")
@AS_JSON
@click.pass_obj
def share(as_name: str | None, kind: str, name: str, private: bool, as_json: bool) -> None:
    """Show KIND NAME (or its id) to the team; with --private to its owner only."""
    there, visibility = shelf(as_name), "private" if private else "team"
    found = _object(there, kind, name)
    there.share(kind, [found["id"]], visibility)
    if as_json:
        print_json({"id": found["id"], "name": found["name"], "visibility": visibility})
    else:
        click.echo(f"{found['name']}: {'only its owner' if private else 'the team'} sees it now.")


@click.command()
@KIND
@NAME
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_obj
def delete(as_name: str | None, kind: str, name: str, yes: bool, as_json: bool) -> None:
    """Move KIND NAME (or its id) into the trash, after telling what uses it."""
    there = shelf(as_name)
    found = _object(there, kind, name)
    (told,) = there.affected(kind, [found["id"]])
    if not (yes or as_json):
        used = f" It is used by {told['n_runs']} backtests, which keep their results." if told["n_runs"] else ""
        click.confirm(f"Move {found['name']} to the trash?{used}", abort=True)
    there.delete(kind, [found["id"]])
    if as_json:
        print_json({"id": found["id"], "name": found["name"], "n_runs": told["n_runs"]})
    else:
        click.echo(f"{found['name']} is in the trash; 'trash restore {kind} {found['id']}' brings it back.")


def _object(there: Any, kind: str, name: str) -> dict[str, Any]:
    rows = there.found(kind, "")
    return named([{**row, "kind": kind} for row in rows], kind, name)


@click.group()
def trash() -> None:
    """What was deleted: list, restore, purge, empty."""


@trash.command("list")
@click.option("--all", "everybody", is_flag=True, help="Everybody's, not only mine.")
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, everybody: bool, as_json: bool) -> None:
    """Newest first; ``frees`` is how many bytes purging gives back."""
    rows = shelf(as_name).trash(everybody)
    if as_json:
        print_json({"trash": rows})
        return
    lines = [{**row, "frees": row["n_bytes"], "when": row["deleted_at"][:16].replace("T", " ")} for row in rows]
    print_table(lines, ("id", "kind", "name", "deleted_by", "when", "frees"), "The trash is empty.")


@trash.command()
@KIND
@NAME
@click.option("--name", "new_name", default="", metavar="N", help="Another name, where its own is in use by now.")
@AS_JSON
@click.pass_obj
def restore(as_name: str | None, kind: str, name: str, new_name: str, as_json: bool) -> None:
    """Bring KIND NAME (or its id) back."""
    there = shelf(as_name)
    found = named(there.trash(False), kind, name)
    back = there.restore(kind, found["id"], new_name)
    if as_json:
        print_json({"id": found["id"], "name": back})
    else:
        click.echo(f"{back} is back.")


@trash.command()
@KIND
@NAME
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_obj
def purge(as_name: str | None, kind: str, name: str, yes: bool, as_json: bool) -> None:
    """Remove KIND NAME (or its id) for good."""
    there = shelf(as_name)
    found = named(there.trash(False), kind, name)
    if not (yes or as_json):
        click.confirm(f"Remove {found['name']} for good?", abort=True)
    n_bytes = there.purge(kind, found["id"])
    if as_json:
        print_json({"id": found["id"], "n_bytes": n_bytes})
    else:
        click.echo(f"Removed; {n_bytes} bytes are free again.")


@trash.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_obj
def empty(as_name: str | None, yes: bool, as_json: bool) -> None:
    """Remove all of one's trash for good."""
    there = shelf(as_name)
    if not (yes or as_json):
        click.confirm(f"Remove {len(there.trash(False))} things for good?", abort=True)
    n = there.empty()
    print_json({"count": n}) if as_json else click.echo(f"{n} removed.")
