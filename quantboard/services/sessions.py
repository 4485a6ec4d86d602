"""The sessions of browsers: opened at a sign-in, kept alive by use, given a new token now and then, listed and ended.

The token in the cookie changes, the session's identity does not. A tab that proved the token once may go on by the
identity, since its socket keeps the cookie it came with. After a change of the password the identity changes too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from quantboard.core.access import Actor, Role
from quantboard.db import audit, sign_ins, users
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.db.sign_ins import SignIn
from quantboard.errors import NotAllowed, NotFound
from quantboard.services import keys
from quantboard.services.work import work
from quantboard.settings import settings

TOUCH_EVERY = timedelta(minutes=1)
RENEW_EVERY = timedelta(hours=12)
GRACE = timedelta(minutes=1)  # for requests that were on their way when the token changed
LOST_AFTER = timedelta(minutes=1)  # an answer with a new token that nobody came back with


class NoSuchSession(NotFound):
    """The person has no such session."""

    code = "session.unknown"


class PersonNeeded(NotAllowed):
    """Only the person himself may do this, no program with a token."""

    code = "session.person_needed"


@dataclass(frozen=True)
class Known:
    """Who holds a token, in which session, and whether it is time for a new token."""

    actor: Actor
    session_id: str
    is_due: bool


@dataclass(frozen=True)
class SessionView:
    """One session as its person sees it; ``device`` is what the browser says of itself."""

    id: str
    device: str
    address: str
    created_at: datetime
    used_at: datetime
    ends_at: datetime
    is_here: bool


def open_session(writing: Session, user_id: str, address: str, device: str) -> str:
    """A new session's token."""
    token = keys.fresh()
    ends_at = now() + timedelta(days=settings().session_days)
    made = SignIn(
        token_hash=keys.digest(token), user_id=user_id, ends_at=ends_at, address=address[:64], device=device[:200]
    )
    writing.add(made)
    writing.flush()
    return token


def known(token: str, address: str = "") -> Known | None:
    """Who holds this token, unless the session ended, was idle too long, or has had another token for a while."""
    if not token:
        return None
    digest = keys.digest(token)
    with session() as asking:
        found = sign_ins.signed_in(asking, digest, idle())
    if found is None:
        return None
    opened = found[1]
    if opened.token_hash == digest and opened.previous_hash and opened.previous_until is None:
        with work() as w:
            sign_ins.seen_new(w.session, digest, GRACE)
    return _known(*found, address, _is_due(opened, digest))


def known_by_id(session_id: str, address: str = "") -> Known | None:
    """The same for a tab that has proved its token before."""
    with session() as asking:
        found = sign_ins.by_id(asking, session_id, idle())
    return _known(*found, address, _is_due(found[1], found[1].token_hash)) if found else None


def renew(token: str) -> str | None:
    """Another token for the session, where it is time for one; the old one ends soon after the new one was seen."""
    digest, new = keys.digest(token), keys.fresh()
    with work() as w:
        found = sign_ins.signed_in(w.session, digest, idle())
        if found is None or not _is_due(found[1], digest):
            return None
        if found[1].token_hash == digest:
            is_new = sign_ins.rotate(w.session, digest, keys.digest(new))
        else:
            is_new = sign_ins.replace_unseen(w.session, digest, found[1].token_hash, keys.digest(new))
    return new if is_new else None


def living(session_ids: Collection[str]) -> dict[str, str]:
    """Which of these sessions live, and the role that their person has now."""
    with session() as asking:
        return {one: str(role) for one, role in sign_ins.roles(asking, session_ids, idle()).items()}


def list_sessions(actor: Actor, here: str = "") -> list[SessionView]:
    """The person's living sessions, the last used first; ``here`` is the one that asks."""
    _require_person(actor)
    with session() as asking:
        return [
            SessionView(one.id, one.device, one.address, one.created_at, one.used_at, one.ends_at, one.id == here)
            for one in sign_ins.of_person(asking, actor.user_id, idle())
        ]


def end_session(actor: Actor, session_id: str) -> None:
    """End one of one's own sessions."""
    _require_person(actor)
    with work() as w:
        if not sign_ins.end(w.session, session_id, actor.user_id):
            raise NoSuchSession("This session has ended already.", "See the list of your sessions.")
        audit.add_by(w.session, actor, "session.ended", object_id=session_id)


def end_all(actor: Actor, but: str | None = None) -> int:
    """Sign out everywhere, except perhaps in the session ``but``; how many sessions ended."""
    _require_person(actor)
    with work() as w:
        n_ended = sign_ins.end_all(w.session, actor.user_id, but)
        audit.add_by(w.session, actor, "session.ended_all", severity="medium", data={"n_ended": n_ended})
    return n_ended


def idle() -> timedelta:
    """How long a session lives without use."""
    return timedelta(hours=settings().session_idle_hours)


def _known(user: users.User, opened: SignIn, address: str, is_due: bool) -> Known:
    if now() - opened.used_at > TOUCH_EVERY or (address and opened.address != address):
        with work() as w:
            sign_ins.touch(w.session, opened.id, address)
            users.note_seen(w.session, user.id)
    return Known(Actor(user.id, user.name, Role(user.role), address=address), opened.id, is_due)


def _is_due(opened: SignIn, digest: str) -> bool:
    age = now() - opened.rotated_at
    if opened.token_hash == digest:
        return age > RENEW_EVERY
    return opened.previous_until is None and age > LOST_AFTER


def _require_person(actor: Actor) -> None:
    if actor.scopes is not None:
        raise PersonNeeded("An API token cannot do this.", "Sign in with a browser.")
