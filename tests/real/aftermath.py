"""What every failure must leave: each task in its one right final state, one result, no process, no half-made file."""

import os
import time
from pathlib import Path

import psutil
import sqlalchemy as sa

from quantboard.core.task import ENDED
from quantboard.db.outbox import Outbox
from quantboard.db.session import session
from quantboard.db.tables import METADATA
from quantboard.db.tasks import Task, TaskEvent
from tests.real.servers import RealWorker

ENDS = tuple(str(status) for status in ENDED)


def assert_all_is_well(place: Path, expected: dict[str, str], *workers: RealWorker, seconds: float = 60) -> None:
    """Wait until every task has ended and all is tidied up; then look at the rows, the files and the processes."""
    wait(lambda: unended() == 0, seconds, lambda: states(expected))
    assert not (wrong := wrongly_ended(expected)), wrong
    assert_one_end_each(expected)
    wait(lambda: not half_made(place), 20, lambda: half_made(place))  # the living workers sweep
    families = [one for worker in workers for one in worker.family()]
    for worker in workers:
        assert worker.killed or worker.stop() == 0, worker.log.read_text()[-3000:]
    wait(lambda: not alive(families), 5, lambda: alive(families))
    assert (left := processes_of(place)) <= {"valkey-server"}, left
    assert half_made(place) == []
    assert_files_and_rows_agree(place)


def wait(reached, seconds, told) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, told()
        time.sleep(0.2)


def states(task_ids) -> dict[str, str]:
    with session() as asking:
        wanted = sa.select(Task.id, Task.status).where(Task.id.in_(list(task_ids)), Task.status.in_(ENDED))
        return {task_id: str(status) for task_id, status in asking.execute(wanted)}


def wrongly_ended(expected) -> dict[str, dict]:
    """The tasks whose last state is another than expected, with their error and all that happened to them."""
    states_now = states(expected)
    wrong = {one for one, status in expected.items() if states_now.get(one) != status}
    with session() as asking:
        rows = {task.id: task for task in asking.execute(sa.select(Task).where(Task.id.in_(wrong))).scalars()}
        events = asking.execute(sa.select(TaskEvent).where(TaskEvent.task_id.in_(wrong)).order_by(TaskEvent.at))
        told = [(event.task_id, f"{event.at:%X} {event.kind} {event.attempt}") for event in events.scalars()]
    return {
        one: {
            "status": states_now.get(one),
            "error": rows[one].error if one in rows else "no such task",
            "events": [event for task_id, event in told if task_id == one],
        }
        for one in wrong
    }


def unended() -> int:
    with session() as asking:
        living = sa.select(sa.func.count()).select_from(Task).where(Task.status.not_in(ENDED))
        waiting = sa.select(sa.func.count()).select_from(Outbox)
        return asking.execute(living).scalar_one() + asking.execute(waiting).scalar_one()


def assert_one_end_each(expected) -> None:
    with session() as asking:
        wanted = sa.select(TaskEvent.task_id, TaskEvent.kind).where(TaskEvent.kind.in_(ENDS))
        ends = [(task_id, kind) for task_id, kind in asking.execute(wanted) if task_id in expected]
        shown = {task.id: task for task in asking.execute(sa.select(Task)).scalars()}
    assert sorted(ends) == sorted(expected.items())
    for task_id, status in expected.items():
        assert (shown[task_id].result_ref is not None) == (status == "succeeded"), shown[task_id]
        assert (shown[task_id].error is not None) == (status in ("failed", "timed_out")), shown[task_id]


def half_made(place: Path) -> list[str]:
    """What lies in the folders of unfinished things: ours, and the system's as our workers see it."""
    return [
        str(one)
        for folder in (place / "tmp", Path(os.environ["TMPDIR"]))
        if folder.is_dir()
        for one in leftovers(folder)
    ]


def leftovers(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if not is_held(one)]


def is_held(path: Path) -> bool:
    """A folder that a living worker holds is no leftover."""
    import fcntl

    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def processes_of(place: Path) -> set[str]:
    """The names of the programs that were started for this data directory and live."""
    names = set()
    for one in psutil.process_iter():
        if one.pid == os.getpid():
            continue
        try:
            if one.environ().get("QUANTBOARD_DATA_DIR") == str(place) and one.status() != psutil.STATUS_ZOMBIE:
                names.add(one.name())
        except (psutil.Error, OSError):
            continue
    return names


def assert_files_and_rows_agree(place: Path) -> None:
    with session() as asking:

        def column(table: str, name: str) -> set[str]:
            return set(asking.execute(sa.select(METADATA.tables[table].c[name])).scalars()) - {None}

        assert ids(place / "results") == column("backtests", "result_id")
        assert ids(place / "snapshots") == column("dataset_versions", "version_id")
        assert ids(place / "uploads") == column("uploads", "id")


def ids(folder: Path) -> set[str]:
    return {one.name for one in folder.glob("*/*")}
