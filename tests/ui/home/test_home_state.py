import pytest

from quantboard.core.backtest.spec import RunRequest
from quantboard.core.task import Status
from quantboard.services import accounts, backtests, datasets, strategies, tasks
from quantboard.services.work import work
from quantboard.store import library
from quantboard.ui.home.home_state import HomeState
from tests.ui.tabs import state_of, tree

PASSWORD = "difference engine 9"


@pytest.fixture
def ada(instance, ann):
    accounts.add_user(ann, "Ada", PASSWORD)
    token = accounts.sign_in("Ada", PASSWORD)
    return accounts.actor_of(token), state_of(tree(token), HomeState)


@pytest.fixture
def run(ada):
    actor, _ = ada
    dataset = datasets.load_sample_now(actor, lambda *_: None)
    strategy = strategies.create(actor, "Mine", library.strategy_source("macd"))
    return backtests.submit(actor, strategy.id, dataset.id, RunRequest())


async def test_each_count_names_the_list_that_it_equals(ada, run):
    actor, home = ada
    await home.load()
    assert [(row.status, row.n, row.href) for row in home.run_states] == [("queued", 1, "/backtests?status=queued")]
    assert [(row.status, row.n) for row in home.job_states] == list(tasks.counts(actor).items())
    assert (home.n_datasets, home.n_strategies, home.n_backtests) == (1, 1, 1)


async def test_the_latest_work_is_one_click_away(ada, run):
    _, home = ada
    await home.load()
    assert [(row.title, row.href, row.can_repeat) for row in home.runs] == [("Mine", f"/backtests/{run.id}", False)]
    assert home.data[0].test_href.startswith("/backtests/new?dataset=")
    assert (home.next_key, home.next_href) == ("watch", f"/backtests/{run.id}")


async def test_a_failure_is_an_alert_with_its_meaning_and_can_be_repeated(ada, run):
    _, home = ada
    with work() as w:
        task = w.session.get(tasks.rows.Task, run.task_id)
        task.status = Status.FAILED
        task.error = {"code": "code.timed_out", "message": "It ran longer than 30 s.", "hint": "Use panels."}
    await home.load()
    assert [(row.title, row.meaning) for row in home.alerts] == [("Mine", "/help/errors#code.timed_out")]
    assert home.runs[0].can_repeat
    await home.run_again(run.id)
    await home.load()
    assert home.n_backtests == 2


async def test_steps_are_skipped_taken_up_hidden_and_repeated(ada):
    _, home = ada
    await home.load()
    await home.skip("data")
    assert home.steps[0].is_skipped
    await home.take_up("data")
    assert home.steps[0].is_now
    await home.hide_steps()
    assert home.is_closed
    await home.repeat_steps()
    assert not home.is_closed
