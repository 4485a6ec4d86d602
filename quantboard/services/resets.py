"""A forgotten password: an administrator makes a link, its person chooses a new password with it, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.db import audit, sign_ins, users
from quantboard.db import invitations as rows
from quantboard.db.base import now
from quantboard.db.session import session
from quantboard.errors import Conflict, InvalidInput, NotFound
from quantboard.services import keys, passwords, throttle
from quantboard.services.people import NoSuchPerson
from quantboard.services.work import work

LONGEST_HOURS, USUAL_HOURS = 168, 24


class BadLifetime(InvalidInput):
    """The link cannot live that long."""

    code = "reset.invalid"


class ResetOver(NotFound):
    """The link is unknown, used or too old."""

    code = "reset.over"


class PersonInactive(Conflict):
    """Somebody who may not sign in needs no password."""

    code = "person.inactive"


@dataclass(frozen=True)
class ResetView:
    """A link without its key."""

    name: str
    expires_at: datetime


def make_link(actor: Actor, person_id: str, hours: int = USUAL_HOURS) -> tuple[ResetView, str]:
    """A link to a new password, and its key, which nobody can show again; earlier links of the person end."""
    require(actor, Deed.MANAGE, what="list of people")
    if not 1 <= hours <= LONGEST_HOURS:
        raise BadLifetime(f"A link lives 1 to {LONGEST_HOURS} hours.", "Make another when needed.", field="hours")
    key = keys.fresh()
    with work() as w:
        user = w.session.get(users.User, person_id)
        if user is None or user.password_hash is None:
            raise NoSuchPerson("There is no such person.", "See the list of people.")
        if not user.is_active:
            raise PersonInactive(f"{user.name} may not sign in.", "Reactivate the account first.")
        rows.end_resets(w.session, user.id)
        made = rows.PasswordReset(
            token_hash=keys.digest(key),
            user_id=user.id,
            made_by=actor.user_id,
            expires_at=now() + timedelta(hours=hours),
        )
        w.session.add(made)
        audit.add_by(w.session, actor, "account.reset_link_made", severity="high", object_id=user.id)
    return ResetView(user.name, made.expires_at), key


def look(key: str) -> ResetView:
    """Whose password the link is for; raises when it can no longer be used."""
    with session() as asking:
        found = rows.open_reset(asking, keys.digest(key)) if key else None
    if found is None:
        raise _over()
    return ResetView(found[0].name, found[1].expires_at)


def choose(key: str, password: str, address: str = "") -> str:
    """Set the new password; all sessions of the person end. The name to sign in with."""
    passwords.check_strength(password, look(key).name)
    kept = passwords.hash_of(password)
    with work() as w:
        found = rows.open_reset(w.session, keys.digest(key))
        if found is None or not rows.use_reset(w.session, found[1].id):
            raise _over()
        user = found[0]
        user.password_hash = kept
        w.session.add(user)
        sign_ins.end_all(w.session, user.id)
        who = Actor(user.id, user.name, Role(user.role), address=address)
        audit.add_by(w.session, who, "account.password_chosen", severity="high", object_id=user.id)
    throttle.forget(user.name_key)
    return user.name


def _over() -> ResetOver:
    return ResetOver(
        "This link cannot be used: it was used, or is too old.", "Ask an administrator of this instance for a new one."
    )
