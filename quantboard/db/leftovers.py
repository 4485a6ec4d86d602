"""What nobody needs any more, as far as rows tell: asked by the clean-up."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from quantboard.core.task import ENDED, LIVE
from quantboard.db.backtests import Backtest
from quantboard.db.datasets import Upload
from quantboard.db.tasks import Task


def old_uploads(asking: Session, before: datetime, import_kind: str) -> list[Upload]:
    """Uploads received before an instant that no living import will read."""
    wanted = select(Task.params).where(Task.kind == import_kind, col(Task.status).in_(LIVE))
    in_use = {file.get("path_id") for params in asking.exec(wanted).all() for file in params.get("files", ())}
    old = asking.exec(select(Upload).where(col(Upload.created_at) < before).order_by(col(Upload.created_at))).all()
    return [upload for upload in old if upload.id not in in_use]


def old_tasks(asking: Session, ended_before: datetime, deleted_before: datetime, limit: int) -> Sequence[Task]:
    """Ended tasks whose time is over, or that were deleted; not those that a run shows or a living task follows."""
    other = sa.orm.aliased(Task)
    is_followed = sa.exists().where(col(other.after_id) == col(Task.id), col(other.status).in_(LIVE))
    is_shown = sa.exists().where(col(Backtest.task_id) == col(Task.id))
    is_over = sa.or_(col(Task.finished_at) < ended_before, col(Task.deleted_at) < deleted_before)
    wanted = select(Task).where(col(Task.status).in_(ENDED), is_over, ~is_followed, ~is_shown)
    return asking.exec(wanted.order_by(col(Task.created_at)).limit(limit)).all()


def unknown_tasks(asking: Session, ids: Iterable[str]) -> list[str]:
    """Those of which there is no task."""
    asked = sorted(set(ids))
    known: set[str] = set()
    for start in range(0, len(asked), 500):
        known |= set(asking.exec(select(Task.id).where(col(Task.id).in_(asked[start : start + 500]))).all())
    return [one for one in asked if one not in known]


def over_tasks(asking: Session, ids: Iterable[str]) -> list[str]:
    """Those that have ended or are unknown."""
    asked = sorted(set(ids))
    living: set[str] = set()
    for start in range(0, len(asked), 500):
        some = col(Task.id).in_(asked[start : start + 500])
        living |= set(asking.exec(select(Task.id).where(some, col(Task.status).in_(LIVE))).all())
    return [one for one in asked if one not in living]
