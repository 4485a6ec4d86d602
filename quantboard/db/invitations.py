"""One-time links: invitations into the team, and new passwords for people in it. Only SHA-256 digests are kept."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.core.access import Role
from quantboard.db.base import Row, now, text_enum
from quantboard.db.users import User


class Invitation(Row, table=True):
    """A link by which one person may make an account."""

    __tablename__ = "invitations"

    token_hash: str = Field(max_length=64, unique=True)
    role: Role = Field(sa_type=text_enum(Role))
    note: str = Field(default="", max_length=120)  # for whom it is
    invited_by: str = Field(foreign_key="users.id", max_length=32)
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    used_by: str | None = Field(default=None, foreign_key="users.id", max_length=32)


class PasswordReset(Row, table=True):
    """A link by which a person may choose a new password."""

    __tablename__ = "password_resets"

    token_hash: str = Field(max_length=64, unique=True)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    made_by: str = Field(foreign_key="users.id", max_length=32)
    expires_at: datetime
    used_at: datetime | None = None


def invitations(session: Session) -> Sequence[Invitation]:
    """All of them, the newest first."""
    return session.exec(select(Invitation).order_by(col(Invitation.created_at).desc(), col(Invitation.id))).all()


def open_invitation(session: Session, token_hash: str) -> Invitation | None:
    """The invitation behind a link that can still be used."""
    wanted = select(Invitation).where(Invitation.token_hash == token_hash, col(Invitation.expires_at) > now())
    return session.exec(wanted.where(col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))).first()


def use_invitation(session: Session, invitation_id: str, user_id: str) -> bool:
    """Spend an invitation; false when somebody else just did."""
    spent = sa.update(Invitation).where(col(Invitation.id) == invitation_id, col(Invitation.used_at).is_(None))
    spent = spent.where(col(Invitation.revoked_at).is_(None))
    return bool(session.exec(spent.values(used_at=now(), used_by=user_id)).rowcount)


def revoke_invitation(session: Session, invitation_id: str) -> bool:
    """Close an invitation; false when it was used or closed already."""
    closed = sa.update(Invitation).where(col(Invitation.id) == invitation_id, col(Invitation.used_at).is_(None))
    closed = closed.where(col(Invitation.revoked_at).is_(None))
    return bool(session.exec(closed.values(revoked_at=now())).rowcount)


def revoke_of(session: Session, user_id: str) -> None:
    """Close all invitations that a person gave."""
    closed = sa.update(Invitation).where(col(Invitation.invited_by) == user_id, col(Invitation.used_at).is_(None))
    session.exec(closed.where(col(Invitation.revoked_at).is_(None)).values(revoked_at=now()))


def open_reset(session: Session, token_hash: str) -> tuple[User, PasswordReset] | None:
    """The active person who may choose a new password with this link."""
    return session.exec(
        select(User, PasswordReset)
        .join(PasswordReset, col(PasswordReset.user_id) == col(User.id))
        .where(PasswordReset.token_hash == token_hash, col(PasswordReset.expires_at) > now())
        .where(col(PasswordReset.used_at).is_(None), col(User.is_active).is_(True))
    ).first()


def use_reset(session: Session, reset_id: str) -> bool:
    """Spend a link; false when it was spent just now."""
    spent = sa.update(PasswordReset).where(col(PasswordReset.id) == reset_id, col(PasswordReset.used_at).is_(None))
    return bool(session.exec(spent.values(used_at=now())).rowcount)


def end_resets(session: Session, user_id: str) -> None:
    """Let no link to a new password of this person work any more."""
    session.exec(sa.delete(PasswordReset).where(col(PasswordReset.user_id) == user_id))


def forget_expired_resets(session: Session) -> int:
    """Delete links that can no longer be used; how many there were."""
    spent = sa.or_(col(PasswordReset.expires_at) <= now(), col(PasswordReset.used_at).is_not(None))
    return int(session.exec(sa.delete(PasswordReset).where(spent)).rowcount)
