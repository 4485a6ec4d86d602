import json
import threading
import time

import pytest

from quantboard.jobs.ends import of_exit
from quantboard.jobs.speed import Speed
from quantboard.jobs.supervisor import Supervisor
from quantboard.jobs.worker import declare
from quantboard.queue import broker
from quantboard.services import leases, tasks
from quantboard.services.work import work
from tests.jobs import light

assert light.Odd


@pytest.fixture(scope="module")
def supervisor():
    made = Supervisor()
    made.warm_up(["tests.jobs.light"], with_sandbox=False)
    yield made
    made.close()


def submit(actor, kind="light.add", **params):
    with work() as w:
        return tasks.submit(w, actor, kind, params, title="T")


def test_a_message_wakes_a_slot_and_the_job_runs_in_a_child(ann, supervisor):
    import dramatiq

    made = broker.broker()
    declare(supervisor, made)
    worker = dramatiq.Worker(made, queues={"heavy"}, worker_timeout=50, worker_threads=1)
    worker.start()
    try:
        task_id = submit(ann, a=20, b=22)
        made.join("heavy", timeout=20_000)
        worker.join()
    finally:
        worker.stop()
    view = tasks.view(ann, task_id)
    assert (view.status, view.result_ref, view.progress) == ("succeeded", "42", 1.0)


def test_an_expected_error_reaches_the_person(ann, supervisor):
    task_id = submit(ann, odd=True)
    supervisor.run("heavy")
    view = tasks.view(ann, task_id)
    assert view.status == "failed"
    assert view.error == {"code": "light.odd", "message": "It is odd.", "hint": "Make it even."}


def test_an_answer_that_is_not_plain_is_a_bug(ann, supervisor):
    task_id = submit(ann, no_json=True)
    supervisor.run("heavy")
    assert tasks.view(ann, task_id).error["code"] == "internal.error"


def test_a_finish_that_fails_fails_the_task(ann, supervisor, monkeypatch):
    from dataclasses import replace

    from quantboard.jobs.actor import KINDS

    monkeypatch.setitem(KINDS, "light.add", replace(KINDS["light.add"], finish=lambda *_: json.loads("no")))
    task_id = submit(ann, a=1, b=2)
    supervisor.run("heavy")
    assert tasks.view(ann, task_id).status == "failed"


def test_unknown_work_is_refused(ann, supervisor):
    task_id = submit(ann, kind="light.unknown")
    supervisor.run("heavy")
    assert tasks.view(ann, task_id).error["code"] == "task.unknown_kind"
    supervisor.run("heavy")  # nothing waits: nothing happens


def test_cancel_reaches_a_loop(ann, supervisor):
    task_id = submit(ann, for_ever=True)
    running = threading.Thread(target=supervisor.run, args=("heavy",))
    running.start()
    while tasks.view(ann, task_id).status != "running":
        time.sleep(0.02)
    tasks.cancel(ann, task_id)
    running.join(30)
    assert tasks.view(ann, task_id).status == "cancelled"


def test_a_fenced_attempt_ends_without_a_word(ann, supervisor):
    task_id = submit(ann, for_ever=True)
    running = threading.Thread(target=supervisor.run, args=("heavy",))
    running.start()
    while tasks.view(ann, task_id).status != "running":
        time.sleep(0.02)
    reaper = leases.Reaper(lease_s=0)
    assert reaper.reap() == 1
    running.join(10)
    assert not running.is_alive()
    assert tasks.view(ann, task_id).status == "retrying"


def test_time_left_is_told_once_there_is_something_to_tell():
    speed = Speed()
    assert speed.eta_s(0.0, 0.0) is None
    assert speed.eta_s(0.02, 1.0) is None  # below 3 %
    assert speed.eta_s(0.12, 6.0) == pytest.approx(44.0)
    assert speed.eta_s(0.12, 6.05) == pytest.approx(44.0)
    assert speed.eta_s(0.01, 7.0) is None  # started over


@pytest.mark.parametrize(
    ("code", "word"), [(-9, "memory"), (-11, "SIGSEGV"), (-6, "SIGABRT"), (3, "exit code 3"), (None, "exit code None")]
)
def test_each_end_is_explained(code, word):
    told = of_exit(code)
    assert word in told["message"]
    assert told["hint"]
