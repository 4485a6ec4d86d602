"""What people say about a run: short texts with their author."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Row
from quantboard.db.users import User


class Comment(Row, table=True):
    """One remark on one run; gone with the run, or with the account of who made it."""

    __tablename__ = "comments"

    backtest_id: str = Field(foreign_key="backtests.id", ondelete="CASCADE", max_length=32, index=True)
    author_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    text: str = Field(sa_type=sa.Text)
    edited_at: datetime | None = None


def of_run(asking: Session, backtest_id: str) -> Sequence[tuple[Comment, str]]:
    """All remarks on a run with their authors' names, the oldest first."""
    wanted = (
        select(Comment, User.name)
        .join(User, col(User.id) == col(Comment.author_id))
        .where(Comment.backtest_id == backtest_id)
        .order_by(col(Comment.created_at), col(Comment.id))
    )
    return [(row[0], row[1]) for row in asking.exec(wanted).all()]


def count(asking: Session, backtest_id: str) -> int:
    """How many remarks a run has."""
    wanted = select(sa.func.count()).select_from(Comment).where(Comment.backtest_id == backtest_id)
    return int(asking.exec(wanted).one())


def get(asking: Session, comment_id: str) -> Comment | None:
    """One remark."""
    return asking.get(Comment, comment_id)
