"""People, and their sign-ins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.access import Role
from quantboard.db.base import Json, Row, now, text_enum

FOUNDER_ID = "0" * 32  # the first account. Until somebody claims it, what the shell makes belongs to it.


class User(Row, table=True):
    """A person. Without a password hash nobody can sign in as him."""

    __tablename__ = "users"

    name: str = Field(max_length=64)
    name_key: str = Field(max_length=64, unique=True)  # case-folded
    role: Role = Field(default=Role.RESEARCHER, sa_type=text_enum(Role))
    password_hash: str | None = Field(default=None, max_length=255)
    is_active: bool = True
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    signed_in_at: datetime | None = None


class SignIn(SQLModel, table=True):
    """One session of one browser. Only the token's SHA-256 is kept."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    created_at: datetime = Field(default_factory=now)
    used_at: datetime = Field(default_factory=now)
    ends_at: datetime


def key_of(name: str) -> str:
    """The form under which a name is unique."""
    return name.strip().casefold()


def founder(session: Session) -> User:
    """The row of the first account, made when it is missing."""
    found = session.get(User, FOUNDER_ID)
    if found is None:
        found = User(id=FOUNDER_ID, name="", name_key="", role=Role.ADMIN)
        session.add(found)
        session.flush()
    return found


def claim_founder(session: Session, name: str, password_hash: str) -> bool:
    """Turn the founder's row into an account; false when it already is one."""
    founder(session)
    done = session.exec(
        sa.update(User)
        .where(col(User.id) == FOUNDER_ID, col(User.password_hash).is_(None))
        .values(name=name.strip(), name_key=key_of(name), password_hash=password_hash, preferences={})
    )
    return bool(done.rowcount)


def has_account(session: Session) -> bool:
    """Whether anybody can sign in."""
    return session.exec(select(User.id).where(col(User.password_hash).is_not(None)).limit(1)).first() is not None


def by_name(session: Session, name: str) -> User | None:
    """The person called ``name``, whatever the case."""
    return session.exec(select(User).where(User.name_key == key_of(name))).first()


def accounts(session: Session) -> Sequence[User]:
    """Everybody who can sign in, oldest first."""
    return session.exec(select(User).where(col(User.password_hash).is_not(None)).order_by(col(User.created_at))).all()


def add_sign_in(session: Session, token_hash: str, user_id: str, lifetime: timedelta) -> None:
    """Remember a sign-in."""
    session.add(SignIn(token_hash=token_hash, user_id=user_id, ends_at=now() + lifetime))


def note_sign_in(session: Session, user_id: str) -> None:
    """Note when a person signed in last."""
    session.exec(sa.update(User).where(col(User.id) == user_id).values(signed_in_at=now()))


def signed_in(session: Session, token_hash: str, idle: timedelta) -> tuple[User, SignIn] | None:
    """The person behind a token that is neither too old nor idle too long."""
    at = now()
    return session.exec(
        select(User, SignIn)
        .join(SignIn, col(SignIn.user_id) == col(User.id))
        .where(SignIn.token_hash == token_hash, col(SignIn.ends_at) > at, col(SignIn.used_at) > at - idle)
        .where(col(User.is_active).is_(True), col(User.password_hash).is_not(None))
    ).first()


def touch(session: Session, token_hash: str) -> None:
    """Note that a sign-in is in use."""
    session.exec(sa.update(SignIn).where(col(SignIn.token_hash) == token_hash).values(used_at=now()))


def end_sign_in(session: Session, token_hash: str) -> None:
    """Forget one sign-in."""
    session.exec(sa.delete(SignIn).where(col(SignIn.token_hash) == token_hash))


def end_sign_ins(session: Session, user_id: str, but: str | None = None) -> None:
    """Forget all sign-ins of a person, except perhaps one."""
    session.exec(sa.delete(SignIn).where(col(SignIn.user_id) == user_id, col(SignIn.token_hash) != (but or "")))


def forget_ended(session: Session, idle: timedelta) -> int:
    """Delete sign-ins that can no longer be used; how many there were."""
    at = now()
    gone = session.exec(sa.delete(SignIn).where(sa.or_(col(SignIn.ends_at) <= at, col(SignIn.used_at) <= at - idle)))
    return int(gone.rowcount)
