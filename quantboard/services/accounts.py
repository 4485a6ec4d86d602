"""People: the first account, signing in and out, passwords, and who the shell is."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.db import audit, invitations, sign_ins
from quantboard.db import users as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, NotAllowed, NotFound
from quantboard.log import logger
from quantboard.services import keys, passwords, sessions, throttle
from quantboard.services.work import work
from quantboard.telemetry import meters

log = logger("services")


class BadName(InvalidInput):
    """The name cannot be used."""

    code = "account.bad_name"


class NameTaken(Conflict):
    """Somebody has this name."""

    code = "account.name_taken"


class AccountExists(Conflict):
    """The first account was made already."""

    code = "account.first_exists"


class WrongToken(NotAllowed):
    """The first account is opened by loopback or the one-time token only."""

    code = "account.wrong_token"


class WrongPassword(NotAllowed):
    """Name and password do not belong together."""

    code = "account.wrong_password"
    http_status = 401


class NoSuchPerson(NotFound):
    """Nobody has this name."""

    code = "account.unknown"


class NotAnAdmin(NotAllowed):
    """The shell may act only as an administrator."""

    code = "account.not_admin"


@dataclass(frozen=True)
class UserView:
    """What an administrator sees of a person."""

    id: str
    name: str
    role: Role
    is_active: bool
    created_at: datetime
    signed_in_at: datetime | None
    seen_at: datetime | None


def _actor(user: rows.User) -> Actor:
    return Actor(user.id, user.name or "shell", Role(user.role), address="shell")


def view_of(user: rows.User) -> UserView:
    """A person's row, as administrators see it."""
    return UserView(
        user.id, user.name, Role(user.role), user.is_active, user.created_at, user.signed_in_at, user.seen_at
    )


def check_name(name: str) -> str:
    """A name without stray blanks, or ``BadName``."""
    tidy = name.strip()
    if not 2 <= len(tidy) <= 64 or not re.fullmatch(r"[\w.@+\- ]+", tidy):
        raise BadName(
            f"“{tidy[:64]}” cannot be a name.", "Use 2 to 64 letters, digits, spaces or . @ + - _", field="name"
        )
    return tidy


# -- the first account


def needs_first_account() -> bool:
    """Whether nobody can sign in yet."""
    with session() as asking:
        return not rows.has_account(asking)


def open_first_account() -> str | None:
    """A fresh one-time token that opens the first account; ``None`` when there is one. The former token ends."""
    token = keys.fresh()
    with work() as w:
        if rows.has_account(w.session):
            return None
        founder = rows.founder(w.session)
        founder.preferences = {**founder.preferences, "first_token": keys.digest(token)}
    return token


def create_first_admin(name: str, password: str, token: str | None = None, *, is_loopback: bool = False) -> Actor:
    """Make the first account, an administrator's; what the shell made before belongs to it."""
    tidy = check_name(name)
    passwords.check_strength(password, tidy)
    kept = passwords.hash_of(password)
    with work() as w:
        if rows.has_account(w.session):
            raise AccountExists(
                "The first account exists already.", "Sign in, or ask the administrator for an account."
            )
        founder = rows.founder(w.session)
        expected = str(founder.preferences.get("first_token", ""))
        if not is_loopback and not (token and secrets.compare_digest(keys.digest(token), expected)):
            raise WrongToken("This link does not open the first account.", "Use the address that the launcher printed.")
        rows.claim_founder(w.session, tidy, kept)
        audit.add(w.session, "account.created", founder.id, severity="high", data={"name": tidy, "role": "admin"})
    log.info("account.created", user_id=rows.FOUNDER_ID)
    return Actor(rows.FOUNDER_ID, tidy, Role.ADMIN)


# -- signing in and out


def sign_in(name: str, password: str, address: str = "", device: str = "") -> str:
    """A session's token for name and password; only its SHA-256 is kept."""
    key = rows.key_of(name)[:64]
    trying = throttle.begin(key, address)
    with session() as asking:
        user = rows.by_name(asking, name) if key else None
    usable = user is not None and user.is_active
    if not passwords.matches(user.password_hash if user and usable else None, password) or user is None:
        with work() as w:
            who = user.id if user else None
            audit.add(w.session, "session.refused", who, severity="medium", address=address[:64] or None)
        meters().refused.labels("password").inc()
        log.warning("session.refused", address=address)
        raise WrongPassword("Name or password is wrong.", "Check both; passwords tell capitals from small letters.")
    throttle.passed(trying)
    with work() as w:
        token = sessions.open_session(w.session, user.id, address, device)
        rows.note_sign_in(w.session, user.id)
        audit.add(w.session, "session.started", user.id, address=address[:64] or None)
    return token


def sign_out(token: str) -> None:
    """End the session of this token."""
    found = sessions.known(token)
    if found is not None:
        sessions.end_session(found.actor, found.session_id)


def sign_out_everywhere(actor: Actor, but_token: str | None = None) -> int:
    """End all sessions of the person, except perhaps the present one; how many ended."""
    here = sessions.known(but_token) if but_token else None
    return sessions.end_all(actor, here.session_id if here else None)


def actor_of(token: str, address: str = "") -> Actor | None:
    """Who holds this token, unless the session ended or was idle too long."""
    found = sessions.known(token, address)
    return found.actor if found else None


def forget_ended() -> int:
    """Delete sessions, links and failures that count no more; how many sessions there were."""
    with work() as w:
        throttle.forget_old(w.session)
        invitations.forget_expired_resets(w.session)
        return sign_ins.forget_ended(w.session, sessions.idle())


# -- people


def add_user(actor: Actor, name: str, password: str, role: Role = Role.RESEARCHER) -> UserView:
    """Make an account. The very first one is the administrator's."""
    require(actor, Deed.MANAGE, what="list of people")
    if needs_first_account():
        create_first_admin(name, password, is_loopback=True)
        with session() as asking:
            return view_of(person(asking, name))
    passwords.check_strength(password, check_name(name))
    kept = passwords.hash_of(password)
    with work() as w:
        user = new_user(w.session, name, kept, role)
        audit.add_by(w.session, actor, "account.created", severity="high", object_id=user.id, data={"role": role.value})
    return view_of(user)


def new_user(writing: Session, name: str, kept: str, role: Role) -> rows.User:
    """The row of a new person whose password's hash is ``kept``."""
    tidy = check_name(name)
    if rows.by_name(writing, tidy):
        raise NameTaken(f"There is a person called {tidy}.", "Choose another name.", field="name")
    user = rows.User(name=tidy, name_key=rows.key_of(tidy), role=role, password_hash=kept)
    writing.add(user)
    writing.flush()
    return user


def change_password(actor: Actor, old: str, new: str, device: str = "") -> str:
    """Change one's own password; all sessions end, the token of a new one is returned."""
    if actor.scopes is not None:
        raise sessions.PersonNeeded("An API token cannot change a password.", "Sign in with a browser.")
    passwords.check_strength(new, actor.name)
    trying = throttle.begin(rows.key_of(actor.name), actor.address)
    with session() as asking:
        user = person(asking, actor.name)
    if not passwords.matches(user.password_hash, old):
        with work() as w:
            audit.add_by(w.session, actor, "account.password_refused", severity="medium")
        raise WrongPassword("The present password is wrong.", "Type it again.", field="old")
    throttle.passed(trying)
    kept = passwords.hash_of(new)
    with work() as w:
        person(w.session, actor.name).password_hash = kept
        sign_ins.end_all(w.session, actor.user_id)
        invitations.end_resets(w.session, actor.user_id)
        audit.add_by(w.session, actor, "account.password_changed", severity="medium")
        return sessions.open_session(w.session, actor.user_id, actor.address, device)


def person(asking: Session, name: str) -> rows.User:
    """The row of somebody who can sign in."""
    user = rows.by_name(asking, name)
    if user is None or user.password_hash is None:
        raise NoSuchPerson(f"Nobody here is called {name[:64]}.", "See 'quantboard user list'.", field="name")
    return user


# -- the shell


def shell_actor(as_name: str | None = None) -> Actor:
    """Who the shell is: the administrator, ``as_name`` of several, or the one who will make the first account."""
    with session() as asking:
        people = list(rows.accounts(asking))
    if not people:
        with work() as w:
            return _actor(rows.founder(w.session))
    admins = [user for user in people if user.role is Role.ADMIN and user.is_active]
    if as_name is None:
        if len(admins) > 1:
            names = ", ".join(user.name for user in admins)
            raise NotAnAdmin(f"There are several administrators: {names}.", "Say which with --as NAME.")
        return _actor(admins[0])
    for user in admins:
        if user.name_key == rows.key_of(as_name):
            return _actor(user)
    raise NotAnAdmin(f"{as_name} is no administrator here.", "See 'quantboard user list'.")
