"""Requests that must not be done twice: the caller's key, what was asked, and what was answered."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.db.base import Json, new_id, now


class ApiRequest(SQLModel, table=True):
    """One request with a key; ``answer`` is written in the transaction of the job that it makes."""

    __tablename__ = "api_requests"
    __table_args__ = (sa.UniqueConstraint("owner_id", "key"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32)
    key: str = Field(max_length=128)
    fingerprint: str = Field(max_length=64)
    answer: dict[str, Any] | None = Field(default=None, sa_type=Json)
    created_at: datetime = Field(default_factory=now, index=True)


def held(asking: Session, owner_id: str, key: str) -> ApiRequest | None:
    """The person's request with this key."""
    wanted = select(ApiRequest).where(ApiRequest.owner_id == owner_id, ApiRequest.key == key)
    return asking.exec(wanted.execution_options(populate_existing=True)).first()


def add(asking: Session, row: ApiRequest) -> bool:
    """Insert it; whether nobody was faster."""
    try:
        with asking.begin_nested():
            asking.add(row)
            asking.flush()
    except IntegrityError:
        return False
    return True


def answer(asking: Session, request_id: str, body: dict[str, Any]) -> None:
    """Write down what is answered."""
    asking.exec(sa.update(ApiRequest).where(col(ApiRequest.id) == request_id).values(answer=body))


def drop(asking: Session, request_id: str) -> None:
    """Forget a request that made nothing."""
    unanswered = col(ApiRequest.answer).is_(None)
    asking.exec(sa.delete(ApiRequest).where(col(ApiRequest.id) == request_id, unanswered))


def take_over(asking: Session, row: ApiRequest) -> bool:
    """Claim a request whose process died before it made anything; whether nobody was faster."""
    mine = sa.update(ApiRequest).where(
        col(ApiRequest.id) == row.id,
        col(ApiRequest.answer).is_(None),
        col(ApiRequest.created_at) == row.created_at,
    )
    return bool(asking.exec(mine.values(created_at=now())).rowcount)


def forget(asking: Session, before: datetime) -> int:
    """Delete what was asked earlier; how many."""
    return int(asking.exec(sa.delete(ApiRequest).where(col(ApiRequest.created_at) < before)).rowcount)
