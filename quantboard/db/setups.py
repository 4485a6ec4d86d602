"""Named set-ups of runs: what to run on which data and how, to be run again, edited and shared."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import TEAM, Json, KeptRow


class Setup(KeptRow, table=True):
    """One set-up. Its strategy is a saved one or a template; either, and the data, may be left open."""

    __tablename__ = "setups"

    name: str = Field(max_length=120)
    strategy_id: str | None = Field(default=None, max_length=32)
    template: str | None = Field(default=None, max_length=80)
    dataset_id: str | None = Field(default=None, max_length=32)
    request: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


def get(asking: Session, setup_id: str) -> Setup | None:
    """One set-up that is not deleted."""
    found = asking.get(Setup, setup_id, populate_existing=True)
    return None if found is None or found.deleted_at is not None else found


def listed(asking: Session, owner_id: str) -> Sequence[Setup]:
    """What a person owns or the team shares, by name."""
    wanted = select(Setup).where(
        sa.or_(col(Setup.owner_id) == owner_id, col(Setup.visibility) == TEAM), col(Setup.deleted_at).is_(None)
    )
    return asking.exec(wanted.order_by(sa.func.lower(col(Setup.name)), col(Setup.id))).all()
