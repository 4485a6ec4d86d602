"""``quantboard user``: people who can sign in."""

import secrets
import sys
from dataclasses import asdict
from typing import Any

import click

from quantboard.cli.output import print_json
from quantboard.core.access import Role

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
PASSWORD = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of making one up."
)


@click.group()
def user() -> None:
    """People: add, list, reset-password."""
    from quantboard.services import system

    system.migrate()


@user.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([str(role) for role in Role]), default=str(Role.RESEARCHER), show_default=True
)
@PASSWORD
@AS_JSON
@click.pass_obj
def add(as_name: str | None, name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account. The first one is an administrator's, whatever the role."""
    from quantboard.services import accounts

    password, is_made_up = _password(password_stdin)
    view = accounts.add_user(accounts.shell_actor(as_name), name, password, Role(role))
    _tell({"user": _shape(view)}, f"{view.name} may sign in as {view.role}.", password if is_made_up else None, as_json)


@user.command("list")
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, as_json: bool) -> None:
    """Everybody who can sign in."""
    from quantboard.services import accounts
    from quantboard.services import people as services

    people = services.list_people(accounts.shell_actor(as_name)).items
    if as_json:
        print_json({"users": [_shape(view) for view in people]})
        return
    for view in people:
        last = view.signed_in_at.strftime("%Y-%m-%d %H:%M") if view.signed_in_at else "never"
        click.echo(f"{view.name:<24} {view.role:<12} last signed in: {last}")
    if not people:
        click.echo("Nobody yet. Add the administrator with 'quantboard user add NAME' or in the browser.")


@user.command("reset-password")
@click.argument("name")
@PASSWORD
@AS_JSON
@click.pass_obj
def reset_password(as_name: str | None, name: str, password_stdin: bool, as_json: bool) -> None:
    """Give a person a new password and end all his sessions."""
    from quantboard.services import accounts, people

    password, is_made_up = _password(password_stdin)
    people.reset_password(accounts.shell_actor(as_name), name, password)
    _tell({"user": {"name": name}}, f"{name} has a new password.", password if is_made_up else None, as_json)


def _password(from_stdin: bool) -> tuple[str, bool]:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    return secrets.token_urlsafe(15), True


def _tell(shape: dict[str, Any], sentence: str, made_up: str | None, as_json: bool) -> None:
    if as_json:
        print_json(shape | ({"password": made_up} if made_up else {}))
        return
    click.echo(sentence)
    if made_up:
        click.echo(f"Password: {made_up}")


def _shape(view: Any) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(view).items()}
