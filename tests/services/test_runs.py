import os

import pytest

from quantboard.core.progress import Cancelled, Paused, silent
from quantboard.db import backtests as rows
from quantboard.db.session import session
from quantboard.jobs import backtests as job
from quantboard.queue.names import HEAVY
from quantboard.sandbox.outcomes import RunFailed, SourceRejected
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, leases, runs, tasks
from quantboard.store import results as files
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
    stages = list(dict.fromkeys(stage for _, stage in seen if stage != "compile"))
    assert stages == ["load", "compute", "simulate", "metrics", "check", "store"]
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


def test_what_was_checked_stands_beside_the_result(server, ann, data):
    made = asked(ann, data)
    work_off(server, made)
    result = backtests.report(ann, made.id).result
    with session() as asking:
        told = files.read_honesty(rows.get(asking, made.id).result_id)
    assert [flag.as_dict() for flag in result.flags] == told["flags"]
    assert told["lookahead"]["clean"]
    assert told["lookahead"]["n_checked"] > 5
    assert told["cost_map"]["own"]["total_return"] == pytest.approx(result.metrics["total_return"])
    assert told["delay_curve"]["bars"] == [0, 1, 2]
    assert result.as_json()["flags"] == told["flags"]


def test_a_leak_is_an_error_on_the_result(server, ann, data):
    code = "def signals(bars, p):\n    top = np.max(bars.close)\n    low = bars.close < top / 2\n"
    made = asked(ann, data, source=code + "    return Signals(entry=low, exit=~low)\n")
    work_off(server, made)
    first = backtests.report(ann, made.id).result.flags[0]
    assert (first.code, first.severity) == ("lookahead.found", "error")
    assert (first.values["line"], first.values["output"]) == (2, "entry")
    assert "sma" in first.hint


def test_a_pause_while_it_is_checked_keeps_the_run(server, ann, data):
    def stop(fraction, stage, detail):
        if stage == "check":
            raise Paused

    _, payload = claimed(asked(ann, data))
    with pytest.raises(Paused):
        runs.execute(payload, stop, server.lend())
    seen = []
    answer = runs.execute(payload, lambda fraction, stage, _: seen.append(stage), server.lend())
    assert files.read_honesty(answer["result_id"])["lookahead"]["clean"]


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
