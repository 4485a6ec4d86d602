import pytest

from quantboard.queue.names import Job
from quantboard.services import leases, tasks, traits
from quantboard.services.work import work
from quantboard.settings import BadSetting, settings


@pytest.fixture
def limited(monkeypatch):
    def choose(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"QUANTBOARD_{name.upper()}", value)
        settings.cache_clear()

    yield choose
    settings.cache_clear()


def submit(actor, title="T"):
    with work() as w:
        return tasks.submit(w, actor, Job.RUN_BACKTEST, {"backtest_id": "b"}, title=title)


def test_every_kind_has_its_trait():
    assert set(traits.TRAITS) - {"probe.run"} == {str(job) for job in Job}  # the real lane's own kind
    assert not traits.trait_of("no.such").can_pause


def test_inputs_are_checked_when_a_task_is_made(ann):
    traits.check_inputs(Job.IMPORT_DATASET, {"dataset_id": "d", "name": "n", "sample": True})
    with pytest.raises(traits.MissingInput) as caught, work() as w:
        tasks.submit(w, ann, Job.RUN_BACKTEST, {}, title="T")
    assert caught.value.field == "backtest_id"
    assert tasks.recent(ann) == []


def test_limits_follow_the_kind(ann, limited):
    limited(job_time_limits_s='{"backtest.run": 60}', job_attempts='{"backtest.run": 1}')
    view = tasks.view(ann, submit(ann))
    assert (view.time_limit_s, view.max_attempts) == (60, 1)
    assert traits.limits_of(Job.IMPORT_DATASET).time_s == settings().job_time_limit_s


def test_one_slot_means_one_after_another(ann, bob, limited):
    limited(job_slots='{"backtest.run": 1}')
    first, second = submit(ann), submit(bob)
    held, _ = leases.claim("heavy")
    assert held.id == first
    assert leases.claim("heavy") is None
    leases.finish(held, lambda _asking: None)
    assert leases.claim("heavy")[0].id == second


def test_a_freed_slot_wakes_who_waited_for_it(ann, limited):
    from quantboard.queue import broker

    limited(job_slots='{"backtest.run": 1}')
    submit(ann)
    held, _ = leases.claim("heavy")
    submit(ann)
    broker.broker().flush_all()  # the second one's message was spent while the slot was taken
    leases.finish(held, lambda _asking: None)
    assert broker.waiting("heavy") == 1


def test_limits_of_unknown_kinds_are_refused(limited):
    limited(job_slots='{"backtest.rum": 1}')
    with pytest.raises(BadSetting, match="rum"):
        traits.check_settings(traits.TRAITS)
