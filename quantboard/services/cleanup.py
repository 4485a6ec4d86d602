"""The nightly clean-up: what has outlived its period goes, what a result still needs stays."""

import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.progress import Step, silent
from quantboard.db import drafts, leftovers
from quantboard.db import tasks as task_rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.services import runs, tasks, trash
from quantboard.services.leases import Claim
from quantboard.services.work import work
from quantboard.settings import kernel_fingerprint, settings
from quantboard.store import atomic, checkpoints, joblogs, paths, uploads

MOST_TOLD, TASKS_AT_ONCE, HALF_MADE_DAYS = 20, 500, 1
log = logger("services")


@dataclass(frozen=True)
class Leaving:
    """One sort of things that go: how many, how large, after how many days, and some of their names."""

    what: str
    n_things: int
    n_bytes: int
    after_days: float
    names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shell's object."""
        return asdict(self) | {"names": list(self.names)}


def submit(actor: Actor) -> str:
    """Clean up now, as a task; one that runs already is joined. For administrators."""
    require(actor, Deed.MANAGE, what="instance")
    with work() as w:
        return tasks.submit(w, actor, Job.CLEAN_UP, {}, title="Clean-up", idempotency_key="clean-up")


def preview(actor: Actor) -> tuple[Leaving, ...]:
    """What a clean-up would remove now; nothing is touched. For administrators."""
    require(actor, Deed.MANAGE, what="instance")
    return run(dry_run=True)


def run(on_step: Step = silent, *, dry_run: bool = False) -> tuple[Leaving, ...]:
    """Remove everything whose period is over, sort by sort; with ``dry_run`` only tell."""
    told = []
    for number, sort in enumerate(SORTS):
        on_step(number / len(SORTS), "clean", {})
        told.append(sort(dry_run))
    if not dry_run:
        log.info("cleanup.finished", **{f"n_{one.what}": one.n_things for one in told if one.n_things})
    return tuple(told)


def note_down(asking: Session, held: Claim, answer: dict[str, Any]) -> None:
    """What went, in the history of the task that removed it."""
    gone = {one["what"]: one["n_things"] for one in answer["left"] if one["n_things"]}
    task_rows.note(asking, held.id, held.attempt, "cleaned", **gone)


def _uploads(dry_run: bool) -> Leaving:
    days = settings().keep_uploads_days
    with session() as asking:
        old = leftovers.old_uploads(asking, now() - timedelta(days=days), Job.IMPORT_DATASET)
    if old and not dry_run:
        with work() as w:
            for upload in old:
                w.session.delete(upload)
                w.afterwards(partial(uploads.remove, upload.owner_id, upload.id))
    return Leaving("uploads", len(old), sum(one.size for one in old), days, _some([one.name for one in old]))


def _history(dry_run: bool) -> Leaving:
    """Ended tasks with their logs, a few hundred in a transaction."""
    days, titles, n_bytes, n_gone = settings().keep_history_days, list[str](), 0, 0
    at = now()
    while True:
        with session() as asking:
            before, deleted = at - timedelta(days=days), at - timedelta(days=settings().keep_trash_days)
            old = leftovers.old_tasks(asking, before, deleted, TASKS_AT_ONCE if not dry_run else 100_000)
        n_gone += len(old)
        titles += [task.title for task in old[: MOST_TOLD - len(titles)]]
        n_bytes += sum(_size(joblogs.folder(task.id)) for task in old)
        if dry_run or not old:
            return Leaving("tasks", n_gone, n_bytes, days, _some(titles))
        with work() as w:
            task_rows.purge(w.session, [task.id for task in old])
            for task in old:
                w.afterwards(partial(joblogs.remove, task.id))


def _trash(dry_run: bool) -> Leaving:
    days = settings().keep_trash_days
    gone = trash.purge_older(days, dry_run=dry_run)
    return Leaving("trash", len(gone), 0, days, _some([item.name for item in gone]))


def _drafts(dry_run: bool) -> Leaving:
    """Drawings that nobody touched for long."""
    days = settings().keep_drafts_days
    with session() as asking:
        old = drafts.old(asking, now() - timedelta(days=days))
    if old and not dry_run:
        with work() as w:
            drafts.remove(w.session, old)
    return Leaving("drafts", len(old), 0, days)


def _logs(dry_run: bool) -> Leaving:
    """Logs of tasks that are no more."""
    with session() as asking:
        lone = leftovers.unknown_tasks(asking, joblogs.all_tasks())
    n_bytes = sum(_size(joblogs.folder(task_id)) for task_id in lone)
    for task_id in [] if dry_run else lone:
        joblogs.remove(task_id)
    return Leaving("logs", len(lone), n_bytes, 0)


def _checkpoints(dry_run: bool) -> Leaving:
    """Where tasks stood that have ended since."""
    with session() as asking:
        over = leftovers.over_tasks(asking, checkpoints.all_tasks())
    n_bytes = sum(_size(checkpoints.path_of(task_id)) for task_id in over)
    for task_id in [] if dry_run else over:
        checkpoints.remove(task_id)
    return Leaving("checkpoints", len(over), n_bytes, 0)


def _results(dry_run: bool) -> Leaving:
    """Results and versions of attempts that were lost before their rows were written."""
    if dry_run:
        return Leaving("results", len(runs.unshown_results()), 0, HALF_MADE_DAYS)
    return Leaving("results", runs.expire_results() + trash.expire_versions(), 0, HALF_MADE_DAYS)


def sweep() -> int:
    """Remove what killed processes were making just now; every worker does so often."""
    n_gone = atomic.sweep()
    if n_gone:
        log.info("half_made.removed", n_things=n_gone)
    return n_gone


def _half_made(dry_run: bool) -> Leaving:
    """What killed processes left in the folder of unfinished things."""
    return _old_files("half_made", list(paths.temporary().iterdir()), HALF_MADE_DAYS, dry_run)


def _caches(dry_run: bool) -> Leaving:
    """Compiled code of earlier versions."""
    folder, days = settings().cache_dir / "numba", settings().keep_cache_days
    found = [path for path in folder.glob("*") if path.name != kernel_fingerprint()]
    return _old_files("caches", found, days, dry_run)


def _old_files(what: str, found: list[Path], days: float, dry_run: bool) -> Leaving:
    before = time.time() - days * 86_400
    old = [path for path in found if path.lstat().st_mtime < before]
    n_bytes = sum(_size(path) for path in old)
    for path in [] if dry_run else old:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return Leaving(what, len(old), n_bytes, days, _some([path.name for path in old]))


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _some(names: list[str]) -> tuple[str, ...]:
    return tuple(names[:MOST_TOLD])


SORTS: tuple[Callable[[bool], Leaving], ...] = (
    _uploads,
    _trash,
    _history,
    _drafts,
    _logs,
    _checkpoints,
    _results,
    _half_made,
    _caches,
)
