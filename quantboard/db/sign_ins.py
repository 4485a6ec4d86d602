"""Sessions of browsers, and failed tries to open one. Only SHA-256 digests of tokens are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.access import Role
from quantboard.db.base import new_id, now
from quantboard.db.session import is_sqlite
from quantboard.db.users import User

PEOPLE_LOCK = 7_305_023  # PostgreSQL's advisory lock for deeds that must not happen twice at once


class SignIn(SQLModel, table=True):
    """One session of one browser. Its token changes now and then, its identity does not."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    id: str = Field(default_factory=new_id, max_length=32, unique=True)
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    created_at: datetime = Field(default_factory=now)
    used_at: datetime = Field(default_factory=now)
    ends_at: datetime
    rotated_at: datetime = Field(default_factory=now)
    previous_hash: str | None = Field(default=None, max_length=64, index=True)
    previous_until: datetime | None = None  # None: until the new token is seen for the first time
    address: str = Field(default="", max_length=64)
    device: str = Field(default="", max_length=200)  # what the browser says of itself


class SignInFailure(SQLModel, table=True):
    """One failed try; ``key`` is a digest of a name, an address, or both."""

    __tablename__ = "sign_in_failures"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, index=True)
    at: datetime = Field(default_factory=now)


def living(idle: timedelta) -> sa.ColumnElement[bool]:
    """The sessions that are neither too old nor idle too long, of people who may sign in."""
    at = now()
    return sa.and_(
        col(SignIn.ends_at) > at,
        col(SignIn.used_at) > at - idle,
        col(User.is_active).is_(True),
        col(User.password_hash).is_not(None),
    )


def signed_in(session: Session, token_hash: str, idle: timedelta) -> tuple[User, SignIn] | None:
    """The person behind a token: the present one, or the one before it while it is still accepted."""
    former = sa.and_(
        col(SignIn.previous_hash) == token_hash,
        sa.or_(col(SignIn.previous_until).is_(None), col(SignIn.previous_until) > now()),
    )
    wanted = select(User, SignIn).join(SignIn, col(SignIn.user_id) == col(User.id))
    return session.exec(wanted.where(sa.or_(col(SignIn.token_hash) == token_hash, former), living(idle))).first()


def by_id(session: Session, sign_in_id: str, idle: timedelta) -> tuple[User, SignIn] | None:
    """The person behind a session that lives."""
    wanted = select(User, SignIn).join(SignIn, col(SignIn.user_id) == col(User.id))
    return session.exec(wanted.where(SignIn.id == sign_in_id, living(idle))).first()


def roles(session: Session, ids: Collection[str], idle: timedelta) -> dict[str, Role]:
    """Which of these sessions live, and what role their person has."""
    wanted = select(SignIn.id, User.role).join(User, col(SignIn.user_id) == col(User.id))
    return {one: Role(role) for one, role in session.exec(wanted.where(col(SignIn.id).in_(ids), living(idle)))}


def of_person(session: Session, user_id: str, idle: timedelta) -> Sequence[SignIn]:
    """The living sessions of a person, the last used first."""
    wanted = select(SignIn).join(User, col(SignIn.user_id) == col(User.id))
    return session.exec(
        wanted.where(SignIn.user_id == user_id, living(idle)).order_by(col(SignIn.used_at).desc())
    ).all()


def touch(session: Session, sign_in_id: str, address: str) -> None:
    """Note that a session is in use, and from where."""
    values: dict[str, object] = {"used_at": now()}
    if address:
        values["address"] = address[:64]
    session.exec(sa.update(SignIn).where(col(SignIn.id) == sign_in_id).values(**values))


def rotate(session: Session, old_hash: str, new_hash: str) -> bool:
    """Give a session a new token; the old one stays good until the new one was seen. False when another was faster."""
    at = now()
    changed = sa.update(SignIn).where(col(SignIn.token_hash) == old_hash)
    values = {"token_hash": new_hash, "previous_hash": old_hash, "previous_until": None, "rotated_at": at}
    return bool(session.exec(changed.values(**values)).rowcount)


def replace_unseen(session: Session, previous_hash: str, unseen_hash: str, new_hash: str) -> bool:
    """Give another new token where the answer with the last one was lost."""
    changed = sa.update(SignIn).where(col(SignIn.token_hash) == unseen_hash)
    changed = changed.where(col(SignIn.previous_hash) == previous_hash, col(SignIn.previous_until).is_(None))
    return bool(session.exec(changed.values(token_hash=new_hash, rotated_at=now())).rowcount)


def seen_new(session: Session, token_hash: str, grace: timedelta) -> None:
    """The new token came back: the one before it ends after a grace for requests on their way."""
    changed = sa.update(SignIn).where(col(SignIn.token_hash) == token_hash, col(SignIn.previous_until).is_(None))
    session.exec(changed.values(previous_until=now() + grace))


def make_due(session: Session, user_id: str) -> None:
    """Let all sessions of a person get new tokens at the next occasion."""
    long_ago = now() - timedelta(days=3650)
    session.exec(sa.update(SignIn).where(col(SignIn.user_id) == user_id).values(rotated_at=long_ago))


def end(session: Session, sign_in_id: str, user_id: str) -> bool:
    """Forget one session of a person; false when there is none."""
    gone = sa.delete(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.user_id) == user_id)
    return bool(session.exec(gone).rowcount)


def end_all(session: Session, user_id: str, but: str | None = None) -> int:
    """Forget all sessions of a person, except perhaps the one with the identity ``but``; how many there were."""
    gone = sa.delete(SignIn).where(col(SignIn.user_id) == user_id, col(SignIn.id) != (but or ""))
    return int(session.exec(gone).rowcount)


def forget_ended(session: Session, idle: timedelta) -> int:
    """Delete sessions that can no longer be used; how many there were."""
    at = now()
    gone = session.exec(sa.delete(SignIn).where(sa.or_(col(SignIn.ends_at) <= at, col(SignIn.used_at) <= at - idle)))
    return int(gone.rowcount)


def was_here(session: Session, user_id: str, address: str) -> bool:
    """Whether a person has signed in from this address lately."""
    wanted = select(SignIn.id).where(SignIn.user_id == user_id, SignIn.address == address).limit(1)
    return session.exec(wanted).first() is not None


def alone(session: Session) -> None:
    """Let tries and changes of roles happen one after the other; SQLite has but one writer anyway."""
    if not is_sqlite():
        session.exec(sa.select(sa.func.pg_advisory_xact_lock(PEOPLE_LOCK)))  # type: ignore[call-overload]


def add_failures(session: Session, keys: Sequence[str]) -> list[int]:
    """Note a failed try under each key; the identities of the notes."""
    noted = [SignInFailure(key=key) for key in keys]
    session.add_all(noted)
    session.flush()
    return [one.id or 0 for one in noted]


def failures(session: Session, key: str, since: datetime) -> Sequence[datetime]:
    """When tries failed under this key, the oldest first."""
    wanted = select(SignInFailure.at).where(SignInFailure.key == key, col(SignInFailure.at) > since)
    return session.exec(wanted.order_by(col(SignInFailure.at))).all()


def forget_failures(
    session: Session, *, key: str | None = None, ids: Sequence[int] | None = None, before: datetime | None = None
) -> None:
    """Delete the failures that fit all that is given."""
    gone = sa.delete(SignInFailure)
    if key is not None:
        gone = gone.where(col(SignInFailure.key) == key)
    if ids is not None:
        gone = gone.where(col(SignInFailure.id).in_(ids))
    if before is not None:
        gone = gone.where(col(SignInFailure.at) < before)
    session.exec(gone)
