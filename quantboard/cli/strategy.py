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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def check(as_name: str | None, file: Path, as_json: bool) -> int:
    """Check FILE as it would be before a run; exit status 0 if it may run, 2 if not."""
    from quantboard.research import strategy_source

    verdict = door(as_name).check(strategy_source(str(file)))
    status = 0 if verdict["ok"] else 2
    if as_json:
        print_json(verdict)
        return status
    for one in verdict["findings"]:
        click.echo(f"{file}:{one['line']}:{one['column'] + 1}: {one['severity']}: {one['message']} [{one['rule']}]")
        if one["suggestion"]:
            click.echo(f"  {one['suggestion']}")
    if verdict["ok"]:
        click.echo(f"{verdict['declaration']['name']}: it may run.")
    return status


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
