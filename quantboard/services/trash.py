"""The trash: what is deleted waits here, can come back under its name or another, and frees the disk once purged."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, Role, may, require, visible
from quantboard.core.listing import Page, Wanted
from quantboard.core.task import ENDED
from quantboard.db import audit
from quantboard.db import objects as rows
from quantboard.db import tasks as task_rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, InvalidInput
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.services import sharing, tasks
from quantboard.services.work import Work, work
from quantboard.store import bars as versions
from quantboard.store import results

log = logger("services")
LONGEST_NAME = 120


class NameInUse(Conflict):
    """What comes out of the trash has a name that a living thing has now."""

    code = "trash.name_in_use"


class BadNewName(InvalidInput):
    """The new name is empty or too long."""

    code = "trash.bad_name"


@dataclass(frozen=True)
class Affected:
    """What deleting an object means to others."""

    kind: str
    id: str
    name: str
    n_runs: int  # runs that use it; they keep their results
    n_people: int  # other people among those who made them
    is_running: bool  # it is a run that has not ended: it is stopped


@dataclass(frozen=True)
class TrashItem:
    """One thing in the trash."""

    kind: str
    id: str
    name: str
    owner_id: str
    owner_name: str
    deleted_by: str
    deleted_at: datetime
    n_bytes: int  # what purging it frees; 0 while runs need its files
    n_used: int
    can_restore: bool

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self) | {"deleted_at": self.deleted_at.isoformat()}


def affected(actor: Actor, kind: str, ids: Sequence[str]) -> list[Affected]:
    """What would happen if these were deleted; raises for what this person may not delete."""
    with session() as asking:
        found = sharing.living(asking, actor, kind, ids, Deed.CHANGE)
        used = rows.used(asking, kind, [row.id for row in found])
        alive = {task.id for task in _living_tasks(asking, kind, found)}
        return [
            Affected(
                kind,
                row.id,
                row.name,
                used.get(row.id, 0),
                len(rows.users_of(asking, kind, row.id) - {actor.user_id}),
                getattr(row, "task_id", None) in alive,
            )
            for row in found
        ]


def delete(actor: Actor, kind: str, ids: Sequence[str]) -> list[str]:
    """Move objects into the trash, all of them or none; runs that live are stopped. Gives their names."""
    with session() as asking:
        found = sharing.living(asking, actor, kind, ids, Deed.CHANGE)
        alive = [task.id for task in _living_tasks(asking, kind, found)]
    for task_id in alive:
        try:
            tasks.cancel(actor, task_id)
        except tasks.TaskEnded:
            log.debug("task.ended_meanwhile", task_id=task_id)
    with work() as w:
        found = sharing.living(w.session, actor, kind, ids, Deed.CHANGE)
        for row in found:
            row.deleted_at, row.deleted_by = now(), actor.user_id
            w.session.add(row)
            audit.add(w.session, f"{kind}.deleted", actor.user_id, object_id=row.id, data={"name": row.name})
    log.info("object.deleted", kind=kind, n_objects=len(found), user_id=actor.user_id)
    return [row.name for row in found]


def _living_tasks(asking: Session, kind: str, found: Sequence[Any]) -> list[task_rows.Task]:
    if kind != "backtest":
        return []
    known = task_rows.several(asking, [row.task_id for row in found if row.task_id])
    return [task for task in known if task.status not in ENDED]


def list_trash(actor: Actor, *, everybody: bool = False, limit: int = 200, offset: int = 0) -> Page[TrashItem]:
    """What a person owns or deleted, newest first; an administrator may ask for everybody's."""
    require(actor, Deed.SEE, what="trash")
    Wanted(limit=limit, offset=offset).checked(())
    of = None if everybody and actor.role is Role.ADMIN else actor.user_id
    with session() as asking:
        found = [(kind, row) for kind in sharing.KINDS for row in rows.trashed(asking, kind, of)]
        found = [(kind, row) for kind, row in found if visible(actor, row)]
        found.sort(key=lambda pair: (pair[1].deleted_at, pair[1].id), reverse=True)
        shown = found[offset : offset + limit]
        return Page(tuple(_items(asking, actor, shown)), len(found), limit, offset)


def _items(asking: Session, actor: Actor | None, found: Sequence[tuple[str, Any]]) -> list[TrashItem]:
    names = rows.names(asking, {one for _, row in found for one in (row.owner_id, row.deleted_by)})
    return [
        TrashItem(
            kind=kind,
            id=row.id,
            name=row.name,
            owner_id=row.owner_id,
            owner_name=names.get(row.owner_id, ""),
            deleted_by=names.get(row.deleted_by or row.owner_id, ""),
            deleted_at=row.deleted_at,
            n_bytes=_size(asking, kind, row),
            n_used=rows.used(asking, kind, [row.id]).get(row.id, 0),
            can_restore=actor is None or _may_handle(actor, row),
        )
        for kind, row in found
    ]


def _may_handle(actor: Actor, row: Any) -> bool:
    return may(actor, Deed.CHANGE, row) or may(actor, Deed.MANAGE, row)


def restore(actor: Actor, kind: str, object_id: str, name: str = "") -> str:
    """Take an object out of the trash, under its name or a new one; raises ``NameInUse``. Gives the name."""
    with work() as w:
        row = _seen(w.session, actor, kind, object_id)
        wanted = _checked(name) if name.strip() else row.name
        if rows.has_name(w.session, kind, row.owner_id, wanted, but=row.id):
            message = f"There is a {kind} called {wanted} by now."
            raise NameInUse(message, "Give another name to the one that comes back.", field="name")
        row.name, row.deleted_at, row.deleted_by = wanted, None, None
        w.session.add(row)
        audit.add(w.session, f"{kind}.restored", actor.user_id, object_id=row.id, data={"name": row.name})
    log.info("object.restored", kind=kind, object_id=object_id, user_id=actor.user_id)
    return wanted


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadNewName("A name has 1 to 120 characters.", "Give it a short name.", field="name")
    return plain


def _seen(asking: Session, actor: Actor, kind: str, object_id: str) -> Any:
    """An object in the trash that this person may restore or purge."""
    sharing.check_kind(kind)
    row = next(iter(rows.several(asking, kind, [object_id])), None)
    if row is None or row.deleted_at is None or not visible(actor, row):
        raise Absent(f"There is no such {kind} in the trash.", "See the trash for what is there.")
    if not may(actor, Deed.MANAGE, row):
        require(actor, Deed.CHANGE, row, what=kind)
    return row


def purge(actor: Actor, kind: str, object_id: str) -> int:
    """Remove an object in the trash for good; how many bytes of the disk that frees."""
    with work() as w:
        row = _seen(w.session, actor, kind, object_id)
        n_bytes = _purge(w, kind, row)
        audit.add(
            w.session,
            f"{kind}.purged",
            actor.user_id,
            object_id=object_id,
            severity="medium",
            data={"name": row.name, "n_bytes": n_bytes},
        )
    log.info("object.purged", kind=kind, object_id=object_id, n_bytes=n_bytes, user_id=actor.user_id)
    return n_bytes


def empty(actor: Actor, *, everybody: bool = False) -> int:
    """Purge all that this person may; how many things."""
    n_purged = 0
    while True:
        found = [item for item in list_trash(actor, everybody=everybody, limit=1000).items if item.can_restore]
        if not found:
            return n_purged
        for item in found:
            purge(actor, item.kind, item.id)
            n_purged += 1


def purge_older(days: float, *, dry_run: bool = False) -> list[TrashItem]:
    """The clean-up: purge what has lain here for ``days``; with ``dry_run`` only tell what would go."""
    before = now() - timedelta(days=days)
    with session() as asking:
        found = [(kind, row) for kind in sharing.KINDS for row in rows.trashed(asking, kind, before=before)]
        items = _items(asking, None, found)
    for item in [] if dry_run else items:
        with work() as w:
            row = next(iter(rows.several(w.session, item.kind, [item.id])), None)
            if row is not None and row.deleted_at is not None and row.deleted_at < before:  # not restored meanwhile
                _purge(w, item.kind, row)
                audit.add(w.session, f"{item.kind}.purged", None, object_id=item.id, data={"name": item.name})
    return items


def _purge(w: Work, kind: str, row: Any) -> int:
    """Remove the rows now and, after the commit, the files that nothing else needs."""
    n_bytes = _size(w.session, kind, row)
    for version_id in _free_versions(w.session, kind, row):
        w.afterwards(partial(versions.remove, version_id))
    if _has_free_result(w.session, kind, row):
        w.afterwards(partial(results.remove, row.result_id))
    rows.forget(w.session, kind, row)
    return n_bytes


def _size(asking: Session, kind: str, row: Any) -> int:
    n_bytes = sum(versions.size_of(version_id) for version_id in _free_versions(asking, kind, row))
    return n_bytes + (results.size_of(row.result_id) if _has_free_result(asking, kind, row) else 0)


def _has_free_result(asking: Session, kind: str, row: Any) -> bool:
    return kind == "backtest" and bool(row.result_id) and not rows.result_needed(asking, row.result_id, row.id)


def _free_versions(asking: Session, kind: str, row: Any) -> list[str]:
    """The stored versions that only this object needs; none while an import runs, which may be about to share one."""
    if kind == "dataset":
        ids = rows.versions_of(asking, row.id) | {row.version_id}
        needed = rows.versions_needed(asking, ids, but_dataset=row.id)
    elif kind == "backtest":
        ids = {row.version_id, row.benchmark_version_id or ""}
        needed = rows.versions_needed(asking, ids, but_run=row.id)
    else:
        return []
    free = sorted(ids - needed - {""})  # a run that waits for its import has none yet
    return [] if free and rows.has_living_task(asking, Job.IMPORT_DATASET) else free


def expire_versions(after_s: float = 86_400.0) -> int:
    """Remove stored versions that nothing needs: of imports whose rows were never written, or left by a purge."""
    old = versions.older_than(after_s)
    with session() as asking:
        needed = rows.versions_needed(asking, old)
    for version_id in old:
        if version_id not in needed:
            versions.remove(version_id)
    return len(old) - len(needed)
