"""``quantboard backtest verify`` and ``archive``: is a result what it says, here, on a server, or from a file alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from quantboard.cli.doors import server
from quantboard.cli.output import print_json
from quantboard.cli.runs import AS_JSON, ID

SAID = {
    "same": "It is the same.",
    "differs": "It differs.",
    "failed": "It could not be computed again.",
    "damaged": "It is damaged: do not trust it.",
    "unchecked": "Its parts are whole; it was not computed again.",
}
MARKS: Mapping[bool | None, str] = {True: "ok", False: "NO", None: "--"}


@click.command()
@click.argument("target", metavar="ID|ARCHIVE")
@click.option("--data", "data_name", metavar="FILE", help="The bars of an archive that holds their hash only.")
@AS_JSON
@click.pass_obj
def verify(as_name: str | None, /, target: str, data_name: str | None, as_json: bool) -> int:
    """Compute a run once more and compare every cell: exit status 0 if it is the same, 1 if not.

    Of an ARCHIVE every part is checked first; neither database nor server is needed.
    """
    path = Path(target).expanduser()
    if path.is_file():
        return _tell_file(path, data_name, as_json)
    told = _verdict(as_name, target)
    if as_json:
        print_json(told)
    else:
        click.echo(SAID[told["state"]])
        if told["difference"] is not None:
            click.echo(
                "  {table}, row {row} {at}, {column}: stored {stored}, recomputed {recomputed}".format(
                    **told["difference"]
                )
            )
        if told["error"]:
            click.echo(f"  {told['error']['message']}")
        click.echo(f"result {told['stored_hash']}")
    return 0 if told["state"] == "same" else 1


def _verdict(as_name: str | None, backtest_id: str) -> dict[str, Any]:
    if (place := server()) is not None:
        return place.client.backtests.verify(backtest_id)
    from quantboard.cli.near import Near
    from quantboard.services import verification

    return verification.verify_now(Near(as_name).actor, backtest_id).as_json()


def _tell_file(path: Path, data_name: str | None, as_json: bool) -> int:
    from quantboard import research
    from quantboard.services import archives

    found = archives.verify_file(path, None if data_name is None else research.load(data_name))
    if as_json:
        print_json(found.as_json())
    else:
        for one in found.checks:
            click.echo(f"  {MARKS[one.is_ok]} {one.name:<12}{one.message}")
        click.echo(SAID[found.outcome])
        click.echo(f"result {found.result_hash}")
    return 0 if found.outcome == "same" else 1


@click.command()
@ID
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--without-data", is_flag=True, help="Leave the bars out; their hash stays.")
@AS_JSON
@click.pass_obj
def archive(as_name: str | None, /, backtest_id: str, out: Path, without_data: bool, as_json: bool) -> None:
    """Write a run into one file: what was asked, code, bars, results, and the hash of every part."""
    if (place := server()) is not None:
        place.client.backtests.archive(backtest_id, out, with_data=not without_data)
    else:
        from quantboard.cli.near import Near
        from quantboard.services import archives

        made = archives.make(Near(as_name).actor, backtest_id, with_data=not without_data)
        try:
            _move(made.path, out)
        finally:
            archives.forget(made)
    size = out.stat().st_size
    if as_json:
        print_json({"path": str(out), "size": size})
    else:
        click.echo(f"{out}: {size:,} bytes")


def _move(path: Path, out: Path) -> None:
    import shutil

    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, out)


COMMANDS = (verify, archive)
