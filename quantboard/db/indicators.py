"""What people mark in the catalogue of indicators, and what an administrator switched off."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Row
from quantboard.db.strategies import Strategy, StrategyVersion


class IndicatorFavourite(Row, table=True):
    """One person's mark at one entry."""

    __tablename__ = "indicator_favourites"
    __table_args__ = (sa.UniqueConstraint("user_id", "code", name="uq_indicator_favourites_user_id"),)

    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    code: str = Field(max_length=64)


class IndicatorSwitch(Row, table=True):
    """An entry that is off for everybody."""

    __tablename__ = "indicator_switches"
    __table_args__ = (sa.UniqueConstraint("code", name="uq_indicator_switches_code"),)

    code: str = Field(max_length=64)
    switched_by: str | None = Field(default=None, max_length=32)


def favourites(asking: Session, user_id: str) -> set[str]:
    """The codes that a person marked."""
    return set(asking.exec(select(IndicatorFavourite.code).where(IndicatorFavourite.user_id == user_id)).all())


def off(asking: Session) -> set[str]:
    """The codes that are switched off."""
    return set(asking.exec(select(IndicatorSwitch.code)).all())


def mark(asking: Session, user_id: str, code: str) -> None:
    """Make it a favourite; nothing where it is one."""
    if code not in favourites(asking, user_id):
        asking.add(IndicatorFavourite(user_id=user_id, code=code))


def unmark(asking: Session, user_id: str, code: str) -> None:
    """No favourite any more."""
    where = (col(IndicatorFavourite.user_id) == user_id, col(IndicatorFavourite.code) == code)
    asking.exec(sa.delete(IndicatorFavourite).where(*where))


def switch_off(asking: Session, user_id: str, code: str) -> None:
    """Off for everybody; nothing where it is."""
    if code not in off(asking):
        asking.add(IndicatorSwitch(code=code, switched_by=user_id))


def switch_on(asking: Session, code: str) -> None:
    """On again."""
    asking.exec(sa.delete(IndicatorSwitch).where(col(IndicatorSwitch.code) == code))


def sources(asking: Session) -> Sequence[str]:
    """The newest source of every strategy that is not deleted, whoever's it is: only counts are told of them."""
    question = (
        select(StrategyVersion.source)
        .join(Strategy, sa.and_(col(Strategy.id) == col(StrategyVersion.strategy_id)))
        .where(col(StrategyVersion.number) == col(Strategy.version), col(Strategy.deleted_at).is_(None))
    )
    return asking.exec(question).all()
