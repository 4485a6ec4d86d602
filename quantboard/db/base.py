"""What every table shares: identity, times, owner, visibility, and column types that behave alike on both databases."""

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

PRIVATE, TEAM = "private", "team"


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A fresh identity: 32 hexadecimal digits."""
    return uuid4().hex


def finite(value: Any) -> Any:
    """``value`` with every NaN and infinity replaced by ``None``: PostgreSQL refuses them in JSON."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


class Json(TypeDecorator[Any]):
    """JSON (JSONB on PostgreSQL). Assign a new object to change it: changes in place are not saved."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        kind = JSONB if dialect.name == "postgresql" else sa.JSON
        return dialect.type_descriptor(kind(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:  # noqa: ARG002 -- SQLAlchemy's signature
        return finite(value)

    def __repr__(self) -> str:
        return "Json()"


def text_enum(kind: type[StrEnum], length: int = 16) -> Any:
    """A column type that stores the members' values as text and refuses anything else; for ``Field(sa_type=…)``."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=length,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


class Row(SQLModel):
    """A thing with an identity that was made once and changed last."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now, sa_column_kwargs={"onupdate": now})


class OwnedRow(Row):
    """A thing that somebody owns and may share with the team."""

    owner_id: str = Field(foreign_key="users.id", max_length=32, index=True)
    visibility: str = Field(default=PRIVATE, max_length=16)


class KeptRow(OwnedRow):
    """A thing that people make, change and share, and may take back out of the trash."""

    changed_by: str | None = Field(default=None, max_length=32)
    changed_at: datetime = Field(default_factory=now, nullable=True)
    deleted_at: datetime | None = None
    deleted_by: str | None = Field(default=None, max_length=32)

    def note_change(self, user_id: str) -> None:
        """Remember who changed it last."""
        self.changed_by, self.changed_at = user_id, now()
