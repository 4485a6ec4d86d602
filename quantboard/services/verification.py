"""Re-run & verify: a stored result is computed once more, by another process, and compared cell by cell."""

import datetime as dt
import os
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.honesty.difference import first_difference
from quantboard.core.progress import Step, silent
from quantboard.core.task import ENDED, Status
from quantboard.db import backtests as runs
from quantboard.db import tasks as task_rows
from quantboard.db import verifications as rows
from quantboard.db.base import new_id, now
from quantboard.db.session import Session
from quantboard.db.session import session as reading
from quantboard.errors import Conflict
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.sandbox.runner import Sandbox, connect
from quantboard.services import backtests, partials, tasks
from quantboard.services.leases import Claim, worker_name
from quantboard.services.work import work
from quantboard.settings import prepare_environment, settings
from quantboard.store import bars as store_bars
from quantboard.store import results as files

log = logger("services")
SAME, DIFFERS, FAILED, RUNNING = "same", "differs", "failed", "running"


class NothingToVerify(Conflict):
    """A run was to be verified that has no whole result."""

    code = "backtest.nothing_to_verify"


@dataclass(frozen=True)
class VerdictView:
    """How the last recomputation of a run ended: running, same, differs or failed (then ``error`` says why).

    ``difference`` is the first cell that differs: table, row, column, stored, recomputed, at.
    """

    state: str
    task_id: str
    stored_hash: str = ""
    result_hash: str = ""
    difference: dict[str, Any] | None = None
    worker: str = ""
    seconds: float = 0.0
    finished_at: dt.datetime | None = None
    error: dict[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self) | {"finished_at": self.finished_at.isoformat() if self.finished_at else None}


@dataclass(frozen=True)
class VerifyWork:
    """What the child is given."""

    backtest_id: str
    result_id: str
    source: str
    request: dict[str, Any]
    version_id: str
    benchmark_version_id: str | None
    memory_mb: int
    time_limit_s: float


def verify(actor: Actor, backtest_id: str) -> str:
    """Recompute a run as a job; its task. One that is being recomputed is not begun twice."""
    require(actor, Deed.RUN, what="backtest")
    name = _verifiable(actor, backtest_id)
    with work() as w:
        given = {"backtest_id": backtest_id}
        key = f"verify:{backtest_id}"
        task_id = tasks.submit(w, actor, Job.VERIFY_BACKTEST, given, title=name, idempotency_key=key)
        if rows.by_task(w.session, task_id) is None:
            w.session.add(rows.Verification(id=new_id(), backtest_id=backtest_id, task_id=task_id))
    return task_id


def verify_now(actor: Actor, backtest_id: str, on_step: Step = silent) -> VerdictView:
    """The same in this process: the shell's way, which needs no worker."""
    require(actor, Deed.RUN, what="backtest")
    _verifiable(actor, backtest_id)
    prepare_environment()
    with reading() as asking:
        doing = _work_of(asking, backtest_id)
    chosen = settings()
    with Sandbox(memory_mb=doing.memory_mb, time_limit_s=doing.time_limit_s, cache_dir=str(chosen.numba_cache)) as box:
        answer = _compared(doing, on_step, box)
    with work() as w:
        row = rows.Verification(id=new_id(), backtest_id=backtest_id, task_id="")
        _note(row, answer)
        w.session.add(row)
    return _view(row, None)


def verdict(actor: Actor, backtest_id: str) -> VerdictView | None:
    """How the last recomputation stands or ended; ``None`` if there was none."""
    backtests.view(actor, backtest_id)
    with reading() as asking:
        row = rows.newest(asking, backtest_id)
        if row is None:
            return None
        task = task_rows.get(asking, row.task_id) if row.task_id else None
        return _view(row, task)


def prepare(asking: Session, claim: Claim) -> VerifyWork | None:
    """The row behind a claimed verification → plain data."""
    backtest_id = claim.params["backtest_id"]
    row = runs.get(asking, backtest_id)
    return None if row is None or row.result_id is None else _work_of(asking, backtest_id)


def execute(doing: VerifyWork | None, on_step: Step, line: socket.socket) -> dict[str, Any]:
    """Compute the run again and compare; no database here, nothing is stored."""
    if doing is None:
        return {}
    with connect(line, memory_mb=doing.memory_mb, time_limit_s=doing.time_limit_s) as box:
        return _compared(doing, on_step, box)


def finish(asking: Session, claim: Claim, answer: dict[str, Any]) -> str | None:
    """The answer of the child → the row."""
    row = rows.by_task(asking, claim.id)
    if row is None or not answer:
        return None
    _note(row, answer)
    asking.add(row)
    asking.flush()
    log.info("backtest.verified", backtest_id=row.backtest_id, task_id=claim.id, outcome=row.outcome)
    return row.backtest_id


def _verifiable(actor: Actor, backtest_id: str) -> str:
    """The run's name, if it has a whole result of parts that this person may use."""
    view = backtests.view(actor, backtest_id)
    with reading() as asking:
        row = runs.get(asking, backtest_id)
        assert row is not None
        backtests.require_parts(asking, actor, row)
        if row.result_id is None or row.is_unfinished:
            raise NothingToVerify("This run has no whole result to compare with.", "Run it to its end first.")
    return view.name


def _work_of(asking: Session, backtest_id: str) -> VerifyWork:
    row = runs.get(asking, backtest_id)
    assert row is not None
    assert row.result_id is not None
    limits = settings()
    return VerifyWork(
        backtest_id=row.id,
        result_id=row.result_id,
        source=row.source,
        request=row.request,
        version_id=row.version_id,
        benchmark_version_id=row.benchmark_version_id,
        memory_mb=limits.sandbox_memory_mb,
        time_limit_s=limits.sandbox_time_limit_s,
    )


def _compared(doing: VerifyWork, on_step: Step, box: Sandbox) -> dict[str, Any]:
    started = time.perf_counter()
    on_step(0.01, "load", {})
    stored = files.read(doing.result_id).result
    again = recomputed(doing, on_step, box)
    on_step(0.97, "compare", {})
    difference = first_difference(stored, again)
    is_same = difference is None and stored.result_hash == again.result_hash
    return {
        "outcome": SAME if is_same else DIFFERS,
        "stored_hash": stored.result_hash,
        "result_hash": again.result_hash,
        "difference": None if difference is None else difference.as_dict(),
        "worker": f"{socket.gethostname()[:80]}:{os.getpid()}",
        "seconds": round(time.perf_counter() - started, 3),
    }


def recomputed(doing: VerifyWork, on_step: Step, box: Sandbox) -> BacktestResult:
    """The run anew, from its source, its request and its version of the data."""
    request = parse_request(doing.request)
    bars = store_bars.read(doing.version_id, request.symbols)
    reference = partials.reference_bars(request, doing.version_id, doing.benchmark_version_id)
    found = box.check(doing.source)
    if found.declaration is None or not found.ok:
        raise SourceRejected(found.errors)
    decide: Callable[..., Any] = box.evaluate
    return backtest(doing.source, found.declaration, bars, request, decide, on_step, reference=reference)


def _note(row: rows.Verification, answer: dict[str, Any]) -> None:
    for name, value in answer.items():
        setattr(row, name, value)
    row.worker = row.worker or worker_name()
    row.finished_at = now()


def _view(row: rows.Verification, task: task_rows.Task | None) -> VerdictView:
    state, error = row.outcome or RUNNING, None
    if not row.outcome and (task is None or task.status in ENDED):
        state = FAILED
        error = task.error if task is not None else None
        if task is not None and task.status == Status.CANCELLED:
            error = {"code": "task.cancelled", "message": "It was cancelled.", "hint": ""}
    same = ("task_id", "stored_hash", "result_hash", "difference", "worker", "seconds", "finished_at")
    return VerdictView(state=state, error=error, **{name: getattr(row, name) for name in same})
