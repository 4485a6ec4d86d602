"""``quantboard user``: people who can sign in, and links for those who shall."""

import secrets
import sys
from dataclasses import asdict
from typing import Any

import click

from quantboard.cli.output import print_json, print_table
from quantboard.core.access import Role
from quantboard.settings import settings

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
ROLES = click.Choice([str(role) for role in Role])
ROLE = click.option("--role", type=ROLES, default=str(Role.RESEARCHER), show_default=True)
PASSWORD = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of making one up."
)


@click.group()
def user() -> None:
    """People: invite, add, list, role, rename, reset links, deactivate, transfer."""
    from quantboard.services import system

    system.migrate()


@user.command("invite")
@ROLE
@click.option("--days", type=int, default=7, show_default=True, help="How long the link works.")
@click.option("--note", default="", help="For whom it is; for your list only.")
@AS_JSON
@click.pass_obj
def invite(as_name: str | None, role: str, days: int, note: str, as_json: bool) -> None:
    """Print a link with which one person makes an account. It is shown once."""
    from quantboard.services import invitations

    made, key = invitations.invite(_admin(as_name), Role(role), days, note)
    link = f"{site()}/join#{key}"
    until = made.expires_at.strftime("%Y-%m-%d %H:%M UTC")
    _tell({"invitation": _shape(made), "link": link}, f"{link}\nGood for one {role}, until {until}.", as_json)


@user.command("invitations")
@AS_JSON
@click.pass_obj
def invited(as_name: str | None, as_json: bool) -> None:
    """All invitations, without their links."""
    from quantboard.services import invitations

    found = [_shape(view) for view in invitations.list_invitations(_admin(as_name))]
    if as_json:
        print_json({"invitations": found})
        return
    print_table(found, ("id", "role", "state", "note", "expires_at", "used_by"), "No invitation yet.")


@user.command("withdraw")
@click.argument("invitation_id")
@AS_JSON
@click.pass_obj
def withdraw(as_name: str | None, invitation_id: str, as_json: bool) -> None:
    """Let the link of an invitation work no more."""
    from quantboard.services import invitations

    made = invitations.revoke(_admin(as_name), invitation_id)
    _tell({"invitation": _shape(made)}, f"The invitation is {made.state}.", as_json)


@user.command("add")
@click.argument("name")
@ROLE
@PASSWORD
@AS_JSON
@click.pass_obj
def add(as_name: str | None, name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account. The first one is an administrator's, whatever the role."""
    from quantboard.services import accounts

    password, made_up = _password(password_stdin)
    view = accounts.add_user(_admin(as_name), name, password, Role(role))
    _tell({"user": _shape(view)} | made_up, f"{view.name} may sign in as {view.role}.", as_json)


@user.command("list")
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, as_json: bool) -> None:
    """Everybody who has an account."""
    from quantboard.services import people

    found = people.list_people(_admin(as_name)).items
    if as_json:
        print_json({"users": [_shape(view) for view in found]})
        return
    for view in found:
        seen = view.seen_at.strftime("%Y-%m-%d %H:%M") if view.seen_at else "never"
        state = "" if view.is_active else "  deactivated"
        click.echo(f"{view.name:<24} {view.role:<12} last seen: {seen}{state}")
    if not found:
        click.echo("Nobody yet. Add the administrator with 'quantboard user add NAME' or in the browser.")


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@AS_JSON
@click.pass_obj
def change_role(as_name: str | None, name: str, role: str, as_json: bool) -> None:
    """Give a person another role."""
    from quantboard.services import people

    actor = _admin(as_name)
    view = people.change_role(actor, people.find(actor, name).id, Role(role))
    _tell({"user": _shape(view)}, f"{view.name} is now {view.role}.", as_json)


@user.command("rename")
@click.argument("name")
@click.argument("new_name")
@AS_JSON
@click.pass_obj
def rename(as_name: str | None, name: str, new_name: str, as_json: bool) -> None:
    """Give a person another name to sign in with."""
    from quantboard.services import people

    actor = _admin(as_name)
    view = people.rename(actor, people.find(actor, name).id, new_name)
    _tell({"user": _shape(view)}, f"{name} is now called {view.name}.", as_json)


@user.command("deactivate")
@click.argument("name")
@AS_JSON
@click.pass_obj
def deactivate(as_name: str | None, name: str, as_json: bool) -> None:
    """Let a person in no more; sessions and API tokens end, the work stays."""
    from quantboard.services import people

    actor = _admin(as_name)
    view = people.deactivate(actor, people.find(actor, name).id)
    _tell({"user": _shape(view)}, f"{view.name} can no longer sign in.", as_json)


@user.command("reactivate")
@click.argument("name")
@AS_JSON
@click.pass_obj
def reactivate(as_name: str | None, name: str, as_json: bool) -> None:
    """Let a person in again."""
    from quantboard.services import people

    actor = _admin(as_name)
    view = people.reactivate(actor, people.find(actor, name).id)
    _tell({"user": _shape(view)}, f"{view.name} can sign in again.", as_json)


@user.command("sign-out")
@click.argument("name")
@AS_JSON
@click.pass_obj
def sign_out(as_name: str | None, name: str, as_json: bool) -> None:
    """End all sessions of a person."""
    from quantboard.services import people

    actor = _admin(as_name)
    n_ended = people.sign_out(actor, people.find(actor, name).id)
    _tell({"sessions_ended": n_ended}, f"Sessions of {name} that ended: {n_ended}.", as_json)


@user.command("transfer")
@click.argument("name")
@click.argument("to")
@AS_JSON
@click.pass_obj
def transfer(as_name: str | None, name: str, to: str, as_json: bool) -> None:
    """Give all that one person owns to another."""
    from quantboard.services import people

    actor = _admin(as_name)
    moved = people.transfer(actor, people.find(actor, name).id, people.find(actor, to).id)
    said = ", ".join(f"{kind}: {n}" for kind, n in moved.items())
    _tell({"moved": moved}, f"{to} now owns the work of {name} ({said}).", as_json)


@user.command("reset-link")
@click.argument("name")
@click.option("--hours", type=int, default=24, show_default=True, help="How long the link works.")
@AS_JSON
@click.pass_obj
def reset_link(as_name: str | None, name: str, hours: int, as_json: bool) -> None:
    """Print a link with which a person chooses a new password. It is shown once."""
    from quantboard.services import people, resets

    actor = _admin(as_name)
    made, key = resets.make_link(actor, people.find(actor, name).id, hours)
    link, until = f"{site()}/reset#{key}", made.expires_at.strftime("%Y-%m-%d %H:%M UTC")
    shape = {"name": made.name, "expires_at": made.expires_at.isoformat(), "link": link}
    _tell(shape, f"{link}\nGood for one new password of {made.name}, until {until}.", as_json)


@user.command("reset-password")
@click.argument("name")
@PASSWORD
@AS_JSON
@click.pass_obj
def reset_password(as_name: str | None, name: str, password_stdin: bool, as_json: bool) -> None:
    """Give a person a new password and end all his sessions."""
    from quantboard.services import people

    password, made_up = _password(password_stdin)
    people.reset_password(_admin(as_name), name, password)
    _tell({"user": {"name": name}} | made_up, f"{name} has a new password.", as_json)


def site() -> str:
    """How people call this instance: the first allowed origin, else this machine's address."""
    from quantboard import launch

    return settings().allowed_origins[0].rstrip("/") if settings().allowed_origins else launch.base_url()


def _admin(as_name: str | None) -> Any:
    from quantboard.services import accounts

    return accounts.shell_actor(as_name)


def _password(from_stdin: bool) -> tuple[str, dict[str, str]]:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), {}
    made_up = secrets.token_urlsafe(15)
    return made_up, {"password": made_up}


def _tell(shape: dict[str, Any], sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(shape)
        return
    click.echo(sentence)
    if "password" in shape:
        click.echo(f"Password: {shape['password']}")


def _shape(view: Any) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(view).items()}
