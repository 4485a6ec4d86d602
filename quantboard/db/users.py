"""People."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

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
    seen_at: datetime | None = None


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


def note_sign_in(session: Session, user_id: str) -> None:
    """Note when a person signed in last."""
    session.exec(sa.update(User).where(col(User.id) == user_id).values(signed_in_at=now(), seen_at=now()))


def note_seen(session: Session, user_id: str) -> None:
    """Note when a person was here last, by a browser or a program."""
    session.exec(sa.update(User).where(col(User.id) == user_id).values(seen_at=now(), updated_at=User.updated_at))
