"""Who did what, to what, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.access import Actor
from quantboard.db.base import Json, now


class AuditEvent(SQLModel, table=True):
    """One line of the audit log; written, never changed."""

    __tablename__ = "audit_events"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, index=True)
    user_id: str | None = Field(default=None, max_length=32, index=True)
    event: str = Field(max_length=64, index=True)  # noun.past_verb
    severity: str = Field(default="low", max_length=16)
    object_id: str | None = Field(default=None, max_length=64)
    address: str | None = Field(default=None, max_length=64)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


def add(session: Session, event: str, user_id: str | None, **fields: Any) -> None:
    """Write one line; ``severity``, ``object_id``, ``address`` and ``data`` may be given."""
    session.add(AuditEvent(event=event, user_id=user_id, **fields))


def add_by(session: Session, actor: Actor, event: str, **fields: Any) -> None:
    """The same for a deed of ``actor``: with where from, and by which API token."""
    data = dict(fields.pop("data", None) or {})
    if actor.token_id:
        data["token_id"] = actor.token_id
    add(session, event, actor.user_id, address=actor.address[:64] or None, data=data, **fields)


def recent(session: Session, limit: int = 100) -> Sequence[AuditEvent]:
    """The newest lines first."""
    return session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc()).limit(limit)).all()


@dataclass(frozen=True)
class Sought:
    """Which lines; an empty field asks for all."""

    event: str = ""  # a beginning
    user_id: str = ""
    severities: Sequence[str] = ()
    since: datetime | None = None


def find(session: Session, sought: Sought, limit: int, offset: int) -> tuple[Sequence[AuditEvent], int]:
    """One part of the fitting lines, the newest first, and how many there are in all."""
    where: list[Any] = []
    if sought.event:
        where.append(col(AuditEvent.event).startswith(sought.event, autoescape=True))
    if sought.user_id:
        where.append(col(AuditEvent.user_id) == sought.user_id)
    if sought.severities:
        where.append(col(AuditEvent.severity).in_(sought.severities))
    if sought.since is not None:
        where.append(col(AuditEvent.at) >= sought.since)
    total = session.exec(select(sa.func.count()).select_from(AuditEvent).where(*where)).one()
    wanted = select(AuditEvent).where(*where).order_by(col(AuditEvent.id).desc()).limit(limit).offset(offset)
    return session.exec(wanted).all(), int(total)
