"""``quantboard strategy``: list the templates and one's own, show one, check a file; no server needed."""

from pathlib import Path
from typing import Any

import click

from quantboard.cli.output import print_json, print_table


@click.group()
def strategy() -> None:
    """Strategies: list, show, check."""


@strategy.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def list_(as_name: str | None, as_json: bool) -> None:
    """The templates, and the strategies that were saved."""
    from quantboard.services import accounts, strategies, system

    system.migrate()
    found = [
        {"key": one.key, "name": one.name[0], "kind": one.declaration.kind, "what": one.what[0], "from": "template"}
        for one in strategies.templates()
    ]
    for view in strategies.list_strategies(accounts.shell_actor(as_name)):
        what = f"version {view.version}"
        found.append({"key": view.id, "name": view.name, "kind": view.kind, "what": what, "from": "saved"})
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
    from dataclasses import asdict

    from quantboard.sandbox.outcomes import SourceRejected
    from quantboard.services import strategies

    source = _source(name, as_name)
    verdict = strategies.check(source)
    if verdict.declaration is None:
        raise SourceRejected(verdict.errors)
    told = {"source": source, "declaration": asdict(verdict.declaration)}
    if as_json:
        print_json(told)
        return
    click.echo(source)
    parameters = [_row(asdict(param)) for param in verdict.declaration.params]
    print_table(parameters, ("name", "kind", "default", "least", "most", "help"), "It has no parameters.")


@strategy.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def check(file: Path, as_json: bool) -> int:
    """Check FILE as it would be before a run; exit status 0 if it may run, 2 if not."""
    from quantboard.research import strategy_source
    from quantboard.services import strategies

    verdict = strategies.check(strategy_source(str(file)))
    if as_json:
        print_json(verdict.as_dict())
    for finding in () if as_json else verdict.findings:
        click.echo(
            f"{file}:{finding.line}:{finding.column + 1}: {finding.severity}: {finding.message} [{finding.rule}]"
        )
        if finding.suggestion:
            click.echo(f"  {finding.suggestion}")
    if verdict.ok and verdict.declaration is not None and not as_json:
        click.echo(f"{verdict.declaration.name}: it may run.")
    return 0 if verdict.ok else 2


def _source(name: str, as_name: str | None) -> str:
    from quantboard.errors import NotFound
    from quantboard.research import strategy_source

    try:
        return strategy_source(name)
    except NotFound as problem:
        if name.endswith(".py"):
            raise
        saved = _saved(name, as_name)
        if saved is None:
            raise problem from None
        return saved


def _saved(name: str, as_name: str | None) -> str | None:
    from quantboard.services import accounts, strategies, system

    system.migrate()
    actor = accounts.shell_actor(as_name)
    found = [one for one in strategies.list_strategies(actor) if name in (one.id, one.name)]
    return found[0].source if found else None


def _row(param: dict[str, Any]) -> dict[str, Any]:
    return {**param, "least": "" if param["least"] is None else param["least"], "most": param["most"] or ""}
