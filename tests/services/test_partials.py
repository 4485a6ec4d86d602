"""A run that is stopped keeps what it has reached, and is never taken for a whole one."""

import os

import pytest

from quantboard.core.backtest import engine
from quantboard.core.listing import RunFilter, Wanted
from quantboard.core.progress import Cancelled, Paused, silent
from quantboard.core.task import Status
from quantboard.queue.names import HEAVY
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, leases, runs, watching
from tests.services.backtesting import asked, files_of, sample, work_off
from tests.services.objects import some_dataset


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def data(ann, monkeypatch):
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", 300)
    monkeypatch.setattr(watching, "SAY_EVERY_S", 0.0)
    return sample(ann)


def leaving(wish, stage, after):
    """A step that raises ``wish`` the ``after``-th time it reports ``stage``."""
    count = [0]

    def step(_fraction, reached, _detail):
        count[0] += reached == stage
        if count[0] == after:
            raise wish

    return step


def stopped(server, view, after=4, wish=Cancelled):
    """What supervisor and child do when somebody stops a run: its claim, and what was kept."""
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=view.task_id)
    with pytest.raises(wish) as caught:
        runs.execute(payload, leaving(wish, "simulate", after), server.lend())
    return held, caught.value


def test_what_was_reached_is_kept_as_unfinished(server, instance, ann, data):
    whole = asked(ann, data)
    work_off(server, whole)
    made = asked(ann, data)
    held, stop = stopped(server, made)
    assert leases.stop(held, lambda asking: runs.finish(asking, held, dict(stop.kept)))
    seen = backtests.view(ann, made.id)
    assert (seen.status, seen.is_unfinished, seen.verified, seen.same_as) == (Status.CANCELLED, True, "", None)
    report = backtests.report(ann, made.id)
    complete = backtests.report(ann, whole.id).result
    n_bars = len(report.result.stamps)
    assert n_bars == 1200
    assert (report.result.equity == complete.equity[:n_bars]).all()
    assert (
        seen.reached == report.reached == str(report.result.stamps[-1].astype("datetime64[us]").astype("datetime64[D]"))
    )
    assert "unfinished" in " ".join(report.result.warnings)
    assert len(files_of(instance)) == 2


def test_it_verifies_nothing(server, ann, data):
    made = asked(ann, data)
    held, stop = stopped(server, made)
    leases.stop(held, lambda asking: runs.finish(asking, held, dict(stop.kept)))
    whole = asked(ann, data)
    work_off(server, whole)
    assert (backtests.view(ann, whole.id).verified, backtests.view(ann, whole.id).same_as) == ("", None)
    assert backtests.page(ann, Wanted(), RunFilter(is_best=True)).items[0].id == whole.id


def test_stopped_while_it_is_checked_all_bars_are_kept(server, ann, data):
    made = asked(ann, data)
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=made.task_id)
    with pytest.raises(Cancelled) as caught:
        runs.execute(payload, leaving(Cancelled, "check", 1), server.lend())
    leases.stop(held, lambda asking: runs.finish(asking, held, dict(caught.value.kept)))
    report = backtests.report(ann, made.id)
    assert report.is_unfinished
    assert report.reached == "2013-03-01"


@pytest.mark.parametrize("stage", ["compute"])
def test_before_anything_is_simulated_nothing_is_left(server, instance, ann, data, stage):
    _, payload = leases.claim(HEAVY, runs.prepare, task_id=asked(ann, data).task_id)
    with pytest.raises(Cancelled) as caught:
        runs.execute(payload, leaving(Cancelled, stage, 1), server.lend())
    assert caught.value.kept is None
    assert files_of(instance) == []


def test_stopped_while_it_was_paused(server, ann, data):
    made = asked(ann, data)
    held, _ = stopped(server, made, wish=Paused)
    assert leases.set_aside(held)
    from quantboard.services import steering

    assert steering.stop(ann, made.id).status == Status.QUEUED
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=made.task_id)
    with pytest.raises(Cancelled) as caught:
        runs.execute(payload, silent, server.lend())
    leases.stop(held, lambda asking: runs.finish(asking, held, dict(caught.value.kept)))
    assert backtests.view(ann, made.id).is_unfinished


def test_a_retry_of_a_stopped_run_is_whole_again(server, ann, data):
    from quantboard.services import tasks

    made = asked(ann, data)
    held, stop = stopped(server, made)
    leases.stop(held, lambda asking: runs.finish(asking, held, dict(stop.kept)))
    again = tasks.retry(ann, made.task_id)
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=again.id)
    answer = runs.execute(payload, silent, server.lend())
    assert leases.finish(held, lambda asking: runs.finish(asking, held, answer))
    seen = backtests.view(ann, made.id)
    assert (seen.status, seen.is_unfinished, seen.reached) == (Status.SUCCEEDED, False, None)


def test_a_benchmark_from_elsewhere(server, ann, data):
    other = some_dataset(ann, "Index", "yahoo.csv")
    made = asked(ann, data, benchmark=f"data:{data.id}:IBM")
    near = asked(ann, data, benchmark="symbol:IBM")
    usual = asked(ann, data)
    for one in (made, near, usual):
        work_off(server, one)
    told = [backtests.report(ann, one.id).result for one in (made, near, usual)]
    assert told[0].benchmark.tolist() == told[1].benchmark.tolist() != told[2].benchmark.tolist()
    assert len({one.result_hash for one in told}) == 1
    assert other.id != data.id
