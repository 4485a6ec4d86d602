import threading

import pytest

from quantboard.core.task import Status
from quantboard.errors import NotAllowed, NotFound
from quantboard.queue.names import FAST, Job
from quantboard.services import leases, tasks
from quantboard.services.work import work


def submit(actor, **options):
    with work() as w:
        params = {"backtest_id": "0" * 32} | options.pop("params", {})
        title, job = options.pop("title", "T"), options.pop("job", Job.RUN_BACKTEST)
        return tasks.submit(w, actor, job, params, title=title, **options)


def test_a_submitted_task_can_be_seen_by_its_owner(ann, bob):
    task_id = submit(bob, params={"x": float("nan"), "y": [1.5]})
    view = tasks.view(bob, task_id)
    assert (view.status, view.progress, view.attempt, view.eta_s) == ("queued", 0.0, 0, None)
    assert tasks.recent(bob)[0].id == task_id
    assert tasks.recent(ann) == []
    assert [one.id for one in tasks.recent(ann, everybody=True)] == [task_id]
    assert tasks.n_live(bob) == 1
    assert view.as_json()["created_at"].startswith("20")


def test_nobody_else_may_see_or_stop_it(ann, bob, vic):
    task_id = submit(ann)
    for deed in (tasks.view, tasks.cancel, tasks.retry, tasks.history):
        with pytest.raises(NotFound):
            deed(bob, task_id)
    assert tasks.recent(bob, everybody=True) == []
    with pytest.raises(NotAllowed):
        submit(vic)
    with pytest.raises(tasks.NoSuchTask):
        tasks.view(ann, "0" * 32)


def test_an_admin_may_stop_anybodys_work(ann, bob):
    assert tasks.cancel(ann, submit(bob)).status == "cancelled"


def test_a_key_admits_one_living_task(ann, bob):
    first = submit(ann, idempotency_key="k")
    assert submit(ann, idempotency_key="k") == first
    assert submit(bob, idempotency_key="k") != first
    tasks.cancel(ann, first)
    assert submit(ann, idempotency_key="k") != first


def test_racing_submitters_of_one_key_get_one_task(ann):
    found = []
    threads = [threading.Thread(target=lambda: found.append(submit(ann, idempotency_key="k"))) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_cancel_ends_what_waits_and_asks_what_runs(ann):
    waiting = submit(ann)
    assert tasks.cancel(ann, waiting).status == Status.CANCELLED
    with pytest.raises(tasks.TaskEnded):
        tasks.cancel(ann, waiting)
    running = submit(ann)
    held, _ = leases.claim("heavy")
    assert tasks.cancel(ann, running).status == Status.RUNNING
    assert leases.beat(held, {}) is leases.Wish.STOP
    assert leases.fail(held, {}, Status.CANCELLED)
    view = tasks.view(ann, running)
    assert view.is_over
    assert view.error is None


def test_retry_makes_a_new_task_of_the_same_work(ann):
    old = submit(ann, params={"x": 1}, queue=FAST)
    with pytest.raises(tasks.TaskLives):
        tasks.retry(ann, old)
    tasks.cancel(ann, old)
    fresh = tasks.retry(ann, old)
    assert fresh.id != old
    held, _ = leases.claim(FAST)
    assert held.id == fresh.id
    assert held.params["x"] == 1


def test_counts_and_filters(ann):
    tasks.cancel(ann, submit(ann))
    submit(ann)
    assert tasks.counts(ann) == {"cancelled": 1, "queued": 1}
    assert [one.status for one in tasks.recent(ann, statuses=["cancelled"])] == ["cancelled"]


def test_history_tells_each_step(ann):
    task_id = submit(ann)
    held, _ = leases.claim("heavy")
    leases.finish(held, lambda _asking: "result")
    assert [line.kind for line in tasks.history(ann, task_id)] == ["submitted", "claimed", "succeeded"]


def test_what_watchers_are_told_is_plain(ann):
    task_id = submit(ann)
    (message,) = tasks.latest([task_id])
    assert (message["task"], message["owner"], message["status"]) == (task_id, ann.user_id, "queued")
    assert tasks.latest_of([ann.user_id]) == [message]
