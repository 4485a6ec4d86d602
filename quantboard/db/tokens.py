"""API tokens: keys with which programs act for a person. Only the SHA-256 of the secret is kept."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Json, Row, now
from quantboard.db.users import User


class ApiToken(Row, table=True):
    """One key of one person."""

    __tablename__ = "api_tokens"

    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    name: str = Field(max_length=64)
    token_hash: str = Field(max_length=64, unique=True)
    hint: str = Field(max_length=16)  # the first characters of the secret, to tell keys apart
    scopes: list[str] = Field(default_factory=list, sa_type=Json)
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    used_from: str | None = Field(default=None, max_length=64)


def of_person(session: Session, user_id: str) -> Sequence[ApiToken]:
    """A person's tokens, the newest first."""
    wanted = select(ApiToken).where(ApiToken.user_id == user_id)
    return session.exec(wanted.order_by(col(ApiToken.created_at).desc(), col(ApiToken.id))).all()


def n_living(session: Session, user_id: str) -> int:
    """How many tokens of a person can be used."""
    living = select(sa.func.count()).select_from(ApiToken).where(ApiToken.user_id == user_id)
    living = living.where(col(ApiToken.revoked_at).is_(None), col(ApiToken.expires_at) > now())
    return int(session.exec(living).one())


def holder(session: Session, token_hash: str) -> tuple[User, ApiToken] | None:
    """The active person behind a token that is neither revoked nor too old."""
    return session.exec(
        select(User, ApiToken)
        .join(ApiToken, col(ApiToken.user_id) == col(User.id))
        .where(ApiToken.token_hash == token_hash, col(ApiToken.revoked_at).is_(None))
        .where(col(ApiToken.expires_at) > now(), col(User.is_active).is_(True), col(User.password_hash).is_not(None))
    ).first()


def touch(session: Session, token_id: str, address: str) -> None:
    """Note when and from where a token was used."""
    changed = sa.update(ApiToken).where(col(ApiToken.id) == token_id)
    session.exec(changed.values(used_at=now(), used_from=address[:64] or None, updated_at=ApiToken.updated_at))


def revoke_all(session: Session, user_id: str) -> int:
    """End every living token of a person; how many there were."""
    changed = sa.update(ApiToken).where(col(ApiToken.user_id) == user_id, col(ApiToken.revoked_at).is_(None))
    return int(session.exec(changed.values(revoked_at=now())).rowcount)
