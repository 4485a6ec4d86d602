"""A record of every import: the files, how they were read, how many rows were kept, and what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, require
from quantboard.core.listing import Page
from quantboard.db import datasets as kept
from quantboard.db import readings as rows
from quantboard.db import tasks
from quantboard.db.session import Session
from quantboard.services.work import work

ENDED_BADLY = ("failed", "cancelled", "timed_out")


class NoSuchRecord(Absent):
    """There is no such import record, or it is somebody else's."""

    code = "record.unknown"


@dataclass(frozen=True)
class RecordView:
    """One import. ``status`` is queued, running, succeeded, failed, cancelled or timed_out."""

    id: str
    name: str
    dataset_id: str
    has_dataset: bool
    task_id: str | None
    status: str
    files: list[dict[str, Any]]
    rows_read: int | None
    rows_kept: int | None
    rows_skipped: int | None
    error: dict[str, Any]
    created_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self) | {"created_at": self.created_at.isoformat()}


def begin(
    asking: Session, actor: Actor, dataset_id: str, name: str, files: Sequence[Mapping[str, Any]], task_id: str | None
) -> None:
    """Write down what an import is given, in the transaction that starts it."""
    given = [{key: value for key, value in file.items() if key != "path_id"} for file in files]
    row = rows.ImportRecord(owner_id=actor.user_id, name=name, dataset_id=dataset_id, task_id=task_id, files=given)
    asking.add(row)


def succeeded(asking: Session, answer: Mapping[str, Any], task_id: str | None) -> None:
    """Write down what was read and kept, in the transaction that makes the dataset."""
    row = rows.record_of(asking, task_id) if task_id else None
    row = row or rows.ImportRecord(owner_id=answer["owner_id"], name=answer["name"], dataset_id=answer["dataset_id"])
    row.status, row.files, row.error = "succeeded", list(answer["files"]), {}
    row.rows_read, row.rows_kept, row.task_id = answer["rows_read"], answer["rows_kept"], task_id
    asking.add(row)


def failed(
    owner_id: str, name: str, dataset_id: str, files: Sequence[Mapping[str, Any]], error: dict[str, Any]
) -> None:
    """Write down an import that failed without a task: the shell's."""
    with work() as w:
        w.session.add(
            rows.ImportRecord(
                owner_id=owner_id,
                name=name,
                dataset_id=dataset_id,
                status="failed",
                files=[dict(one) for one in files],
                error=error,
            )
        )


def page(actor: Actor, limit: int = 20, offset: int = 0) -> Page[RecordView]:
    """The person's own imports, newest first."""
    require(actor, Deed.SEE, what="list")
    with work() as w:
        asked = max(1, min(limit, 200)), max(offset, 0)
        found, total = rows.records(w.session, actor.user_id, *asked)
        for row in found:
            _follow(w.session, row)
        return Page(tuple(_view(w.session, row) for row in found), total, *asked)


def get(actor: Actor, record_id: str) -> RecordView:
    """One of the person's own."""
    with work() as w:
        row = _seen(w.session, actor, record_id)
        _follow(w.session, row)
        return _view(w.session, row)


def delete(actor: Actor, record_id: str) -> None:
    """Forget a record; the dataset that it made stays as it is."""
    with work() as w:
        w.session.delete(_seen(w.session, actor, record_id, Deed.CHANGE))


def _seen(asking: Session, actor: Actor, record_id: str, deed: Deed = Deed.SEE) -> rows.ImportRecord:
    row = rows.record(asking, record_id)
    if row is None or row.owner_id != actor.user_id:
        raise NoSuchRecord("There is no such import record.", "See the list of yours.")
    require(actor, deed, row, what="record")
    return row


def _follow(asking: Session, row: rows.ImportRecord) -> None:
    """What has become of the task meanwhile; kept, since tasks are forgotten after a while."""
    if not row.task_id or row.status in ("succeeded", *ENDED_BADLY):
        return
    task = asking.get(tasks.Task, row.task_id)
    if task is not None and str(task.status) != row.status and str(task.status) != "succeeded":
        row.status, row.error = str(task.status), dict(task.error or {})
        asking.add(row)


def _view(asking: Session, row: rows.ImportRecord) -> RecordView:
    skipped = None if row.rows_read is None or row.rows_kept is None else max(row.rows_read - row.rows_kept, 0)
    return RecordView(
        id=row.id,
        name=row.name,
        dataset_id=row.dataset_id,
        has_dataset=kept.dataset(asking, row.dataset_id) is not None,
        task_id=row.task_id,
        status=row.status,
        files=list(row.files),
        rows_read=row.rows_read,
        rows_kept=row.rows_kept,
        rows_skipped=skipped,
        error=dict(row.error),
        created_at=row.created_at,
    )
