"""Strategies and their versions, and every question about them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import TEAM, Json, KeptRow, Row


class Strategy(KeptRow, table=True):
    """A named series of versions; its facts are those of the newest."""

    __tablename__ = "strategies"

    name: str = Field(max_length=120, index=True)
    template: str | None = Field(default=None, max_length=80)
    kind: str = Field(max_length=16)
    version: int = 1
    digest: str = Field(max_length=64)
    copied_from: str | None = Field(default=None, max_length=32)


class StrategyVersion(Row, table=True):
    """One immutable version: the source, what it declares, and the parameters chosen for it."""

    __tablename__ = "strategy_versions"

    strategy_id: str = Field(foreign_key="strategies.id", ondelete="CASCADE", max_length=32, index=True)
    number: int
    digest: str = Field(max_length=64)
    source: str = Field(sa_type=sa.Text)
    declaration: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    saved_by: str | None = Field(default=None, max_length=32)


def strategy(asking: Session, strategy_id: str) -> Strategy | None:
    """One strategy that is not deleted."""
    found = asking.get(Strategy, strategy_id)
    return None if found is None or found.deleted_at is not None else found


def listed(asking: Session, owner_id: str) -> Sequence[Strategy]:
    """What a person owns or the team shares, last changed first."""
    question = select(Strategy).where(
        col(Strategy.deleted_at).is_(None),
        sa.or_(col(Strategy.owner_id) == owner_id, col(Strategy.visibility) == TEAM),
    )
    return asking.exec(question.order_by(col(Strategy.updated_at).desc())).all()


def versions(asking: Session, strategy_id: str) -> Sequence[StrategyVersion]:
    """Every version, newest first."""
    question = select(StrategyVersion).where(col(StrategyVersion.strategy_id) == strategy_id)
    return asking.exec(question.order_by(col(StrategyVersion.number).desc())).all()


def newest(asking: Session, row: Strategy) -> StrategyVersion:
    """The version that a strategy stands at."""
    question = select(StrategyVersion).where(
        col(StrategyVersion.strategy_id) == row.id, col(StrategyVersion.number) == row.version
    )
    return asking.exec(question).one()


def newest_of(asking: Session, strategy_ids: Sequence[str]) -> dict[str, StrategyVersion]:
    """The versions that several strategies stand at, in one question."""
    question = (
        select(StrategyVersion)
        .join(Strategy, sa.and_(col(Strategy.id) == col(StrategyVersion.strategy_id)))
        .where(col(StrategyVersion.number) == col(Strategy.version), col(Strategy.id).in_(strategy_ids))
    )
    return {one.strategy_id: one for one in asking.exec(question).all()}
