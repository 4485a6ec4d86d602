import os

import pytest

from quantboard.core.progress import Cancelled, silent
from quantboard.jobs import backtests as job
from quantboard.queue.names import HEAVY
from quantboard.sandbox.outcomes import RunFailed, SourceRejected
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, leases, runs, tasks
from tests.services.backtesting import asked, files_of, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def data(ann):
    return sample(ann)


def claimed(view):
    return leases.claim(HEAVY, runs.prepare, task_id=view.task_id)


def test_the_kind_is_declared():
    assert job.KIND.job == "backtest.run"
    assert job.KIND.needs_sandbox


def test_stages_in_order(server, ann, data):
    seen = []
    _, payload = claimed(asked(ann, data))
    answer = runs.execute(payload, lambda fraction, stage, _: seen.append((fraction, stage)), server.lend())
    assert [stage for _, stage in seen if stage != "compile"] == ["load", "compute", "simulate", "metrics", "store"]
    assert [share for share, _ in seen] == sorted(share for share, _ in seen)
    assert answer["metrics"]["n_trades"] > 0


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("def signals(bars, p):\n    return 1 / 0\n", RunFailed),
        ("import os\n", SourceRejected),
        ("def signals(bars, p:\n", SourceRejected),
    ],
)
def test_a_bad_strategy_leaves_nothing(server, instance, ann, data, source, error):
    made = asked(ann, data, source=source)
    held, payload = claimed(made)
    with pytest.raises(error) as caught:
        runs.execute(payload, silent, server.lend())
    leases.fail(held, caught.value.as_dict())
    assert backtests.report(ann, made.id).error["code"] == caught.value.code
    assert backtests.view(ann, made.id).status == "failed"
    assert files_of(instance) == []


def test_cancelling_leaves_nothing(server, instance, ann, data):
    def stop(fraction, stage, detail):
        if stage == "compute":  # later, what was simulated is kept: see test_partials.py
            raise Cancelled

    _, payload = claimed(asked(ann, data))
    with pytest.raises(Cancelled):
        runs.execute(payload, stop, server.lend())
    assert files_of(instance) == []


def test_a_run_deleted_meanwhile_leaves_nothing(server, instance, ann, data):
    made = asked(ann, data)
    held, payload = claimed(made)
    answer = runs.execute(payload, silent, server.lend())
    backtests.delete(ann, made.id)
    assert leases.finish(held, lambda asking: runs.finish(asking, held, answer))
    assert tasks.view(ann, made.task_id).result_ref is None
    assert files_of(instance) == []


def test_two_attempts_give_one_result(server, instance, ann, data):
    made = asked(ann, data)
    held = work_off(server, made)
    assert not leases.finish(held, lambda asking: pytest.fail("fenced off"))
    retried = tasks.retry(ann, made.task_id)
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=retried.id)
    answer = runs.execute(payload, silent, server.lend())
    assert leases.finish(held, lambda asking: runs.finish(asking, held, answer))
    assert backtests.view(ann, made.id).task_id == retried.id
    assert len(files_of(instance)) == 1


def test_results_that_no_run_shows_expire(server, instance, ann, data):
    kept = asked(ann, data)
    work_off(server, kept)
    _, payload = claimed(asked(ann, data))
    runs.execute(payload, silent, server.lend())
    assert len(files_of(instance)) == 2
    assert runs.expire_results() == 0
    assert runs.expire_results(after_s=-1) == 1
    assert backtests.report(ann, kept.id).result is not None
    assert len(files_of(instance)) == 1
