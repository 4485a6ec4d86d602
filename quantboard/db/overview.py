"""How many of each kind of thing a person has, in which state, and which is the newest."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from quantboard.core.task import Status
from quantboard.db import backtests
from quantboard.db.backtests import Backtest
from quantboard.db.base import TEAM, KeptRow
from quantboard.db.datasets import Dataset
from quantboard.db.strategies import Strategy

KINDS: dict[str, type[KeptRow]] = {"datasets": Dataset, "strategies": Strategy, "backtests": Backtest}


def owned(session: Session, owner_id: str) -> dict[str, int]:
    """Counts by kind, without what was deleted."""
    return {name: _count(session, table, col(table.owner_id) == owner_id) for name, table in KINDS.items()}


def visible(session: Session, owner_id: str) -> dict[str, int]:
    """The same with what the team shares."""
    return {
        name: _count(session, table, sa.or_(col(table.owner_id) == owner_id, col(table.visibility) == TEAM))
        for name, table in KINDS.items()
    }


def _count(session: Session, table: type[KeptRow], whose: sa.ColumnElement[bool]) -> int:
    wanted = select(sa.func.count()).select_from(table).where(whose, col(table.deleted_at).is_(None))
    return session.exec(wanted).one()


def run_states(session: Session, owner_id: str) -> dict[str, int]:
    """Backtests that a person may see, by the state of their task; without one a result tells."""
    whose = sa.or_(col(Backtest.owner_id) == owner_id, col(Backtest.visibility) == TEAM)
    each = sa.select(backtests.state().label("state")).where(whose, col(Backtest.deleted_at).is_(None)).subquery()
    counted = sa.select(each.c.state, sa.func.count()).group_by(each.c.state)
    return {str(Status(name)): int(n) for name, n in session.execute(counted)}


def newest(session: Session, owner_id: str) -> dict[str, str]:
    """Identities of the person's newest dataset, strategy and finished backtest."""
    found = {}
    newest: dict[str, type[KeptRow]] = {"dataset": Dataset, "strategy": Strategy, "backtest": Backtest}
    for name, table in newest.items():
        wanted = select(table.id).where(table.owner_id == owner_id, col(table.deleted_at).is_(None))
        if table is Backtest:
            wanted = wanted.where(col(Backtest.result_hash).is_not(None))
        one = session.exec(wanted.order_by(col(table.created_at).desc(), col(table.id)).limit(1)).first()
        if one is not None:
            found[name] = one
    return found
