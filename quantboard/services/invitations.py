"""Invitations: a link by which one person makes an account; it works without mail, whoever has it may use it once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.db import audit, objects
from quantboard.db import invitations as rows
from quantboard.db.base import now
from quantboard.db.session import session
from quantboard.errors import InvalidInput, NotFound
from quantboard.log import logger
from quantboard.services import accounts, keys, passwords
from quantboard.services.work import work

LONGEST_DAYS, USUAL_DAYS = 30, 7
log = logger("services")


class BadInvitation(InvalidInput):
    """The lifetime or the note of an invitation cannot be used."""

    code = "invitation.invalid"


class InvitationOver(NotFound):
    """The link is unknown, used, withdrawn or too old."""

    code = "invitation.over"


@dataclass(frozen=True)
class InvitationView:
    """An invitation without its link; ``state`` is ``open``, ``used``, ``expired`` or ``revoked``."""

    id: str
    role: Role
    note: str
    state: str
    created_at: datetime
    expires_at: datetime
    invited_by: str
    used_by: str | None  # a name


@dataclass(frozen=True)
class Offer:
    """What somebody with the link is told before he joins."""

    role: Role
    invited_by: str
    expires_at: datetime


def invite(
    actor: Actor, role: Role = Role.RESEARCHER, days: int = USUAL_DAYS, note: str = ""
) -> tuple[InvitationView, str]:
    """A new invitation, and the key of its link, which nobody can show again."""
    require(actor, Deed.MANAGE, what="list of people")
    tidy = " ".join(note.split())
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInvitation(f"An invitation lives 1 to {LONGEST_DAYS} days.", "Make another when needed.", field="days")
    if len(tidy) > 120 or not tidy.isprintable():
        raise BadInvitation("The note is too long.", "At most 120 characters.", field="note")
    key = keys.fresh()
    with work() as w:
        made = rows.Invitation(
            token_hash=keys.digest(key),
            role=role,
            note=tidy,
            invited_by=actor.user_id,
            expires_at=now() + timedelta(days=days),
        )
        w.session.add(made)
        w.session.flush()
        data = {"role": role.value, "days": days}
        audit.add_by(w.session, actor, "invitation.created", severity="high", object_id=made.id, data=data)
    return _view(made, {actor.user_id: actor.name}), key


def list_invitations(actor: Actor) -> list[InvitationView]:
    """All of them, the newest first."""
    require(actor, Deed.MANAGE, what="list of people")
    with session() as asking:
        found = rows.invitations(asking)
        names = objects.names(asking, {one.invited_by for one in found} | {one.used_by for one in found})
    return [_view(one, names) for one in found]


def revoke(actor: Actor, invitation_id: str) -> InvitationView:
    """Let the link work no more."""
    require(actor, Deed.MANAGE, what="list of people")
    with work() as w:
        made = w.session.get(rows.Invitation, invitation_id)
        if made is None:
            raise InvitationOver("There is no such invitation.", "See the list of invitations.")
        if rows.revoke_invitation(w.session, made.id):
            audit.add_by(w.session, actor, "invitation.revoked", severity="medium", object_id=made.id)
        w.session.refresh(made)
        names = objects.names(w.session, [made.invited_by, made.used_by])
    return _view(made, names)


def look(key: str) -> Offer:
    """What the link offers; raises when it can no longer be used."""
    with session() as asking:
        found = rows.open_invitation(asking, keys.digest(key)) if key else None
        if found is None:
            raise _over()
        names = objects.names(asking, [found.invited_by])
    return Offer(Role(found.role), names.get(found.invited_by, ""), found.expires_at)


def join(key: str, name: str, password: str, address: str = "") -> Actor:
    """Make the account that the link offers; the link is spent."""
    look(key)
    passwords.check_strength(password, accounts.check_name(name))
    kept = passwords.hash_of(password)
    with work() as w:
        found = rows.open_invitation(w.session, keys.digest(key))
        if found is None:
            raise _over()
        user = accounts.new_user(w.session, name, kept, Role(found.role))
        if not rows.use_invitation(w.session, found.id, user.id):
            raise _over()
        made = Actor(user.id, user.name, Role(user.role), address=address)
        data = {"role": user.role, "invitation": found.id}
        audit.add_by(w.session, made, "account.joined", severity="high", object_id=user.id, data=data)
    log.info("account.joined", user_id=made.user_id)
    return made


def _over() -> InvitationOver:
    return InvitationOver(
        "This invitation cannot be used: it was used, withdrawn, or is too old.", "Ask who invited you for a new link."
    )


def _view(made: rows.Invitation, names: dict[str, str]) -> InvitationView:
    if made.used_at is not None:
        state = "used"
    elif made.revoked_at is not None:
        state = "revoked"
    else:
        state = "open" if made.expires_at > now() else "expired"
    used_by = names.get(made.used_by) if made.used_by else None
    inviter = names.get(made.invited_by, "")
    return InvitationView(
        made.id, Role(made.role), made.note, state, made.created_at, made.expires_at, inviter, used_by
    )
