"""``quantboard token``: keys with which programs act for the administrator whom the shell stands for."""

from dataclasses import asdict
from typing import Any

import click

from quantboard.cli.output import print_json, print_table
from quantboard.core.access import Scope

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
DAYS = click.option("--days", type=int, default=90, show_default=True, help="How long it lives, 1 to 365.")


@click.group()
def token() -> None:
    """API tokens: create, list, renew, revoke."""
    from quantboard.services import system

    system.migrate()


@token.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([str(scope) for scope in Scope]),
    multiple=True,
    default=[str(Scope.READ)],
    show_default=True,
    help="What it may do; give the option several times for several.",
)
@DAYS
@AS_JSON
@click.pass_obj
def create(as_name: str | None, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token and print its secret, once. NAME says what will use it."""
    from quantboard.services import accounts, tokens

    made, secret = tokens.create(accounts.shell_actor(as_name), name, scopes, days)
    _tell_secret(made, secret, as_json)


@token.command("list")
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, as_json: bool) -> None:
    """All tokens, without their secrets."""
    from quantboard.services import accounts, tokens

    found = [_shape(view) for view in tokens.list_tokens(accounts.shell_actor(as_name))]
    if as_json:
        print_json({"tokens": found})
        return
    rows = [{**one, "scopes": ",".join(one["scopes"])} for one in found]
    columns = ("id", "name", "hint", "scopes", "state", "expires_at", "used_at", "used_from")
    print_table(rows, columns, "No API token yet. Make one with 'quantboard token create NAME'.")


@token.command("renew")
@click.argument("token_id")
@DAYS
@AS_JSON
@click.pass_obj
def renew(as_name: str | None, token_id: str, days: int, as_json: bool) -> None:
    """Print a new secret for a token; the old one ends at once."""
    from quantboard.services import accounts, tokens

    made, secret = tokens.renew(accounts.shell_actor(as_name), token_id, days)
    _tell_secret(made, secret, as_json)


@token.command("revoke")
@click.argument("token_id")
@AS_JSON
@click.pass_obj
def revoke(as_name: str | None, token_id: str, as_json: bool) -> None:
    """End a token for good."""
    from quantboard.services import accounts, tokens

    made = tokens.revoke(accounts.shell_actor(as_name), token_id)
    if as_json:
        print_json({"token": _shape(made)})
        return
    click.echo(f"“{made.name}” is {made.state}.")


def _tell_secret(made: Any, secret: str, as_json: bool) -> None:
    if as_json:
        print_json({"token": _shape(made), "secret": secret})
        return
    click.echo(secret)
    until = made.expires_at.strftime("%Y-%m-%d")
    click.echo(f"Shown once. “{made.name}” may {', '.join(made.scopes)} until {until}.", err=True)


def _shape(view: Any) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(view).items()}
