"""``quantboard sandbox``: check a program, or run it behind the walls that every person's code runs behind."""

import json
from pathlib import Path
from typing import Any

import click

from quantboard.cli.output import print_json

STATUS = {"ok": 0, "rejected": 2}  # of a run's outcome; 1 for all others


@click.group()
def sandbox() -> None:
    """Programs of one's own: check, run."""


@sandbox.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def check(file: Path, strict: bool, as_json: bool) -> int:
    """What FILE would be refused for; exit status 0 if it may run, 2 if not."""
    from quantboard.services import scratchpad

    checked = scratchpad.check_here(scratchpad.read_source(file), is_strict=strict)
    if as_json:
        print_json(checked.as_json())
    else:
        _tell_check(file, checked)
    return 0 if checked.ok else 2


@sandbox.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--timeout", type=click.FloatRange(0.1, 300), help="Seconds it may take; the setting's by default.")
@click.option("--memory", type=click.FloatRange(16, 2048), help="Megabytes it may use; the setting's by default.")
@click.option("--strict", is_flag=True, help="Count warnings of the check as errors.")
@click.option("--data", type=click.Path(path_type=Path), help="Bars that the program sees as `bars`.")
@click.option("--param", multiple=True, metavar="NAME=VALUE", help="What the program sees as `p.NAME`.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def run(file: Path, as_json: bool, **asked: Any) -> int:
    """Run FILE; what it assigns to `result` is told. Exit status 0 if it ran to its end, 2 if refused, else 1."""
    from quantboard import research
    from quantboard.services import scratchpad

    bars = None if asked["data"] is None else research.load(asked["data"])
    limits = scratchpad.limits_of(asked["timeout"], asked["memory"])
    inputs = scratchpad.Inputs(limits, bars, _parameters(asked["param"]), is_strict=asked["strict"])
    ran = scratchpad.run_here(scratchpad.read_source(file), inputs)
    if as_json:
        print_json(ran.as_json())
    else:
        _tell_run(file, ran)
    return STATUS.get(ran.outcome, 1)


def _parameters(given: tuple[str, ...]) -> dict[str, object]:
    made: dict[str, object] = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            made[name] = json.loads(value)
        except ValueError:
            made[name] = value
    return made


def _tell_check(file: Path, checked: Any) -> None:
    for one in checked.findings:
        click.echo(f"{file}:{one.line}:{one.column + 1}: {one.severity}: {one.message} [{one.rule}]")
        if one.suggestion:
            click.echo(f"  {one.suggestion}")
    figures = checked.complexity
    click.echo(f"{figures.lines} lines, {figures.cyclomatic} branches at most, nested {figures.nesting} deep.")
    click.echo("It may run." if checked.ok else "It is refused.")


def _tell_run(file: Path, ran: Any) -> None:
    if ran.stdout:
        click.echo(ran.stdout, nl=not ran.stdout.endswith("\n"))
    if ran.error is not None:
        where = f"{file}:{ran.error['line']}: " if ran.error["line"] else ""
        what = f"{ran.error['type']}: " if ran.error["type"] else ""
        click.echo(f"{where}{what}{ran.error['message']} [{ran.outcome}]", err=True)
        if ran.error["suggestion"]:
            click.echo(f"  {ran.error['suggestion']}", err=True)
    elif ran.result is not None:
        click.echo(ran.result if isinstance(ran.result, str) else json.dumps(ran.result, ensure_ascii=False))
