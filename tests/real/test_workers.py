"""Nothing is lost, and everything ends exactly once, whatever dies."""

import os
import signal
import time

import psutil
import pytest
import redis

from quantboard.queue import embedded
from quantboard.queue.send import post
from quantboard.services import system, tasks
from quantboard.services.work import work

pytestmark = pytest.mark.real


def submit(actor, **params):
    limit_s = params.pop("limit_s", None)
    with work() as w:
        return tasks.submit(w, actor, "probe.run", params, title="Probe", time_limit_s=limit_s)


def until(actor, task_id, reached, seconds=40):
    deadline = time.monotonic() + seconds
    while True:
        view = tasks.view(actor, task_id)
        if reached(view):
            return view
        assert time.monotonic() < deadline, view
        time.sleep(0.01)


def end_of(actor, task_id, seconds=40):
    return until(actor, task_id, lambda view: view.is_over, seconds)


def running(actor, task_id):
    return until(actor, task_id, lambda view: view.status == "running" and view.progress > 0)


def both(start):
    """Two workers, booting at the same time."""
    workers = start(wait=False), start(wait=False)
    return [one.wait_until_ready() for one in workers]


def holder_first(view, *workers):
    """The worker that runs the task, then the other."""
    return sorted(workers, key=lambda one: not view.worker.endswith(f":{one.process.pid}"))


def kinds(actor, task_id):
    return [line.kind for line in tasks.history(actor, task_id)]


def is_gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def pids(trace):
    return [int(line.split()[1]) for line in trace.read_text().splitlines()]


def test_a_warm_job_takes_a_blink(ann, start):
    start()
    end_of(ann, submit(ann))
    taken = []
    for _ in range(10):
        began = time.monotonic()
        view = end_of(ann, submit(ann))
        taken.append(time.monotonic() - began)
        assert view.status == "succeeded", view
    print(f"submit → seen done: median {sorted(taken)[5] * 1000:.0f} ms, worst {max(taken) * 1000:.0f} ms")


def test_a_killed_workers_task_ends_exactly_once(ann, start, tmp_path):
    trace = tmp_path / "trace"
    first, second = both(start)
    task_id = submit(ann, n=60, pause=0.05, trace=str(trace))
    first, second = holder_first(running(ann, task_id), first, second)
    first.kill()
    began = time.monotonic()
    until(ann, task_id, lambda view: view.attempt == 2, 60)
    recovered_s = time.monotonic() - began
    print(f"worker killed → attempt 2 running: {recovered_s:.1f} s")
    orphan, _ = pids(trace)[0], time.sleep(0.2)
    assert is_gone(orphan)
    view = end_of(ann, task_id)
    assert (view.status, view.attempt) == ("succeeded", 2)
    assert view.result_ref.startswith("probe/2/")
    assert kinds(ann, task_id) == ["submitted", "claimed", "retrying", "claimed", "succeeded"]
    assert len(second.events("task.finished")) == 1


def test_a_frozen_worker_is_fenced_off(ann, start, tmp_path):
    trace = tmp_path / "trace"
    first, second = both(start)
    task_id = submit(ann, n=100, pause=0.05, trace=str(trace))
    first, _ = holder_first(running(ann, task_id), first, second)
    first.process.send_signal(signal.SIGSTOP)
    until(ann, task_id, lambda view: view.attempt == 2, 25)
    first.process.send_signal(signal.SIGCONT)
    view = end_of(ann, task_id)
    assert (view.status, view.attempt) == ("succeeded", 2)
    until(ann, task_id, lambda _view: is_gone(pids(trace)[0]), 5)
    assert kinds(ann, task_id).count("succeeded") == 1


def test_the_broker_may_die_and_come_back(ann, start, tmp_path):
    trace = tmp_path / "trace"
    start()
    task_id = submit(ann, n=40, pause=0.05, trace=str(trace))
    running(ann, task_id)
    waiting = [submit(ann, n=2, pause=0.05) for _ in range(6)]
    with redis.Redis.from_url(embedded.url()) as line:
        pid = line.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)
    for one in [task_id, *waiting]:
        view = end_of(ann, one)
        assert (view.status, view.attempt) == ("succeeded", 1)
    assert len(pids(trace)) == 1
    assert end_of(ann, submit(ann)).status == "succeeded"


def test_a_message_delivered_thrice_runs_once(ann, start, tmp_path):
    trace = tmp_path / "trace"
    start()
    task_id = submit(ann, n=5, pause=0.05, trace=str(trace))
    post("heavy", task_id)
    post("heavy", task_id)
    assert end_of(ann, task_id).attempt == 1
    time.sleep(0.5)
    assert len(pids(trace)) == 1


def test_messages_that_the_broker_lost_are_sent_again(ann, start):
    task_ids = [submit(ann) for _ in range(3)]
    with redis.Redis.from_url(embedded.url()) as line:
        line.flushall()
    start()
    for task_id in task_ids:
        assert end_of(ann, task_id).status == "succeeded"


@pytest.mark.parametrize("deed", ["loop", "sleep_in_c"])
def test_cancel_ends_the_child(ann, start, deed, tmp_path):
    trace = tmp_path / "trace"
    start()
    task_id = submit(ann, do=deed, trace=str(trace))
    running(ann, task_id)
    began = time.monotonic()
    tasks.cancel(ann, task_id)
    view = end_of(ann, task_id)
    taken = time.monotonic() - began
    print(f"cancel of {deed}: {taken:.2f} s")
    assert view.status == "cancelled"
    assert is_gone(pids(trace)[0])


def test_no_job_can_harm_its_worker(ann, start):
    worker = start()
    ends = {
        "crash": ("failed", "task.crashed"),
        "eat": ("failed", "task.memory"),
        "fail": ("failed", "probe.planned"),
        "bug": ("failed", "internal.error"),
    }
    for deed, (status, code) in ends.items():
        view = end_of(ann, submit(ann, do=deed))
        assert (view.status, view.error["code"]) == (status, code)
        assert view.error["message"]
    late = end_of(ann, submit(ann, do="sleep_in_c", limit_s=1))
    assert (late.status, late.error["code"]) == ("timed_out", "task.timed_out")
    passing = end_of(ann, submit(ann, do="passing"))
    assert (passing.status, passing.attempt) == ("succeeded", 2)
    assert worker.process.poll() is None
    assert end_of(ann, submit(ann)).status == "succeeded"


def test_workers_say_that_they_are_there(ann, start):
    assert not system.has_worker()
    worker = start()
    until(ann, submit(ann), lambda view: view.is_over and system.has_worker())
    (name,) = system.health().workers
    assert name.endswith(f":{worker.process.pid}")
    worker.stop()
    assert not system.has_worker()


def test_sigterm_lets_a_job_finish(ann, start):
    worker = start()
    task_id = submit(ann, n=20, pause=0.05)
    running(ann, task_id)
    assert worker.stop() == 0
    assert tasks.view(ann, task_id).status == "succeeded"


def test_a_second_sigterm_gives_the_job_back(ann, start):
    worker = start()
    task_id = submit(ann, n=4000, pause=0.05)
    running(ann, task_id)
    worker.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(10) == 0
    view = tasks.view(ann, task_id)
    assert (view.status, view.attempt) == ("retrying", 1)
    tasks.cancel(ann, task_id)


def test_nothing_is_left_when_a_worker_is_killed(ann, start, tmp_path):
    worker = start()
    task_id = submit(ann, do="sleep_in_c", trace=str(tmp_path / "trace"))
    running(ann, task_id)
    family = psutil.Process(worker.process.pid).children(recursive=True)
    assert len(family) >= 3  # fork servers, the job
    worker.kill()
    _, left = psutil.wait_procs(family, timeout=3)
    assert [one for one in left if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
