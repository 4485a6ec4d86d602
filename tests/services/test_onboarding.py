import pytest

from quantboard.core.backtest.spec import RunRequest
from quantboard.core.listing import Wanted
from quantboard.core.task import Status
from quantboard.queue.names import Job
from quantboard.services import backtests, datasets, guides, onboarding, strategies, tasks
from quantboard.services.onboarding import LOOK, WATCH, Next
from quantboard.services.work import work
from quantboard.store import library


def states(steps):
    return [
        (step.key, "done" if step.is_done else "skipped" if step.is_skipped else "now" if step.is_now else "open")
        for step in steps
    ]


@pytest.mark.parametrize(
    ("counts", "skipped", "expected"),
    [
        ({}, [], ["now", "open", "open"]),
        ({"datasets": 2}, [], ["done", "now", "open"]),
        ({"datasets": 1, "strategies": 1}, [], ["done", "done", "now"]),
        ({"datasets": 1, "strategies": 1, "backtests": 3}, [], ["done", "done", "done"]),
        ({}, ["data"], ["skipped", "now", "open"]),
        ({"datasets": 1}, ["data"], ["done", "now", "open"]),
        ({"backtests": 1}, ["data", "strategy"], ["skipped", "skipped", "done"]),
    ],
)
def test_a_step_is_done_skipped_or_open(counts, skipped, expected):
    assert [state for _, state in states(onboarding.steps_of(counts, skipped))] == expected


def test_skipping_and_repeating_is_kept_per_person(instance, ann, bob):
    onboarding.skip(ann, "data")
    onboarding.close(ann)
    seen = onboarding.overview_of(ann)
    assert (seen.steps[0].is_skipped, seen.is_closed, seen.n_done) == (True, True, 0)
    assert not onboarding.overview_of(bob).is_closed
    onboarding.repeat(ann)
    again = onboarding.overview_of(ann)
    assert (again.steps[0].is_skipped, again.is_closed) == (False, False)


def test_a_skipped_step_can_be_taken_up(instance, ann):
    onboarding.skip(ann, "data")
    onboarding.take_up(ann, "data")
    assert onboarding.overview_of(ann).steps[0].is_now


@pytest.mark.parametrize("deed", [onboarding.skip, onboarding.take_up])
def test_an_unknown_step_is_refused(instance, ann, deed):
    with pytest.raises(onboarding.NoSuchStep):
        deed(ann, "party")


def test_the_counts_by_state_are_ones_own(instance, ann, bob):
    with work() as w:
        tasks.submit(w, ann, Job.RUN_BACKTEST, {"backtest_id": "x"}, title="double moving average on AAPL")
    assert onboarding.overview_of(ann).jobs == {Status.QUEUED: 1}
    assert onboarding.overview_of(bob).jobs == {}


@pytest.fixture
def run(instance, bob):
    dataset = datasets.load_sample_now(bob, lambda *_: None)
    strategy = strategies.create(bob, "Mine", library.strategy_source("macd"))
    return backtests.submit(bob, strategy.id, dataset.id, RunRequest())


def test_the_next_step_follows_what_there_is(instance, bob):
    assert onboarding.overview_of(bob).next == Next("data")
    dataset = datasets.load_sample_now(bob, lambda *_: None)
    assert onboarding.overview_of(bob).next == Next("strategy")
    strategy = strategies.create(bob, "Mine", library.strategy_source("macd"))
    assert onboarding.overview_of(bob).next == Next("backtest")
    made = backtests.submit(bob, strategy.id, dataset.id, RunRequest())
    seen = onboarding.overview_of(bob)
    assert (seen.next, seen.n_done) == (Next(WATCH, made.id), 3)
    assert guides.newest(bob) == {"dataset": dataset.id, "strategy": strategy.id}


def test_a_viewer_is_not_sent_to_what_he_may_not_do(instance, vic):
    assert onboarding.overview_of(vic).next == Next(LOOK)


def test_runs_are_counted_by_the_state_that_their_list_shows(run, bob, ann):
    seen = onboarding.overview_of(bob)
    listed = [view.status for view in backtests.list_backtests(bob)]
    assert seen.runs == {status: listed.count(status) for status in set(listed)} == {Status.QUEUED: 1}
    assert backtests.page(bob, Wanted(status=Status.QUEUED)).total == seen.runs[Status.QUEUED]
    assert backtests.page(bob, Wanted(status=Status.FAILED)).total == 0
    assert onboarding.overview_of(ann).runs == {}
    assert seen.visible == {"datasets": 1, "strategies": 1, "backtests": 1}


def test_what_failed_lately_is_an_alert(run, bob):
    assert onboarding.overview_of(bob).alerts == ()
    with work() as w:
        w.session.get(tasks.rows.Task, run.task_id).status = Status.FAILED
    seen = onboarding.overview_of(bob)
    assert [one.title for one in seen.alerts] == ["Mine"]
    assert seen.next.key == onboarding.REPAIR
