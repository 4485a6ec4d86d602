"""People: the first account, signing in and out, passwords, and who the shell is."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.db import audit, sign_ins
from quantboard.db import users as rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, NotAllowed, NotFound
from quantboard.log import logger
from quantboard.services import passwords
from quantboard.services.work import work
from quantboard.settings import settings

TOUCH_EVERY = timedelta(minutes=1)
log = logger("services")
throttle = passwords.Throttle()


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


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(user: rows.User, address: str = "") -> Actor:
    return Actor(user.id, user.name or "shell", Role(user.role), address=address)


def _view(user: rows.User) -> UserView:
    return UserView(user.id, user.name, Role(user.role), user.is_active, user.created_at, user.signed_in_at)


def _check_name(name: str) -> str:
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
    token = secrets.token_urlsafe(24)
    with work() as w:
        if rows.has_account(w.session):
            return None
        founder = rows.founder(w.session)
        founder.preferences = {**founder.preferences, "first_token": _digest(token)}
    return token


def create_first_admin(name: str, password: str, token: str | None = None, *, is_loopback: bool = False) -> Actor:
    """Make the first account, an administrator's; what the shell made before belongs to it."""
    tidy = _check_name(name)
    passwords.check_strength(password, tidy)
    kept = passwords.hash_of(password)
    with work() as w:
        if rows.has_account(w.session):
            raise AccountExists(
                "The first account exists already.", "Sign in, or ask the administrator for an account."
            )
        founder = rows.founder(w.session)
        expected = str(founder.preferences.get("first_token", ""))
        if not is_loopback and not (token and secrets.compare_digest(_digest(token), expected)):
            raise WrongToken("This link does not open the first account.", "Use the address that the launcher printed.")
        rows.claim_founder(w.session, tidy, kept)
        audit.add(w.session, "account.created", founder.id, severity="high", data={"name": tidy, "role": "admin"})
    log.info("account.created", user_id=rows.FOUNDER_ID)
    return Actor(rows.FOUNDER_ID, tidy, Role.ADMIN)


# -- signing in and out


def sign_in(name: str, password: str, address: str = "") -> str:
    """A session's token for name and password; only its SHA-256 is kept."""
    key = rows.key_of(name)
    throttle.check(key, address)
    with session() as asking:
        user = rows.by_name(asking, name) if key else None
    usable = user is not None and user.is_active
    if not passwords.matches(user.password_hash if user and usable else None, password) or user is None:
        throttle.failed(key, address)
        with work() as w:
            audit.add(
                w.session, "session.refused", user.id if user else None, severity="medium", address=address or None
            )
        log.warning("session.refused", address=address)
        raise WrongPassword("Name or password is wrong.", "Check both; passwords tell capitals from small letters.")
    throttle.passed(key, address)
    token = secrets.token_urlsafe(32)
    with work() as w:
        ends_at = now() + timedelta(days=settings().session_days)
        w.session.add(
            sign_ins.SignIn(token_hash=_digest(token), user_id=user.id, ends_at=ends_at, address=address[:64])
        )
        rows.note_sign_in(w.session, user.id)
        audit.add(w.session, "session.started", user.id, address=address or None)
    return token


def sign_out(token: str) -> None:
    """End the session of this token."""
    with work() as w:
        found = sign_ins.signed_in(w.session, _digest(token), _idle())
        if found is not None:
            sign_ins.end(w.session, found[1].id, found[0].id)


def sign_out_everywhere(actor: Actor, but_token: str | None = None) -> None:
    """End all sessions of the person, except perhaps the present one."""
    with work() as w:
        sign_ins.end_all(w.session, actor.user_id, _session_id(w.session, but_token))
        audit.add(w.session, "session.ended_all", actor.user_id, severity="medium")


def actor_of(token: str, address: str = "") -> Actor | None:
    """Who holds this token, unless the session ended or was idle too long."""
    with session() as asking:
        found = sign_ins.signed_in(asking, _digest(token), _idle()) if token else None
    if found is None:
        return None
    user, opened = found
    if now() - opened.used_at > TOUCH_EVERY:
        with work() as w:
            sign_ins.touch(w.session, opened.id, address)
            rows.note_seen(w.session, user.id)
    return _actor(user, address)


def forget_ended() -> int:
    """Delete sign-ins that can no longer be used."""
    with work() as w:
        return sign_ins.forget_ended(w.session, _idle())


def _idle() -> timedelta:
    return timedelta(hours=settings().session_idle_hours)


def _session_id(asking: Session, token: str | None) -> str | None:
    found = sign_ins.signed_in(asking, _digest(token), _idle()) if token else None
    return found[1].id if found else None


# -- people


def list_users(actor: Actor) -> list[UserView]:
    """Everybody who can sign in."""
    require(actor, Deed.MANAGE, what="list of people")
    with session() as asking:
        return [_view(user) for user in rows.accounts(asking)]


def add_user(actor: Actor, name: str, password: str, role: Role = Role.RESEARCHER) -> UserView:
    """Make an account. The very first one is the administrator's."""
    require(actor, Deed.MANAGE, what="list of people")
    if needs_first_account():
        create_first_admin(name, password, is_loopback=True)
        return next(view for view in list_users(actor) if view.id == rows.FOUNDER_ID)
    tidy = _check_name(name)
    passwords.check_strength(password, tidy)
    kept = passwords.hash_of(password)
    with work() as w:
        if rows.by_name(w.session, tidy):
            raise NameTaken(f"There is a person called {tidy}.", "Choose another name.", field="name")
        user = rows.User(name=tidy, name_key=rows.key_of(tidy), role=role, password_hash=kept)
        w.session.add(user)
        w.session.flush()
        audit.add(
            w.session, "account.created", actor.user_id, severity="high", object_id=user.id, data={"role": role.value}
        )
    return _view(user)


def reset_password(actor: Actor, name: str, password: str) -> None:
    """Give a person a new password and end his sessions."""
    require(actor, Deed.MANAGE, what="list of people")
    passwords.check_strength(password, name)
    kept = passwords.hash_of(password)
    with work() as w:
        user = _person(w.session, name)
        user.password_hash = kept
        sign_ins.end_all(w.session, user.id)
        audit.add(w.session, "account.password_reset", actor.user_id, severity="high", object_id=user.id)


def change_password(actor: Actor, old: str, new: str, token: str | None = None) -> None:
    """Change one's own password; all other sessions end."""
    passwords.check_strength(new, actor.name)
    with session() as asking:
        user = _person(asking, actor.name)
    if not passwords.matches(user.password_hash, old):
        raise WrongPassword("The present password is wrong.", "Type it again.", field="old")
    kept = passwords.hash_of(new)
    with work() as w:
        _person(w.session, actor.name).password_hash = kept
        sign_ins.end_all(w.session, actor.user_id, _session_id(w.session, token))
        audit.add(w.session, "account.password_changed", actor.user_id, severity="medium")


def _person(asking: Any, name: str) -> rows.User:
    user = rows.by_name(asking, name)
    if user is None or user.password_hash is None:
        raise NoSuchPerson(f"Nobody here is called {name}.", "See 'quantboard user list'.", field="name")
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
