"""Background work: from submitting to running and to done, and how many short jobs a second one worker drains.

On a data directory of its own: embedded broker, SQLite, a real worker, a process per job.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from quantboard.bench.start_bench import PASSWORD
from quantboard.bench.tasks_worker import NOTHING
from quantboard.bench.timing import Row, row
from quantboard.core.access import Actor
from quantboard.services import accounts, system, tasks
from quantboard.services.work import work
from quantboard.settings import child_environment, choose, settings

N_SINGLE, N_MANY, NAPS_S, GIVES_UP_S = 30, 400, (0.03, 0.11, 0.07), 120.0


def measure() -> list[Row]:
    """One at a time with pauses between, then many at once."""
    before = settings().data_dir
    with tempfile.TemporaryDirectory(prefix="qb") as folder:
        system.close()
        choose(data_dir=str(Path(folder) / "data"))
        system.migrate()
        broker = system.start_broker()
        try:
            actor = accounts.create_first_admin("bench", PASSWORD, is_loopback=True)
            with _worker() as worker:
                _until_done(actor, _submit(actor, 1))
                return [*_single(actor), *_many(actor, worker)]
        finally:
            if broker is not None:
                broker.stop(adopted=True)
            system.close()
            choose(data_dir=str(before))


def _submit(actor: Actor, n: int) -> list[str]:
    with work() as w:
        return [tasks.submit(w, actor, NOTHING, {}, title="Nothing") for _ in range(n)]  # type: ignore[arg-type]


def _until_done(actor: Actor, task_ids: list[str]) -> None:
    until = time.monotonic() + GIVES_UP_S
    left = list(task_ids)
    while left:
        view = tasks.view(actor, left[-1])
        if view.is_over:
            assert view.status == "succeeded", view.error
            left.pop()
        elif time.monotonic() > until:
            raise TimeoutError(f"{len(left)} of {len(task_ids)} tasks did not end")
        else:
            time.sleep(0.01)


def _single(actor: Actor) -> list[Row]:
    begun, done = [], []
    for n in range(N_SINGLE):
        time.sleep(NAPS_S[n % len(NAPS_S)])  # not in step with anybody's polling
        (task_id,) = _submit(actor, 1)
        _until_done(actor, [task_id])
        view = tasks.view(actor, task_id)
        assert view.started_at is not None
        assert view.finished_at is not None
        begun.append((view.started_at - view.created_at).total_seconds() * 1000)
        done.append((view.finished_at - view.created_at).total_seconds() * 1000)
    return [
        row("tasks", "submit → running, worker idle, p50", statistics.median(begun), "ms", "< 150"),
        row("tasks", "submit → running, worst", max(begun), "ms"),
        row("tasks", "submit → done, an empty job in a child of its own, p50", statistics.median(done), "ms"),
    ]


def _many(actor: Actor, worker: psutil.Process) -> list[Row]:
    used = _cpu_s(worker)
    views = [tasks.view(actor, one) for one in _drained(actor)]
    used = _cpu_s(worker) - used
    ends = [view.finished_at for view in views if view.finished_at is not None]
    starts = [view.started_at for view in views if view.started_at is not None]
    seconds = (max(ends) - min(starts)).total_seconds()
    what = f"{len(views)} empty jobs at once, {settings().worker_slots} slots"
    return [
        row("tasks", what, len(views) / seconds, "jobs/s", "> 50"),
        row("tasks", "the worker's CPU for each, all its processes", 1000 * used / len(views), "ms"),
    ]


def _cpu_s(worker: psutil.Process) -> float:
    """Of a worker, its fork servers, and their children that have ended."""
    return sum(sum(one.cpu_times()[:4]) for one in (worker, *worker.children()))


def _drained(actor: Actor) -> list[str]:
    task_ids = _submit(actor, N_MANY)
    _until_done(actor, task_ids)
    return task_ids


@contextmanager
def _worker() -> Iterator[psutil.Process]:
    process = subprocess.Popen([sys.executable, "-m", "quantboard.bench.tasks_worker"], env=child_environment())
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)
