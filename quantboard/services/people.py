"""The people of this instance: who there is, what each may do, and what becomes of one who leaves."""

from dataclasses import dataclass
from typing import Any

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.core.listing import Page, Wanted
from quantboard.db import audit, invitations, objects, ownership, sign_ins, tokens
from quantboard.db import users as rows
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput, NotFound
from quantboard.log import logger
from quantboard.services import accounts, passwords, sessions, throttle
from quantboard.services.accounts import UserView, view_of
from quantboard.services.work import work

SORTS = ("name", "role", "seen", "made")
log = logger("services")


class NoSuchPerson(NotFound):
    """Nobody has this identity."""

    code = "person.unknown"


class LastAdmin(Conflict):
    """Without this person nobody could administer the instance."""

    code = "person.last_admin"


class NotOneself(Conflict):
    """Nobody locks himself out."""

    code = "person.not_oneself"


class CannotOwn(InvalidInput):
    """The person could do nothing with what he would get."""

    code = "person.cannot_own"


@dataclass(frozen=True)
class Affected:
    """What hangs on a person: shown before something is done to him."""

    n_sessions: int
    n_tokens: int
    owned: dict[str, int]

    @property
    def n_owned(self) -> int:
        """Everything he owns, counted together."""
        return sum(self.owned.values())


def list_people(actor: Actor, wanted: Wanted | None = None) -> Page[UserView]:
    """Everybody with an account, the inactive too; words are sought in the names."""
    require(actor, Deed.MANAGE, what="list of people")
    asked = (wanted or Wanted(limit=1000)).checked(SORTS)
    with session() as asking:
        found = [view_of(user) for user in rows.accounts(asking)]
    words = asked.words.casefold().split()
    fitting = [one for one in found if all(word in one.name.casefold() for word in words)]
    fitting.sort(key=_order(asked.sort.removeprefix("-") or "made"), reverse=asked.sort.startswith("-"))
    part = fitting[asked.offset : asked.offset + asked.limit]
    return Page(tuple(part), len(fitting), asked.limit, asked.offset)


def affected(actor: Actor, person_id: str) -> Affected:
    """What hangs on a person."""
    require(actor, Deed.MANAGE, what="list of people")
    with session() as asking:
        user = _person(asking, person_id)
        n_sessions = len(sign_ins.of_person(asking, user.id, sessions.idle()))
        return Affected(n_sessions, tokens.n_living(asking, user.id), ownership.counts(asking, user.id))


def rename(actor: Actor, person_id: str, name: str) -> UserView:
    """Give a person another name, with which he signs in from now on."""
    require(actor, Deed.MANAGE, what="list of people")
    tidy = accounts.check_name(name)
    with work() as w:
        user = _person(w.session, person_id)
        other = rows.by_name(w.session, tidy)
        if other is not None and other.id != user.id:
            raise accounts.NameTaken(f"There is a person called {tidy}.", "Choose another name.", field="name")
        before, user.name, user.name_key = user.name, tidy, rows.key_of(tidy)
        _note(w.session, actor, "account.renamed", user, before=before, after=tidy)
    return view_of(user)


def change_role(actor: Actor, person_id: str, role: Role) -> UserView:
    """Give a person another role, in force with his next click; his sessions get new tokens."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        user = _person(w.session, person_id)
        before = Role(user.role)
        if before is not role:
            if before is Role.ADMIN:
                _spare_last_admin(w.session, user)
                invitations.revoke_of(w.session, user.id)
            user.role = role
            sign_ins.make_due(w.session, user.id)
            _note(w.session, actor, "account.role_changed", user, before=before.value, after=role.value)
    return view_of(user)


def deactivate(actor: Actor, person_id: str) -> UserView:
    """Let a person in no more: sessions, tokens and links end at once; what he made stays, and stays his."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        user = _person(w.session, person_id)
        if user.id == actor.user_id:
            raise NotOneself("You cannot deactivate yourself.", "Ask another administrator.")
        if user.is_active:
            _spare_last_admin(w.session, user)
            user.is_active = False
            n_sessions = sign_ins.end_all(w.session, user.id)
            n_tokens = tokens.revoke_all(w.session, user.id)
            invitations.end_resets(w.session, user.id)
            invitations.revoke_of(w.session, user.id)
            _note(w.session, actor, "account.deactivated", user, n_sessions=n_sessions, n_tokens=n_tokens)
    log.info("account.deactivated", user_id=person_id)
    return view_of(user)


def reactivate(actor: Actor, person_id: str) -> UserView:
    """Let a person in again, with the password he had; tokens stay revoked."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        user = _person(w.session, person_id)
        if not user.is_active:
            user.is_active = True
            _note(w.session, actor, "account.reactivated", user)
    return view_of(user)


def sign_out(actor: Actor, person_id: str) -> int:
    """End all sessions of a person; how many there were."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        user = _person(w.session, person_id)
        n_ended = sign_ins.end_all(w.session, user.id)
        _note(w.session, actor, "session.ended_by_admin", user, n_sessions=n_ended)
    return n_ended


def revoke_tokens(actor: Actor, person_id: str) -> int:
    """End all API tokens of a person; how many there were."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        user = _person(w.session, person_id)
        n_ended = tokens.revoke_all(w.session, user.id)
        _note(w.session, actor, "token.revoked_by_admin", user, n_tokens=n_ended)
    return n_ended


def reset_password(actor: Actor, name: str, password: str) -> None:
    """Give a person a new password and end his sessions."""
    require(actor, Deed.MANAGE, what="list of people")
    passwords.check_strength(password, name)
    kept = passwords.hash_of(password)
    with work() as w:
        user = accounts.person(w.session, name)
        user.password_hash = kept
        sign_ins.end_all(w.session, user.id)
        invitations.end_resets(w.session, user.id)
        _note(w.session, actor, "account.password_reset", user)
    throttle.forget(user.name_key)


def transfer(actor: Actor, from_id: str, to_id: str) -> dict[str, int]:
    """Give all that one person owns to another; how many things of each kind. A name that is taken gets his added."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        giver, taker = _person(w.session, from_id), _person(w.session, to_id)
        if giver.id == taker.id:
            raise CannotOwn("Giver and taker are the same person.", "Choose somebody else.", field="to")
        if not taker.is_active or taker.role == Role.VIEWER:
            why = "is not active" if not taker.is_active else "is a viewer, who may not change what he owns"
            raise CannotOwn(f"{taker.name} {why}.", "Choose somebody else, or change that first.", field="to")
        moved = {kind: _hand_over(w.session, kind, giver, taker) for kind in ownership.OWNABLE}
        _note(w.session, actor, "account.work_transferred", giver, to=taker.id, moved=moved)
    return moved


def get(actor: Actor, person_id: str) -> UserView:
    """One person."""
    require(actor, Deed.MANAGE, what="list of people")
    with session() as asking:
        return view_of(_person(asking, person_id))


def find(actor: Actor, name_or_id: str) -> UserView:
    """A person by name or identity."""
    require(actor, Deed.MANAGE, what="list of people")
    with session() as asking:
        by_name = rows.by_name(asking, name_or_id)
        return view_of(by_name if by_name is not None and by_name.name else _person(asking, name_or_id))


def _hand_over(writing: Session, kind: str, giver: rows.User, taker: rows.User) -> int:
    things = ownership.owned(writing, kind, giver.id)
    for thing in things:
        if kind in objects.KINDS and objects.has_name(writing, kind, taker.id, thing.name):
            thing.name = f"{thing.name[:50]} ({giver.name[:40]}, {thing.id[:6]})"
        thing.owner_id = taker.id
        writing.add(thing)
        writing.flush()
    return len(things)


def _person(asking: Session, person_id: str) -> rows.User:
    user = asking.get(rows.User, person_id)
    if user is None or user.password_hash is None:
        raise NoSuchPerson("There is no such person.", "See the list of people.")
    return user


def _spare_last_admin(asking: Session, user: rows.User) -> None:
    sign_ins.alone(asking)
    admins = [one for one in rows.accounts(asking) if one.role == Role.ADMIN and one.is_active]
    if [one.id for one in admins] == [user.id]:
        raise LastAdmin(f"{user.name} is the only active administrator.", "Make somebody else an administrator first.")


def _note(writing: Session, actor: Actor, event: str, user: rows.User, **data: Any) -> None:
    audit.add_by(writing, actor, event, severity="high", object_id=user.id, data=data)


def _order(sort: str) -> Any:
    roles = list(Role)
    return {
        "name": lambda one: one.name.casefold(),
        "role": lambda one: (roles.index(one.role), one.name.casefold()),
        "seen": lambda one: one.seen_at.timestamp() if one.seen_at else 0.0,
        "made": lambda one: one.created_at,
    }[sort]
