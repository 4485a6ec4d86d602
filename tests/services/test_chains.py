import pytest

from quantboard.core.progress import Paused, silent
from quantboard.errors import InvalidInput, NotAllowed, NotFound
from quantboard.queue.names import HEAVY
from quantboard.research import strategy_source
from quantboard.services import backtests, chains, datasets, imports, leases, runs, strategies, tasks
from quantboard.store import paths

SOURCE = strategy_source("double_moving_average")


@pytest.fixture
def strategy(ann):
    return strategies.create(ann, "Averages", SOURCE)


def import_done(task_id):
    held, payload = leases.claim(HEAVY, imports.prepare, task_id=task_id)
    answer = imports.execute(payload, silent)
    assert leases.finish(held, lambda asking: imports.finish(asking, held, answer))


def test_a_backtest_waits_for_the_import_and_runs_on_what_it_made(ann, strategy):
    task_id = datasets.load_sample(ann)
    view = chains.then_backtest(ann, task_id, strategy.id)
    assert (view.status, view.is_waiting_for_another, view.after_id) == ("queued", True, task_id)
    import_done(task_id)
    _, payload = leases.claim(HEAVY, runs.prepare)
    (made,) = datasets.list_datasets(ann)
    assert payload.version_id == made.version_id
    (run,) = backtests.list_backtests(ann)
    assert (run.dataset_id, run.dataset_name) == (made.id, made.name)


def test_without_the_import_there_is_no_run(ann, strategy):
    task_id = datasets.load_sample(ann)
    view = chains.then_backtest(ann, task_id, strategy.id)
    tasks.cancel(ann, task_id)
    assert tasks.view(ann, view.id).error["code"] == "task.chain_broken"
    with pytest.raises(chains.NotChainable):
        chains.then_backtest(ann, task_id, strategy.id)


def test_after_an_import_that_is_done_it_runs_at_once(ann, strategy):
    task_id = datasets.load_sample(ann)
    import_done(task_id)
    view = chains.then_backtest(ann, task_id, strategy.id)
    assert not view.is_waiting_for_another
    with pytest.raises(chains.NotChainable):  # a backtest has no data for another
        chains.then_backtest(ann, view.id, strategy.id)


def test_only_ones_own(ann, bob, vic, strategy):
    task_id = datasets.load_sample(ann)
    with pytest.raises(NotFound):
        chains.then_backtest(bob, task_id, strategy.id)
    with pytest.raises(NotAllowed):
        chains.then_backtest(vic, task_id, strategy.id)


def test_wrong_parameters_are_refused_at_once(ann, strategy):
    from quantboard.core.backtest.spec import parse_request

    task_id = datasets.load_sample(ann)
    with pytest.raises(InvalidInput):
        chains.then_backtest(ann, task_id, strategy.id, parse_request({"params": {"fast": 50, "slow": 10}}))


def test_a_paused_import_leaves_nothing_and_begins_anew(instance, ann):
    task_id = datasets.load_sample(ann)
    held, payload = leases.claim(HEAVY, imports.prepare, task_id=task_id)

    def stop(_share, stage, _detail):
        if stage == "store":
            raise Paused

    with pytest.raises(Paused):
        imports.execute(payload, stop)
    assert list(paths.temporary().iterdir()) == []
    assert leases.set_aside(held)
    tasks.resume(ann, task_id)
    import_done(task_id)
    import_done(datasets.load_sample(ann))
    first, second = (view.data_hash for view in datasets.list_datasets(ann))
    assert first == second
