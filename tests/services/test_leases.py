import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from quantboard import log
from quantboard.core.task import Status
from quantboard.db import outbox
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.errors import InvalidInput
from quantboard.queue import broker
from quantboard.queue.names import Job
from quantboard.services import leases, tasks
from quantboard.services.leases import Wish
from quantboard.services.work import relay, work


def submit(actor, **options):
    with work() as w:
        return tasks.submit(
            w, actor, options.pop("job", Job.RUN_BACKTEST), {"backtest_id": "0" * 32}, title="T", **options
        )


def claim():
    taken = leases.claim("heavy")
    assert taken is not None
    return taken[0]


def change(task_id, **values):
    with writing() as w:
        w.execute(sa.update(rows.Task).where(rows.Task.id == task_id).values(**values))


def test_eight_claims_of_one_task_have_one_winner(ann):
    submit(ann)
    won = []
    threads = [threading.Thread(target=lambda: won.append(leases.claim("heavy"))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(won) == 8
    assert sum(one is not None for one in won) == 1


def test_the_best_task_is_claimed_not_the_one_named(ann, bob):
    anns = [submit(ann), submit(ann)]
    urgent = submit(ann, priority=2)
    bobs = submit(bob)
    assert claim().id == urgent
    assert claim().id == bobs  # ann runs one already
    assert [claim().id, claim().id] == anns
    assert leases.claim("heavy") is None
    assert leases.claim("fast") is None


def test_a_task_that_cannot_be_prepared_fails_with_the_reason(ann):
    task_id = submit(ann)

    def prepare(_asking, _held):
        raise InvalidInput("The dataset is gone.", "Choose another.")

    assert leases.claim("heavy", prepare) is None
    view = tasks.view(ann, task_id)
    assert view.status == "failed"
    assert view.error == {"code": "input.invalid", "message": "The dataset is gone.", "hint": "Choose another."}


def test_progress_rides_on_the_beat(ann):
    task_id = submit(ann)
    held = claim()
    fields = {"progress": 0.5, "stage": "simulate", "detail": {"date": "2009-03-02"}}
    assert leases.beat(held, fields | {"eta_at": now() + timedelta(seconds=60)}) is Wish.GO_ON
    view = tasks.view(ann, task_id)
    assert (view.progress, view.stage, view.detail) == (0.5, "simulate", {"date": "2009-03-02"})
    assert 50 < view.eta_s <= 60


def test_an_ended_job_takes_no_more_progress(ann):
    submit(ann)
    held = claim()
    assert leases.finish(held, lambda _asking: "r")
    assert leases.beat(held, {"progress": 0.1}) is None
    assert not leases.finish(held, lambda _asking: pytest.fail("must not be called"))
    assert not leases.fail(held, {"code": "x"})


def test_what_finish_writes_and_the_end_are_one(ann):
    task_id = submit(ann)
    held = claim()
    with pytest.raises(ZeroDivisionError):
        leases.finish(held, lambda _asking: 1 / 0)
    assert tasks.view(ann, task_id).status == "running"
    assert leases.finish(held, lambda _asking: "result")
    assert tasks.view(ann, task_id).result_ref == "result"


def test_a_passing_error_is_tried_again_until_attempts_are_used_up(ann):
    task_id = submit(ann, max_attempts=2)
    held = claim()
    assert leases.postpone(held, {"code": "x", "message": "m", "hint": ""})
    view = tasks.view(ann, task_id)
    assert view.status == "retrying"
    assert leases.claim("heavy") is None  # not before its time
    change(task_id, not_before=now())
    again = claim()
    assert again.attempt == 2
    assert leases.postpone(again, {"code": "x", "message": "m", "hint": ""})
    assert tasks.view(ann, task_id).status == "failed"


def test_the_reaper_spares_what_beats_and_gives_up_what_does_not(ann):
    task_id = submit(ann)
    held = claim()
    reaper = leases.Reaper(lease_s=0.2)
    assert reaper.reap() == 0
    time.sleep(0.25)
    leases.beat(held, {})
    assert reaper.reap() == 0
    time.sleep(0.25)
    assert reaper.reap() == 1
    assert tasks.view(ann, task_id).status == "retrying"
    assert leases.beat(held, {}) is None  # fenced off
    second = claim()
    assert second.attempt == 2
    assert not leases.finish(held, lambda _asking: pytest.fail("the first attempt must not write"))
    assert leases.finish(second, lambda _asking: "once")


def test_a_wrong_clock_kills_nothing(ann):
    task_id = submit(ann)
    held = claim()
    change(task_id, beat_at=now() - timedelta(days=1))
    reaper = leases.Reaper()
    assert reaper.reap() == 0
    assert reaper.reap() == 0
    assert leases.beat(held, {}) is Wish.GO_ON


def test_a_worker_whose_process_is_gone_is_given_up_at_once(ann):
    task_id = submit(ann)
    claim()
    change(task_id, worker=leases.worker_name().rpartition(":")[0] + ":4194303")
    assert leases.Reaper().reap() == 1
    assert tasks.view(ann, task_id).status == "retrying"


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [({"cancel_requested": True}, "cancelled", None), ({"max_attempts": 1}, "failed", "task.worker_lost")],
)
def test_a_lost_task_without_a_future_ends(ann, values, status, code):
    task_id = submit(ann)
    claim()
    change(task_id, **values)
    assert leases.Reaper(lease_s=0).reap() == 1
    view = tasks.view(ann, task_id)
    assert view.status == status
    assert (view.error or {}).get("code") == code


def test_stranded_tasks_are_announced_again_but_not_in_floods(ann):
    for _ in range(3):
        submit(ann)
    assert leases.send_stranded(after_s=-1) == 0  # the broker has all three
    broker.broker().flush_all()
    assert leases.send_stranded(after_s=60) == 0  # announced just now
    assert leases.send_stranded(after_s=-1) == 3
    assert broker.waiting("heavy") == 3
    assert leases.send_stranded(after_s=-1) == 0


def test_the_relay_holds_what_it_sends(ann):
    with writing() as w:
        task = rows.Task(owner_id=ann.user_id, kind="x", title="T", queue="heavy")
        rows.add(w, task)
        outbox.post(w, task.id, "heavy")
    with writing() as w:
        assert len(outbox.take(w)) == 1
        assert outbox.take(w) == []
    with session() as asking:
        assert not outbox.has_due(asking)
    assert relay() == 0


def test_given_back_work_runs_again(ann):
    task_id = submit(ann)
    assert leases.give_back(claim())
    assert tasks.view(ann, task_id).status == Status.RETRYING
    assert claim().attempt == 2


def test_a_running_task_does_not_hide_a_stranded_one(ann):
    submit(ann)
    claim()
    submit(ann)
    broker.broker().flush_all()
    broker.broker().enqueue(_wake_up())  # what woke the running one is still in the worker's hand
    assert leases.send_stranded(after_s=-1) == 1


def _wake_up():
    from dramatiq import Message

    return Message(queue_name="heavy", actor_name="run_task", args=("heavy", "t"), kwargs={}, options={})


def test_an_instant_that_a_wrong_clock_wrote_is_waited_for_no_longer(ann):
    task_id, later = submit(ann), submit(ann)
    held = claim()
    assert leases.postpone(held, {"code": "x", "message": "m", "hint": ""})
    assert leases.forgive_clocks() == 0  # an ordinary pause
    far = now() + timedelta(days=1)
    change(held.id, not_before=far)
    change(later, enqueued_at=far)
    with writing() as w:
        w.execute(sa.update(outbox.Outbox).values(due_at=far, claimed_until=far))
    assert leases.forgive_clocks() == 4
    assert leases.forgive_clocks() == 0
    assert relay() == 1
    assert {claim().id, claim().id} == {task_id, later}


def test_pauses_before_a_retry_grow_up_to_ten_minutes():
    for attempt in range(1, 40):
        pauses = {leases.pause_before_retry(attempt) for _ in range(20)}
        assert min(pauses) >= min(600.0, 2.0**attempt)
        assert max(pauses) <= min(600.0, 1.5 * 2.0**attempt)
        assert len(pauses) > 1 or attempt > 9


def test_a_bugs_message_keeps_no_secret_and_names_the_request():
    with log.bind(request_id="r-77"):
        error = leases.internal_error("t" * 32, "OperationalError: postgresql://quant:planted-pw@db/q is away")
    assert "planted-pw" not in error["message"]
    assert "r-77" in error["hint"]
    assert "t" * 8 in leases.internal_error("t" * 32, "x")["hint"]


@pytest.mark.parametrize("let_go", [leases.give_back, lambda held: leases.postpone(held, {"code": "x"})])
@pytest.mark.parametrize(("deed", "status"), [(tasks.cancel, "cancelled"), (tasks.pause, "paused")])
def test_a_wish_outlives_the_attempt_that_it_reached_too_late(ann, let_go, deed, status):
    task_id = submit(ann)
    held = claim()
    deed(ann, task_id)
    assert let_go(held)
    assert tasks.view(ann, task_id).status == status
    assert leases.claim("heavy") is None
