"""Pause, chains and the clock, with real workers."""

import threading
import time
from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from quantboard.core.progress import silent
from quantboard.core.task import ENDED
from quantboard.db import schedules as schedule_rows
from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.queue.names import Job
from quantboard.research import strategy_source
from quantboard.services import backtests, chains, datasets, schedules, strategies, tasks
from quantboard.services.work import work
from tests.real import probes
from tests.services.backtesting import request

assert probes.DEEDS
pytestmark = pytest.mark.real
N_BARS = 240_000


def submit(actor, **params):
    limit_s = params.pop("limit_s", None)
    with work() as w:
        return tasks.submit(w, actor, probes.PROBE, params, title="Probe", time_limit_s=limit_s)


def until(actor, task_id, reached, seconds=60):
    deadline = time.monotonic() + seconds
    while not reached(view := tasks.view(actor, task_id)):
        assert time.monotonic() < deadline, view
        time.sleep(0.01)
    return view


def is_over(view):
    return view.status in ENDED


def paused(actor, task_id):
    began = time.monotonic()
    tasks.pause(actor, task_id)
    view = until(actor, task_id, lambda view: view.status == "paused")
    print(f"pause → paused: {time.monotonic() - began:.2f} s")
    return view


def minutes(folder):
    """Bars of a walk, one a minute: enough for a run that takes seconds in the smallest chunks."""
    close = 100 * np.exp(np.random.default_rng(5).normal(0, 1e-3, N_BARS).cumsum())
    stamps = np.datetime64("2024-01-01T00:01") + np.arange(N_BARS).astype("timedelta64[m]")
    lines = [
        f"{stamp},{c:.4f},{c * 1.001:.4f},{c * 0.999:.4f},{c:.4f},1000" for stamp, c in zip(stamps, close, strict=True)
    ]
    path = folder / "walk.csv"
    path.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(lines))
    return path


def test_a_pause_frees_the_slot_and_uses_up_no_try(ann, start):
    start()
    stepping, deaf = submit(ann, n=2000, pause=0.02), submit(ann, do="sleep_in_c")
    for task_id in (stepping, deaf):
        until(ann, task_id, lambda view: view.status == "running" and view.progress > 0)
    for task_id in (stepping, deaf):  # the second reaches no step: its child is ended
        paused(ann, task_id)
    both = [submit(ann), submit(ann)]  # both slots are free
    assert [until(ann, one, is_over).status for one in both] == ["succeeded", "succeeded"]
    tasks.resume(ann, stepping)
    view = until(ann, stepping, lambda view: view.status == "running")
    assert (view.attempt, view.max_attempts) == (2, 4)
    tasks.cancel(ann, stepping)
    assert until(ann, stepping, is_over).status == "cancelled"
    assert tasks.cancel(ann, deaf).status == "cancelled"
    late = submit(ann, n=2000, pause=0.02, limit_s=2)
    assert until(ann, late, is_over).error["code"] == "task.timed_out"
    assert [line.kind for line in tasks.history(ann, late)][-2:] == ["nearly_late", "timed_out"]
    assert "paused" in tasks.log_of(ann, stepping, 1)
    assert "cancelled" in tasks.log_of(ann, stepping, 2)


def test_a_paused_backtest_goes_on_with_another_worker_to_the_same_result(ann, start, tmp_path, monkeypatch):
    monkeypatch.setenv("QB_TEST_CHUNK", "1")
    first = start()
    data = datasets.import_now(ann, "Walk", [minutes(tmp_path)], {}, silent)
    chosen = backtests.Chosen("Averages", strategy_source("double_moving_average"))

    def run():
        return backtests.submit_chosen(ann, chosen, data.id, request(symbols=None))

    broken, whole = run(), run()
    until(ann, broken.task_id, lambda view: view.status == "running" and view.stage == "simulate")
    before = paused(ann, broken.task_id)
    until(ann, whole.task_id, is_over)
    first.kill()
    start()
    tasks.resume(ann, broken.task_id)
    assert until(ann, broken.task_id, is_over).status == "succeeded"
    assert backtests.view(ann, broken.id).verified == "same"
    assert backtests.view(ann, broken.id).result_hash == backtests.view(ann, whole.id).result_hash
    (simulating,) = (line for line in tasks.log_of(ann, broken.task_id, 2).splitlines() if "  simulate" in line)
    assert simulating.partition("date=")[2] > before.detail["date"]  # it went on, it did not begin again


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_chain_runs_in_order(ann, start):
    strategy = strategies.create(ann, "Averages", strategy_source("double_moving_average"))
    importing = datasets.load_sample(ann)
    following = chains.then_backtest(ann, importing, strategy.id)
    start()
    assert until(ann, following.id, is_over).status == "succeeded"
    first, second = tasks.view(ann, importing), tasks.view(ann, following.id)
    assert first.finished_at <= second.started_at
    assert second.result_ref == backtests.list_backtests(ann)[0].id


def test_what_the_clock_missed_starts_exactly_once(ann, start):
    plan = schedules.create(ann, "Clean", Job.CLEAN_UP, "0 6 * * *")
    with writing() as w:  # three days without a worker
        w.execute(
            sa.update(schedule_rows.Schedule)
            .where(schedule_rows.Schedule.id == plan.id)
            .values(next_at=now() - timedelta(days=3))
        )
    threads = [threading.Thread(target=start) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    deadline = time.monotonic() + 30
    while not (after := schedules.get(ann, plan.id)).last_task_id:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert until(ann, after.last_task_id, is_over).status == "succeeded"
    time.sleep(5)  # both workers have looked again
    assert [view.kind for view in tasks.recent(ann)] == [Job.CLEAN_UP]
    assert after.next_runs[0] > now()
