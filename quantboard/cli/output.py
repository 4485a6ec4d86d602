"""What the shell prints: one JSON object for programs, short tables for people."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether ``--json`` was given, known before the arguments are parsed so that their errors obey it too."""
    return "--json" in arguments


def print_json(thing: Any) -> None:
    """One object on standard output; NaN is a bug and refused."""
    click.echo(json.dumps(thing, allow_nan=False, ensure_ascii=False, default=str))


def print_error(error: Mapping[str, str], *, as_json: bool) -> None:
    """What happened, and what to do."""
    if as_json:
        print_json({"error": dict(error)})
        return
    where = f" ({error['field']})" if error.get("field") else ""
    click.echo(f"error{where}: {error['message']} [{error['code']}]", err=True)
    if error["hint"]:
        click.echo(f"  {error['hint']}", err=True)


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], empty: str) -> None:
    """Left-aligned columns, or one sentence when there is nothing."""
    if not rows:
        click.echo(empty)
        return
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[i]) for line in cells)) for i, column in enumerate(columns)]
    for line in [list(columns), *cells]:
        click.echo("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "n/a"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
