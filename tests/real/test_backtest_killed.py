"""A worker that dies in the middle of a backtest: exactly one finished result, the one an undisturbed run gives."""

import time

import pytest

from quantboard.core.progress import silent
from quantboard.core.task import ENDED
from quantboard.research import strategy_source
from quantboard.services import backtests, datasets, tasks
from quantboard.store.library import sample_path
from tests.services.backtesting import request

pytestmark = pytest.mark.real

SLOW = """
def signals(bars, p):
    n = 0
    for i in range(100000000):
        n = n + 1
    fast, slow = sma(bars.close, 10), sma(bars.close, 30)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
"""


def until(actor, made, reached, seconds=60):
    deadline = time.monotonic() + seconds
    while not reached(view := tasks.view(actor, made.task_id)):
        assert time.monotonic() < deadline, view
        time.sleep(0.01)
    return view


def is_over(view):
    return view.status in ENDED


def submitted(actor, source, **fields):
    data = next(iter(datasets.list_datasets(actor)), None) or datasets.load_sample_now(actor, silent)
    return backtests.submit_chosen(actor, backtests.Chosen("Run", source), data.id, request(**fields))


def test_a_killed_worker_leaves_exactly_one_result(ann, start, place):
    first = start()
    made = submitted(ann, SLOW)
    until(ann, made, lambda view: view.stage == "compute" and view.status == "running")
    first.kill()
    second = start()
    view = until(ann, made, is_over)
    assert (view.status, view.attempt, view.result_ref) == ("succeeded", 2, made.id)
    history = [line.kind for line in tasks.history(ann, made.task_id)]
    assert history.count("succeeded") == 1
    assert len(second.events("backtest.finished")) == 1
    results = [path for path in (place / "results").glob("*/*") if path.is_dir()]
    assert len(results) == 1
    report = backtests.report(ann, made.id)
    assert report.result is not None
    again = backtests.run_again(ann, made.id)
    until(ann, again, is_over)
    undisturbed = backtests.report(ann, again.id)
    assert undisturbed.verified == "same"
    assert undisturbed.result.result_hash == report.result.result_hash


def test_the_worker_and_the_shell_agree(ann, start, place):
    from quantboard import research

    start()
    source = strategy_source("double_moving_average")
    for cash in (100_000, 90_000, 100_000):
        made = submitted(ann, source, cash=cash)
        until(ann, made, is_over)
    found = backtests.view(ann, made.id)
    assert (found.status, found.verified) == ("succeeded", "same")
    direct = research.run(source, str(sample_path()), symbols="AAPL", commission=0.001, cash=100_000)
    assert direct.result_hash == found.result_hash


def test_cancelling_a_running_backtest_leaves_nothing(ann, start, place):
    start()
    made = submitted(ann, SLOW.replace("100000000", "100000000000"))  # nothing is simulated before it is stopped
    until(ann, made, lambda view: view.stage == "compute" and view.status == "running")
    backtests.cancel(ann, made.id)
    assert until(ann, made, is_over).status == "cancelled"
    assert not [path for path in (place / "results").glob("*/*") if path.is_dir()]
