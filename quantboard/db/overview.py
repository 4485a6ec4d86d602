"""How many of each kind of thing a person has."""

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

KINDS = ("datasets", "strategies", "backtests")


def owned(session: Session, owner_id: str) -> dict[str, int]:
    """Counts by kind, without what was deleted."""
    return {kind: _count(session, kind, owner_id) for kind in KINDS}


def _count(session: Session, kind: str, owner_id: str) -> int:
    table = SQLModel.metadata.tables.get(kind)
    if table is None:
        return 0
    wanted = sa.select(sa.func.count()).select_from(table).where(table.c.owner_id == owner_id)
    if "deleted_at" in table.c:
        wanted = wanted.where(table.c.deleted_at.is_(None))
    return session.scalar(wanted) or 0
