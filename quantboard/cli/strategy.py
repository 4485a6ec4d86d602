"""``quantboard strategy``: the templates and one's own, show one, check a file; here or on a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quantboard.cli.doors import door, server
from quantboard.cli.output import print_json, print_table

if TYPE_CHECKING:
    from quantboard.cli.far import Far
    from quantboard.cli.near import Near


@click.group()
def strategy() -> None:
    """Strategies: list, show, check."""


@strategy.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def list_(as_name: str | None, as_json: bool) -> None:
    """The templates, and the strategies that were saved."""
    place = door(as_name)
    found = [
        {
            "key": one["key"],
            "name": one["name"][0],
            "kind": one["declaration"]["kind"],
            "what": one["what"][0],
            "from": "template",
        }
        for one in place.templates()
    ]
    for one in place.strategies():
        what = f"version {one['version']}"
        found.append({"key": one["id"], "name": one["name"], "kind": one["kind"], "what": what, "from": "saved"})
    if as_json:
        print_json({"strategies": found})
    else:
        print_table(found, ("key", "name", "kind", "from", "what"), "There is no strategy.")


@strategy.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def show(as_name: str | None, name: str, as_json: bool) -> None:
    """The source and the parameters of a template, a saved strategy (name or id) or a .py file."""
    place = door(as_name)
    source = _source(name, place)
    verdict = place.check(source)
    if verdict["declaration"] is None:
        raise _rejected(verdict)
    told = {"source": source, "declaration": verdict["declaration"]}
    if as_json:
        print_json(told)
        return
    click.echo(source)
    parameters = [_row(param) for param in verdict["declaration"]["params"]]
    print_table(parameters, ("name", "kind", "default", "least", "most", "help"), "It has no parameters.")


@strategy.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--data", "data_name", metavar="FILE", help="Look for look-ahead on these bars; on made-up ones if not.")
@click.option("--no-run", is_flag=True, help="Read the source only: do not run it to look for look-ahead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def check(as_name: str | None, file: Path, data_name: str | None, no_run: bool, as_json: bool) -> int:
    """Check FILE as it would be before a run, and run it on histories that end early to see whether it looks ahead.

    Exit status 0 if it may run, 1 if it looks ahead, 2 if it may not run.
    """
    from quantboard.research import strategy_source

    source = strategy_source(str(file))
    verdict = dict(door(as_name).check(source))
    status = 0 if verdict["ok"] else 2
    verdict["lookahead"] = _look(source, data_name) if verdict["ok"] and not no_run else None
    if verdict["lookahead"] is not None and not verdict["lookahead"]["clean"]:
        status = 1
    if as_json:
        print_json(verdict)
        return status
    for one in verdict["findings"]:
        click.echo(f"{file}:{one['line']}:{one['column'] + 1}: {one['severity']}: {one['message']} [{one['rule']}]")
        if one["suggestion"]:
            click.echo(f"  {one['suggestion']}")
    if verdict["ok"]:
        click.echo(f"{verdict['declaration']['name']}: it may run.")
    if verdict["lookahead"] is not None:
        _tell_look(file, verdict["lookahead"])
    return status


def _look(source: str, data_name: str | None) -> dict[str, Any]:
    from quantboard.core.honesty.lookahead import Verdict
    from quantboard.errors import CodeFailed, Unavailable
    from quantboard.research import check_lookahead

    try:
        return check_lookahead(source, data_name).as_dict()
    except (CodeFailed, Unavailable) as problem:
        return Verdict(True, unchecked=problem.message).as_dict()


def _tell_look(file: Path, look: Mapping[str, Any]) -> None:
    if not look["clean"]:
        what = f"{look['output']} ({look['symbol']})" if look["symbol"] else look["output"]
        click.echo(f"{file}:{look['line']}: it looks ahead: {what} at {look['first_bar']} changes with later bars.")
        click.echo(f"  {look['hint']}")
    elif look["unchecked"]:
        click.echo(f"Look-ahead could not be checked: {look['unchecked']}")
    else:
        click.echo(f"It does not look ahead, as far as {look['n_checked']} shorter histories tell.")


def _rejected(verdict: Mapping[str, Any]) -> Exception:
    from quantboard.sandbox.outcomes import SourceRejected
    from quantboard.sandbox.verdict import Finding

    return SourceRejected([Finding(**one) for one in verdict["findings"] if one["severity"] == "error"])


def _source(name: str, place: "Near | Far") -> str:
    from quantboard.errors import NotFound
    from quantboard.research import strategy_source

    shipped = {one["key"]: one["source"] for one in place.templates()} if server() is not None else {}
    try:
        return str(shipped.get(name) or strategy_source(name))
    except NotFound as problem:
        if name.endswith(".py"):
            raise
        found = [one for one in place.strategies() if name in (one["id"], one["name"])]
        if not found:
            raise problem from None
        return str(found[0]["source"])


def _row(param: dict[str, Any]) -> dict[str, Any]:
    return {**param, "least": "" if param["least"] is None else param["least"], "most": param["most"] or ""}
