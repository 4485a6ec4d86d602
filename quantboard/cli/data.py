"""``quantboard data``: import, list, show and export datasets; here, without server or worker, or on a server."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from quantboard.cli.doors import door
from quantboard.cli.output import print_json, print_table


@click.group()
def data() -> None:
    """Datasets: import, list, show, export."""


@data.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="N", help="The dataset's name.")
@click.option("--map", "mappings", multiple=True, metavar="ROLE=COLUMN,…", help="How to read it: date=…,close=…,zone=…")
@click.option("--symbol", metavar="S", help="The symbol of a file that names none; its stem by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def import_(
    as_name: str | None, files: Sequence[Path], name: str, mappings: Sequence[str], symbol: str | None, as_json: bool
) -> None:
    """Import FILES as one dataset. Besides columns, --map takes encoding, delimiter, decimal, dates, zone, interval,
    stamp, scale, duplicates, bad_rows and sheets."""
    from quantboard.research import NoSuchFile

    hints = parse_map(mappings) | ({"symbol_name": symbol} if symbol else {})
    with tempfile.TemporaryDirectory() as scratch:
        given = [packed(path, Path(scratch)) for path in files]
        for path in given:
            if not path.is_file():
                raise NoSuchFile(f"There is no file {path}.", "Check the path.", field="files")
        shape = door(as_name).import_files(name, given, hints, _silent if as_json else _progress)
    _print_imported(shape, as_json=as_json)


def packed(path: Path, scratch: Path) -> Path:
    """A folder in Qlib's layout as one file; everything else as it is."""
    if not path.is_dir():
        return path
    from quantboard.readers import qlib

    made = scratch / f"{path.resolve().name}.zip"
    qlib.pack(path, made)
    return made


def parse_map(mappings: Sequence[str]) -> dict[str, str]:
    """``date=日期,close=收盘`` → hints."""
    hints = {}
    for part in ",".join(mappings).split(","):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        if not equals:
            raise click.BadParameter(f"{part!r} is not of the form name=value.", param_hint="--map")
        hints[name.strip()] = value.strip()
    return hints


def _silent(_share: float, _stage: str, _detail: Mapping[str, str]) -> None:
    return None


def _progress(share: float, stage: str, detail: Mapping[str, str]) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{share:5.0%} {stage} {detail.get('rows', '')}".ljust(40), nl=False, err=True)


def _print_imported(shape: Mapping[str, Any], *, as_json: bool) -> None:
    report = shape["report"]
    if as_json:
        print_json(shape)
        return
    if sys.stderr.isatty():
        click.echo("\r".ljust(41) + "\r", nl=False, err=True)
    click.echo(
        f"{shape['name']}: {report['rows_kept']} of {report['rows_read']} rows kept, {len(shape['symbols'])} symbols"
    )
    click.echo(f"  {shape['first']} to {shape['last']}, {shape['interval']}, data hash {shape['data_hash'][:16]}…")
    for note in (*shape["notes"], *report["findings"]):
        click.echo(f"  {note['severity']}: {note['message']}")


@data.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def list_(as_name: str | None, as_json: bool) -> None:
    """The datasets, newest first."""
    shapes = door(as_name).datasets()
    if as_json:
        print_json({"datasets": shapes})
        return
    lines = [{**shape, "symbols": len(shape["symbols"]), "rows": shape["n_rows"]} for shape in shapes]
    columns = ("id", "name", "interval", "symbols", "rows", "first", "last")
    print_table(lines, columns, "No datasets yet. Try 'quantboard sample load'.")


@data.command()
@click.argument("dataset")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def show(as_name: str | None, dataset: str, as_json: bool) -> None:
    """One dataset, by id or name, with its quality report."""
    _print_imported(door(as_name).dataset(dataset), as_json=as_json)


@data.command()
@click.argument("dataset")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    help="FILE.csv, FILE.parquet, or a new folder for Qlib's layout",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def export(as_name: str | None, dataset: str, to: Path, as_json: bool) -> None:
    """Write a dataset into a file."""
    n_rows = door(as_name).export(dataset, to)
    if as_json:
        print_json({"file": str(to), "rows": n_rows})
    else:
        click.echo(f"{n_rows} rows written to {to}")


@data.command()
@click.argument("before")
@click.argument("after")
@click.option("--symbol", default="", help="Whose cells to show; the first that differs by default.")
@click.option("--limit", default=100, type=click.IntRange(1, 1000), help="How many cells.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def diff(as_name: str | None, before: str, after: str, symbol: str, limit: int, as_json: bool) -> None:
    """What changed from one version to another, cell by cell: BEFORE and AFTER are NAME@VERSION, or NAME for the
    newest."""
    found = door(as_name).difference(before, after, symbol, limit)
    if as_json:
        print_json(found)
        return
    columns = ("symbol", "added", "removed", "changed")
    print_table(found["symbols"], columns, "Nothing differs.")
    if found["cells"]:
        click.echo(f"\n{found['total']} cells of {found['symbol']} differ")
        print_table(found["cells"], ("at", "column", "kind", "before", "after"), "")


@data.command()
@click.option("--limit", default=20, type=click.IntRange(1, 200), help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def imports(as_name: str | None, limit: int, as_json: bool) -> None:
    """Your imports, newest first: what was read, kept, skipped, and what went wrong."""
    shapes = door(as_name).imports(limit)
    if as_json:
        print_json({"imports": shapes})
        return
    lines = [{**one, "files": ", ".join(file["name"] for file in one["files"])} for one in shapes]
    print_table(lines, ("created_at", "name", "status", "rows_read", "rows_kept", "files"), "No imports yet.")


@data.command()
@click.option("--drop", default="", metavar="ID", help="Delete this one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def profiles(as_name: str | None, drop: str, as_json: bool) -> None:
    """Your saved ways to read files; use one with --map."""
    if drop:
        door(as_name).drop_profile(drop)
    shapes = door(as_name).profiles()
    if as_json:
        print_json({"profiles": shapes})
        return
    lines = [{**one, "hints": ",".join(f"{key}={value}" for key, value in one["hints"].items())} for one in shapes]
    print_table(lines, ("id", "name", "hints"), "No reading profiles yet: the import page saves them.")
