"""Whatever dies, fills up or goes wrong: every task ends once, as it should, and nothing is left lying about."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time

import pytest
import redis
import sqlalchemy as sa
from aftermath import assert_all_is_well, wait

from quantboard.core.progress import silent
from quantboard.db.session import engine, is_sqlite, session
from quantboard.db.tasks import TaskEvent
from quantboard.queue import broker, embedded
from quantboard.queue.send import post
from quantboard.research import strategy_source
from quantboard.services import backtests, datasets, tasks
from quantboard.services.work import relay, work
from tests.real.test_workers import end_of, pids, running, submit, until
from tests.services.backtesting import request

pytestmark = pytest.mark.real
N_QUEUED = {"sqlite": 1000, "postgresql": 200}  # the broker is the same beside both


def kill_the_broker(*, and_wipe=False):
    with redis.Redis.from_url(embedded.url()) as line:
        pid = line.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)
    if and_wipe:
        shutil.rmtree(embedded.folder() / "appendonlydir")
    wait(embedded.answers, 30, lambda: "the broker did not come back")


def submit_many(actor, n):
    with work() as w:
        made = [tasks.submit(w, actor, "probe.run", {}, title=f"Probe {number}") for number in range(n)]
    while relay():
        pass
    return made


def n_done(actor):
    return tasks.counts(actor).get("succeeded", 0)


def test_a_thousand_jobs_outlive_the_broker_a_worker_and_a_job(ann, start, place, tmp_path):
    trace = tmp_path / "trace"
    victim = submit(ann, do="sleep_in_c", trace=str(trace))
    n_queued = N_QUEUED[engine().dialect.name]
    task_ids = submit_many(ann, n_queued)
    assert broker.waiting("heavy") == n_queued + 1
    kill_the_broker()
    assert broker.waiting("heavy") == n_queued + 1
    workers = [start(wait=False), start(wait=False)]
    running(ann, victim)
    os.kill(pids(trace)[0], signal.SIGKILL)
    end_of(ann, victim)  # its worker has seen the death before that worker dies too
    for task_id in task_ids[-50:]:
        post("heavy", task_id)  # delivered twice
    wait(lambda: n_done(ann) > n_queued / 10, 60, lambda: tasks.counts(ann))
    first = workers[0].wait_until_ready()
    wait(lambda: first.events("task.claimed"), 30, lambda: "the worker claimed nothing")
    first.kill()
    killed_at = time.time()
    wait(lambda: n_done(ann) > n_queued / 3, 60, lambda: tasks.counts(ann))
    kill_the_broker()
    expected = dict.fromkeys(task_ids, "succeeded") | {victim: "failed"}
    assert_all_is_well(place, expected, *workers, seconds=120)
    assert tasks.view(ann, victim).error["code"] == "task.killed"
    recovered = [at.timestamp() - killed_at for at in lost_and_claimed_again()]
    print(f"worker killed → its {len(recovered)} jobs running again: {max(recovered, default=0):.1f} s")
    assert max(recovered, default=0) < 20


def lost_and_claimed_again():
    """When tasks whose worker was lost were claimed for the second time."""
    with session() as asking:
        again = sa.select(TaskEvent.at).where(TaskEvent.kind == "claimed", TaskEvent.attempt == 2)
        return list(asking.execute(again).scalars())


def test_a_wiped_broker_loses_nothing(ann, start, place, tmp_path):
    trace = tmp_path / "trace"
    worker = start()
    busy = [submit(ann, n=40, pause=0.05, trace=str(trace)) for _ in range(2)]
    for task_id in busy:
        running(ann, task_id)
    queued = submit_many(ann, 30)
    kill_the_broker(and_wipe=True)
    assert_all_is_well(place, dict.fromkeys([*busy, *queued], "succeeded"), worker)
    assert len(pids(trace)) == 2


@contextlib.contextmanager
def locked_database():
    """Nobody else may write."""
    with engine().connect() as opened:
        if is_sqlite():
            opened.exec_driver_sql("ROLLBACK")
            opened.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            opened.exec_driver_sql("LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE")
        yield
        opened.rollback()


def test_a_database_locked_for_20_s_kills_nothing(ann, start, place, tmp_path):
    trace, submitted = tmp_path / "trace", []
    worker = start()
    task_id = submit(ann, n=300, pause=0.05, trace=str(trace))
    short = submit(ann, n=60, pause=0.05, trace=str(trace))  # ends while nobody can write that down
    for one in (task_id, short):
        running(ann, one)
    with locked_database():
        asking = threading.Thread(target=lambda: submitted.append(submit(ann)))
        asking.start()
        time.sleep(20)
    asking.join(30)
    assert_all_is_well(place, dict.fromkeys([task_id, short, *submitted], "succeeded"), worker)
    assert len(submitted) == 1
    assert len(pids(trace)) == 2
    assert tasks.view(ann, task_id).attempt == 1


def test_a_clock_that_jumps_harms_no_task(ann, start, place, tmp_path):
    told, trace = tmp_path / "seconds", tmp_path / "trace"
    told.write_text("86400")
    ahead = start(wait=False, QUANTBOARD_CLOCK_TEST=str(told))
    ahead.wait_until_ready()
    long = submit(ann, n=120, pause=0.05, trace=str(trace))
    running(ann, long)
    passing = submit(ann, do="passing")
    until(ann, passing, lambda view: view.status == "retrying")  # until tomorrow, it seems
    told.write_text("-86400")
    right = start()
    others = [submit(ann) for _ in range(3)]
    assert_all_is_well(place, dict.fromkeys([long, passing, *others], "succeeded"), ahead, right)
    assert len(pids(trace)) == 1
    assert tasks.view(ann, passing).attempt == 2


@pytest.fixture
def small_disk(monkeypatch, tmp_path):
    """A data directory with little room, on a file system of its own; its database is elsewhere."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; tests/store/test_atomic.py limits the size of files instead")
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=0700", "tmpfs", str(data)], check=True)
    monkeypatch.setenv("QUANTBOARD_DATABASE", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    yield data
    subprocess.run(["umount", "--lazy", str(data)], check=True)


@pytest.fixture
def small_place(small_disk, request):
    return request.getfixturevalue("place")


def room_left(data, n_bytes):
    """Fill the disk up to so many bytes."""
    ballast = data / "ballast"
    free = os.statvfs(data).f_bavail * os.statvfs(data).f_frsize
    with ballast.open("ab") as file:
        file.write(bytes(max(0, free - n_bytes)))
    return ballast


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_full_disk_fails_the_task_and_leaves_nothing(small_disk, ann, start, place):
    worker = start()
    ballast = room_left(place, 200_000)
    too_large = datasets.load_sample(ann)
    assert end_of(ann, too_large).error["code"] == "disk.full"
    assert datasets.list_datasets(ann) == []
    ballast.unlink()
    data = datasets.load_sample_now(ann, silent)
    ballast = room_left(place, 30_000)
    run = backtests.submit_chosen(
        ann, backtests.Chosen("Run", strategy_source("double_moving_average")), data.id, request()
    )
    assert end_of(ann, run.task_id).error["code"] == "disk.full"
    ballast.unlink()
    again = tasks.retry(ann, run.task_id).id
    ends = {too_large: "failed", run.task_id: "failed", again: "succeeded"}
    assert_all_is_well(place, ends, worker)
    assert backtests.view(ann, run.id).status == "succeeded"
