"""What people can do with backtests: run, run again, follow, read, list, delete."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from quantboard.core.access import Absent, Actor, Deed, Role, require, visible
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import RunRequest
from quantboard.core.listing import BadListing, Page, RunFilter, Wanted
from quantboard.core.strategy.params import Declaration, resolve
from quantboard.core.task import Status
from quantboard.db import backtests as rows
from quantboard.db import objects
from quantboard.db import tasks as task_rows
from quantboard.db.base import new_id
from quantboard.db.session import Session, session
from quantboard.db.tasks import Task
from quantboard.errors import InvalidInput, NotAllowed
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.services import datasets, fitting, sharing, strategies, tasks, trash
from quantboard.services.sharing import Marks
from quantboard.services.work import Work, work
from quantboard.store import recent

log = logger("services")
LONGEST_NAME = 120
ASKED = (
    *("name", "strategy_id", "strategy_name", "dataset_id", "dataset_name", "version_id", "source", "request"),
    *("benchmark_version_id", "setup_id"),
)


class NoSuchBacktest(Absent):
    """There is no such run, or none that this person may see."""

    code = "backtest.unknown"


class BadName(InvalidInput):
    """A name that is empty or too long."""

    code = "backtest.bad_name"


class PartsPrivate(NotAllowed):
    """The run is shared, its strategy or its data is not, so others can read the result but not run it again."""

    code = "backtest.parts_private"


@dataclass(frozen=True)
class BacktestView:
    """A run in a list."""

    id: str
    task_id: str
    name: str
    strategy_id: str | None
    strategy_name: str
    dataset_id: str
    dataset_name: str
    status: str
    progress: float
    stage: str
    error: dict[str, str] | None
    metrics: dict[str, float | None] | None
    spec_digest: str | None
    result_hash: str | None
    same_as: str | None
    verified: str
    note: str
    tags: list[str]
    is_favourite: bool
    is_unfinished: bool  # stopped by hand: its result ends at ``reached``
    reached: str | None
    setup_id: str | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    owner_id: str
    owner_name: str
    visibility: str
    is_mine: bool
    changed_by: str
    changed_at: dt.datetime
    n_used: int
    can_change: bool
    can_share: bool

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        times = ("created_at", "finished_at", "changed_at")
        return {
            name: value.isoformat() if name in times and value is not None else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, eq=False)
class Report:
    """Everything about one run; ``result`` once it has one.

    ``verified`` is "same" or "differs" where an earlier run (``same_as``) had the same specification, else empty.
    To those who may not see the strategy of a shared run, ``source`` is empty; ``has_strategy`` and ``has_data`` tell
    whether strategy and dataset can be opened.
    """

    id: str
    task_id: str
    name: str
    strategy_id: str | None
    strategy_name: str
    dataset_id: str
    dataset_name: str
    status: str
    error: dict[str, str] | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    request: dict[str, Any]
    source: str
    same_as: str | None
    verified: str
    manifest: Mapping[str, str]
    result: BacktestResult | None
    has_strategy: bool
    has_data: bool
    is_source_hidden: bool
    marks: Marks
    is_unfinished: bool = False
    reached: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    is_favourite: bool = False


@dataclass(frozen=True)
class Chosen:
    """The strategy of a run: the source as it is now, under its name."""

    name: str
    source: str
    id: str | None = None
    declaration: Declaration | None = None


def submit(
    actor: Actor, strategy_id: str, dataset_id: str, request: RunRequest, name: str = "", setup_id: str | None = None
) -> BacktestView:
    """Run a saved strategy on a dataset, as a job; raises ``InvalidInput`` for what can be told at once."""
    found = strategies.get(actor, strategy_id, Deed.RUN)
    chosen = Chosen(found.name, found.source, found.id, found.declaration)
    return submit_chosen(actor, chosen, dataset_id, request, name, setup_id)


def submit_chosen(
    actor: Actor, chosen: Chosen, dataset_id: str, request: RunRequest, name: str = "", setup_id: str | None = None
) -> BacktestView:
    """The same for a source that need not be saved, such as a template; ``setup_id`` says which set-up asked."""
    require(actor, Deed.RUN, what="backtest")
    dataset = datasets.dataset(actor, dataset_id, Deed.RUN).view
    if chosen.declaration is not None:
        resolve(chosen.declaration, request.params)
    fitting.check(dataset, request)
    compared = fitting.benchmark_version(actor, dataset, request)
    row = rows.Backtest(
        owner_id=actor.user_id,
        name=_name(name or chosen.name),
        strategy_id=chosen.id,
        strategy_name=chosen.name[:LONGEST_NAME],
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        version_id=dataset.version_id,
        source=chosen.source,
        request=request.as_dict(),
        benchmark_version_id=compared,
        setup_id=setup_id,
    )
    return _start(actor, row)


def run_again(actor: Actor, backtest_id: str) -> BacktestView:
    """The same source, request and data version once more, anew: its page says whether the hash is equal."""
    with work() as w:
        row = start_again(w, actor, backtest_id)
    return view(actor, row.id)


def start_again(w: Work, actor: Actor, backtest_id: str) -> rows.Backtest:
    """The same within the caller's transaction: the clock's way."""
    require(actor, Deed.RUN, what="backtest")
    old = _seen(w.session, actor, backtest_id)[0]
    require_parts(w.session, actor, old)
    return start(w, actor, rows.Backtest(owner_id=actor.user_id, **{field: getattr(old, field) for field in ASKED}))


def require_parts(asking: Session, actor: Actor, row: rows.Backtest) -> None:
    """Raises ``PartsPrivate`` where this person may see the run, but not compute with its strategy or its data."""
    if row.owner_id != actor.user_id and not (_opens_code(asking, actor, row) and _opens(asking, actor, row)):
        raise PartsPrivate(
            "The strategy or the data of this run is not shared.", "Ask its owner to share both with the team."
        )


def report(actor: Actor, backtest_id: str) -> Report:
    """One run with its result, if it has one."""
    with session() as asking:
        row, task = _seen(asking, actor, backtest_id)
        has_code, has_data = _opens_code(asking, actor, row), _opens(asking, actor, row)
        has_strategy = row.strategy_id is not None and _opens(asking, actor, row, "strategy")
        marks = sharing.marks_of(asking, actor, "backtest", [row])[row.id]
    stored = recent.read(row.result_id) if row.result_id else None
    return Report(
        id=row.id,
        task_id=row.task_id or "",
        name=row.name,
        strategy_id=row.strategy_id,
        strategy_name=row.strategy_name,
        dataset_id=row.dataset_id,
        dataset_name=row.dataset_name,
        status=_status(row, task),
        error=task.error if task is not None else None,
        created_at=row.created_at,
        finished_at=row.finished_at,
        request=row.request,
        source=row.source if has_code else "",
        same_as=row.same_as,
        verified=row.verified,
        manifest={} if stored is None else {name: str(value) for name, value in stored.manifest.items()},
        result=None if stored is None else stored.result,
        has_strategy=has_strategy,
        has_data=has_data,
        is_source_hidden=not has_code,
        marks=marks,
        is_unfinished=row.is_unfinished,
        reached=row.reached,
        note=row.note,
        tags=tuple(row.tag_list),
        is_favourite=row.is_favourite,
    )


def _opens_code(asking: Session, actor: Actor, row: rows.Backtest) -> bool:
    """Whether this person may read what ran: his own, a template's, or a strategy's that he may see."""
    return row.owner_id == actor.user_id or row.strategy_id is None or _opens(asking, actor, row, "strategy")


def _opens(asking: Session, actor: Actor, row: rows.Backtest, kind: str = "dataset") -> bool:
    """Whether the run's dataset, or its strategy, is still there and may be seen."""
    named = row.dataset_id if kind == "dataset" else row.strategy_id
    found = next(iter(objects.several(asking, kind, [named or ""])), None)
    return found is not None and found.deleted_at is None and visible(actor, found)


def view(actor: Actor, backtest_id: str) -> BacktestView:
    """Where one run stands."""
    with session() as asking:
        return _view(asking, *_seen(asking, actor, backtest_id), actor)


def list_backtests(actor: Actor, limit: int = 200, offset: int = 0) -> list[BacktestView]:
    """The runs a person may see, newest first."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        found = rows.listed(asking, actor.user_id, limit, offset)
        marks = sharing.marks_of(asking, actor, "backtest", [row for row, _ in found])
        return [view_of(row, task, marks[row.id]) for row, task in found]


def page(actor: Actor, wanted: Wanted, only: RunFilter = RunFilter()) -> Page[BacktestView]:  # noqa: B008
    """One part of that list: sought, filtered, ordered; raises ``BadListing``."""
    if only.best_by not in objects.HEADLINES:
        raise BadListing(f"No best by {only.best_by!r}.", f"There are {', '.join(objects.HEADLINES)}.", field="best_by")
    narrowed = replace(only, best_by=objects.HEADLINES[only.best_by])
    with session() as asking:
        found, marks = sharing.page_of(asking, actor, "backtest", wanted, narrowed)
        of = {task.id: task for task in task_rows.several(asking, [row.task_id for row in found.items if row.task_id])}
    return replace(found, items=tuple(view_of(row, of.get(row.task_id or ""), marks[row.id]) for row in found.items))


def rename(actor: Actor, backtest_id: str, name: str) -> BacktestView:
    """Give a run another name."""
    plain = _name(name)
    with work() as w:
        row, task = _seen(w.session, actor, backtest_id, Deed.CHANGE)
        row.name = plain
        row.note_change(actor.user_id)
        w.session.add(row)
        return _view(w.session, row, task, actor)


def cancel(actor: Actor, backtest_id: str) -> None:
    """Stop a run that has not ended; an administrator may stop anybody's."""
    with session() as asking:
        row, _ = _seen(asking, actor, backtest_id, Deed.SEE if actor.role is Role.ADMIN else Deed.CHANGE)
    tasks.cancel(actor, row.task_id or "")


def delete(actor: Actor, backtest_id: str) -> None:
    """Move a run into the trash; one that still runs is stopped."""
    with session() as asking:
        _seen(asking, actor, backtest_id, Deed.CHANGE)
    trash.delete(actor, "backtest", [backtest_id])


def _view(asking: Session, row: rows.Backtest, task: Task | None, actor: Actor) -> BacktestView:
    return view_of(row, task, sharing.marks_of(asking, actor, "backtest", [row])[row.id])


def view_of(row: rows.Backtest, task: Task | None, marks: Marks) -> BacktestView:
    """The view of a row and its task."""
    plain = ("id", "name", "strategy_id", "strategy_name", "dataset_id", "dataset_name", "metrics", "spec_digest")
    more = ("result_hash", "same_as", "verified", "created_at", "finished_at", "owner_id")
    said = ("note", "is_favourite", "is_unfinished", "reached", "setup_id")
    return BacktestView(
        **{name: getattr(row, name) for name in (*plain, *more, *said)},
        tags=row.tag_list,
        task_id=row.task_id or "",
        status=_status(row, task),
        progress=1.0 if row.result_hash and not row.is_unfinished else task.progress if task is not None else 0.0,
        stage=task.stage if task is not None else "",
        error=task.error if task is not None else None,
        **vars(marks),
    )


def _start(actor: Actor, row: rows.Backtest) -> BacktestView:
    with work() as w:
        start(w, actor, row)
    return view(actor, row.id)


def start(w: Work, actor: Actor, row: rows.Backtest, after_id: str | None = None) -> rows.Backtest:
    """Put a new run into the queue; it waits until the task ``after_id`` has succeeded, if there is one."""
    row.id, row.changed_by = new_id(), actor.user_id
    given = {"backtest_id": row.id}
    row.task_id = tasks.submit(w, actor, Job.RUN_BACKTEST, given, title=row.name, after_id=after_id)
    w.session.add(row)
    w.session.flush()
    log.info("backtest.submitted", backtest_id=row.id, task_id=row.task_id, user_id=actor.user_id)
    return row


def _status(row: rows.Backtest, task: Task | None) -> str:
    if task is not None:
        return str(Status(task.status))
    if row.is_unfinished:
        return str(Status.CANCELLED)
    return str(Status.SUCCEEDED if row.result_hash else Status.FAILED)


def _seen(asking: Session, actor: Actor, backtest_id: str, deed: Deed = Deed.SEE) -> tuple[rows.Backtest, Task | None]:
    found = rows.with_task(asking, backtest_id)
    if found is None or not visible(actor, found[0]):
        raise NoSuchBacktest("There is no such backtest.", "See the list of backtests.")
    require(actor, deed, found[0], what="backtest")
    return found


def _name(text: str) -> str:
    plain = " ".join(text.split())[:LONGEST_NAME]
    if not plain or not plain.isprintable():
        raise BadName("A backtest needs a name.", "Give it a short name.", field="name")
    return plain
