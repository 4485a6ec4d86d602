"""Runs the migrations on the engine of the house, or on the connection that the caller hands over."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import context
from quantboard.db.base import Json
from quantboard.db.session import engine
from quantboard.db.tables import METADATA


def _render(kind: str, item: object, autogen: object) -> str | bool:
    """Write our column types as what they are in SQL, so that old migrations need no code of today."""
    if kind == "type" and isinstance(item, Json):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and type(item).__module__.startswith("sqlmodel"):
        is_time = isinstance(item.impl, sa.DateTime)
        return "sa.DateTime(timezone=True)" if is_time else f"sa.String(length={item.impl.length})"
    return False


def _differs(_context: object, _found: object, _column: sa.Column, in_database: object, ours: object) -> bool | None:
    """Do not report as a difference what each database merely calls otherwise."""
    if isinstance(ours, Json):
        return not isinstance(in_database, sa.JSON | JSONB)
    if isinstance(ours, sa.Enum):
        return not (isinstance(in_database, sa.String) and in_database.length == ours.length)
    return None


def _run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=_differs,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with engine().execution_options(writes=True).connect() as opened:
        _run(opened)
        opened.commit()
