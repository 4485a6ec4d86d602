"""Pause, resume and stop by the run's own identity."""

import pytest

from quantboard.core.access import Absent
from quantboard.core.task import Status
from quantboard.services import backtests, sharing, steering, tasks
from quantboard.services.task_access import NotPaused
from tests.services.backtesting import asked, sample


@pytest.fixture
def run(ann):
    return asked(ann, sample(ann))


def test_held_and_let_go(ann, run):
    assert steering.pause(ann, run.id).status == Status.PAUSED
    assert steering.resume(ann, run.id).status == Status.QUEUED
    with pytest.raises(NotPaused):
        steering.resume(ann, run.id)
    assert steering.stop(ann, run.id).status == Status.CANCELLED
    with pytest.raises(tasks.TaskEnded):
        steering.stop(ann, run.id)


def test_a_paused_one_is_worked_off_to_be_stopped(ann, run):
    steering.pause(ann, run.id)
    assert steering.stop(ann, run.id).status == Status.QUEUED
    assert tasks.inputs_of(ann, run.task_id)["stop"] is True
    backtests.cancel(ann, run.id)
    assert "stop" not in tasks.inputs_of(ann, tasks.retry(ann, run.task_id).id)


def test_another_persons_run(ann, bob, run):
    for deed in (steering.pause, steering.resume, steering.stop):
        with pytest.raises(Absent):
            deed(bob, run.id)
    sharing.share(ann, "backtest", [run.id])
    with pytest.raises(Absent):
        steering.pause(bob, run.id)
