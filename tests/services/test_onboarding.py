import pytest

from quantboard.queue.names import Job
from quantboard.services import onboarding, tasks
from quantboard.services.work import work


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


def test_an_unknown_step_is_refused(instance, ann):
    with pytest.raises(onboarding.NoSuchStep):
        onboarding.skip(ann, "party")


def test_counts_are_of_ones_own_work(instance, ann, bob):
    with work() as w:
        tasks.submit(w, ann, Job.RUN_BACKTEST, {}, title="double moving average on AAPL")
    mine, his = onboarding.overview_of(ann), onboarding.overview_of(bob)
    assert (mine.counts["running"], his.counts["running"]) == (1, 0)
    assert [view.title for view in mine.latest] == ["double moving average on AAPL"]
    assert his.latest == ()
